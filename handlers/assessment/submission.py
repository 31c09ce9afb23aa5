"""Submitting a sheet and taking it back: each submission is a version of its own, with a receipt that names its hash."""

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import days_late
from domain.criteria.answers import from_json
from domain.people import LEADERS, UNIT_ROLES
from domain.sheets import NotComplete, canonical, digest, receipt_code, require_sheet_act
from handlers.assessment.board import board_of
from handlers.assessment.review import review_of
from handlers.assessment.work import Work, load, require_may_submit, working
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, say
from storage.submissions import Authority


async def submit(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await load(turn, sheet_id)
    if work.sheet.state == "submitted":
        return await board_of(turn, work)
    require_may_submit(turn, work)
    require_sheet_act("submit", work.sheet.state, work.sheet.period.state)
    if str(work.sheet.revision) != revision:
        return review_of(turn, work, 0, say("engine.outdated"))
    if work.lack:
        raise NotComplete(unanswered=len(work.lack.unanswered), unproven=len(work.lack.unproven))
    if any(one.state == "fetching" for one in work.sheet.evidence):
        await turn.store.answers.want(work.sheet.id, turn.me.id)
        return end(say("assessment.waits_for_files"), (choice("assessment.back_label", "assessment.board", work.sheet.id),))
    authority: Authority = "leader" if turn.me.seat_in(work.sheet.unit_id, LEADERS) else "delegate"
    receipt = await _submitted(turn, work, turn.me.id, turn.me.full_name, authority)
    rows = ((choice("assessment.download_label", "assessment.download", work.sheet.id),), (choice("engine.home", "home.open"),))
    return end(receipt, *rows, fresh=True)


async def complete_wanted(turn: Turn, work: Work) -> None:
    """The files a submission waited for are in: it is submitted as it was wished, or the person hears why it cannot be."""
    wanted_by = work.sheet.wanted_by
    if wanted_by is None:
        return
    person = await turn.store.people.of(wanted_by)
    leaders = await turn.store.seats.of_unit(work.sheet.unit_id, LEADERS)
    if person is None or (wanted_by not in leaders and wanted_by != work.sheet.delegate_id):
        return
    await turn.store.answers.want(work.sheet.id, None)
    if work.lack or work.sheet.state == "submitted" or work.sheet.period.state != "open":
        turn.tell([wanted_by], say("assessment.not_submitted_after_all"), (choice("assessment.review_label", "assessment.review", work.sheet.id),))
        return
    receipt = await _submitted(turn, work, wanted_by, person.full_name, "leader" if wanted_by in leaders else "delegate")
    turn.tell([wanted_by], receipt, (choice("engine.home", "home.open"),))


async def _submitted(turn: Turn, work: Work, by: int, by_name: str, authority: Authority) -> Said:
    """Keeps the submission, tells the unit, has the group's post redrawn; gives the receipt."""
    sheet = work.sheet
    version = await turn.store.submissions.next_version(sheet.id)
    body = canonical(
        sheet.unit_code, sheet.period.id, work.rubric,
        {address: (from_json(given.answer), given.explanation) for address, given in sheet.answers.items()},
        [(one.address, one.name or one.text, one.sha256 or "") for one in sheet.evidence if one.state == "kept"],
    )  # fmt: skip
    sha = digest(body)
    code = receipt_code(sheet.unit_code, sheet.period.id, version, sha)
    if not await turn.store.answers.move_state(sheet, "submitted"):
        raise Outdated
    await turn.store.submissions.submit(
        sheet.id, version, code, by, authority, work.progress.points, sheet.period.closes_at, sha, body, turn.now
    )  # fmt: skip
    await turn.store.due.schedule("standings.post", f"period:{sheet.period.id}", turn.now.isoformat(), turn.now, sheet.period.bloc_id)
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    turn.tell([one for one in colleagues if one != by], say("assessment.told_submitted", by=by_name, title=sheet.period.title, receipt=code))
    late = await _days_late(turn, work)
    return say(
        "assessment.receipt", receipt=code, title=sheet.period.title, unit=sheet.unit_name, at=turn.now, by=by_name, version=version,
        total=work.progress.points, most=work.rubric.total, sha=sha[:16],
        authority=say("assessment.by_delegation") if authority == "delegate" else "",
        late=say("assessment.late_by", days=late) if late else say("assessment.on_time"),
    )  # fmt: skip


async def _days_late(turn: Turn, work: Work) -> int:
    period = work.sheet.period
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    return days_late(period.closes_at, turn.now, bloc.zone, period.late_days, bloc_file_of(bloc.file).reminding().workdays)


async def ask_withdrawal(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await _withdrawable(turn, sheet_id)
    rows = (
        choice("assessment.confirm_label", "assessment.withdrawn", work.sheet.id, work.sheet.revision, weight="grave"),
        choice("assessment.back_label", "assessment.board", work.sheet.id),
    )
    return end(say("assessment.withdraw_question", title=work.sheet.period.title), rows)


async def withdraw(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await _withdrawable(turn, sheet_id)
    if str(work.sheet.revision) != revision or not await turn.store.answers.move_state(work.sheet, "filling"):
        raise Outdated
    await turn.store.submissions.withdraw(work.sheet.id, turn.me.id, turn.now)
    await turn.store.due.schedule("standings.post", f"period:{work.sheet.period.id}", turn.now.isoformat(), turn.now, work.sheet.period.bloc_id)
    colleagues = await turn.store.seats.of_unit(work.sheet.unit_id, UNIT_ROLES)
    turn.tell([one for one in colleagues if one != turn.me.id], say("assessment.told_withdrawn", by=turn.me.full_name, title=work.sheet.period.title))
    sheet = await turn.store.answers.open_sheet(work.sheet.id)
    if sheet is None:
        raise Outdated
    return await board_of(turn, working(sheet), say("assessment.withdrawn"))


async def _withdrawable(turn: Turn, sheet_id: str) -> Work:
    work = await load(turn, sheet_id)
    require_may_submit(turn, work)
    require_sheet_act("withdraw", work.sheet.state, work.sheet.period.state)
    if turn.now > work.sheet.period.closes_at:
        raise Outdated
    return work
