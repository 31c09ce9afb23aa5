"""A sheet on the table: loaded whole by one statement, with its rubric and its answers read, and the words every screen of it shares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from config.rubric_files import rubric_of
from domain.criteria.answers import Answer, from_json
from domain.people import LEADERS, UNIT_ROLES, Role
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Progress, own_progress
from domain.sheets import Lack, lacking, require_sheet_act
from domain.texts import fold
from handlers.criteria import named_said, shown_address
from handlers.flow import Choice, NotAllowed, Outdated, Said, Turn, choice, id_of, say
from storage.answers import Evidence, OpenSheet

SHORTEST_SEARCH = 3
SCAN = "scan"
"""Where the scan of a sheet entered from paper stands among the evidence."""


@dataclass(frozen=True)
class Work:
    """A unit's sheet as somebody of that unit works on it."""

    sheet: OpenSheet
    rubric: Rubric
    answers: Mapping[str, Answer]

    @cached_property
    def progress(self) -> Progress:
        return own_progress(self.rubric, self.answers)

    @cached_property
    def lack(self) -> Lack:
        proven = {one.address for one in self.sheet.evidence if one.state != "lost"}
        explained = {address for address, given in self.sheet.answers.items() if given.explanation}
        return lacking(self.rubric, self.answers, proven, explained)

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.sheet.period.state == "open" and self.sheet.state != "submitted"

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """What was sent to prove the sheet; what came after closing stands beside it, under an address of its own."""
        return tuple(one for one in self.sheet.evidence if ":" not in one.address)

    @property
    def asked(self) -> tuple[Leaf | Item, ...]:
        """Everything the unit may answer: its leaves, then bonus and penalty items."""
        return self.rubric.own_leaves + self.rubric.items

    def target(self, address: str) -> Leaf | Item:
        """What stands at an address. Raises Outdated for what the unit does not answer."""
        found = next((one for one in self.asked if one.address == address), None)
        if found is None:
            raise Outdated
        return found

    def named(self, text: str) -> Leaf | Item | None:
        """The criterion whose address somebody typed ("ii.3", "T1"); plain numbers name none."""
        typed = fold(text).replace(" ", "")
        if not any(letter.isalpha() for letter in typed) or len(typed) > 24:
            return None
        return next((one for one in self.asked if typed in {fold(one.address), fold(shown_address(one))}), None)

    def matching(self, text: str) -> tuple[Leaf, ...]:
        """The criteria under an address that somebody typed ("I.2" for I.2a, I.2b), or with these words in their titles."""
        typed = fold(text)
        under = tuple(leaf for leaf in self.rubric.own_leaves if re.match(rf"{re.escape(typed.replace(' ', ''))}\.?[a-z\d]", fold(leaf.address)))
        if under or len(typed) < SHORTEST_SEARCH:
            return under
        return tuple(leaf for leaf in self.rubric.own_leaves if typed in fold(leaf.title))

    def next_open(self, after: str = "") -> Leaf | None:
        """The next criterion without an answer after this address, going round once."""
        leaves = self.rubric.own_leaves
        at = next((place for place, leaf in enumerate(leaves) if leaf.address == after), -1)
        order = leaves[at + 1 :] + leaves[: at + 1]
        return next((leaf for leaf in order if leaf.address not in self.answers), None)


async def load(turn: Turn, sheet_id: int | str) -> Work:
    """The sheet, if the person is of its unit, or enters it for the unit. Raises Outdated or NotAllowed."""
    sheet = await turn.store.answers.open_sheet(id_of(str(sheet_id)))
    if sheet is None:
        raise Outdated
    if not enters_for(turn, sheet):
        turn.require_seat(sheet.unit_id, UNIT_ROLES)
    return working(sheet)


def enters_for(turn: Turn, sheet: OpenSheet) -> bool:
    """Whether the person enters this sheet for the unit, from the signed paper."""
    return sheet.on_paper and sheet.paper_by == turn.me.id and Role.SECRETARIAT in turn.me.roles(sheet.period.bloc_id)


async def load_to_fill(turn: Turn, sheet_id: int | str) -> Work:
    """The sheet, if it may be filled now by this person."""
    work = await load(turn, sheet_id)
    require_sheet_act("fill", work.sheet.state, work.sheet.period.state)
    return work


def working(sheet: OpenSheet) -> Work:
    rubric = rubric_of(sheet.rubric_text)
    return Work(sheet, rubric, {address: from_json(given.answer) for address, given in sheet.answers.items()})


def may_submit(turn: Turn, work: Work) -> bool:
    """Whether the person may submit: a leader of the unit, the focal point whom the leader authorised, or who enters it from paper."""
    return leads(turn, work) or work.sheet.delegate_id == turn.me.id or enters_for(turn, work.sheet)


def leads(turn: Turn, work: Work) -> bool:
    """Whether the person is a leader of the sheet's unit."""
    return turn.me.seat_in(work.sheet.unit_id, LEADERS) is not None


def require_may_submit(turn: Turn, work: Work) -> None:
    if not may_submit(turn, work):
        raise NotAllowed


def place_said(work: Work, address: str, *, named: bool = False) -> Said:
    """Where evidence belongs: a criterion's address, or with its title; the scan of the signed paper; what a unit says after closing ("appeal:I.2")."""
    if address == SCAN:
        return say("assessment.scan_place")
    kind, _, beside = address.rpartition(":")
    target = work.target(beside)
    if kind:
        return say("assessment.explanation_place", address=shown_address(target))
    return named_said(target) if named else say("assessment.at_address", address=shown_address(target))


def board_choice(work: Work) -> Choice:
    return choice("assessment.back_label", "assessment.board", work.sheet.id)
