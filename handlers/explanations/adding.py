"""More to an appeal: put behind what was said, with who and when, until its window ends or it is decided; its judges have one message of it."""

from domain.appraisal import PROPOSERS
from domain.errors import RuleError
from domain.people import UNIT_ROLES
from handlers.explanations.words import words_of
from handlers.flow import Outdated, Said, Turn, choice, say
from handlers.results import deciders_of
from storage.answers import OpenSheet
from storage.explanations import Explanation


class DecidedAlready(RuleError):
    """The appeal has its outcome: nothing is added to what it rests on."""

    key = "explanations.decided_already"


async def waiting_appeal(turn: Turn, sheet: OpenSheet, address: str) -> Explanation:
    """The sheet's appeal on a criterion while it waits for its decision. Raises Outdated or DecidedAlready."""
    said = await turn.store.explanations.of_period(sheet.period.id)
    appeal = next((one for one in said if one.kind == "appeal" and one.sheet_id == sheet.id and one.address == address), None)
    if appeal is None:
        raise Outdated
    if appeal.outcome is not None:
        raise DecidedAlready
    return appeal


async def add_words(turn: Turn, sheet: OpenSheet, appeal: Explanation) -> None:
    """Puts what was typed behind what was said before. Raises TooShort, TooLong or DecidedAlready."""
    words = words_of(turn)
    if not await turn.store.explanations.add(appeal.id, turn.written(say("explanations.addition", by=turn.me.full_name, at=turn.now, text=words))):
        raise DecidedAlready
    period = sheet.period
    old, new = {"text": appeal.text}, {"added": words}
    await turn.record("appeal", period.bloc_id, f"sheet:{sheet.id} {appeal.address}", period_id=period.id, old=old, new=new)


async def tell_addition(turn: Turn, sheet: OpenSheet, appeal: Explanation, named: Said | str) -> None:
    """Who decides on the appeal, and the secretariat, have one message that more has come, however often."""
    told = say("explanations.told_addition", unit=sheet.unit_name, named=named, by=turn.me.full_name)
    look = choice("explanations.see_appeal_label", "appraisal.appeal", appeal.id)
    judges = [*await deciders(turn, sheet), *await secretariat(turn, sheet)]
    turn.tell(judges, told, (look,), key=f"appeal_added:{appeal.id}", redraws=True, asks=False)


async def deciders(turn: Turn, sheet: OpenSheet) -> list[int]:
    """Who decides on this unit's appeals; nobody of the unit itself."""
    return (await deciders_of(turn, sheet.period.bloc_id)).appraise(sheet.unit_id)


async def secretariat(turn: Turn, sheet: OpenSheet) -> list[int]:
    """Who prepares the reconciliation; not whoever speaks for the unit."""
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    return [one for one in await turn.store.seats.holders(sheet.period.bloc_id, PROPOSERS) if one not in colleagues]
