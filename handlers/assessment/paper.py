"""A sheet entered for a unit that cannot use the chat: by the secretariat, from the signed paper, whose scan comes first.

It may be begun only where nobody of the unit can use the chat, or a leader of the unit has agreed: a unit that can fill its sheet does so unseen. Whoever
enters it sees this one sheet's points, like the unit. The chair and the unit's people who have joined are told at once; the first answer that one of them
gives makes the sheet the unit's own again (storage/migrations/0006), and it is no longer seen. The unit confirms what was entered for it.
"""

from domain.errors import RuleError
from domain.people import CHAIRS, LEADERS, UNIT_ROLES, Role
from domain.sheets import require_sheet_state
from handlers.assessment.board import board, board_of
from handlers.assessment.evidence import named
from handlers.assessment.places import SCAN
from handlers.assessment.work import enters_for, load
from handlers.files import note_file, require_size
from handlers.flow import Choice, NotAllowed, Outdated, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.titles import label_of
from storage.answers import OpenSheet
from storage.periods import Period
from storage.sheets import Task

SECRETARIAT = frozenset({Role.SECRETARIAT})


class ScanAsked(RuleError):
    """A sheet is entered from a scan of the signed paper."""

    key = "assessment.scan_asked"


class ConsentMissing(RuleError):
    """Somebody of the unit can use the chat, and no leader of it has agreed."""

    key = "assessment.paper_consent_missing"


class GivingScan(State):
    """The scan of the signed paper is asked."""

    takes_files = True
    sheet_id: int


async def list_papers(turn: Turn) -> Shown:
    """The sheets that may be entered for a unit: those nobody of the unit has begun; for some the unit is asked first."""
    tasks = [task for seat in turn.me.seats_as(SECRETARIAT) for task in await turn.store.sheets.for_paper(seat.bloc_id)]
    home = (choice("engine.home", "home.open"),)
    if not tasks:
        return end(say("assessment.no_paper"), home)
    periods = list({one.period.id: one.period for one in tasks}.values())
    rows = [(_paper_choice(turn, one, periods),) for one in sorted(tasks, key=lambda one: one.asks_consent)]
    asked = (say("assessment.paper_asks_consent"),) if any(one.asks_consent for one in tasks) else ()
    which = say("assessment.which_paper") if len(periods) > 1 else say("assessment.which_paper_of", title=periods[0].title)
    return end((which, *asked), *rows, home)


def _paper_choice(turn: Turn, task: Task, periods: list[Period]) -> Choice:
    """The unit's sheet; of which period, where there are several: a phone shows about forty characters of a label."""
    act, unit, also = "assessment.ask_consent" if task.asks_consent else "assessment.paper", task.unit_name, task.unit_names
    if len(periods) == 1:
        label = "assessment.ask_unit_consent_label" if task.asks_consent else "assessment.paper_unit_label"
        return choice(label, act, task.sheet_id, unit=unit, also=also)
    label = "assessment.ask_consent_label" if task.asks_consent else "assessment.sheet_label"
    return choice(label, act, task.sheet_id, unit=unit, title=label_of(task.period, periods, turn.me.seats), also=also)


async def ask_consent(turn: Turn, sheet_id: str) -> Shown:
    """The unit's leaders are asked whether the secretariat may enter the sheet."""
    sheet = await _enterable(turn, id_of(sheet_id))
    leaders = await turn.store.seats.of_unit(sheet.unit_id, LEADERS)
    papers = (choice("assessment.papers_label", "assessment.papers"),)
    if not leaders:
        return end(say("assessment.paper_no_leader", unit=sheet.unit_name), papers)
    asked = say("assessment.paper_consent_asked", by=turn.me.full_name, unit=sheet.unit_name, title=sheet.period.title)
    turn.tell(leaders, asked, (choice("assessment.agree_paper_label", "assessment.agree_paper", sheet.id, weight="main"),), of=sheet.period.bloc_id)
    return end(say("assessment.paper_consent_sent", unit=sheet.unit_name), papers)


async def agree(turn: Turn, sheet_id: str) -> Shown:
    """A leader of the unit agrees; the secretariat hears it and begins."""
    sheet = await turn.store.answers.open_sheet(id_of(sheet_id))
    if sheet is None:
        raise Outdated
    turn.require_seat(sheet.unit_id, LEADERS)
    require_sheet_state("fill", sheet.state, sheet.period.state, is_over=sheet.period.is_over(turn.now), is_late=turn.now > sheet.period.closes_at)
    if not await turn.store.sheets.agree_to_paper(sheet.id, turn.me.id):
        raise Outdated
    await turn.store.notices.outdate(await turn.store.seats.of_unit(sheet.unit_id, LEADERS), (f"assessment.agree_paper:{sheet.id}",))
    await turn.record("paper_agreed", sheet.period.bloc_id, f"sheet:{sheet.id}", period_id=sheet.period.id)
    told = say("assessment.told_paper_agreed", by=turn.me.full_name, unit=sheet.unit_name, title=sheet.period.title)
    begin = choice("assessment.begin_paper_label", "assessment.paper", sheet.id, weight="main")
    turn.tell(await turn.store.seats.holders(sheet.period.bloc_id, SECRETARIAT), told, (begin,), of=sheet.period.bloc_id)
    return end(say("assessment.paper_agreed", unit=sheet.unit_name, title=sheet.period.title), (choice("engine.home", "home.open"),), lasting=True)


async def ask_scan(turn: Turn, sheet_id: str, *_: str) -> Shown:
    """Begins, or goes on with, a sheet from paper."""
    sheet = await _sheet(turn, id_of(sheet_id))
    if enters_for(turn, sheet) and any(one.address == SCAN and one.state != "lost" for one in sheet.evidence):
        return await board(turn, sheet_id)
    text = say("assessment.ask_scan", unit=sheet.unit_name, title=sheet.period.title)
    return ask((text, say("assessment.no_secrets")), (choice("assessment.papers_label", "assessment.papers"),), waits=GivingScan(sheet_id=sheet.id))


async def give_scan(turn: Turn, state: GivingScan) -> Shown:
    sheet = await _sheet(turn, state.sheet_id)
    if turn.sent is None:
        raise ScanAsked
    require_size(turn.sent)
    if not enters_for(turn, sheet):
        await turn.store.answers.enter_on_paper(sheet.id, turn.me.id)
        await _tell_begun(turn, sheet)
    sent = await named(turn, sheet.id, SCAN, say("assessment.scan_place"), turn.sent)
    await note_file(turn, sheet.id, SCAN, sent)
    noted = say("assessment.file_noted", name=sent.file.name, place=say("assessment.scan_place"))
    return await board_of(turn, await load(turn, sheet.id), noted)


async def _tell_begun(turn: Turn, sheet: OpenSheet) -> None:
    """The chairs hear that a sheet is entered from paper; so do the unit's people, who may take it back by answering."""
    facts = {"by": turn.me.full_name, "unit": sheet.unit_name, "title": sheet.period.title}
    own = set(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)) - {turn.me.id}
    chairs = set(await turn.store.seats.holders(sheet.period.bloc_id, CHAIRS)) - {turn.me.id}
    fill = choice("assessment.open_label", "assessment.board", sheet.id)
    turn.tell(sorted(own), say("assessment.told_paper_own", **facts), (fill,), of=sheet.period.bloc_id, asks=False)
    turn.tell(sorted(chairs - own), say("assessment.told_paper", **facts), of=sheet.period.bloc_id)


async def scan_again(turn: Turn, state: GivingScan) -> Shown:
    return await ask_scan(turn, str(state.sheet_id))


async def confirm(turn: Turn, sheet_id: str) -> Shown:
    """A leader of the unit confirms what was entered for it."""
    work = await load(turn, sheet_id)
    turn.require_seat(work.sheet.unit_id, LEADERS)
    if not work.sheet.on_paper or work.sheet.is_confirmed or work.sheet.state != "submitted":
        raise Outdated
    await turn.store.answers.confirm_paper(work.sheet.id, turn.me.id, turn.now)
    await turn.store.notices.outdate(await turn.store.seats.of_unit(work.sheet.unit_id, LEADERS), (f"assessment.confirm_paper:{work.sheet.id}",))
    await turn.record("paper_confirmed", work.sheet.period.bloc_id, f"sheet:{work.sheet.id}", period_id=work.sheet.period.id)
    concerned = {*await turn.store.seats.holders(work.sheet.period.bloc_id, CHAIRS), *((work.sheet.paper_by,) if work.sheet.paper_by else ())}
    told = say("assessment.told_paper_confirmed", by=turn.me.full_name, unit=work.sheet.unit_name, title=work.sheet.period.title)
    turn.tell(sorted(concerned - {turn.me.id}), told, of=work.sheet.period.bloc_id)
    return await board_of(turn, await load(turn, sheet_id), say("assessment.paper_confirmed"))


async def _sheet(turn: Turn, number: int) -> OpenSheet:
    """The sheet, if this person may enter it now. Raises ConsentMissing, Outdated, NotAllowed, or what the sheet's state forbids."""
    sheet = await _enterable(turn, number)
    if any(one.sheet_id == number and one.asks_consent for one in await turn.store.sheets.for_paper(sheet.period.bloc_id)):
        raise ConsentMissing(unit=sheet.unit_name)
    return sheet


async def _enterable(turn: Turn, number: int) -> OpenSheet:
    """A sheet that nobody of its unit has begun. Raises Outdated, NotAllowed, or what the sheet's state forbids."""
    sheet = await turn.store.answers.open_sheet(number)
    if sheet is None:
        raise Outdated
    turn.require(sheet.period.bloc_id, SECRETARIAT)
    require_sheet_state("fill", sheet.state, sheet.period.state, is_over=sheet.period.is_over(turn.now), is_late=turn.now > sheet.period.closes_at)
    if sheet.state != "empty" and not sheet.on_paper:
        raise NotAllowed
    return sheet
