"""Evidence as it arrives: noted at once, said to be kept only when it lies on our disk; taken off, and so replaced."""

from dataclasses import replace
from datetime import datetime

from domain.people import UNIT_ROLES
from domain.rubrics import Item, Leaf
from handlers.assessment.captions import known_said, read_caption, says_something, tell_unread
from handlers.assessment.criterion import ask_target
from handlers.assessment.places import SCAN, place_said
from handlers.assessment.proving import no_secrets
from handlers.assessment.submission import complete_wanted
from handlers.assessment.work import Work, enters_for, load, load_to_fill, own_again, require_own, working
from handlers.criteria import named_said, shown_address
from handlers.dialogue import Sent
from handlers.files import note_file, require_size
from handlers.flow import Due, Passed, Said, Shown, Turn, choice, end, id_of, say


async def take_file(turn: Turn, work: Work, target: Leaf | Item, sent: Sent, seen_at: datetime | None) -> Shown:
    """Notes a file for a criterion; a caption that is an answer is taken as one, also where the file is there already, and the file stays where its figure
    does not fit. The other files of an album follow its first one silently, unless their captions say something."""
    require_size(sent)
    if (first := next((one for one in work.sheet.evidence if sent.album and one.album == sent.album), None)) is not None:
        return await _take_more(turn, work, target, sent, first.address, seen_at)
    sent = await named(turn, work.sheet.id, target.address, place_said(work, target.address), sent)
    if (known := next((one for one in work.sheet.evidence_for(target.address) if one.unique == sent.file.unique), None)) is not None:
        return await read_caption(turn, work, target, sent.caption, seen_at, known_said(turn, work, target, known, sent.caption))
    number = await note_file(turn, work.sheet.id, target.address, sent)
    if work.sheet.on_paper and not enters_for(turn, work.sheet):
        own_again(turn, work)
    after = await load(turn, work.sheet.id)
    return await read_caption(turn, after, target, sent.caption, seen_at, _noted_said(target, sent), *no_secrets(turn, work), first=number)


def _noted_said(target: Leaf | Item, sent: Sent) -> Said:
    return say("assessment.file_noted", name=sent.file.name, place=shown_address(target))


async def _take_more(turn: Turn, work: Work, asked: Leaf | Item, sent: Sent, address: str, seen_at: datetime | None) -> Shown:
    """A further file of an album, whose first one went to this address. Its caption is read where that criterion is asked still."""
    sent = await named(turn, work.sheet.id, address, place_said(work, address), sent)
    await note_file(turn, work.sheet.id, address, sent)
    if address == asked.address and says_something(turn, work, asked, sent.caption):
        return await read_caption(turn, await load(turn, work.sheet.id), asked, sent.caption, seen_at, _noted_said(asked, sent))
    tell_unread(turn, work, sent, address)
    return Passed()


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
        sent = await named(turn, work.sheet.id, address, place_said(work, address), sent)
        await note_file(turn, work.sheet.id, address, sent)
        tell_unread(turn, work, sent, address)
        return Passed()
    return end(say("assessment.file_for_which"), (choice("assessment.open_label", "assessment.open"),), (choice("engine.home", "home.open"),))


async def named(turn: Turn, sheet_id: int, address: str, place: Said, sent: Sent) -> Sent:
    """What was sent, a picture under a name people can read: the messenger gives it none."""
    if not sent.file.picture:
        return sent
    number = await turn.store.evidence.count_pictures(sheet_id, address) + 1
    return replace(sent, file=replace(sent.file, name=turn.written(say("assessment.photo_name", number=number, place=place))))


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
    """Takes off what stood when the button was drawn; what came later stays. A submission that waited for the last file of these is told of at once."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    require_own(work, target)
    await turn.store.evidence.remove(work.sheet.id, address, id_of(newest), turn.me.id, turn.now)
    after = await load(turn, sheet_id)
    if not any(one.state == "fetching" for one in after.sheet.evidence):
        await complete_wanted(turn, after)
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
        turn.tell([found.by], say("assessment.file_known_by_content", name=found.name, place=place), of=sheet.period.bloc_id)
    elif found.fetching_there == 0 and (count := await turn.store.evidence.tell(found.sheet_id, found.address)):
        turn.tell([found.by], say("assessment.files_kept", count=count, place=place), of=sheet.period.bloc_id)
    if found.fetching == 0 and sheet.wanted_by is not None:
        await complete_wanted(turn, work)


async def tell_slow(turn: Turn, due: Due) -> None:
    """A file is long on its way: its sender hears that it is still being fetched, and that a submission waits for it."""
    found = await turn.store.evidence.of(due.number)
    sheet = await turn.store.answers.open_sheet(found.sheet_id) if found else None
    if found is None or sheet is None or found.state != "fetching":
        return
    if not sheet.holds(due.number):
        return
    place = place_said(working(sheet), found.address)
    waits = (say("assessment.submission_waits"),) if sheet.wanted_by is not None else ()
    turn.tell(
        {found.by, *((sheet.wanted_by,) if sheet.wanted_by else ())},
        (say("assessment.file_slow", name=found.name, place=place), *waits),
        of=sheet.period.bloc_id,
    )


async def tell_lost(turn: Turn, due: Due) -> None:
    """A file could not be fetched: its sender is told which, and asked for it again; a waiting submission is called off."""
    found = await turn.store.evidence.of(due.number)
    sheet = await turn.store.answers.open_sheet(found.sheet_id) if found else None
    if found is None or sheet is None or not sheet.holds(due.number):
        return
    work = working(sheet)
    text = [say("assessment.file_lost", name=found.name, place=place_said(work, found.address, named=True))]
    people = {found.by}
    if sheet.wanted_by is not None:
        people.add(sheet.wanted_by)
        text.append(say("assessment.not_submitted_yet"))
        await turn.store.answers.want(sheet.id, None, turn.now)
    if ":" in found.address:
        turn.tell(people, tuple(text), (choice("engine.home", "home.open"),), of=sheet.period.bloc_id)
        return
    again = "assessment.paper" if found.address == SCAN else "assessment.ask"
    turn.tell(people, tuple(text), (choice("assessment.send_again_label", again, sheet.id, found.address),), of=sheet.period.bloc_id)
