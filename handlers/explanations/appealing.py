"""An appeal: once for each criterion, by the unit's leader, until the window ends."""

from domain.appraisal import require_stage_act
from domain.errors import RuleError
from domain.people import LEADERS, UNIT_ROLES
from domain.texts import clean, is_in_words
from handlers.criteria import named_said
from handlers.explaining import unexplained
from handlers.explanations.adding import deciders, note_appeal_file, secretariat
from handlers.explanations.attaching import attach
from handlers.explanations.result import found, line_of
from handlers.explanations.words import LONGEST, SHORTEST, WindowOver, is_in_time, words_of
from handlers.files import follows_in_album
from handlers.flow import Outdated, Passed, Said, Shown, State, Turn, ask, choice, end, say
from handlers.results import Result, UnitResult
from storage.answers import OpenSheet


class ExplainedAlready(RuleError):
    """A criterion is appealed once."""

    key = "explanations.already"


class Appealing(State):
    """The unit's words on a criterion are asked; files may come with them, or before."""

    longest = LONGEST
    takes_files = True
    sheet_id: int
    address: str


async def ask_appeal(turn: Turn, sheet_id: str, address: str) -> Shown:
    return _asked(*await _appealable(turn, sheet_id, address), address)


def _asked(sheet: OpenSheet, result: Result, unit: UnitResult, address: str, *said: Said) -> Shown:
    target = next(one for one in unit.changed(result.rubric) if one.address == address)
    line = line_of(result, unit, target, None)
    back = (choice("explanations.back_label", "explanations.result", sheet.id),)
    asked = (*said, line, say("explanations.ask_appeal", named=named_said(target)))
    return ask(asked, back, waits=Appealing(sheet_id=sheet.id, address=address), lasting=bool(said))


async def _appealable(turn: Turn, sheet_id: int | str, address: str) -> tuple[OpenSheet, Result, UnitResult]:
    """The sheet, if its leader may say something to this criterion now. Raises WindowOver, ExplainedAlready, NotAllowed or Outdated."""
    sheet, result, unit = await found(turn, sheet_id)
    turn.require_seat(sheet.unit_id, LEADERS)
    if not is_in_time(turn, sheet.period):
        raise WindowOver
    require_stage_act("appeal", sheet.period.state, sheet.period.stage, turn.me.roles(sheet.period.bloc_id))
    if not any(one.address == address for one in unit.changed(result.rubric)):
        raise Outdated
    said = await turn.store.explanations.of_period(sheet.period.id)
    if any(one.sheet_id == sheet.id and one.address == address and one.kind == "appeal" for one in said):
        raise ExplainedAlready
    return sheet, result, unit


async def appeal_again(turn: Turn, state: Appealing) -> Shown:
    return await ask_appeal(turn, str(state.sheet_id), state.address)


async def give_appeal(turn: Turn, state: Appealing) -> Shown:
    """Keeps the unit's words, and the file they came with; a file that comes without them is kept, and the words are asked again."""
    sheet, result, unit = await _appealable(turn, state.sheet_id, state.address)
    target = result.rubric.at(state.address)
    if turn.sent is not None and target is not None:
        await note_appeal_file(turn, sheet, state.address)
        if not is_in_words(clean(turn.text), SHORTEST):
            if follows_in_album(sheet, f"appeal:{state.address}", turn.sent):
                return Passed()
            noted = say("explanations.file_noted", name=turn.sent.file.name, named=named_said(target))
            return _asked(sheet, result, unit, state.address, noted)
    text = words_of(turn)
    number = await turn.store.explanations.appeal(sheet.id, state.address, text, turn.me.id, turn.now)
    if number is None or target is None:
        raise ExplainedAlready
    period = sheet.period
    if not any(one is unit for one, _ in await unexplained(turn, result)):  # it has said something to everything: nobody of it is asked any more
        await turn.store.notices.outdate(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES), (f"explanations.result:{sheet.id}",))
    await turn.record("appeal", period.bloc_id, f"sheet:{sheet.id} {state.address}", period_id=period.id, new={"text": text})
    told = say("explanations.told_appeal", unit=sheet.unit_name, named=named_said(target), text=text, by=turn.me.full_name)
    judges = await deciders(turn, sheet)
    turn.tell(judges, told, (choice("explanations.see_appeal_label", "appraisal.appeal", number, weight="main"),), of=period.bloc_id)
    seen = choice("explanations.see_appeal_label", "appraisal.appeal", number)
    turn.tell([one for one in await secretariat(turn, sheet) if one not in judges], told, (seen,), of=period.bloc_id, asks=False)
    appealed = say("explanations.appealed", named=named_said(target))
    if period.explains_until is not None and turn.now > period.explains_until:
        return end(appealed, (choice("explanations.done_label", "explanations.result", sheet.id, weight="main"),), lasting=True)
    return attach(sheet, state.address, "appeal", appealed)
