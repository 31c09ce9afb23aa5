"""Submitting a sheet and taking it back: each submission is a version of its own, with a receipt that names its hash."""

from dataclasses import dataclass
from datetime import datetime

from domain.audit import Entry
from domain.errors import RuleError
from domain.people import CHAIRS, LEADERS, UNIT_ROLES, Role
from domain.scoring import late_points
from domain.sheets import SubmittedForGood, canonical, digest, receipt_code
from handlers.assessment.board import board_of
from handlers.assessment.places import SCAN
from handlers.assessment.review import incomplete, is_ready, review_of
from handlers.assessment.totals import later_said
from handlers.assessment.work import Work, enters_for, load, require_act, require_may_submit
from handlers.flow import NotAllowed, Outdated, Rows, Said, Shown, Turn, choice, end, say
from handlers.lateness import late_days, late_said
from handlers.overtaken import filling_of
from storage.answers import OpenSheet
from storage.periods import Period
from storage.submissions import Authority

BY = {"delegate": "assessment.by_delegate", "paper": "assessment.by_paper"}
"""How the receipt names a right other than the leader's own."""


@dataclass(frozen=True)
class Kept:
    """A submission that was kept: its version, its receipt, its hash, its entry in the audit log."""

    version: int
    code: str
    sha: str
    entry: Entry


class ScanMissing(RuleError):
    """A sheet entered from paper is submitted with the scan of that paper."""

    key = "assessment.scan_missing"


async def submit(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await load(turn, sheet_id)
    if work.sheet.state == "submitted":
        return await board_of(turn, work)
    require_may_submit(turn, work)
    if work.is_open and not is_ready(work):
        return incomplete(work)
    require_act(work, "submit")
    if str(work.sheet.revision) != revision:
        return await review_of(turn, work, 0, say("engine.outdated"))
    authority = await _authority(turn, work.sheet, turn.me.id)
    if authority is None:
        raise NotAllowed
    if authority == "paper" and all(one.address != SCAN or one.state == "lost" for one in work.sheet.evidence):
        raise ScanMissing
    if any(one.state == "fetching" for one in work.sheet.evidence):
        await turn.store.answers.want(work.sheet.id, turn.me.id, turn.now)
        return end(say("assessment.waits_for_files"), (choice("assessment.back_label", "assessment.board", work.sheet.id),))
    receipt = await _submitted(turn, work, turn.me.id, turn.me.full_name, authority, turn.now)
    return end(receipt, *_after(turn, work), fresh=True, lasting=True)


def _after(turn: Turn, work: Work) -> Rows:
    """What can be done once a sheet was submitted."""
    sheet = work.sheet
    files = [("assessment.receipt_file_label", "assessment.receipt_file"), ("assessment.download_label", "assessment.download")]
    may_withdraw = turn.now <= sheet.period.closes_at and sheet.period.state == "open"
    withdrawing = (choice("assessment.withdraw_label", "assessment.withdraw", sheet.id, sheet.revision + 1),) if may_withdraw else ()
    return (tuple(choice(label, act, sheet.id) for label, act in files), withdrawing, (choice("engine.home", "home.open"),))


async def complete_wanted(turn: Turn, work: Work) -> None:
    """The files a submission waited for are in: it is submitted as it was wished, or the person hears why it cannot be."""
    wanted_by, wanted_at = work.sheet.wanted_by, work.sheet.wanted_at or turn.now
    if wanted_by is None:
        return
    await turn.store.answers.want(work.sheet.id, None, turn.now)
    person, authority = await turn.store.people.of(wanted_by), await _authority(turn, work.sheet, wanted_by)
    if person is None or authority is None:
        return
    has_changed = work.sheet.revision != work.sheet.wanted_revision
    is_over = not _still_counts(work.sheet.period, wanted_at)
    if is_over or has_changed or not is_ready(work) or work.sheet.state == "submitted":
        why = "assessment.not_submitted_before_closing" if is_over else "assessment.not_submitted_after_all"
        turn.tell([wanted_by], say(why), (choice("assessment.see_label", "assessment.review", work.sheet.id),), of=work.sheet.period.bloc_id)
        return
    receipt = await _submitted(turn, work, wanted_by, person.full_name, authority, wanted_at)
    turn.tell([wanted_by], receipt, *_after(turn, work), of=work.sheet.period.bloc_id, asks=False, lasting=True)
    if work.sheet.period.state == "closed":
        told = say("assessment.told_completed", unit=work.sheet.unit_name, title=work.sheet.period.title, at=wanted_at)
        turn.tell(await turn.store.seats.holders(work.sheet.period.bloc_id, CHAIRS), told, of=work.sheet.period.bloc_id)


def _still_counts(period: Period, wanted_at: datetime) -> bool:
    """Whether a submission asked for then may still be completed: also after the closing, which its files came too late for, until appraisal is over."""
    is_taken = period.state == "open" or (period.state == "closed" and period.stage == "appraisal" and not period.correction)
    return is_taken and not period.is_over(wanted_at)


async def _authority(turn: Turn, sheet: OpenSheet, person_id: int) -> Authority | None:
    """By what right somebody submits: as a leader of the unit, authorised by one, or entering the signed paper; None for no right."""
    if person_id in await turn.store.seats.of_unit(sheet.unit_id, LEADERS):
        return "leader"
    if person_id == sheet.delegate_id and person_id in await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES):
        return "delegate"
    secretariat = await turn.store.seats.holders(sheet.period.bloc_id, {Role.SECRETARIAT})
    return "paper" if sheet.on_paper and person_id == sheet.paper_by and person_id in secretariat else None


async def _submitted(turn: Turn, work: Work, by: int, by_name: str, authority: Authority, at: datetime) -> tuple[Said, ...]:
    """Keeps the submission as of the instant it was asked for, tells the unit, has the group's post redrawn; gives the receipt."""
    sheet = work.sheet
    kept = await _kept(turn, work, by, authority, at)
    await turn.store.due.schedule("standings.post", f"period:{sheet.period.id}", f"sheet {sheet.id} {sheet.revision}", turn.now, sheet.period.bloc_id)
    await _tell_submitted(turn, sheet, by, by_name, kept.code, is_paper=authority == "paper")
    late = await late_days(turn, sheet.period, at)
    receipt = say(
        "assessment.receipt", receipt=kept.code, title=sheet.period.title, unit=sheet.unit_name, at=at, by=by_name, version=kept.version,
        total=work.progress.points, most=work.rubric.total, sha=kept.sha[:16], entry=kept.entry.seq, link=kept.entry.sha256[:16],
        authority=say(BY[authority]) if authority in BY else "", late=_late_said(work, late),
    )  # fmt: skip
    return (receipt, *later_said(work))


def _late_said(work: Work, days: int) -> Said:
    """In time, or how late; what that costs is not in the total of the receipt yet."""
    if not days:
        return say("assessment.on_time")
    late = late_said(work.rubric, days)
    return say("assessment.late_later", late=late) if late_points(work.rubric, days) else late


async def _kept(turn: Turn, work: Work, by: int, authority: Authority, at: datetime) -> Kept:
    """The submission kept as the next version, its hash and its entry in the audit log. Raises Outdated where the sheet has moved on."""
    sheet = work.sheet
    version = await turn.store.submissions.next_version(sheet.id)
    body = _body(work)
    sha = digest(body)
    code = receipt_code(sheet.unit_code, sheet.period.id, version, sha)
    if not await turn.store.answers.move_state(sheet, "submitted"):
        raise Outdated
    vouched = {"receipt": code, "version": version, "total": work.progress.points, "sha256": sha, "authority": authority, "asked_at": at}
    vouched |= {"deadline": sheet.period.closes_at, "unit_name": sheet.unit_name, "title": sheet.period.title}
    entry = await turn.store.audit.record(
        "submission", sheet.period.bloc_id, f"sheet:{sheet.id}", by=by, now=turn.now, period_id=sheet.period.id, old={"state": sheet.state}, new=vouched,
    )  # fmt: skip
    await turn.store.submissions.submit(
        sheet.id, version, code, by, authority, work.progress.points, sheet.period.closes_at, sha, body, entry.seq, at
    )  # fmt: skip
    return Kept(version, code, sha, entry)


def _body(work: Work) -> str:
    """The bytes the receipt vouches for, as text: every answer with its explanation, every piece of evidence that is kept."""
    return canonical(
        work.sheet.unit_code, work.sheet.period.id, work.rubric,
        {address: (answer, work.sheet.answers[address].explanation) for address, answer in work.answers.items()},
        [(one.address, one.name or one.text, one.sha256 or "") for one in work.proof if one.state == "kept"],
    )  # fmt: skip


async def _tell_submitted(turn: Turn, sheet: OpenSheet, by: int, by_name: str, code: str, *, is_paper: bool) -> None:
    """The unit hears of it, and is reminded of filling no more."""
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    entering = (sheet.paper_by,) if sheet.paper_by is not None else ()
    await turn.store.notices.outdate((*colleagues, *entering), (*filling_of(sheet.id), f"assessment.begin:{sheet.period.id}"))
    if is_paper:
        await _tell_of_paper(turn, sheet, by, by_name, code)
        return
    turn.tell(
        [one for one in colleagues if one != by],
        say("assessment.told_submitted", by=by_name, title=sheet.period.title, receipt=code),
        (choice("assessment.see_label", "assessment.board", sheet.id, looks=True),),
        of=sheet.period.bloc_id,
        asks=False,
    )
    if sheet.on_paper:
        await turn.store.answers.take_over(sheet.id)


async def _tell_of_paper(turn: Turn, sheet: OpenSheet, by: int, by_name: str, receipt: str) -> None:
    """The chair, and whoever of the unit has joined, hear that its sheet was submitted for it; its leaders are asked to confirm."""
    facts = {"by": by_name, "unit": sheet.unit_name, "title": sheet.period.title, "receipt": receipt}
    chairs = await turn.store.seats.holders(sheet.period.bloc_id, CHAIRS)
    leaders = await turn.store.seats.of_unit(sheet.unit_id, LEADERS)
    colleagues = await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES)
    told = say("assessment.told_paper_submitted", **facts)
    see = choice("assessment.see_label", "assessment.board", sheet.id, looks=True)
    turn.tell(
        leaders, told, (choice("assessment.confirm_paper_label", "assessment.confirm_paper", sheet.id, weight="main"), see), of=sheet.period.bloc_id
    )
    turn.tell([one for one in colleagues if one not in leaders], told, (see,), of=sheet.period.bloc_id)
    turn.tell([one for one in chairs if one != by and one not in colleagues], told, of=sheet.period.bloc_id)


async def ask_withdrawal(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await _withdrawable(turn, sheet_id)
    rows = (
        choice("assessment.confirm_label", "assessment.withdrawn", work.sheet.id, work.sheet.revision, weight="grave"),
        choice("assessment.back_label", "assessment.board", work.sheet.id),
    )
    return end(say("assessment.withdraw_question", title=work.sheet.period.title, until=work.sheet.period.closes_at), rows)


async def withdraw(turn: Turn, sheet_id: str, revision: str) -> Shown:
    work = await _withdrawable(turn, sheet_id)
    if str(work.sheet.revision) != revision or not await turn.store.answers.move_state(work.sheet, "filling"):
        raise Outdated
    submission = await turn.store.submissions.in_force(work.sheet.id)
    await turn.store.submissions.withdraw(work.sheet.id, turn.me.id, turn.now)
    old, period = {"receipt": submission.receipt} if submission else None, work.sheet.period
    await turn.record("withdrawal", period.bloc_id, f"sheet:{work.sheet.id}", period_id=period.id, old=old, new={"state": "filling"})
    if work.sheet.on_paper and not enters_for(turn, work.sheet):
        await turn.store.answers.take_over(work.sheet.id)
        facts = {"by": turn.me.full_name, "unit": work.sheet.unit_name, "title": work.sheet.period.title}
        entered_by = () if work.sheet.paper_by is None else (work.sheet.paper_by,)
        turn.tell(entered_by, say("assessment.told_paper_withdrawn", **facts), of=work.sheet.period.bloc_id)
    await turn.store.due.schedule(
        "standings.post", f"period:{work.sheet.period.id}", f"sheet {work.sheet.id} {revision}", turn.now, work.sheet.period.bloc_id
    )
    colleagues = await turn.store.seats.of_unit(work.sheet.unit_id, UNIT_ROLES)
    await turn.store.notices.outdate(colleagues, (f"assessment.confirm_paper:{work.sheet.id}",))
    turn.tell(
        [one for one in colleagues if one != turn.me.id],
        say("assessment.told_withdrawn", by=turn.me.full_name, title=work.sheet.period.title),
        (choice("assessment.open_label", "assessment.open", work.sheet.id),),
        of=work.sheet.period.bloc_id,
    )
    return await board_of(turn, await load(turn, sheet_id), say("assessment.withdrawn"), reopened=True)


async def _withdrawable(turn: Turn, sheet_id: str) -> Work:
    work = await load(turn, sheet_id)
    require_may_submit(turn, work)
    require_act(work, "withdraw")
    if turn.now > work.sheet.period.closes_at:
        raise SubmittedForGood
    return work
