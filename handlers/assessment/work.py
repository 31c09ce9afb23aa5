"""A sheet on the table: loaded whole by one statement, with its rubric and its answers read, and the words every screen of it shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from config.rubric_files import rubric_of
from domain.criteria.answers import Answer, from_json, is_not_applicable
from domain.criteria.relative import RelativeToLeader
from domain.errors import RuleError
from domain.looking_up import matching_in, named_in
from domain.owners import criteria_of
from domain.people import LEADERS, UNIT_ROLES, Role
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Progress, SheetScore, own_progress, own_score
from domain.sheets import Lack, SheetAct, lacking, require_sheet_act
from handlers.criteria import shown_address
from handlers.flow import NotAllowed, Outdated, Turn, id_of, say
from handlers.results import void_of
from storage.answers import Evidence, OpenSheet


class AnothersCriterion(RuleError):
    """Whoever answers for a part of the sheet fills only that part (facts: criterion_owner)."""

    key = "owners.anothers"


@dataclass(frozen=True)
class Work:
    """A unit's sheet as somebody of that unit works on it.

    `mine` are the criteria assigned to who works, none where they have no part of their own; `others` those they may look at only.
    `is_late`: the deadline has passed; `is_over`: it has, and the period takes nothing late. `closed_score`: what the sheet came to
    among all, once the period is closed.
    `roles` are those that who works has towards this sheet, `is_authorised` where its leader authorised them to submit.
    """

    sheet: OpenSheet
    rubric: Rubric
    answers: Mapping[str, Answer]
    mine: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    is_over: bool = False
    is_late: bool = False
    closed_score: SheetScore | None = None
    roles: frozenset[Role] = frozenset()
    is_authorised: bool = False

    @cached_property
    def progress(self) -> Progress:
        return own_progress(self.rubric, self.answers)

    @cached_property
    def score(self) -> SheetScore:
        """What the sheet comes to: by itself, or among all sheets once they were scored together."""
        return self.closed_score or own_score(self.rubric, self.answers)

    def points(self, target: Leaf | Item) -> Decimal | None:
        """What the answer to a criterion or item gives; None where there is none, where it is left out, and where it compares with units that may still
        change."""
        if isinstance(target, Item):
            return self.score.items.get(target.address)
        answer = self.answers.get(target.address)
        if answer is None or (self.closed_score is None and isinstance(target.rule, RelativeToLeader) and not is_not_applicable(answer)):
            return None
        return self.score.leaves.get(target.address)

    @cached_property
    def lack(self) -> Lack:
        proven = {one.address for one in self.sheet.evidence if one.state != "lost"}
        explained = {address for address, given in self.sheet.answers.items() if given.explanation}
        return lacking(self.rubric, self.answers, proven, explained)

    @property
    def unproven(self) -> tuple[Leaf, ...]:
        """The answers that lack evidence, of those that who works goes through."""
        return tuple(leaf for leaf in self.lack.unproven if leaf in self.part)

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.sheet.period.state == "open" and self.sheet.state != "submitted" and not self.is_over

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """What was sent to prove the sheet; what came after closing stands beside it, under an address of its own."""
        return tuple(one for one in self.sheet.evidence if ":" not in one.address)

    @property
    def asked(self) -> tuple[Leaf | Item, ...]:
        """Everything the unit may answer: its leaves, then bonus and penalty items."""
        return self.rubric.own_leaves + self.rubric.items

    @property
    def example(self) -> str:
        """An address of the table, as it can be typed."""
        return shown_address((self.asked or self.rubric.leaves)[0])

    @cached_property
    def part(self) -> tuple[Leaf, ...]:
        """The criteria that who works goes through: their own part, or where they have none all that no colleague answers for."""
        leaves = self.rubric.own_leaves
        return tuple(leaf for leaf in leaves if (leaf.address in self.mine if self.mine else leaf.address not in self.others))

    @cached_property
    def again(self) -> tuple[Leaf | Item, ...]:
        """What was answered and must be answered again, or kept, since the table has changed."""
        asked_again = {address for address, given in self.sheet.answers.items() if given.earlier is not None}
        return tuple(one for one in self.asked if one.address in asked_again)

    @cached_property
    def void(self) -> tuple[Leaf | Item, ...]:
        """The criteria withdrawn from the table, as they last stood in it."""
        return void_of(self.sheet)

    def before(self, target: Leaf | Item) -> tuple[Leaf | Item, Answer] | None:
        """The answer given before the table changed, and the criterion as it then stood; None where nothing is to be answered again."""
        given = self.sheet.answers.get(target.address)
        if given is None or given.earlier is None:
            return None
        return rubric_of(self.sheet.earlier_rubrics[given.earlier]).at(target.address) or target, from_json(given.answer)

    def target(self, address: str) -> Leaf | Item:
        """What stands at an address. Raises Outdated for what the unit does not answer."""
        found = next((one for one in self.asked if one.address == address), None)
        if found is None:
            raise Outdated
        return found

    def named(self, text: str, *, numbers: bool = False) -> Leaf | Item | None:
        """The criterion whose address somebody typed; a plain number is one only with `numbers`."""
        return named_in(self.rubric, self.asked, text, numbers=numbers)

    def matching(self, text: str, *, whole: bool = False) -> tuple[Leaf, ...]:
        """The criteria under an address that somebody typed, or with these words in their titles."""
        return tuple(one for one in matching_in(self.rubric.own_leaves, text, whole=whole) if isinstance(one, Leaf))

    def next_open(self, after: str = "") -> Leaf | None:
        """The next criterion without an answer after this address, going round once, of those that who works goes through."""
        leaves = self.part
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
    authorised = sheet.delegate_id == turn.me.id
    return _as_seen(
        turn,
        replace(
            working(sheet),
            is_over=sheet.period.is_over(turn.now),
            is_late=turn.now > sheet.period.closes_at,
            roles=_roles(turn, sheet),
            is_authorised=authorised,
        ),
    )


def _roles(turn: Turn, sheet: OpenSheet) -> frozenset[Role]:
    """The roles the person has towards this very sheet."""
    held = frozenset(seat.role for seat in turn.me.seats if seat.unit_id == sheet.unit_id and seat.role in UNIT_ROLES)
    return held | {Role.SECRETARIAT} if enters_for(turn, sheet) else held


def _as_seen(turn: Turn, work: Work) -> Work:
    """The work with its own part of who looks at it. Whoever may submit answers for the whole sheet, and may fill all of it; everybody else, with a part
    of their own or without, leaves to colleagues what these answer for."""
    owners = work.sheet.owners
    if not owners or leads(turn, work):
        return work
    mine = criteria_of(owners, turn.me.id) & {leaf.address for leaf in work.rubric.own_leaves}
    others = {address for address, owner in owners.items() if owner.people and turn.me.id not in owner.people}
    return replace(work, mine=mine, others=frozenset() if may_submit(turn, work) else frozenset(others))


def enters_for(turn: Turn, sheet: OpenSheet) -> bool:
    """Whether the person enters this sheet for the unit, from the signed paper."""
    return sheet.on_paper and sheet.paper_by == turn.me.id and Role.SECRETARIAT in turn.me.roles(sheet.period.bloc_id)


def own_again(turn: Turn, work: Work) -> Work:
    """The work after somebody of the unit has answered in a sheet that was entered from paper: whoever entered it hears that they no longer see it."""
    if work.sheet.paper_by is not None:
        turn.tell(
            [work.sheet.paper_by],
            say("assessment.told_own_again", by=turn.me.full_name, unit=work.sheet.unit_name, title=work.sheet.period.title),
            of=work.sheet.period.bloc_id,
        )
    return replace(work, sheet=replace(work.sheet, on_paper=False, paper_by=None))


async def load_to_fill(turn: Turn, sheet_id: int | str) -> Work:
    """The sheet, if it may be filled now by this person."""
    work = await load(turn, sheet_id)
    require_act(work, "fill")
    return work


def require_act(work: Work, act: SheetAct) -> None:
    """Raises what forbids who loaded the sheet to do the act now (domain/sheets.py)."""
    state, period = work.sheet.state, work.sheet.period.state
    require_sheet_act(act, state, period, work.roles, is_over=work.is_over, is_late=work.is_late, is_authorised=work.is_authorised)


async def load_led(turn: Turn, sheet_id: str) -> Work:
    """The sheet, if the person leads its unit."""
    work = await load(turn, sheet_id)
    turn.require_seat(work.sheet.unit_id, LEADERS)
    return work


def require_own(work: Work, target: Leaf | Item) -> None:
    """Raises AnothersCriterion where a colleague answers for this criterion and who works may only look at it."""
    if target.address in work.others:
        raise AnothersCriterion(address=shown_address(target), owner=work.sheet.owners[target.address].name)


def working(sheet: OpenSheet) -> Work:
    """The sheet with its answers read: those that stand, of criteria that stand."""
    rubric = rubric_of(sheet.rubric_text)
    given = {address: one for address, one in sheet.answers.items() if one.earlier is None and address not in sheet.void}
    return Work(sheet, rubric, {address: from_json(one.answer) for address, one in given.items()})


def may_submit(turn: Turn, work: Work) -> bool:
    """Whether the person may submit: a leader of the unit, the focal point whom the leader authorised, or who enters it from paper."""
    return leads(turn, work) or work.sheet.delegate_id == turn.me.id or enters_for(turn, work.sheet)


def leads(turn: Turn, work: Work) -> bool:
    """Whether the person is a leader of the sheet's unit."""
    return turn.me.seat_in(work.sheet.unit_id, LEADERS) is not None


def require_may_submit(turn: Turn, work: Work) -> None:
    if not may_submit(turn, work):
        raise NotAllowed


def message_of(turn: Turn) -> str:
    """The platform's ref of what was sent, by which an edit of it is recognised."""
    return turn.incoming.message if turn.incoming else ""
