"""What a unit sees of its appraisal: every criterion that was given other points, with the reason, and what was said to it."""

from domain.criteria.answers import from_json, is_not_applicable
from domain.criteria.manual import Manual
from domain.judgements import NOTHING, Judged, Standing
from domain.people import LEADERS, UNIT_ROLES
from domain.rubrics import Item, Leaf
from domain.scoring import SheetScore
from handlers.criteria import named_said, recorded, shown_address
from handlers.dialogue import OutFile
from handlers.explanations.own import own_differs
from handlers.explanations.words import is_in_time
from handlers.files import kept_files
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.answers import OpenSheet
from storage.explanations import Explanation
from storage.periods import Period


async def show_result(turn: Turn, sheet_id: str) -> Shown:
    """What became of the unit's scores: every criterion that was given other points, with the reason, and what was said to it."""
    sheet, result, unit = await found(turn, sheet_id)
    return await result_screen(turn, sheet, result, unit)


async def found(turn: Turn, sheet_id: int | str) -> tuple[OpenSheet, Result, UnitResult]:
    """The unit's own sheet with the period's result, once results were sent. Raises Outdated or NotAllowed."""
    sheet = await turn.store.answers.open_sheet(id_of(str(sheet_id)))
    if sheet is None or sheet.state != "submitted":
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if sheet.period.state not in {"closed", "published"} or sheet.period.stage == "appraisal":
        raise Outdated
    result = await result_of(turn, sheet.period)
    return sheet, result, result.unit(sheet.unit_code)


async def result_screen(turn: Turn, sheet: OpenSheet, result: Result, unit: UnitResult, *said: Said) -> Shown:
    appeals = {
        one.address: one for one in await turn.store.explanations.of_period(sheet.period.id) if one.sheet_id == sheet.id and one.kind == "appeal"
    }
    targets = unit.changed(result.rubric)
    lines = tuple(line_of(result, unit, target, appeals.get(target.address)) for target in targets)
    text = say(
        "explanations.result", title=sheet.period.title, unit=sheet.unit_name, own=unit.own_total,
        appraised=unit.appraised.total, now=_total_now(result, unit), lines=lines or (say("explanations.nothing_changed"),),
    )  # fmt: skip
    note = await own_differs(turn, sheet, result, unit)
    is_open = sheet.period.stage == "explanation" and sheet.period.state == "closed"
    left = [target for target in targets if is_open and target.address not in appeals]
    until = (say("explanations.until", until=sheet.period.explains_until),) if left and sheet.period.explains_until else ()
    waiting = [
        target for target in targets if is_in_time(turn, sheet.period) and target.address in appeals and appeals[target.address].outcome is None
    ]
    rows = _appeal_rows(turn, sheet, left, waiting)
    if _judges_files(sheet, targets):
        rows.append((choice("explanations.files_label", "explanations.files", sheet.id),))
    return end((*said, text, *note, *until), *rows, (choice("engine.home", "home.open"),), lasting=bool(said))


def _appeal_rows(turn: Turn, sheet: OpenSheet, left: list[Leaf | Item], waiting: list[Leaf | Item]) -> list[tuple[Choice, ...]]:
    """A button for each criterion that may still be explained, or whose explanation may be added to, for who may."""
    if turn.me.seat_in(sheet.unit_id, LEADERS) is None:
        return []
    buttons = [choice("explanations.appeal_label", "explanations.appeal", sheet.id, one.address, address=shown_address(one)) for one in left]
    buttons += [choice("explanations.add_label", "explanations.add", sheet.id, one.address, address=shown_address(one)) for one in waiting]
    return [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]


def _judges_files(sheet: OpenSheet, targets: list[Leaf | Item]) -> tuple[OutFile, ...]:
    """What the appraisers put beside the changed criteria."""
    return tuple(file for target in targets for file in kept_files(sheet, f"judged:{target.address}"))


async def send_files(turn: Turn, sheet_id: str) -> Shown:
    """The files on which the appraisers' judgements of this unit rest."""
    sheet, result, unit = await found(turn, sheet_id)
    files = _judges_files(sheet, unit.changed(result.rubric))
    back = (choice("explanations.back_label", "explanations.result", sheet.id),)
    return end(say("explanations.files", count=len(files)), back, files=files, fresh=True)


def line_of(result: Result, unit: UnitResult, target: Leaf | Item, appeal: Explanation | None) -> Said:
    """One criterion: what the unit gave itself, what it was appraised with and why, what counts now where that is something else, and its explanation."""
    standing = unit.standing.get(target.address, NOTHING)
    now = _now(result, unit, target, standing, appeal)
    if isinstance(target, Leaf) and target.is_external:
        line = _external_line(unit, target, standing, now)
    else:
        line = _own_line(unit, target, named=named_said(target), appraised=_appraised_said(unit, target, standing.appraised), now=now)
    return say("explanations.line_appealed", line=line, appeal=_appeal_said(appeal)) if appeal else line


def _own_line(unit: UnitResult, target: Leaf | Item, **facts: object) -> Said:
    """A criterion that the unit scores itself: its answer and the points it comes to; points that are the answer stand once."""
    text = unit.answers.get(target.address)
    if not text:
        return say("explanations.unanswered_line", **facts)
    answer, own = from_json(text), _points_said(unit.own, target)
    if isinstance(target.rule, Manual) and unit.own.points_of(target) is not None and not is_not_applicable(answer):
        return say("explanations.points_line", own=own, **facts)
    return say("explanations.line", answer=recorded(target, answer), own=own, **facts)


def _external_line(unit: UnitResult, target: Leaf, standing: Standing, now: Said | str) -> Said:
    """A criterion that no unit scores itself: what its appraiser gave, and why where that was said."""
    judged = standing.appraised or standing.final
    reason = say("explanations.external_reason", reason=judged.reason) if judged and judged.reason else ""
    points = _points_said(unit.appraised if standing.appraised else unit.score, target)
    return say("explanations.external_line", named=named_said(target), points=points, reason=reason, now=now)


def _appraised_said(unit: UnitResult, target: Leaf | Item, judged: Judged | None) -> Said | str:
    """What a criterion was appraised with, and why, unless its score was accepted; nothing where it was judged after the appraisal alone."""
    if judged is None:
        return ""
    if judged.points is None and unit.appraised.points_of(target) == unit.own.points_of(target):
        return say("explanations.appraised", points=say("explanations.as_own"))
    points = _points_said(unit.appraised, target)
    if judged.points is None:
        return say("explanations.appraised", points=points)
    reason = judged.reason or say("explanations.no_reason")
    return say("explanations.appraised_because", points=points, reason=reason, role=say(f"joining.role.{judged.as_role}"))


def _is_frozen(period: Period) -> bool:
    """Whether the points that count are the final ones."""
    return period.state == "published" or period.stage == "final"


def _total_now(result: Result, unit: UnitResult) -> Said | str:
    """The total that counts: the final one once scores are frozen; before that where it is no longer the appraised one."""
    if _is_frozen(result.period):
        return say("explanations.total_final", points=unit.score.total)
    return say("explanations.total_now", points=unit.score.total) if unit.score.total != unit.appraised.total else ""


def _now(result: Result, unit: UnitResult, target: Leaf | Item, standing: Standing, appeal: Explanation | None) -> Said | str:
    """The points that count, where they are not the appraised ones; with the reason, unless the appeal says it."""
    if standing.appraised is not None and unit.score.points_of(target) == unit.appraised.points_of(target):
        return ""
    points, reason = _points_said(unit.score, target), standing.final.reason if standing.final else ""
    is_final = _is_frozen(result.period)
    if not reason or (appeal is not None and appeal.outcome_reason == reason):
        return say("explanations.final" if is_final else "explanations.now", points=points)
    return say("explanations.final_because" if is_final else "explanations.now_because", points=points, reason=reason)


def _points_said(score: SheetScore, target: Leaf | Item) -> Said:
    points = score.points_of(target)
    return say("explanations.points", points=points) if points is not None else say("explanations.left_out")


def _appeal_said(appeal: Explanation) -> Said:
    match appeal.outcome:
        case None:
            return say("explanations.appeal_waits", text=appeal.text)
        case "accepted":
            return say("explanations.appeal_accepted", text=appeal.text, reason=appeal.outcome_reason)
        case "kept":
            return say("explanations.appeal_kept", text=appeal.text, reason=appeal.outcome_reason)
        case "changed":
            return say("explanations.appeal_changed", text=appeal.text, reason=appeal.outcome_reason)
