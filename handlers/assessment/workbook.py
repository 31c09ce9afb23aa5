"""The sheet as a workbook to be filled in outside the chat and sent back: what can be filled is unlocked and checked by the criterion's rule."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from domain.criteria import Rule
from domain.criteria.answers import Answer, is_not_applicable
from domain.criteria.bands import Bands
from domain.criteria.counts import Deduct, PlusMinus
from domain.criteria.manual import Manual
from domain.filled_rows import FORMAT, MINUS, PLUS, Line, lines
from domain.numbers import exact_sum
from domain.people import UNIT_ROLES
from domain.rubrics import Group, Item, Leaf, Outlined, Section
from handlers.assessment.board import OnBoard
from handlers.assessment.work import Work, load, require_act
from handlers.criteria import title_written
from handlers.dialogue import OutFile
from handlers.flow import Shown, Turn, ask, choice, say
from handlers.rule_words import explained

KINDS = {
    "points": "number",
    "value": "number",
    "rate": "number",
    "yes": "yes_no",
    "held": "yes_no",
    "count": "count",
    "misses": "count",
    "days_late": "days",
}
"""How the result's cell is checked, by what the rule asks."""


async def send_workbook(turn: Turn, sheet_id: str) -> Shown:
    """The workbook, with what stands in it; the assessment goes on, so that it can come back at once."""
    work = await load(turn, sheet_id)
    turn.require_seat(work.sheet.unit_id, UNIT_ROLES)
    require_act(work, "fill")
    last = await turn.store.answers.last_logged(work.sheet.id)
    name = turn.written(say("filling.file_name", unit=work.sheet.unit_code, title=work.sheet.period.title))
    file = OutFile(name, report="filling_sheet", facts=json.dumps(workbook_facts(turn, work, last), ensure_ascii=False))
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    return replace(ask(say("filling.sent"), back, waits=OnBoard(sheet_id=work.sheet.id), fresh=True), files=(file,))


def workbook_facts(turn: Turn, work: Work, last: int) -> dict[str, object]:
    """All the workbook shows, and in `made` what it was made from, up to the answer numbered `last`: a file that comes back is compared with that."""
    sheet, rubric = work.sheet, work.rubric
    made = {
        "format": FORMAT, "sheet": sheet.id, "period": sheet.period.id, "rubric": sheet.period.rubric_id, "revision": sheet.revision, "last": last,
    }  # fmt: skip
    return {
        "unit": sheet.unit_name, "title": sheet.period.title, "rubric": title_written(turn, rubric), "made": json.dumps(made),
        "deadline": turn.written(say("filling.deadline", at=sheet.period.closes_at)), "may_not_apply": rubric.not_applicable != "forbidden",
        "sections": [[section.code, section.title, str(section.max)] for section in rubric.sections],
        "groups": {row.leaves[0].address: heads for section in rubric.sections for row, heads in _headed(section)},
        "rows": [_row(turn, work, line) for line in lines(rubric)],
    }  # fmt: skip


def _headed(section: Section) -> Iterator[tuple[Outlined, list[list[str]]]]:
    """The criteria above whose row groups are named, each with these: code, title, points."""
    above: list[list[str]] = []
    for row in section.outline:
        if isinstance(row.row, Group):
            above.append([f"{section.code}.{row.row.code}", row.row.title, str(exact_sum(leaf.max for leaf in row.leaves))])
        elif above and not row.row.is_external:
            yield row, above
            above = []


def _row(turn: Turn, work: Work, line: Line) -> dict[str, object]:
    target = line.target
    is_locked = target.address in work.others
    return {
        "key": line.key, "code": line.code, "section": target.section if isinstance(target, Leaf) else "", "part": line.part,
        "title": line.title or turn.written(say("filling.plus" if line.part == PLUS else "filling.minus")),
        "max": "" if line.part or target.rule.max is None else str(target.rule.max),
        "how": _how(turn, work, line), "is_locked": is_locked,
        "inputs": _inputs(work, line), "values": _values(work, line),
    }  # fmt: skip


def _how(turn: Turn, work: Work, line: Line) -> str:
    """How the points come about; who answers for it where that is a colleague; what a violation costs."""
    rule, address = line.target.rule, line.target.address
    if line.part:
        cost = next((one.points for one in rule.violations if one.code == line.part), None) if isinstance(rule, Deduct) else None
        return "" if cost is None else turn.written(say("filling.cost", points=cost))
    if address in work.others:
        return turn.written(say("owners.belongs_to", owner=work.sheet.owners[address].name))
    if isinstance(rule, Deduct):
        return turn.written(say("filling.how_deduct", max=rule.ceiling))
    how = explained(line.target)
    return turn.written(say("filling.how_plus_minus", how=how) if isinstance(rule, PlusMinus) else how)


def _inputs(work: Work, line: Line) -> dict[str, dict[str, str]]:
    """The cells that are filled, by column, and how each is checked."""
    rule, target = line.target.rule, line.target
    if line.part:
        return {"result": {"kind": "count"}}
    words: dict[str, dict[str, str]] = {"proof": {"kind": "text"}, "explanation": {"kind": "text"}}
    if isinstance(target, Leaf) and work.rubric.not_applicable != "forbidden":
        words["reason"] = {"kind": "text"}
    if rule.fields[0] == "plan":
        plan = "plan_or_none" if rule.kind == "relative_to_leader" else "plan"
        return words | {"plan": {"kind": plan}, "result": {"kind": "number", "low": "0"}}
    return words | ({"result": _checked(rule)} if rule.fields[0] in KINDS else {})


def _checked(rule: Rule) -> dict[str, str]:
    """How a result's cell is checked."""
    low, high = _ends(rule)
    ends = {"low": low, "high": high}
    step = {"step": str(rule.step)} if isinstance(rule, Manual) and rule.step is not None else {}
    return {"kind": KINDS[rule.fields[0]]} | {name: str(end) for name, end in ends.items() if end is not None} | step


def _ends(rule: Rule) -> tuple[Decimal | None, Decimal | None]:
    match rule:
        case Manual():
            return Decimal(0), rule.ceiling
        case Bands():
            return rule.low, rule.high
        case _:
            return (Decimal(0), Decimal(100)) if rule.fields[0] == "rate" else (None, None)


def _values(work: Work, line: Line) -> dict[str, str | bool]:
    """What stands, by column: numbers as plain text, true and false, words."""
    address = line.target.address
    answer = work.answers.get(address, {})
    if line.part:
        return _count(answer, line.part)
    given = work.sheet.answers.get(address)
    words = {"explanation": given.explanation if given else "", "proof": "\n".join(documents(work, address))}
    if is_not_applicable(answer):
        words["reason"] = str(answer["reason"])
    found = {column: answer.get(name) for column, name in _columns(line.target).items()}
    return {name: text for name, text in words.items() if text} | {
        column: value if isinstance(value, bool) else str(value) for column, value in found.items() if isinstance(value, bool | Decimal)
    }


def _columns(target: Leaf | Item) -> dict[str, str]:
    asks = target.rule.fields[0]
    if asks == "plan":
        return {"plan": "plan", "result": "actual"}
    return {"result": asks} if asks in KINDS else {}


def _count(answer: Answer, part: str) -> dict[str, str | bool]:
    counts = answer.get("violations")
    value = answer.get("plus" if part == PLUS else "minus") if part in {PLUS, MINUS} else counts.get(part) if isinstance(counts, dict) else None
    return {"result": str(value)} if isinstance(value, Decimal) else {}


def documents(work: Work, address: str) -> tuple[str, ...]:
    """The documents named at a criterion, by number and date."""
    return tuple(one.text for one in work.sheet.evidence_for(address) if one.kind == "document")
