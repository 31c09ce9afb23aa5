"""Where a piece of evidence belongs: a criterion, the signed paper, or what a unit says after closing."""

from handlers.assessment.work import Work
from handlers.criteria import shown_address
from handlers.flow import Said, say

SCAN = "scan"
"""Where the scan of a sheet entered from paper stands among the evidence."""
PLACES = {"appeal": "assessment.appeal_place", "question": "assessment.reply_place", "judged": "assessment.judged_place"}
"""What files beside a criterion belong to (handlers/files.py), in words."""


def place_said(work: Work, address: str, *, named: bool = False) -> Said:
    """Where evidence belongs: a criterion's address, or with its title; the scan of the signed paper; what a unit says after closing ("appeal:I.2")."""
    if address == SCAN:
        return say("assessment.scan_place")
    kind, _, beside = address.rpartition(":")
    target = next((one for one in work.void if one.address == beside), None) or work.target(beside)
    if kind:
        return say(PLACES[kind], address=shown_address(target))
    return say("assessment.quoted" if named else "assessment.at_address", address=shown_address(target), title=target.title)
