"""The board of an appraisal: every unit with how far it is, and what can be done for all of them at once."""

import json

from domain.appraisal import APPRAISERS, RECONCILERS, belongs, ruling_role
from domain.criteria.manual import External
from domain.deciders import rates
from domain.people import CHAIR, Role
from domain.rubrics import Leaf
from handlers.appraisal.case import READERS, period_of
from handlers.appraisal.piles import count_of, mine_to_accept, proposals
from handlers.appraisal.progress import is_complete, tell_when_complete
from handlers.appraisal.vacancies import vacancies
from handlers.flow import Choice, Said, Shown, Turn, choice, end, say
from handlers.results import Result, UnitResult, result_of
from storage.decisions import ProposedDecision
from storage.periods import Period

LONGEST_BESIDE = 24
"""A longer name has a row of buttons to itself."""


async def board(turn: Turn, period_id: str) -> Shown:
    return await period_screen(turn, await period_of(turn, period_id, APPRAISERS))


async def period_screen(turn: Turn, period: Period, *said: Said) -> Shown:
    """A period as the person appraises it: every sheet, or an external appraiser's own criteria."""
    if not turn.me.roles(period.bloc_id) & READERS:
        return await external_board(turn, period, *said)
    return await board_of(turn, await result_of(turn, period), *said)


async def external_board(turn: Turn, period: Period, *said: Said) -> Shown:
    """What an external appraiser sees: their own criteria, with how many units are scored, while points are entered."""
    result = await result_of(turn, period)
    leaves = rated_by(turn, result)
    if leaves and (period.state != "closed" or period.stage != "appraisal"):
        over = say("appraisal.external_over", title=period.title, criteria=", ".join(leaf.address for leaf in leaves))
        return end((*said, over), (choice("engine.home", "home.open"),))
    rows = [
        (
            choice(
                "appraisal.external_label", "appraisal.external", period.id, leaf.address, address=leaf.address, title=leaf.title,
                count=sum(unit.standing.get(leaf.address) is not None for unit in result.units), units=len(result.units),
            ),
        )
        for leaf in leaves
    ]  # fmt: skip
    if leaves:
        rows.append((choice("appraisal.workbook_label", "appraisal.workbook", period.id),))
    text = say("appraisal.external_board", title=period.title) if leaves else say("appraisal.no_external")
    return end((*said, text), *rows, (choice("engine.home", "home.open"),))


def rated_by(turn: Turn, result: Result) -> list[Leaf]:
    """The external criteria that the person enters."""
    return [leaf for leaf in result.rubric.leaves if may_rate(turn, result.period, leaf.rule)]


def may_rate(turn: Turn, period: Period, rule: object) -> bool:
    """Whether the person enters this external criterion: its appraiser, or an appraiser invited without a name for a criterion's own."""
    if not isinstance(rule, External):
        return False
    scopes = {seat.scope for seat in turn.me.seats if seat.bloc_id == period.bloc_id and seat.role is Role.EXTERNAL_APPRAISER}
    return any(rates(scope, rule.appraiser) for scope in scopes)


async def board_of(turn: Turn, result: Result, *said: Said) -> Shown:
    """The board for those who see every sheet."""
    period = result.period
    lines = tuple(_line(turn, result, unit) for unit in result.units)
    text = say(
        "appraisal.board", title=period.title, stage=_stage_said(period), lines=lines,
        decided=sum(_total(result, unit) - len(unit.undecided(result.rubric)) for unit in result.units),
        total=sum(_total(result, unit) for unit in result.units),
    )  # fmt: skip
    notes = [say("appraisal.window", until=period.explains_until)] if period.stage == "explanation" and period.explains_until else []
    notes += [say("appraisal.missing", names=", ".join(result.missing))] if result.missing else []
    notes += [say("appraisal.left_bloc", names=", ".join(result.left))] if result.left and period.state == "closed" else []
    notes += vacancies(result) if period.stage == "appraisal" and period.state == "closed" else ()
    return end((*said, text, *notes), *await _rows(turn, result), fresh=bool(said), lasting=bool(said))


def _stage_said(period: Period) -> Said:
    return say("appraisal.stage_published" if period.state == "published" else f"appraisal.stage_{period.stage}")


async def board_after(turn: Turn, before: Result, said: Said) -> Shown:
    """The board as it is after something was judged on it; the chair hears where everything is appraised now."""
    after = await result_of(turn, before.period)
    await tell_when_complete(turn, after)
    return await board_of(turn, after, said)


def _total(result: Result, unit: UnitResult) -> int:
    return len(result.rubric.leaves) + sum(item.address in unit.answers for item in result.rubric.items)


def _line(turn: Turn, result: Result, unit: UnitResult) -> Said:
    total = _total(result, unit)
    proposed = sum(standing.proposed is not None for standing in unit.standing.values())
    notes = [say("appraisal.proposals", count=proposed)] if proposed else []
    notes += [say("appraisal.to_judge_again", count=len(unit.again))] if unit.again and result.period.stage == "appraisal" else []
    notes += [_own_said(result, unit)] if belongs(turn.me, {unit.place.unit_id}, result.deciders) else []
    return say(
        "appraisal.unit_line", unit=unit.place.unit_name, decided=total - len(unit.undecided(result.rubric)), total=total,
        own=unit.own_total, points=unit.score.total, notes=say("appraisal.notes", notes=joined(notes)) if notes else "",
    )  # fmt: skip


def _own_said(result: Result, unit: UnitResult) -> Said:
    """Of the reader's own unit: that it is, and who appraises it while that is done."""
    if result.period.stage != "appraisal" or result.period.state != "closed":
        return say("appraisal.ones_own_over")
    return say("appraisal.ones_own_chair" if result.deciders.lacks_chair({unit.place.unit_id}) else "appraisal.ones_own")


def joined(parts: list[Said]) -> Said:
    """Several notes as one phrase."""
    phrase = parts[0]
    for part in parts[1:]:
        phrase = say("appraisal.and", first=phrase, second=part)
    return phrase


async def _rows(turn: Turn, result: Result) -> list[tuple[Choice, ...]]:
    period = result.period
    send = choice("appraisal.send_label", "appraisal.send", period.id, weight="main")
    rows: list[tuple[Choice, ...]] = [(send,)] if _sends(turn, period) and is_complete(result) else []
    rows += _unit_rows(result)
    rows.append(
        (choice("appraisal.by_criterion_label", "appraisal.sections", period.id), choice("appraisal.table_label", "ranking.table", period.id))
    )
    if period.stage == "appraisal" and period.state == "closed":
        rows += _appraising_rows(turn, result)
    if any(one.kind == "appeal" for one in await turn.store.explanations.of_period(period.id)):
        waiting = await turn.store.explanations.appeals_waiting(period.id)
        label = choice("appraisal.appeals_label", "appraisal.appeals", period.id, count=waiting)
        rows.append((label if waiting else choice("appraisal.appeals_decided_label", "appraisal.appeals", period.id),))
    if period.stage == "explanation" and turn.me.roles(period.bloc_id) & CHAIR:
        rows.append((choice("appraisal.end_window_label", "appraisal.end_window", period.id),))
    if period.state == "published" and period.stage == "final" and turn.me.roles(period.bloc_id) & CHAIR:
        rows.append((choice("appraisal.correct_label", "reconciliation.correct", period.id),))
    if _reconciles(turn, period):
        rows.insert(0, (choice("appraisal.reconcile_label", "reconciliation.open", period.id, weight="main"),))
    elif period.state == "closed" and period.stage == "reconciliation":
        rows += [*await _prepared(turn, result), _standing_in(result)]
    rows.append((choice("engine.home", "home.open"),))
    return rows


def _unit_rows(result: Result) -> list[tuple[Choice, ...]]:
    """The units, two short names a row; a phone would cut a long one there."""
    rows: list[tuple[Choice, ...]] = []
    waiting: list[Choice] = []
    for unit in result.units:
        name = unit.place.unit_name
        label = choice("appraisal.unit_label", "appraisal.case", unit.place.sheet_id, unit=name, also=unit.place.unit.other_names)
        if len(name) > LONGEST_BESIDE:
            rows += [tuple(waiting), (label,)] if waiting else [(label,)]
            waiting = []
        elif waiting:
            rows.append((waiting.pop(), label))
        else:
            waiting = [label]
    return [*rows, tuple(waiting)] if waiting else rows


async def _prepared(turn: Turn, result: Result) -> list[tuple[Choice, ...]]:
    """For the province's office: what the secretariat prepared and the office decides on."""
    names = {unit.place.unit_id: unit.place.unit_name for unit in result.units}
    waiting = [one for one in await turn.store.decisions.proposals(result.period.id) if one.unit_id in names and one.by != turn.me.id]
    return [
        (choice("appraisal.answer_prepared_label", "reconciliation.proposal", one.id, unit=names[one.unit_id]),)
        for one in waiting
        if _rules(turn, result, one)
    ]


def _rules(turn: Turn, result: Result, proposal: ProposedDecision) -> bool:
    """Whether the person decides on what was prepared: on every unit that it puts in order."""
    concerned = json.loads(proposal.value) if proposal.kind == "tie" and proposal.value else [proposal.unit_id]
    return ruling_role(turn.me, result.period.bloc_id, concerned, result.deciders) is not None


def _standing_in(result: Result) -> tuple[Choice, ...]:
    """For the province's office, which does not sit at the desk: the ways to decide on the chair's own unit."""
    ways = [choice("appraisal.exclude_label", "reconciliation.exclude", result.period.id)]
    ways.append(choice("appraisal.tie_label", "reconciliation.tie", result.period.id))
    ways += [choice("appraisal.grades_label", "reconciliation.grades", result.period.id)] if result.rubric.classification else []
    return tuple(ways)


def _appraising_rows(turn: Turn, result: Result) -> list[tuple[Choice, ...]]:
    period = result.period
    rest = count_of(mine_to_accept(turn, result))
    agreed = count_of(proposals(turn, result))
    rows: list[tuple[Choice, ...]] = []
    if rest:
        rows.append((choice("appraisal.accept_all_label", "appraisal.accept_all", period.id, count=rest),))
    if agreed:
        rows.append((choice("appraisal.agree_all_label", "appraisal.agree_all", period.id, count=agreed),))
    left = sum(len(unit.undecided(result.rubric)) for unit in result.units)
    if left:
        rows.append((choice("appraisal.left_label", "appraisal.left", period.id, count=left),))
    return rows


def _reconciles(turn: Turn, period: Period) -> bool:
    """Whether the person goes on to the desk where scores are reconciled, frozen and published: the main thing to do, and first, since the window ended."""
    return period.state == "closed" and period.stage in {"reconciliation", "final"} and bool(turn.me.roles(period.bloc_id) & RECONCILERS)


def _sends(turn: Turn, period: Period) -> bool:
    """Whether the person sends the results: the main thing to do, and first, once everything is decided."""
    return period.stage == "appraisal" and period.state == "closed" and bool(turn.me.roles(period.bloc_id) & CHAIR)
