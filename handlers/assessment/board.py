"""The sheet's board: how far it is, what is missing, and a way to every criterion."""

from dataclasses import replace

from domain.people import UNIT_ROLES
from domain.rubrics import Leaf, Section
from handlers.assessment import amended
from handlers.assessment.closed import sheet_choice, units_of
from handlers.assessment.part_words import own_part_said, parts_said, unmanned_said
from handlers.assessment.pieces import lost_said, prove_row
from handlers.assessment.submitted import submitted
from handlers.assessment.totals import later_said, progress_said
from handlers.assessment.work import Work, leads, load
from handlers.criteria import shown_address
from handlers.explaining import Sayable, sayable
from handlers.flow import Ask, Choice, End, Said, Shown, State, Turn, ask, choice, end, say

PAST_AT_MOST, SECTIONS_A_ROW = 6, 4


class OnBoard(State):
    """An assessment is on and no criterion is asked: an address typed now asks it. `review` is the page of the review that is on the screen, if it is;
    `answered` the last criterion, answered just now, which a file that follows proves."""

    asks = False
    reads_numbers = True
    takes_files = True
    sheet_id: int
    review: int | None = None
    answered: str = ""


async def open_assessment(turn: Turn, sheet_id: str = "", period_id: str = "") -> Shown:
    """Finds the sheet that is meant, asking where there are several; where none is named, beside what its unit may say to closed ones."""
    if sheet_id:
        return await board(turn, sheet_id)
    shown = await _found(turn, period_id)
    return shown if period_id else _beside_closed(shown, await sayable(turn))


def _beside_closed(shown: Shown, open_ones: tuple[Sayable, ...]) -> Shown:
    """The screen with what the unit may still say to its closed sheets, and the way there, before all else."""
    if not open_ones or not isinstance(shown, Ask | End):
        return shown
    lines, ways = tuple(one.line for one in open_ones), tuple((one.way,) for one in open_ones)
    return replace(shown, text=(*lines, *shown.text), choices=(*ways, *shown.choices))


async def _found(turn: Turn, period_id: str) -> Shown:
    tasks = [task for task in await turn.store.sheets.of_units(units_of(turn)) if period_id in ("", str(task.period.id))]
    if not tasks:
        past = await past_sheets(turn, period_id)
        return past if period_id or len(past.choices) == 1 else replace(past, text=(say("assessment.no_period"), *past.text))
    if len(tasks) > 1:
        periods = [one.period for one in tasks]
        rows = [(sheet_choice(turn, one, "assessment.open", periods),) for one in tasks]
        return end(say("assessment.which"), *rows, (choice("engine.home", "home.open"),))
    return await board(turn, str(tasks[0].sheet_id))


async def past_sheets(turn: Turn, period_id: str = "") -> End:
    """The unit's sheets of closed periods, the newest first: what was submitted, its receipt, and what became of it."""
    tasks = [one for one in await turn.store.sheets.closed_of_units(units_of(turn), PAST_AT_MOST) if period_id in ("", str(one.period.id))]
    periods = [one.period for one in tasks]
    rows = [(sheet_choice(turn, one, "assessment.open", periods),) for one in tasks]
    text = say("assessment.past" if tasks else "assessment.no_period")
    return end(text, *rows, (choice("engine.home", "home.open"),))


async def command(turn: Turn, rest: str) -> Shown:
    return await open_assessment(turn)


async def board(turn: Turn, sheet_id: str) -> Shown:
    return await board_of(turn, await load(turn, sheet_id))


async def whole_board(turn: Turn, sheet_id: str) -> Shown:
    """The board of the whole sheet, for those who have a part of their own."""
    return await board_of(turn, await load(turn, sheet_id), whole=True)


async def board_of(turn: Turn, work: Work, *said: Said, whole: bool = False, reopened: bool = False) -> Ask | End:
    """The board, below what is said first: for who has a part of their own that part, unless `whole`. A submitted or closed sheet is shown as such; one that
    was just taken back, `reopened`, offers to go on although nothing is unanswered."""
    if not work.is_open:
        return await submitted(turn, work, *said)
    own = work.part if work.mine and not whole else work.rubric.own_leaves
    lines = tuple(line for section in work.rubric.sections if (line := _section_line(work, section, own)) is not None)
    about = say("assessment.board", title=work.sheet.period.title, unit=work.sheet.unit_name, progress=progress_said(turn, work), sections=lines)
    notes = [say("assessment.returned", reason=work.sheet.returned_reason)] if work.sheet.state == "returned" else []
    notes += [*later_said(work), *amended.notes(work), *lost_said(work)]
    notes += [say("assessment.awaiting")] if work.sheet.state == "awaiting_leader" else []
    notes += unmanned_said(work, offices=False) if leads(turn, work) else ()
    notes += [say("assessment.on_paper")] if work.sheet.on_paper else []
    notes += [say("assessment.sample")] if work.rubric.sample else []
    head = (own_part_said(work),) if work.mine else parts_said(work)
    rows = _rows(turn, work, whole=whole or not work.mine, reopened=reopened)
    return ask((*said, *head, about, *notes), *rows, waits=OnBoard(sheet_id=work.sheet.id), lasting=bool(said))


def _section_line(work: Work, section: Section, own: tuple[Leaf, ...]) -> Said | None:
    """How far a section is, of the criteria that are looked at; None where none of them is in it."""
    leaves = [leaf for leaf in own if leaf.section == section.code]
    answered = sum(leaf.address in work.answers for leaf in leaves)
    return say("assessment.section_line", code=section.code, title=section.title, answered=answered, asked=len(leaves)) if leaves else None


def _rows(turn: Turn, work: Work, *, whole: bool, reopened: bool) -> list[tuple[Choice, ...]]:
    sheet = work.sheet
    rows: list[tuple[Choice, ...]] = []
    if sheet.state == "awaiting_leader" and leads(turn, work):
        rows.append(_deciding(work))
    rows += [*_ways_on(work, reopened=reopened), *_missing(work), *(_sections(work) if whole else _own_part(work))]
    if work.rubric.items:
        given = sum(item.address in work.answers for item in work.rubric.items)
        rows.append((choice("assessment.items_label", "assessment.list", sheet.id, "items", count=given),))
    return [*rows, *_last_rows(turn, work)]


def _ways_on(work: Work, *, reopened: bool) -> list[tuple[Choice, ...]]:
    """The way to what is next: a criterion without an answer, evidence that is missing, then the review."""
    sheet, following = work.sheet, work.next_open()
    if following:
        go_on = choice("assessment.go_on_label", "assessment.go", sheet.id, address=shown_address(following), weight="main")
        return [(go_on,), (choice("assessment.review_label", "assessment.review", sheet.id),)]
    prove = prove_row(work)
    review = choice("assessment.review_label", "assessment.review", sheet.id, weight="plain" if prove else "main")
    return [prove, (review, choice("assessment.go_label", "assessment.go", sheet.id)) if reopened else (review,)]


def _missing(work: Work) -> list[tuple[Choice, ...]]:
    """The lists of what must be looked at again, has no answer, or lacks evidence."""
    sheet, open_ones, unproven = work.sheet, unanswered(work), work.unproven
    again = [choice("assessment.again_label", "assessment.list", sheet.id, "again", count=len(work.again))] if work.again else []
    missing = [choice("assessment.unanswered_label", "assessment.list", sheet.id, "open", count=len(open_ones))] if open_ones else []
    missing += [choice("assessment.unproven_label", "assessment.list", sheet.id, "proof", count=len(unproven))] if unproven else []
    return [tuple(again), tuple(missing)]


def _deciding(work: Work) -> tuple[Choice, ...]:
    """What the leader decides about a sheet that waits for it; approving only what is complete."""
    sheet = work.sheet
    back = choice("assessment.return_label", "assessment.return", sheet.id, weight="grave")
    approve = choice("assessment.approve_label", "assessment.submit", sheet.id, sheet.revision, weight="main")
    return (back,) if work.lack or work.again else (approve, back)


def _last_rows(turn: Turn, work: Work) -> list[tuple[Choice, ...]]:
    """The sheet as files; for the leader, who fills and who submits."""
    sheet = work.sheet
    files = [choice("assessment.download_label", "assessment.download", sheet.id)]
    if turn.me.seat_in(sheet.unit_id, UNIT_ROLES) is not None:
        files.append(choice("filling.fill_in_label", "assessment.fill_in", sheet.id))
    rows: list[tuple[Choice, ...]] = [tuple(files)]
    if leads(turn, work):
        rows.append(
            (choice("owners.assign_label", "assessment.owners", sheet.id), choice("assessment.delegate_label", "assessment.delegate", sheet.id))
        )
    return [*rows, (choice("engine.home", "home.open"),)]


def _sections(work: Work) -> list[tuple[Choice, ...]]:
    found = [
        choice("assessment.section_label", "assessment.list", work.sheet.id, section.code, code=section.code) for section in work.rubric.sections
    ]
    return [tuple(found[at : at + SECTIONS_A_ROW]) for at in range(0, len(found), SECTIONS_A_ROW)]


def _own_part(work: Work) -> list[tuple[Choice, ...]]:
    mine = choice("owners.mine_label", "assessment.list", work.sheet.id, "mine", count=len(work.part))
    return [(mine, choice("owners.whole_label", "assessment.whole", work.sheet.id))]


def unanswered(work: Work) -> tuple[Leaf, ...]:
    """What has no answer, of what who works goes through."""
    return tuple(leaf for leaf in work.lack.unanswered if leaf in work.part)
