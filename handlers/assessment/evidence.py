"""Evidence as it arrives: noted at once, said to be kept only when it lies on our disk."""

from datetime import datetime

from domain.errors import RuleError
from domain.people import UNIT_ROLES
from domain.reading import read_answer
from domain.rubrics import Item, Leaf
from handlers.assessment.criterion import GivingProof, take
from handlers.assessment.submission import complete_wanted
from handlers.assessment.work import Work, named_said, shown_address, working
from handlers.dialogue import Sent
from handlers.flow import Ask, Due, Passed, Said, Shown, Turn, ask, choice, end, say

FILE_LIMIT = 20 * 1024 * 1024


class FileTooLarge(RuleError):
    """Larger than the messenger hands out."""

    key = "assessment.file_too_large"


async def take_file(turn: Turn, work: Work, target: Leaf | Item, sent: Sent, seen_at: datetime | None, album: str = "") -> Shown:
    """Notes a file for a criterion; a caption that is an answer is taken as one. Files of one album are acknowledged once."""
    if sent.file.size is not None and sent.file.size > FILE_LIMIT:
        raise FileTooLarge(name=sent.file.name)
    if any(one.unique == sent.file.unique for one in work.sheet.evidence_for(target.address)):
        return _ask_on(work, target, say("assessment.file_known", name=sent.file.name, address=shown_address(target)), sent.album)
    note = await _note(turn, work, target, sent)
    if sent.album and sent.album == album:
        return Passed()
    if sent.caption and (answered := await _caption(turn, work, target, sent, seen_at)) is not None:
        return answered
    return _ask_on(work, target, note, sent.album)


async def stray_file(turn: Turn) -> Shown | None:
    """A file where no criterion is asked: for the unit's people, where to send it; nobody else's."""
    if not turn.me.seats_as(UNIT_ROLES):
        return None
    return end(say("assessment.file_for_which"), (choice("assessment.open_label", "assessment.open"),), (choice("engine.home", "home.open"),))


async def _note(turn: Turn, work: Work, target: Leaf | Item, sent: Sent) -> Said:
    if turn.incoming is None:
        raise TypeError("a file comes with an event")
    file = sent.file
    await turn.store.evidence.add_file(
        work.sheet.id, target.address, sent.caption, file.name, file.mime, file.size, turn.incoming.platform, file.ref, file.unique,
        sent.album, turn.incoming.chat.ref, turn.me.id, turn.now,
    )  # fmt: skip
    return say("assessment.file_noted", name=file.name, address=shown_address(target))


async def _caption(turn: Turn, work: Work, target: Leaf | Item, sent: Sent, seen_at: datetime | None) -> Shown | None:
    """The caption as an answer, where it is one; words that are none stay with the file."""
    if not any(letter.isdigit() for letter in sent.caption[:3]):
        return None
    reading = read_answer(target, sent.caption)
    return await take(turn, work, target, reading.answer, reading.evidence, seen_at)


def _ask_on(work: Work, target: Leaf | Item, said: Said, album: str) -> Ask:
    """The acknowledgement; more files may follow, or the assessment goes on."""
    rows = (
        choice("assessment.go_label", "assessment.skip", work.sheet.id, target.address, weight="main"),
        choice("assessment.back_label", "assessment.board", work.sheet.id),
    )
    return ask(
        (said, say("assessment.more_files", named=named_said(target))),
        rows,
        waits=GivingProof(sheet_id=work.sheet.id, address=target.address, album=album),
    )


async def tell_kept(turn: Turn, due: Due) -> None:
    """A file lies on our disk: its sender hears it, once for several files of a criterion; a waiting submission goes on."""
    found = await turn.store.evidence.of(due.number)
    if found is None:
        return
    sheet = await turn.store.answers.open_sheet(found.sheet_id)
    if sheet is None:
        return
    work = working(sheet)
    if found.fetching_there == 0:
        text = say("assessment.files_kept", count=found.kept_there, address=shown_address(work.target(found.address)))
        turn.tell([found.by], text, key=f"evidence:{found.sheet_id}:{found.address}", redraws=False)
    if found.fetching == 0 and sheet.wanted_by is not None:
        await complete_wanted(turn, work)


async def tell_lost(turn: Turn, due: Due) -> None:
    """A file could not be fetched: its sender is told which, and asked for it again; a waiting submission is called off."""
    found = await turn.store.evidence.of(due.number)
    sheet = await turn.store.answers.open_sheet(found.sheet_id) if found else None
    if found is None or sheet is None:
        return
    work = working(sheet)
    text = say("assessment.file_lost", name=found.name, named=named_said(work.target(found.address)))
    people = {found.by, *((sheet.wanted_by,) if sheet.wanted_by is not None else ())}
    if sheet.wanted_by is not None:
        await turn.store.answers.want(sheet.id, None)
    turn.tell(people, text, (choice("assessment.send_again_label", "assessment.ask", sheet.id, found.address),))
