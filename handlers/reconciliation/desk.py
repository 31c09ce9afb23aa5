"""The closed stage before publication: chair, vice chair and secretariat look at what the appraisal came to."""

from domain.appraisal import deciding_role
from domain.people import CHAIR, Role
from handlers.criteria import shown_address
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, say
from handlers.proposals import waiting, waits_for_said
from handlers.reconciliation.authority import part_in, period_of
from handlers.reconciliation.keeping import confirming, prepared, units_of
from handlers.reconciliation.questions import open_questions
from handlers.reconciliation.words import decisions_said, name_of, outdated_said, points_said, points_waiting, proposal_said
from handlers.results import Result, UnitResult, result_of
from storage.decisions import ProposedDecision
from storage.periods import Period

MAY_FREEZE = CHAIR | {Role.SECRETARIAT}
"""Who freezes the scores, or prepares it."""


async def open_desk(turn: Turn, period_id: str) -> Shown:
    return await desk(turn, await result_of(turn, await period_of(turn, period_id)))


async def desk(turn: Turn, result: Result, *said: Said) -> Shown:
    """The order as it would be published, what needs people's decision, and the ways to look closer."""
    period = result.period
    text = say(
        "reconciliation.desk" if period.stage == "reconciliation" else "reconciliation.desk_final",
        title=period.title,
        stage=say(f"appraisal.stage_{period.stage}"),
        lines=order_said(result),
    )
    proposals = await prepared(turn, result)
    acts, answers = await waiting(turn, period, "freeze", "publish")
    notes = (
        *acts,
        *open_questions(result),
        *decisions_said(result),
        *outdated_said(result),
        *_proposals_said(result, proposals),
        *await _own_said(turn, result, proposals),
        *await _appeals(turn, period),
    )
    return end((*said, text, *notes), *answers, *_rows(turn, result, proposals), lasting=bool(said))


def order_said(result: Result) -> tuple[Said, ...]:
    """Every unit with its rank, points and grade, then those without a rank and why."""
    lines = [
        say(
            "reconciliation.place", rank=place.rank, unit=result.name(place.unit), points=place.total, own=result.unit(place.unit).own_total,
            grade=_grade(result, result.unit(place.unit)),
        )
        for place in result.ranking.places
    ]  # fmt: skip
    excluded = result.decided("exclusion")
    lines += [say("reconciliation.excluded", unit=result.name(code), reason=excluded[code].reason) for code, _ in result.ranking.excluded]
    lines += [say("reconciliation.incomplete", unit=result.name(code)) for code in result.ranking.incomplete]
    lines += [say("reconciliation.missing", names=", ".join(result.missing))] if result.missing else []
    lines += [say("appraisal.left_bloc", names=", ".join(result.left))] if result.left and result.period.state == "closed" else []
    return tuple(lines)


def _grade(result: Result, unit: UnitResult) -> Said | str:
    classification = result.rubric.classification
    if classification is None:
        return ""
    name = next((level.name for level in classification.levels if level.code == unit.score.grade), None)
    return say("reconciliation.grade", grade=name) if name else say("reconciliation.no_grade")


async def _appeals(turn: Turn, period: Period) -> tuple[Said, ...]:
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    return (say("reconciliation.appeals_wait", count=waiting),) if waiting else ()


def _proposals_said(result: Result, proposals: tuple[ProposedDecision, ...]) -> tuple[Said, ...]:
    whats = [proposal_said(result, one) for one in proposals]
    whats += [points_said(unit, one) for unit, one in points_waiting(result)] if result.period.stage == "reconciliation" else []
    lines = tuple(say("reconciliation.proposal_line", what=what) for what in whats)
    return (say("reconciliation.proposals_wait", lines=lines),) if lines else ()


async def _own_said(turn: Turn, result: Result, proposals: tuple[ProposedDecision, ...]) -> tuple[Said, ...]:
    """Who answers what the reader prepared and would decide on now, once for all that the same people answer."""
    if result.period.stage != "reconciliation":
        return ()
    own = [confirming(result, one) for one in proposals if one.by == turn.me.id and _decides(turn, result, one)]
    own += [
        result.deciders.answer(unit.place.unit_id, one.by)
        for unit, one in points_waiting(result)
        if one.by == turn.me.id and deciding_role(turn.me, result.period.bloc_id, unit.place.unit_id, result.deciders)
    ]
    return tuple([await waits_for_said(turn, people) for people in dict.fromkeys(tuple(people) for people in own)])


def _rows(turn: Turn, result: Result, proposals: tuple[ProposedDecision, ...]) -> list[tuple[Choice, ...]]:
    period = result.period
    look = [choice(f"reconciliation.{which}_label", "reconciliation.look", period.id, which) for which in ("changes", "gaps", "full", "flat")]
    roles = turn.me.roles(period.bloc_id)
    publishes = period.stage == "final" and bool(roles & CHAIR)
    rows: list[tuple[Choice, ...]] = [(choice("reconciliation.publish_label", "ranking.preview", period.id, weight="main"),)] if publishes else []
    rows += [tuple(look[:2]), tuple(look[2:])]
    if period.stage == "reconciliation":
        rows += [(_answer_choice(result, one),) for one in proposals if one.by != turn.me.id and _decides(turn, result, one)]
        rows += _points_rows(turn, result)
        rows.append(_decisions(result))
        rows += [(choice("reconciliation.freeze_label", "reconciliation.freeze", period.id, weight="main"),)] if roles & MAY_FREEZE else []
    rows += [(choice("reconciliation.unfreeze_label", "reconciliation.unfreeze", period.id, period.revision),)] if publishes else []
    rows.append((choice("reconciliation.table_label", "ranking.table", period.id),))
    rows.append((choice("reconciliation.cases_label", "appraisal.period", period.id), choice("engine.home", "home.open")))
    return rows


def _decisions(result: Result) -> tuple[Choice, ...]:
    """The ways to decide, or to prepare a decision: each lists the units on which the person does."""
    ways = [choice("reconciliation.exclude_label", "reconciliation.exclude", result.period.id)]
    ways += [choice("reconciliation.tie_label", "reconciliation.tie", result.period.id)] if result.equals else []
    ways += [choice("reconciliation.grades_label", "reconciliation.grades", result.period.id)] if result.rubric.classification else []
    return tuple(ways)


def _decides(turn: Turn, result: Result, proposal: ProposedDecision) -> bool:
    """Whether the person decides on this: they confirm or refuse it, but for what they prepared themselves."""
    try:
        part = part_in(turn, result, units_of(result, proposal.kind, proposal.unit_id, taking_back=not proposal.value))
    except Outdated:
        return False  # the units it would put in order are equal no more
    return part is not None and part.decides


def _points_rows(turn: Turn, result: Result) -> list[tuple[Choice, ...]]:
    """A way to each proposal of points that the person answers."""
    bloc_id, label = result.period.bloc_id, "reconciliation.answer_points_label"
    return [
        (choice(label, "appraisal.leaf", unit.place.sheet_id, one.address, unit=unit.place.unit_name, address=shown_address(one.address)),)
        for unit, one in points_waiting(result)
        if one.by != turn.me.id and deciding_role(turn.me, bloc_id, unit.place.unit_id, result.deciders)
    ]


def _answer_choice(result: Result, proposal: ProposedDecision) -> Choice:
    return choice("reconciliation.answer_label", "reconciliation.proposal", proposal.id, unit=name_of(result, proposal.unit_id))
