"""The rows of one criterion in a filled workbook, read as an answer by its rule.

Texts are read as in the chat (domain/reading), with the same refusals; but a cell answers no question that was just asked, so that "ok" is no yes in it, and
what stands behind an answer must name a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.criteria.answers import Answer
from domain.criteria.counts import Deduct
from domain.criteria.rule import Rule
from domain.errors import RuleError
from domain.filled_cells import Cells, Filled, PercentTooLarge, as_typed, text_of
from domain.filled_proof import documents_in
from domain.numbers import Range
from domain.reading import read_answer
from domain.reading.following import UNITS
from domain.reading.kinds import is_document, not_applicable_reason
from domain.reading.one_number import HEAD, read_one, read_times
from domain.reading.two_numbers import planned
from domain.reading.words import YesOrNoAsked
from domain.rubrics import Item, Leaf
from domain.sheets import require_reason
from domain.texts import clean, fold

YES_OR_NO = frozenset({"yes", "held"})
PAIRS = frozenset({"percent_of_plan", "relative_to_leader"})
COUNTED = frozenset({"deduct", "plus_minus"})
SIGNS = {"+": "plus", "-": "minus"}
WITHOUT = frozenset({"khong", "khong co", "khong giao", "-", "–"})
NO_TIMES = frozenset({"khong", "khong co", "ko", "ko co", "chua co"})
TICKS = frozenset({"✓", "✔", "✔️", "√", "☑", "☑️", "✅", "v", "true"})
"""What people tick with in a table, and how a text file writes a ticked box; in the chat these are not asked for."""
CROSSES = frozenset({"false", "sai"})
ASSENT = frozenset({"ok", "oke", "okay", "vang", "da", "da vang"})
"""Words that agree with somebody: in the chat they answer the question above them, in a cell they may as well say that the row was looked at."""


class BothGiven(RuleError):
    """An answer, and a reason why there is none."""

    key = "filling.both"


class HalfGiven(RuleError):
    """Plan without actual, or actual without plan."""

    key = "filling.half"


class UnitsDiffer(RuleError):
    """Plan and actual are counted in different units ("2 tỷ" and "1.900 triệu")."""

    key = "filling.units_differ"


class CountedBelow(RuleError):
    """A result in the row of a criterion whose counts stand in rows of their own."""

    key = "filling.counted_below"


class BesideAnswer(RuleError):
    """Words behind an answer that name no document."""

    key = "filling.beside_answer"


class NotUsed(RuleError):
    """Something in a cell that this criterion does not use."""

    key = "filling.not_used"


class ReasonWanted(RuleError):
    """A result that says "không phát sinh": nothing to count, or not applicable, which needs its reason in the column for it."""

    key = "filling.reason_wanted"


@dataclass(frozen=True)
class Given:
    """What the rows of one criterion say; or why they cannot be read, and in which part."""

    answer: Answer | None = None
    documents: tuple[str, ...] = ()
    explanation: str = ""
    refusal: RuleError | None = None
    part: str = ""


def read_given(target: Leaf | Item, parts: Mapping[str, Cells], standing: Answer | None = None) -> Given:
    """What the rows say, by part: "" for the criterion's own row, else the count's. A count that has no cell, or an empty one, is as it is `standing`."""
    part = next(iter(parts))
    try:
        for part, cells in parts.items():
            _require_used(target.rule, part, cells)
        part = "" if "" in parts else next(iter(parts))
        own = parts.get("", {})
        reason = clean(text_of(own.get("reason")))
        if reason and _says_not_applicable(own.get("result")):
            parts = {**parts, "": {name: cell for name, cell in own.items() if name != "result"}}
        answer, evidence = _read(target, parts, standing)
        if reason:
            answer = _not_applicable(answer, reason)
        return Given(answer, (*evidence, *documents_in(text_of(own.get("proof")))), text_of(own.get("explanation")))
    except _AtPart as at:
        return Given(refusal=at.refusal, part=at.part)
    except RuleError as refusal:  # every fault of the file is told, each at its row
        return Given(refusal=refusal, part=part)


def _read(target: Leaf | Item, parts: Mapping[str, Cells], standing: Answer | None) -> tuple[Answer | None, tuple[str, ...]]:
    if target.rule.kind in COUNTED:
        counts, documents = _counts(parts)
        return _counted(target.rule, counts, counts_of(standing)), documents
    return (_pair if target.rule.kind in PAIRS else _one)(target, parts)


def _says_not_applicable(cell: Filled | None) -> bool:
    return cell is not None and cell.kind == "text" and not_applicable_reason(cell.text) is not None


def _not_applicable(answer: Answer | None, reason: str) -> Answer:
    if answer is not None:
        raise BothGiven
    require_reason(reason)
    return {"not_applicable": True, "reason": reason}


def _require_used(rule: Rule, part: str, cells: Cells) -> None:
    """Raises NotUsed or CountedBelow for what stands in a cell that is not asked: it would be lost in silence."""
    uses_plan = rule.kind in PAIRS and not part
    uses_result = rule.kind not in COUNTED or bool(part)
    if "result" in cells and not uses_result:
        raise CountedBelow
    if "plan" in cells and not uses_plan:
        raise NotUsed


# ---------------------------------------------------------------------------------------------------------------- by rule


def _one(target: Leaf | Item, parts: Mapping[str, Cells]) -> tuple[Answer | None, tuple[str, ...]]:
    """A rule that is answered in one cell; a document may follow the answer in it, as in the chat."""
    cell = parts.get("", {}).get("result")
    if cell is None:
        return None, ()
    if _says_not_applicable(cell):
        raise ReasonWanted
    asks = target.rule.fields[0]
    if cell.kind == "percent" and asks == "rate" and Decimal(cell.text) > 1:
        raise PercentTooLarge(value=Decimal(cell.text) * 100)
    typed = as_typed(cell, percent=asks in {"rate", "value"}, yes=asks in YES_OR_NO)
    reading = read_answer(target, _ticked(typed) if asks in YES_OR_NO else typed)
    return reading.answer, _documents(reading.evidence)


def _ticked(text: str) -> str:
    """A yes or no as it is typed in the chat, of what stands in a table for one. Raises YesOrNoAsked for a word that only agrees."""
    word = fold(text).rstrip(".!")
    if word in ASSENT:
        raise YesOrNoAsked
    return "x" if word in TICKS else "0" if word in CROSSES else text


def _documents(evidence: str) -> tuple[str, ...]:
    """What follows an answer in its cell. Raises BesideAnswer where it names no document: what else is said has columns of its own."""
    if evidence and not is_document(evidence):
        raise BesideAnswer(text=evidence[:60])
    return (evidence,) if evidence else ()


def _pair(target: Leaf | Item, parts: Mapping[str, Cells]) -> tuple[Answer | None, tuple[str, ...]]:
    """Plan and actual, with what they are counted in or without; where units without a plan are compared among themselves, "không" in the plan's cell."""
    own = parts.get("", {})
    plan, actual = own.get("plan"), own.get("result")
    if _says_not_applicable(actual):
        raise ReasonWanted
    if plan is None and actual is None:
        return None, ()
    if plan is None or actual is None:
        raise HalfGiven
    without = target.rule.kind == "relative_to_leader" and plan.kind == "text" and fold(plan.text) in WITHOUT
    due, proofs = (None, ()) if without else _number(plan)
    done, more = _number(actual)
    if len({_unit(plan), _unit(actual)} - {""}) > 1:
        raise UnitsDiffer
    return planned(due, done), (*proofs, *more)


def _unit(cell: Filled) -> str:
    """What a number is said to be counted in, in folded text; empty where it is not said."""
    found = HEAD.match(clean(cell.text)) if cell.kind == "text" else None
    behind = found["rest"] if found else ""
    return next((fold(unit[0]).removesuffix(" dong").rstrip(" .") for words in UNITS.values() if (unit := words.match(behind))), "")


def _number(cell: Filled) -> tuple[Decimal, tuple[str, ...]]:
    """A number from 0, and the document named behind it."""
    value, evidence = read_one(clean(as_typed(cell)), Range())
    return value, _documents(evidence)


def _times(cell: Filled) -> tuple[Decimal, tuple[str, ...]]:
    """How often, and the document named behind it."""
    typed = clean(as_typed(cell))
    if fold(typed) in NO_TIMES:
        return Decimal(0), ()
    value, evidence = read_times(typed)
    return value, _documents(evidence)


def _counts(parts: Mapping[str, Cells]) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """The counts that are given, by part, and the documents named behind them. Raises _AtPart."""
    found: dict[str, Decimal] = {}
    documents: list[str] = []
    for part, cells in parts.items():
        if part and "result" in cells:
            try:
                found[part], named = _times(cells["result"])
            except RuleError as refusal:
                raise _AtPart(part, refusal) from refusal
            documents += named
    return found, tuple(documents)


def counts_of(answer: Answer | None) -> Mapping[str, Decimal]:
    """The counts in an answer, by part: violations by their codes, "+" and "-"."""
    if answer is None:
        return {}
    if isinstance(violations := answer.get("violations"), Mapping):
        return violations
    return {part: value for part, name in SIGNS.items() if isinstance(value := answer.get(name), Decimal)}


def _counted(rule: Rule, given: Mapping[str, Decimal], standing: Mapping[str, Decimal]) -> Answer | None:
    """An answer of several counts, where at least one is given."""
    if not given:
        return None
    counts = {**standing, **given}
    if isinstance(rule, Deduct):
        return {"violations": {one.code: counts.get(one.code, Decimal(0)) for one in rule.violations}}
    return {name: counts.get(part, Decimal(0)) for part, name in SIGNS.items()}


class _AtPart(Exception):
    """A refusal, and the part it belongs to."""

    def __init__(self, part: str, refusal: RuleError) -> None:
        super().__init__(part)
        self.part, self.refusal = part, refusal
