"""More to an appeal: put behind what was said, with who and when, until its window ends or it is decided. Its judges hear once of all that was added."""

from datetime import timedelta

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.appraisal import PROPOSERS
from domain.calendar.deadlines import after_quiet
from domain.errors import RuleError
from domain.people import UNIT_ROLES
from domain.texts import units
from handlers.criteria import named_said
from handlers.deciding import deciders_of
from handlers.explanations.words import SHORTEST, words_of
from handlers.files import note_file
from handlers.flow import Due, Outdated, Said, Turn, choice, say
from handlers.results import void_of
from storage.answers import OpenSheet
from storage.explanations import Explanation

LONGEST_WHOLE = 2500
"""All that is said to one criterion, in UTF-16 units: with the criterion, both answers and the reason it stays within a message of 4,096 when it is judged."""
FILES_AT_MOST = 20
"""Files beside one appeal: whoever judges is sent each as a message, and a messenger takes about one a second."""
REST = timedelta(minutes=5)
"""So long after the last addition its judges are told of all of them."""


class DecidedAlready(RuleError):
    """The appeal has its outcome: nothing is added to what it rests on."""

    key = "explanations.decided_already"


class WholeTooLong(RuleError):
    """With this the appeal would be longer than what is judged within one message."""

    key = "explanations.whole_too_long"


class WholeFull(RuleError):
    """The appeal is as long as it may be."""

    key = "explanations.whole_full"


class FilesFull(RuleError):
    """An appeal has as many files as it may have."""

    key = "explanations.files_full"


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
    """Puts what was typed behind what was said before. Raises TooShort, TooLong, WholeTooLong, WholeFull or DecidedAlready."""
    words = words_of(turn)
    addition = turn.written(say("explanations.addition", by=turn.me.full_name, at=turn.now, text=words))
    _require_room(appeal, addition, words)
    await _note_addition(turn, sheet, appeal)
    if not await turn.store.explanations.add(appeal.id, addition):
        raise DecidedAlready
    period = sheet.period
    old, new = {"text": appeal.text}, {"added": words}
    await turn.record("appeal", period.bloc_id, f"sheet:{sheet.id} {appeal.address}", period_id=period.id, old=old, new=new)


def _require_room(appeal: Explanation, addition: str, words: str) -> None:
    """Raises WholeTooLong or WholeFull where the addition does not fit behind what was said before."""
    left = LONGEST_WHOLE - units(appeal.text) - len("\n") - units(addition)
    room = units(words) + left
    if left < 0:
        raise WholeTooLong(room=room) if room >= SHORTEST else WholeFull


async def add_file(turn: Turn, sheet: OpenSheet, appeal: Explanation) -> None:
    """Notes the file that was sent beside the appeal. Raises FilesFull or FileTooLarge."""
    await _note_addition(turn, sheet, appeal)
    await note_appeal_file(turn, sheet, appeal.address)


async def note_appeal_file(turn: Turn, sheet: OpenSheet, address: str) -> None:
    """Notes the file that was sent for an appeal, before its words or after them. Raises FilesFull or FileTooLarge."""
    if turn.sent is None:
        raise TypeError("no file was sent")
    if len(sheet.evidence_for(f"appeal:{address}")) >= FILES_AT_MOST:
        raise FilesFull(most=FILES_AT_MOST)
    await note_file(turn, sheet.id, f"appeal:{address}", turn.sent)


# ---------------------------------------------------------------------------------------------------------------- told once


async def _note_addition(turn: Turn, sheet: OpenSheet, appeal: Explanation) -> None:
    """Something is about to be added: its judges hear of it once the adding rests, outside the quiet hours. The occurrence says what they had before."""
    bloc = await turn.store.blocs.of(sheet.period.bloc_id)
    if bloc is None:
        raise LookupError(sheet.period.bloc_id)
    subject, at = f"explanation:{appeal.id}", after_quiet(turn.now + REST, bloc_file_of(bloc.file).reminding())
    waits = next((one.occurrence for one in await turn.store.due.waiting_for(subject) if one.kind == "explanations.added"), None)
    newest = max((one.id for one in sheet.evidence_for(f"appeal:{appeal.address}")), default=0)
    await turn.store.due.schedule("explanations.added", subject, waits or f"{len(appeal.text)} {newest}", at, bloc.id)


async def tell_addition(turn: Turn, due: Due) -> None:
    """Who decides on the appeal, and the secretariat, have one message of all that came since they last heard; nothing once it is decided."""
    appeal = await turn.store.explanations.of(due.number)
    sheet = await turn.store.answers.open_sheet(appeal.sheet_id) if appeal else None
    if appeal is None or sheet is None or appeal.outcome is not None or sheet.period.state != "closed":
        return
    words, newest = (int(one) for one in due.occurrence.split())
    files = sum(one.id > newest for one in sheet.evidence_for(f"appeal:{appeal.address}"))
    added = appeal.text[words:].strip()
    told = (
        say("explanations.told_addition", unit=sheet.unit_name, named=named_of(sheet, appeal.address)),
        *((say("explanations.told_words", words=added),) if added else ()),
        *((say("explanations.told_files", count=files),) if files else ()),
    )
    look = choice("explanations.see_appeal_label", "appraisal.appeal", appeal.id)
    if added or files:
        turn.tell([*await deciders(turn, sheet), *await secretariat(turn, sheet)], told, (look,), of=sheet.period.bloc_id, asks=False)


def named_of(sheet: OpenSheet, address: str) -> Said | str:
    """The criterion something is said to, as it stands in the table or last stood in it."""
    found = rubric_of(sheet.rubric_text).at(address) or next((one for one in void_of(sheet) if one.address == address), None)
    return address if found is None else named_said(found)


async def deciders(turn: Turn, sheet: OpenSheet) -> list[int]:
    """Who decides on this unit's appeals; nobody of the unit itself."""
    return (await deciders_of(turn, sheet.period.bloc_id)).appraise(sheet.unit_id)


async def secretariat(turn: Turn, sheet: OpenSheet) -> list[int]:
    """Who prepares the reconciliation; not whoever speaks for the unit."""
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    return [one for one in await turn.store.seats.holders(sheet.period.bloc_id, PROPOSERS) if one not in colleagues]
