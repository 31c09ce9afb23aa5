"""The evidence of a sheet in words: what proves each criterion, and which files never arrived."""

from domain.rubrics import Item, Leaf
from domain.texts import one_line
from handlers.assessment.places import SCAN, place_said
from handlers.assessment.work import Work
from handlers.files import pieces_named
from handlers.flow import Choice, Said, choice, say
from storage.answers import Evidence

LONGEST_NAME, LOST_AT_MOST = 60, 10


def proof_line(work: Work, target: Leaf | Item) -> tuple[Said, ...]:
    """What proves a criterion, below its line of the review: the first document by name, how many more there are, whether the answer is explained."""
    stands, given = pieces_named(work.sheet, target), work.sheet.answers.get(target.address)
    explained = (say("assessment.review_explained", text=one_line(given.explanation, LONGEST_NAME)),) if given and given.explanation else ()
    if not stands:
        return explained
    first = one_line(stands[0], LONGEST_NAME)
    if len(stands) == 1:
        return (say("assessment.review_proof", name=first), *explained)
    return (say("assessment.review_proofs", name=first, more=len(stands) - 1), *explained)


def lost(work: Work) -> tuple[Evidence, ...]:
    """The files that could not be fetched, and that nothing sent to the same place since has replaced."""
    places = {SCAN, *(target.address for target in work.asked)}
    replaced = {one.address: one.id for one in work.sheet.evidence if one.state != "lost"}
    return tuple(one for one in work.sheet.evidence if one.state == "lost" and one.address in places and one.id > replaced.get(one.address, 0))


def lost_said(work: Work) -> tuple[Said, ...]:
    """Which files are missing where; nothing where none is, or the sheet takes no answers."""
    gone = lost(work) if work.is_open else ()
    if not gone:
        return ()
    lines = tuple(say("assessment.lost_file", name=one.name, place=place_said(work, one.address)) for one in gone[:LOST_AT_MOST])
    return (say("assessment.lost_files", count=len(gone), lines=lines),)


def prove_row(work: Work) -> tuple[Choice, ...]:
    """The choice to go through the answers that lack evidence; nothing where none does."""
    unproven = work.unproven
    return (choice("assessment.prove_all_label", "assessment.walk", work.sheet.id, weight="main", count=len(unproven)),) if unproven else ()
