"""The sheet's board: how far it is, what is missing, and a way to every criterion."""

from domain.people import UNIT_ROLES
from domain.rubrics import Leaf, Section
from handlers.assessment.work import Work, leads, load, load_to_fill, may_submit
from handlers.criteria import recorded, shown_address
from handlers.flow import Ask, Choice, End, Outdated, Said, Shown, State, Turn, ask, choice, end, say
from handlers.titles import label_of

LIST_AT_MOST = 40


class OnBoard(State):
    """An assessment is on and no criterion is asked: an address typed now asks it."""

    asks = False
    sheet_id: int


async def open_assessment(turn: Turn, sheet_id: str = "", period_id: str = "") -> Shown:
    """Finds the sheet that is meant, asking where there are several."""
    if sheet_id:
        return await board(turn, sheet_id)
    units = [seat.unit_id for seat in turn.me.seats_as(UNIT_ROLES) if seat.unit_id is not None]
    tasks = [task for task in await turn.store.sheets.of_units(units) if period_id in ("", str(task.period.id))]
    if not tasks:
        return end(say("assessment.no_period"), (choice("engine.home", "home.open"),))
    if len(tasks) > 1:
        periods = [one.period for one in tasks]
        rows = [
            (choice("assessment.sheet_label", "assessment.open", one.sheet_id, unit=one.unit_name, title=label_of(one.period, periods)),)
            for one in tasks
        ]
        return end(say("assessment.which"), *rows, (choice("engine.home", "home.open"),))
    return await board(turn, str(tasks[0].sheet_id))


async def command(turn: Turn, rest: str) -> Shown:
    return await open_assessment(turn)


async def board(turn: Turn, sheet_id: str) -> Shown:
    return await board_of(turn, await load(turn, sheet_id))


async def board_of(turn: Turn, work: Work, *said: Said) -> Ask | End:
    """The board, below what is said first. A submitted or closed sheet is shown as such."""
    if not work.is_open:
        return await _done(turn, work, *said)
    about = say(
        "assessment.board", title=work.sheet.period.title, unit=work.sheet.unit_name, progress=progress_said(turn, work),
        sections=tuple(_section_line(work, section) for section in work.rubric.sections),
    )  # fmt: skip
    notes = [say("assessment.returned", reason=work.sheet.returned_reason)] if work.sheet.state == "returned" else []
    notes += [say("assessment.awaiting")] if work.sheet.state == "awaiting_leader" else []
    notes += [say("assessment.on_paper")] if work.sheet.on_paper else []
    notes += [say("assessment.sample")] if work.rubric.sample else []
    return ask((*said, about, *notes), *_rows(turn, work), waits=OnBoard(sheet_id=work.sheet.id), lasting=bool(said))


def progress_said(turn: Turn, work: Work) -> Said:
    """ "12/32 tiêu chí · tạm tính 412,5/1000 · còn 3 ngày" """
    progress = work.progress
    return say(
        "assessment.progress",
        answered=progress.answered,
        asked=progress.asked,
        points=progress.points,
        total=work.rubric.total,
        left=turn.left(work.sheet.period.closes_at),
    )


def _section_line(work: Work, section: Section) -> Said:
    own = [leaf for leaf in section.leaves if not leaf.is_external]
    answered = sum(leaf.address in work.answers for leaf in own)
    return say("assessment.section_line", code=section.code, title=section.title, answered=answered, asked=len(own))


def _rows(turn: Turn, work: Work) -> list[tuple[Choice, ...]]:
    sheet, lack = work.sheet, work.lack
    following = work.next_open()
    rows: list[tuple[Choice, ...]] = []
    if following:
        rows.append((choice("assessment.go_on_label", "assessment.go", sheet.id, address=shown_address(following), weight="main"),))
    rows.append((choice("assessment.review_label", "assessment.review", sheet.id, weight="plain" if following else "main"),))
    missing = [choice("assessment.unanswered_label", "assessment.list", sheet.id, "open", count=len(lack.unanswered))] if lack.unanswered else []
    missing += [choice("assessment.unproven_label", "assessment.list", sheet.id, "proof", count=len(lack.unproven))] if lack.unproven else []
    rows.append(tuple(missing))
    sections = [choice("assessment.section_label", "assessment.list", sheet.id, section.code, code=section.code) for section in work.rubric.sections]
    rows += [tuple(sections[at : at + 4]) for at in range(0, len(sections), 4)]
    if work.rubric.items:
        given = sum(item.address in work.answers for item in work.rubric.items)
        rows.append((choice("assessment.items_label", "assessment.list", sheet.id, "items", count=given),))
    last = [choice("assessment.download_label", "assessment.download", sheet.id)]
    if leads(turn, work):
        last.append(choice("assessment.delegate_label", "assessment.delegate", sheet.id))
    rows += [tuple(last), (choice("engine.home", "home.open"),)]
    return rows


async def list_criteria(turn: Turn, sheet_id: str, which: str) -> Shown:
    """A section's criteria, or those that lack something, one button each."""
    work = await load_to_fill(turn, sheet_id)
    leaves: tuple[Leaf, ...]
    if which == "items":
        return _items(work)
    if which == "open":
        title, leaves = say("assessment.list_open"), work.lack.unanswered
    elif which == "proof":
        title, leaves = say("assessment.list_proof"), work.lack.unproven
    else:
        section = next((one for one in work.rubric.sections if one.code == which), None)
        if section is None:
            raise Outdated
        title, leaves = say("assessment.list_section", code=section.code, title=section.title), section.leaves
    return list_of(work, title, leaves)


def list_of(work: Work, title: Said, leaves: tuple[Leaf, ...]) -> Ask:
    """Criteria with their answers, one button each."""
    rows = [(_criterion_choice(work, leaf),) for leaf in leaves[:LIST_AT_MOST] if not leaf.is_external]
    return ask(title, *rows, (choice("assessment.back_label", "assessment.board", work.sheet.id),), waits=OnBoard(sheet_id=work.sheet.id))


def _items(work: Work) -> Ask:
    rows = []
    for item in work.rubric.items:
        answer = work.answers.get(item.address)
        given = recorded(item.rule, answer) if answer is not None else say("assessment.not_claimed")
        rows.append(
            (choice("assessment.criterion_label", "assessment.ask", work.sheet.id, item.address, address=item.code, title=item.title, answer=given),)
        )
    return ask(
        say("assessment.list_items"),
        *rows,
        (choice("assessment.back_label", "assessment.board", work.sheet.id),),
        waits=OnBoard(sheet_id=work.sheet.id),
    )


def _criterion_choice(work: Work, leaf: Leaf) -> Choice:
    answer = work.answers.get(leaf.address)
    given = recorded(leaf.rule, answer) if answer is not None else say("assessment.not_answered")
    return choice("assessment.criterion_label", "assessment.ask", work.sheet.id, leaf.address, address=leaf.address, title=leaf.title, answer=given)


async def _done(turn: Turn, work: Work, *said: Said) -> End:
    """A sheet that takes no answers now: its receipt, and what can still be done."""
    submission = await turn.store.submissions.in_force(work.sheet.id)
    if submission is None:
        text = say("assessment.closed_unsubmitted", title=work.sheet.period.title, unit=work.sheet.unit_name)
        return end((*said, text), (choice("assessment.download_label", "assessment.download", work.sheet.id),), (choice("engine.home", "home.open"),))
    text = say(
        "assessment.submitted", title=work.sheet.period.title, unit=work.sheet.unit_name, at=submission.at, by=submission.by_name,
        receipt=submission.receipt, total=submission.total,
    )  # fmt: skip
    rows: list[tuple[Choice, ...]] = [
        (
            choice("assessment.download_label", "assessment.download", work.sheet.id),
            choice("assessment.receipt_file_label", "assessment.receipt_file", work.sheet.id),
        )
    ]
    paper: tuple[Said, ...] = ()
    if work.sheet.on_paper:
        paper = (say("assessment.on_paper_confirmed" if work.sheet.is_confirmed else "assessment.on_paper"),)
        if leads(turn, work) and not work.sheet.is_confirmed:
            rows.insert(0, (choice("assessment.confirm_paper_label", "assessment.confirm_paper", work.sheet.id, weight="main"),))
    if work.sheet.period.state == "open" and turn.now <= work.sheet.period.closes_at and may_submit(turn, work):
        rows.append((choice("assessment.withdraw_label", "assessment.withdraw", work.sheet.id, work.sheet.revision),))
    return end((*said, text, *paper), *rows, (choice("engine.home", "home.open"),), lasting=bool(said))
