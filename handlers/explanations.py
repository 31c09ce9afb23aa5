"""What a unit sees of its appraisal, and what it says to it: the answer to an appraiser's question, and once for each criterion an appeal.

Scene: results sent
Hoa: [Xem kết quả thẩm định]
ktd: …Sở Xây dựng…tự chấm 95…thẩm định 93,5…I.2 Chất lượng tham mưu, đề xuất…thiếu hai báo cáo…
  [Giải trình I.2] [Màn hình chính]
Hoa: [Giải trình I.2]
ktd: …I.2 Chất lượng tham mưu, đề xuất…
  [Quay lại]
Hoa: ngắn
ktd: …rõ hơn…
Hoa: Hai báo cáo chuyên đề đã gửi ngày 12/6/2026, số 45/BC-SXD
ktd: Đã gửi giải trình I.2…
  [Xong]
ktd → Minh: …Sở Xây dựng…I.2…45/BC-SXD…
  [Xem giải trình]
Hoa: [Xong]
ktd: …Giải trình: Hai báo cáo chuyên đề…chờ quyết định…
Minh: [Xem giải trình]
ktd: …Hai báo cáo chuyên đề đã gửi…
  [Giữ nguyên điểm] [Quay lại]
Minh: 9 – báo cáo gửi đúng hạn
ktd: Đã ghi quyết định…9…báo cáo gửi đúng hạn…
ktd → Hoa: …I.2…9…báo cáo gửi đúng hạn…
  [Xem kết quả thẩm định]
"""

from domain.appraisal import DECIDERS, NOTHING, decided_points, require_stage_act
from domain.criteria.answers import from_json
from domain.errors import RuleError
from domain.people import LEADERS, UNIT_ROLES, Role
from domain.rubrics import Item, Leaf
from domain.scoring import own_points
from domain.texts import clean
from handlers.criteria import named_said, recorded, shown_address
from handlers.dialogue import OutFile
from handlers.files import kept_files, note_file
from handlers.flow import Flow, Outdated, Said, Shown, State, Step, Tap, Turn, ask, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.answers import OpenSheet
from storage.explanations import Explanation

SHORTEST = 10
LONGEST = 2000


class TooShort(RuleError):
    """An explanation says something."""

    key = "explanations.too_short"


class TooLong(RuleError):
    """An explanation fits on a page."""

    key = "explanations.too_long"


class ExplainedAlready(RuleError):
    """A criterion is appealed once."""

    key = "explanations.already"


class WindowOver(RuleError):
    """The time for explanations is over."""

    key = "explanations.window_over"


class Appealing(State):
    """The unit's words on a criterion are asked."""

    sheet_id: int
    address: str


class Answering(State):
    """The unit's answer to an appraiser's question is asked: words, or files."""

    takes_files = True
    number: int


class Attaching(State):
    """The words are kept; files may follow. `kind` is what they belong to."""

    takes_files = True
    sheet_id: int
    address: str
    kind: str


# ---------------------------------------------------------------------------------------------------------------- the result


async def show_result(turn: Turn, sheet_id: str) -> Shown:
    """What became of the unit's scores: every criterion that was given other points, with the reason, and what was said to it."""
    sheet, result, unit = await _found(turn, sheet_id)
    return await result_screen(turn, sheet, result, unit)


async def _found(turn: Turn, sheet_id: int | str) -> tuple[OpenSheet, Result, UnitResult]:
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
    targets = _changed(result, unit)
    lines = tuple(_line(result, unit, target, appeals.get(target.address)) for target in targets)
    is_open = sheet.period.stage == "explanation" and sheet.period.state == "closed"
    text = say(
        "explanations.result", title=sheet.period.title, unit=sheet.unit_name, own=unit.own.total, points=unit.score.total,
        lines=lines or (say("explanations.nothing_changed"),),
        until=say("explanations.until", until=sheet.period.explains_until) if is_open and sheet.period.explains_until else "",
    )  # fmt: skip
    may_appeal = is_open and turn.me.seat_in(sheet.unit_id, LEADERS) is not None
    buttons = [
        choice("explanations.appeal_label", "explanations.appeal", sheet.id, target.address, address=shown_address(target))
        for target in targets
        if may_appeal and target.address not in appeals
    ]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    if _judges_files(sheet, targets):
        rows.append((choice("explanations.files_label", "explanations.files", sheet.id),))
    return end((*said, text), *rows, (choice("engine.home", "home.open"),), lasting=bool(said))


def _judges_files(sheet: OpenSheet, targets: list[Leaf | Item]) -> tuple[OutFile, ...]:
    """What the appraisers put beside the changed criteria."""
    return tuple(file for target in targets for file in kept_files(sheet, f"judged:{target.address}"))


async def send_files(turn: Turn, sheet_id: str) -> Shown:
    """The files on which the appraisers' judgements of this unit rest."""
    sheet, result, unit = await _found(turn, sheet_id)
    files = _judges_files(sheet, _changed(result, unit))
    back = (choice("explanations.back_label", "explanations.result", sheet.id),)
    return end(say("explanations.files", count=len(files)), back, files=files, fresh=True)


def _changed(result: Result, unit: UnitResult) -> list[Leaf | Item]:
    """Everything whose points are not what the unit gave itself."""
    changed = set(decided_points(unit.standing)) | {address for address, one in unit.standing.items() if one.final}
    targets: tuple[Leaf | Item, ...] = result.rubric.leaves + result.rubric.items
    return [target for target in targets if target.address in changed]


def _line(result: Result, unit: UnitResult, target: Leaf | Item, appeal: Explanation | None) -> Said:
    standing = unit.standing.get(target.address, NOTHING)
    judged = standing.appraised or standing.final
    points = decided_points(unit.standing).get(target.address)
    text = unit.answers.get(target.address)
    own = own_points(result.rubric, target, from_json(text)) if text else None
    role = say(f"joining.role.{judged.as_role}") if judged else ""
    return say(
        "explanations.line", named=named_said(target), answer=recorded(target.rule, from_json(text)) if text else say("explanations.none"),
        own=say("explanations.points", points=own) if own is not None else say("explanations.none"),
        points=say("explanations.points", points=points) if points is not None else say("explanations.as_own"),
        reason=judged.reason if judged and judged.reason else say("explanations.no_reason"), role=role,
        appeal=_appeal_said(appeal) if appeal else "",
    )  # fmt: skip


def _appeal_said(appeal: Explanation) -> Said:
    if appeal.outcome is None:
        return say("explanations.appeal_waits", text=appeal.text)
    key = "explanations.appeal_kept" if appeal.outcome == "kept" else "explanations.appeal_changed"
    return say(key, text=appeal.text, reason=appeal.outcome_reason)


# ---------------------------------------------------------------------------------------------------------------- an appeal


async def ask_appeal(turn: Turn, sheet_id: str, address: str) -> Shown:
    sheet, result, unit = await _appealable(turn, sheet_id, address)
    target = next(one for one in _changed(result, unit) if one.address == address)
    line = _line(result, unit, target, None)
    back = (choice("explanations.back_label", "explanations.result", sheet.id),)
    return ask((line, say("explanations.ask_appeal", named=named_said(target))), back, waits=Appealing(sheet_id=sheet.id, address=address))


async def _appealable(turn: Turn, sheet_id: int | str, address: str) -> tuple[OpenSheet, Result, UnitResult]:
    """The sheet, if its leader may say something to this criterion now. Raises WindowOver, ExplainedAlready, NotAllowed or Outdated."""
    sheet, result, unit = await _found(turn, sheet_id)
    turn.require_seat(sheet.unit_id, LEADERS)
    if sheet.period.stage != "explanation" or sheet.period.explains_until is None or turn.now > sheet.period.explains_until:
        raise WindowOver
    require_stage_act("appeal", sheet.period.state, sheet.period.stage, turn.me.roles(sheet.period.bloc_id))
    if not any(one.address == address for one in _changed(result, unit)):
        raise Outdated
    said = await turn.store.explanations.of_period(sheet.period.id)
    if any(one.sheet_id == sheet.id and one.address == address and one.kind == "appeal" for one in said):
        raise ExplainedAlready
    return sheet, result, unit


async def appeal_again(turn: Turn, state: Appealing) -> Shown:
    return await ask_appeal(turn, str(state.sheet_id), state.address)


async def give_appeal(turn: Turn, state: Appealing) -> Shown:
    sheet, result, _ = await _appealable(turn, state.sheet_id, state.address)
    target = result.rubric.at(state.address)
    text = _words(turn)
    number = await turn.store.explanations.appeal(sheet.id, state.address, text, turn.me.id, turn.now)
    if number is None or target is None:
        raise ExplainedAlready
    period = sheet.period
    await turn.record("appeal", period.bloc_id, f"sheet:{sheet.id} {state.address}", period_id=period.id, new={"text": text})
    told = say("explanations.told_appeal", unit=sheet.unit_name, named=named_said(target), text=text, by=turn.me.full_name)
    turn.tell(await _deciders(turn, sheet), told, (choice("explanations.see_appeal_label", "appraisal.appeal", number, weight="main"),))
    return _attach(sheet, state.address, "appeal", say("explanations.appealed", named=named_said(target)))


async def _deciders(turn: Turn, sheet: OpenSheet) -> list[int]:
    """Who decides on this unit's appeals; nobody of the unit itself."""
    bloc_id = sheet.period.bloc_id
    unit = await turn.store.units.of(sheet.unit_id)
    roles = DECIDERS if unit and unit.post == "chair" else DECIDERS - {Role.PROVINCE_OFFICE}
    colleagues = set(await turn.store.seats.of_unit(sheet.unit_id, UNIT_ROLES))
    return [one for one in await turn.store.seats.holders(bloc_id, roles) if one not in colleagues]


def _words(turn: Turn) -> str:
    """What was typed. Raises TooShort or TooLong."""
    text = clean(turn.text)
    if len(text) < SHORTEST:
        raise TooShort
    if len(text) > LONGEST:
        raise TooLong(most=LONGEST)
    return text


# ---------------------------------------------------------------------------------------------------------------- an answer


async def ask_answer(turn: Turn, number: str) -> Shown:
    question, sheet, target = await _question(turn, number)
    text = say("explanations.question", title=sheet.period.title, named=named_said(target), asked=question.asked, until=question.until or turn.now)
    given = (say("explanations.answered_before", text=question.text),) if question.text else ()
    return ask((text, *given, say("explanations.ask_answer")), (choice("engine.home", "home.open"),), waits=Answering(number=question.id))


async def _question(turn: Turn, number: int | str) -> tuple[Explanation, OpenSheet, Leaf | Item]:
    """The appraiser's question, its sheet and its criterion, while it may be answered by this person. Raises WindowOver, Outdated or NotAllowed."""
    question = await turn.store.explanations.of(id_of(str(number)))
    sheet = await turn.store.answers.open_sheet(question.sheet_id) if question else None
    if question is None or sheet is None or question.kind != "question":
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if question.until is None or turn.now > question.until:
        raise WindowOver
    require_stage_act("answer_question", sheet.period.state, sheet.period.stage, turn.me.roles(sheet.period.bloc_id))
    target = (await result_of(turn, sheet.period)).rubric.at(question.address)
    if target is None:
        raise Outdated
    return question, sheet, target


async def answer_again(turn: Turn, state: Answering) -> Shown:
    return await ask_answer(turn, str(state.number))


async def give_answer(turn: Turn, state: Answering) -> Shown:
    question, sheet, target = await _question(turn, state.number)
    if turn.sent is not None:
        await note_file(turn, sheet.id, f"question:{question.address}", turn.sent)
    text = _words(turn) if turn.sent is None else clean(turn.text) or question.text or turn.sent.file.name
    await turn.store.explanations.answer(question.id, text, turn.me.id, turn.now)
    period = sheet.period
    await turn.record(
        "answer", period.bloc_id, f"sheet:{sheet.id} {question.address}", period_id=period.id, old={"text": question.text}, new={"text": text}
    )
    told = say("explanations.told_answer", unit=sheet.unit_name, named=named_said(target), text=text, by=turn.me.full_name)
    asker = [question.asked_by] if question.asked_by is not None else []
    turn.tell(asker, told, (choice("explanations.see_leaf_label", "appraisal.leaf", sheet.id, question.address),))
    return _attach(sheet, question.address, "question", say("explanations.answered", named=named_said(target)))


# ---------------------------------------------------------------------------------------------------------------- files


def _attach(sheet: OpenSheet, address: str, kind: str, *said: Said) -> Shown:
    done = choice("explanations.done_label", *(("explanations.result", sheet.id) if kind == "appeal" else ("home.open",)), weight="main")
    return ask((*said, say("explanations.ask_files")), (done,), waits=Attaching(sheet_id=sheet.id, address=address, kind=kind), lasting=True)


async def take_file(turn: Turn, state: Attaching) -> Shown:
    """A file that belongs to what was said just now."""
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None or sheet.period.state != "closed" or sheet.period.stage not in {"appraisal", "explanation"}:
        raise WindowOver
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    if turn.sent is None:
        return _attach(sheet, state.address, state.kind, say("explanations.only_files"))
    await note_file(turn, sheet.id, f"{state.kind}:{state.address}", turn.sent)
    return _attach(sheet, state.address, state.kind, say("explanations.file_noted", name=turn.sent.file.name))


async def files_again(turn: Turn, state: Attaching) -> Shown:
    sheet = await turn.store.answers.open_sheet(state.sheet_id)
    if sheet is None:
        raise Outdated
    turn.require_seat(sheet.unit_id, UNIT_ROLES)
    return _attach(sheet, state.address, state.kind)


FLOW = Flow(
    "explanations",
    taps=(
        Tap("result", show_result, UNIT_ROLES),
        Tap("files", send_files, UNIT_ROLES),
        Tap("appeal", ask_appeal, LEADERS),
        Tap("answer", ask_answer, UNIT_ROLES),
    ),
    steps=(
        Step(Appealing, give_appeal, LEADERS, again=appeal_again),
        Step(Answering, give_answer, UNIT_ROLES, again=answer_again),
        Step(Attaching, take_file, UNIT_ROLES, again=files_again),
    ),
)
