"""Freezing the scores, which makes them final; taking that back; and correcting what was published."""

from decimal import Decimal

from domain.appraisal import ReasonMissing, require_stage_act
from domain.errors import RuleError
from domain.people import CHAIR, OVERSEERS, Role
from domain.texts import clean
from handlers.flow import Outdated, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.reconciliation.desk import desk, open_desk, period_of
from handlers.results import Result, UnitResult, result_of
from storage.judgements import Judgement
from storage.periods import Period

SHORTEST = 5


class AppealsWait(RuleError):
    """Appeals without an outcome are left."""

    key = "reconciliation.appeals_undecided"


class Correcting(State):
    """Why a published result is to be corrected is asked."""

    period_id: int
    revision: int


async def ask_freezing(turn: Turn, period_id: str) -> Shown:
    period, result = await _freezable(turn, period_id)
    rows = (
        choice("reconciliation.confirm_label", "reconciliation.frozen", period.id, period.revision, weight="main"),
        choice("reconciliation.back_label", "reconciliation.open", period.id),
    )
    return end(say("reconciliation.freeze_question", title=period.title, units=len(result.units)), rows)


async def _freezable(turn: Turn, period_id: str) -> tuple[Period, Result]:
    period = await period_of(turn, period_id)
    require_stage_act("freeze", period.state, period.stage, turn.me.roles(period.bloc_id))
    if await turn.store.explanations.appeals_waiting(period.id):
        raise AppealsWait
    return period, await result_of(turn, period)


async def freeze(turn: Turn, period_id: str, revision: str) -> Shown:
    """Keeps each criterion's points as its final value: what compared with other units stays as it is from now on."""
    period, result = await _freezable(turn, period_id)
    if str(period.revision) != revision:
        raise Outdated
    for unit in result.units:
        await turn.store.judgements.judge(_final(result, unit), turn.me.id, Role.BLOC_CHAIR.value, turn.now)
    moved = await turn.store.periods.move_stage(period, "final")
    if moved is None:
        raise Outdated
    new = {"totals": {unit.place.code: unit.score.total for unit in result.units}}
    await turn.record("final_scores", period.bloc_id, f"period:{period.id}", period_id=period.id, new=new)
    return await desk(turn, await result_of(turn, moved), say("reconciliation.frozen"))


def _final(result: Result, unit: UnitResult) -> list[Judgement]:
    """Every criterion's points as they count now; None where it is left out of the sum."""
    points: dict[str, Decimal | None] = dict(unit.score.leaves)
    points |= {item.address: unit.score.items[item.address] for item in result.rubric.items if item.address in unit.score.items}
    return [
        Judgement(unit.place.sheet_id, address, "final", "frozen", value, _reason(unit, address), unit.answers.get(address, ""))
        for address, value in points.items()
        if value is not None
    ]


def _reason(unit: UnitResult, address: str) -> str:
    """Why the points are what they are: the last decision's reason stays with them."""
    standing = unit.standing.get(address)
    return standing.decided.reason if standing and standing.decided else ""


async def unfreeze(turn: Turn, period_id: str, revision: str) -> Shown:
    """Back to reconciliation; nothing was published yet."""
    period = await period_of(turn, period_id)
    require_stage_act("unfreeze", period.state, period.stage, turn.me.roles(period.bloc_id))
    if str(period.revision) != revision:
        raise Outdated
    moved = await turn.store.periods.move_stage(period, "reconciliation")
    if moved is None:
        raise Outdated
    await turn.record("stage", period.bloc_id, f"period:{period.id}", period_id=period.id, old={"stage": "final"}, new={"stage": "reconciliation"})
    return await open_desk(turn, period_id)


# ---------------------------------------------------------------------------------------------------------------- correcting


async def ask_correction(turn: Turn, period_id: str) -> Shown:
    period = await _published(turn, id_of(period_id))
    back = (choice("reconciliation.back_label", "periods.period", period.id),)
    return ask(say("reconciliation.ask_correction", title=period.title), back, waits=Correcting(period_id=period.id, revision=period.revision))


async def _published(turn: Turn, period_id: int) -> Period:
    period = await turn.store.periods.of(period_id)
    if period is None:
        raise Outdated
    turn.require(period.bloc_id, CHAIR)
    require_stage_act("correct", period.state, period.stage, turn.me.roles(period.bloc_id))
    return period


async def correction_again(turn: Turn, state: Correcting) -> Shown:
    return await ask_correction(turn, str(state.period_id))


async def give_correction(turn: Turn, state: Correcting) -> Shown:
    """The result goes back to reconciliation; what was published stays to be seen until the correction is."""
    period = await _published(turn, state.period_id)
    reason = clean(turn.text)
    if len(reason) < SHORTEST:
        raise ReasonMissing
    if period.revision != state.revision:
        raise Outdated
    moved = await turn.store.periods.correct(period, reason)
    if moved is None:
        raise Outdated
    await turn.record(
        "stage",
        period.bloc_id,
        f"period:{period.id}",
        period_id=period.id,
        old={"state": "published"},
        new={"stage": "reconciliation", "reason": reason},
    )
    overseers = await turn.store.seats.holders(period.bloc_id, OVERSEERS)
    told = say("reconciliation.told_correction", title=period.title, reason=reason, by=turn.me.full_name)
    turn.tell([one for one in overseers if one != turn.me.id], told)
    return await desk(turn, await result_of(turn, moved), say("reconciliation.correcting"))
