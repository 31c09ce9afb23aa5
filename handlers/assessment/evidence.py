"""Evidence as it arrives: noted at once, said to be kept only when it lies on our disk; taken off, and so replaced."""

import re
from datetime import datetime

from domain.errors import RuleError
from domain.people import UNIT_ROLES
from domain.reading import read_answer
from domain.rubrics import Item, Leaf
from domain.texts import clean
from handlers.assessment.criterion import GivingProof, ask_target, no_secrets, take
from handlers.assessment.submission import complete_wanted
from handlers.assessment.work import SCAN, Work, load, load_to_fill, place_said, require_own, working
from handlers.criteria import named_said, shown_address
from handlers.dialogue import Sent
from handlers.flow import Due, Passed, Said, Shown, Turn, ask, choice, end, id_of, say

FILE_LIMIT = 20 * 1024 * 1024
DATE = re.compile(r"\d{1,2}/\d{1,2}(/\d{2,4})?\b(?!\s*$)|\d{1,2}/\d{1,2}/\d{2,4}")
ANSWER = re.compile(r"[-+]?\d[\d.,/%\s]*(\s[-–—]\s.*|[;:].*)?", re.DOTALL)


class FileTooLarge(RuleError):
    """Larger than the messenger hands out."""

    key = "assessment.file_too_large"


async def take_file(turn: Turn, work: Work, target: Leaf | Item, sent: Sent, seen_at: datetime | None) -> Shown:
    """Notes a file for a criterion; a caption that is an answer is taken as one. The other files of an album follow its first one silently."""
    require_size(sent)
    if (first := next((one for one in work.sheet.evidence if sent.album and one.album == sent.album), None)) is not None:
        await note(turn, work.sheet.id, first.address, sent)
        return Passed()
    if any(one.unique == sent.file.unique for one in work.sheet.evidence_for(target.address)):
        return _ask_on(turn, work, target, say("assessment.file_known", name=sent.file.name, address=shown_address(target)))
    await note(turn, work.sheet.id, target.address, sent)
    noted = (say("assessment.file_noted", name=sent.file.name, place=shown_address(target)), *no_secrets(work))
    after = await load(turn, work.sheet.id)
    if _is_answer(sent.caption):
        reading = read_answer(target, sent.caption)
        return await take(turn, after, target, reading.answer, reading.evidence, seen_at, *noted)
    return _ask_on(turn, after, target, *noted)


async def stray_file(turn: Turn) -> Shown | None:
    """A file where no criterion is asked: the rest of an album goes where its first file went; else, for the unit's people, where to send it."""
    sent = turn.sent
    if sent is None or not turn.me.seats_as(UNIT_ROLES):
        return None
    if sent.album and turn.incoming and (found := await turn.store.evidence.of_album(turn.incoming.platform, sent.album, turn.me.id)) is not None:
        require_size(sent)
        sheet_id, address = found
        work = await load_to_fill(turn, sheet_id)
        if (target := work.rubric.at(address)) is not None:
            require_own(work, target)
        await note(turn, work.sheet.id, address, sent)
        return Passed()
    return end(say("assessment.file_for_which"), (choice("assessment.open_label", "assessment.open"),), (choice("engine.home", "home.open"),))


def require_size(sent: Sent) -> None:
    """Raises FileTooLarge for what the messenger would not hand out."""
    if sent.file.size is not None and sent.file.size > FILE_LIMIT:
        raise FileTooLarge(name=sent.file.name)


async def note(turn: Turn, sheet_id: int, address: str, sent: Sent) -> int:
    """Notes a file that is to be fetched; gives its number."""
    if turn.incoming is None:
        raise TypeError("a file comes with an event")
    file = sent.file
    return await turn.store.evidence.add_file(
        sheet_id, address, sent.caption, file.name, file.mime, file.size, turn.incoming.platform, file.ref, file.unique,
        sent.album, turn.incoming.chat.ref, turn.me.id, turn.now,
    )  # fmt: skip


def _is_answer(caption: str) -> bool:
    """Whether a caption is the number, alone or before a dash: other words, and dates, stay with the file."""
    text = clean(caption)
    return ANSWER.fullmatch(text) is not None and DATE.match(text) is None


def _ask_on(turn: Turn, work: Work, target: Leaf | Item, *said: Said) -> Shown:
    """The acknowledgement; more files may follow. Where the answer itself is still to come, it is asked."""
    if not isinstance(turn.open, GivingProof):
        return ask_target(turn, work, target, *said)
    rows = (
        choice("assessment.go_label", "assessment.skip", work.sheet.id, target.address, weight="main"),
        choice("assessment.back_label", "assessment.board", work.sheet.id),
    )
    waits = GivingProof(sheet_id=work.sheet.id, address=target.address)
    return ask((*said, say("assessment.more_files", named=named_said(target))), rows, waits=waits, lasting=True)


# ---------------------------------------------------------------------------------------------------------------- taken off


async def ask_removal(turn: Turn, sheet_id: str, address: str, newest: str) -> Shown:
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    rows = (
        choice("assessment.confirm_label", "assessment.unproved", sheet_id, address, newest, weight="grave"),
        choice("assessment.back_label", "assessment.ask", sheet_id, address),
    )
    return end(say("assessment.unprove_question", count=len(work.sheet.evidence_for(address)), named=named_said(target)), rows)


async def remove(turn: Turn, sheet_id: str, address: str, newest: str) -> Shown:
    """Takes off what stood when the button was drawn; what came later stays."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    await turn.store.evidence.remove(work.sheet.id, address, id_of(newest), turn.me.id, turn.now)
    after = await load(turn, sheet_id)
    return ask_target(turn, after, target, say("assessment.unproved", address=shown_address(target)))


# ---------------------------------------------------------------------------------------------------------------- fetched


async def tell_kept(turn: Turn, due: Due) -> None:
    """A file lies on our disk: its sender hears it, once for several files of a criterion; a waiting submission goes on."""
    is_double = await turn.store.evidence.drop_double(due.number, turn.now)
    found = await turn.store.evidence.of(due.number)
    if found is None:
        return
    sheet = await turn.store.answers.open_sheet(found.sheet_id)
    if sheet is None:
        return
    work = working(sheet)
    place = place_said(work, found.address)
    if is_double:
        turn.tell([found.by], say("assessment.file_known_by_content", name=found.name, place=place))
    elif found.fetching_there == 0 and (count := await turn.store.evidence.tell(found.sheet_id, found.address)):
        turn.tell([found.by], say("assessment.files_kept", count=count, place=place))
    if found.fetching == 0 and sheet.wanted_by is not None:
        await complete_wanted(turn, work)


async def tell_lost(turn: Turn, due: Due) -> None:
    """A file could not be fetched: its sender is told which, and asked for it again; a waiting submission is called off."""
    found = await turn.store.evidence.of(due.number)
    sheet = await turn.store.answers.open_sheet(found.sheet_id) if found else None
    if found is None or sheet is None:
        return
    work = working(sheet)
    text = [say("assessment.file_lost", name=found.name, place=place_said(work, found.address, named=True))]
    people = {found.by}
    if sheet.wanted_by is not None:
        people.add(sheet.wanted_by)
        text.append(say("assessment.not_submitted_yet"))
        await turn.store.answers.want(sheet.id, None)
    if ":" in found.address:
        turn.tell(people, tuple(text), (choice("engine.home", "home.open"),))
        return
    again = "assessment.paper" if found.address == SCAN else "assessment.ask"
    turn.tell(people, tuple(text), (choice("assessment.send_again_label", again, sheet.id, found.address),))
