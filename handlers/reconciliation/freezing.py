"""Freezing the scores, which makes them final; taking that back; and correcting what was published."""

from decimal import Decimal
from zlib import crc32

from domain.appraisal import ReasonMissing, StageAct, require_stage_act
from domain.errors import RuleError
from domain.people import CHAIR, OVERSEERS, Role
from domain.texts import clean, is_in_words
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.overtaken import outdate_deciding
from handlers.proposals import outdate_proposals, refuse_choice
from handlers.reconciliation.authority import period_of
from handlers.reconciliation.desk import MAY_FREEZE, desk, open_desk, order_said
from handlers.reconciliation.keeping import prepared
from handlers.reconciliation.questions import open_questions, questions
from handlers.reconciliation.words import outdated_said, points_waiting
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
    """What freezing means, and what is left undecided; the confirmation carries what was shown."""
    period, result = await _freezable(turn, period_id)
    rows = (_confirm(result), choice("reconciliation.back_label", "reconciliation.open", period.id))
    question = say("reconciliation.freeze_question", title=period.title, units=len(result.units))
    return end((question, *await _left_open(turn, result)), rows)


def _confirm(result: Result, *proposed_by: int) -> Choice:
    """Confirms the very order that is shown."""
    period = result.period
    return choice(
        "reconciliation.confirm_label", "reconciliation.frozen", period.id, period.revision, _stamp(result), *proposed_by, weight="main"
    )  # fmt: skip


async def _left_open(turn: Turn, result: Result) -> tuple[Said, ...]:
    """What nobody has decided yet: it would be published so."""
    waiting = len(await prepared(turn, result)) + len(points_waiting(result))
    notes = (say("reconciliation.freeze_with_proposals", count=waiting),) if waiting else ()
    left = (*open_questions(result), say("reconciliation.freeze_with_questions")) if questions(result) else ()
    return (*left, *outdated_said(result), *notes)


def _stamp(result: Result) -> str:
    """Stands for all that is published of the scores: ranks, totals, grades, who is left out. What is confirmed is what was shown."""
    order = [(place.rank, place.unit, str(place.total), result.unit(place.unit).score.grade) for place in result.ranking.places]
    points = [(unit.place.code, str(address), str(given)) for unit in result.units for address, given in unit.score.leaves.items()]
    return f"{crc32(repr((order, points, result.ranking.excluded)).encode()):08x}"


async def _freezable(turn: Turn, period_id: str) -> tuple[Period, Result]:
    period = await period_of(turn, period_id, MAY_FREEZE)
    act: StageAct = "freeze" if turn.me.roles(period.bloc_id) & CHAIR else "prepare"
    require_stage_act(act, period.state, period.stage, turn.me.roles(period.bloc_id))
    if await turn.store.explanations.appeals_waiting(period.id):
        raise AppealsWait
    return period, await result_of(turn, period)


async def freeze(turn: Turn, period_id: str, revision: str, stamp: str, proposed_by: str = "") -> Shown:
    """Keeps each criterion's points as its final value: what compared with other units stays as it is from now on. What the secretariat prepares
    reaches the chair as one confirmation."""
    period, result = await _freezable(turn, period_id)
    if str(period.revision) != revision or stamp != _stamp(result):
        raise Outdated
    if not turn.me.roles(period.bloc_id) & CHAIR:
        return await _ask_chair(turn, result)
    waiting = next((str(one.by) for one in await turn.store.periods.prepared(period) if one.act == "freeze"), "")
    for unit in result.units:
        await turn.store.judgements.judge(_final(result, unit), turn.me.id, Role.BLOC_CHAIR.value, turn.now)
    moved = await turn.store.periods.move_stage(period, "final")
    if moved is None:
        raise Outdated
    await outdate_proposals(turn, period)
    await outdate_deciding(turn, period)
    judged = await turn.sealed("judgements", period.id)
    new = {"totals": {unit.place.code: unit.score.total for unit in result.units}, **judged}
    await turn.record("final_scores", period.bloc_id, f"period:{period.id}", period_id=period.id, new=new)
    await _tell_proposer(turn, period, proposed_by or waiting, "reconciliation.told_frozen")
    return await desk(turn, await result_of(turn, moved), say("reconciliation.frozen"))


async def _ask_chair(turn: Turn, result: Result) -> Shown:
    """The order as it would be frozen goes to the chair."""
    period = result.period
    await turn.store.periods.prepare(period, "freeze", turn.me.id, turn.now)
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    if not chairs:
        return await desk(turn, result, say("periods.no_chair_yet"))
    confirm, refuse = _confirm(result, turn.me.id), refuse_choice(period, "freeze", turn.me.id)
    text = say("reconciliation.told_freezing", title=period.title, by=turn.me.full_name, lines=order_said(result))
    look = choice("reconciliation.look_label", "reconciliation.open", period.id, looks=True)
    turn.tell(chairs, (text, *await _left_open(turn, result)), (confirm, refuse), (look,), of=period.bloc_id, lasting=True)
    return await desk(turn, result, say("reconciliation.sent_to_chair"))


async def refuse_freezing(turn: Turn, period_id: str, revision: str, proposed_by: str) -> Shown:
    """Nothing changes, and who prepared it hears so."""
    period, result = await _freezable(turn, period_id)
    turn.require(period.bloc_id, CHAIR)
    if str(period.revision) != revision:
        raise Outdated
    await turn.store.periods.decline(period, "freeze", turn.me.id, turn.now)
    await outdate_proposals(turn, period, "freeze")
    await _tell_proposer(turn, period, proposed_by, "reconciliation.told_not_frozen")
    return await desk(turn, result, say("reconciliation.refusal_told"))


async def _tell_proposer(turn: Turn, period: Period, person: str, key: str) -> None:
    """Who prepared it hears the outcome, while they still belong to the secretariat: a button can be forged."""
    if person and id_of(person) in await turn.store.seats.holders(period.bloc_id, {Role.SECRETARIAT}):
        look = choice("reconciliation.look_label", "reconciliation.open", period.id, looks=True)
        turn.tell([id_of(person)], say(key, title=period.title, by=turn.me.full_name), (look,), of=period.bloc_id, asks=False)


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
    if not is_in_words(reason, SHORTEST):
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
    turn.tell([one for one in overseers if one != turn.me.id], told, of=period.bloc_id)
    return await desk(turn, await result_of(turn, moved), say("reconciliation.correcting"))
