"""A sheet filled in outside the chat, compared with what stands now.

A workbook comes back as people leave it: rows in another order, some missing, some twice, hidden columns gone. Each row is matched with a criterion by what
people see (code and title), and by its hidden key only where that is not to be read. What it says is compared with what stood when the file was made, so
that a cell nobody touched changes nothing, and a cell that a colleague's later answer contradicts is a conflict. Empty cells remove nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.criteria.answers import Answer
from domain.criteria.counts import Deduct, PlusMinus
from domain.errors import RuleError
from domain.filled_cells import Filled, Given, counts_of, read_given
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import check_answer
from domain.sheets import require_explanation
from domain.texts import clean, fold

FORMAT = "ktd-fill/1"
"""What our workbook says in its hidden mark that it is."""

INPUTS = ("plan", "result", "reason", "proof", "explanation")
"""The columns that people fill."""
PLUS, MINUS = "+", "-"


class NoSuchCriterion(RuleError):
    """A row that was added, or whose code was changed."""

    key = "filling.no_such_criterion"


class TitleDiffers(RuleError):
    """The code is a criterion's, the title is not."""

    key = "filling.title_differs"


class TwoRows(RuleError):
    """Two rows give one criterion different answers."""

    key = "filling.two_rows"


class OwnedByAnother(RuleError):
    """A colleague answers for this criterion (domain/owners.py)."""

    key = "filling.anothers"


@dataclass(frozen=True)
class Line:
    """A row of the workbook: a criterion or item, or, with `part`, one of the counts by which it is answered: a violation's code, "+" or "-"."""

    target: Leaf | Item
    part: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        return f"{self.target.address}#{self.part}" if self.part else self.target.address

    @property
    def code(self) -> str:
        """As it is shown: "I.1", "T1", "II.4 V1"."""
        shown = self.target.address if isinstance(self.target, Leaf) else self.target.code
        return f"{shown} {self.part}" if self.part else shown


@dataclass(frozen=True)
class FilledRow:
    """A row as it came back: its number in the file, the hidden key (empty where it is gone), code and title as shown, and the cells that hold something."""

    row: int
    key: str
    code: str
    title: str
    cells: Mapping[str, Filled]


@dataclass(frozen=True)
class Standing:
    """What a criterion holds: its answer, explanation and documents; `is_mine` where who sends the file gave the answer."""

    answer: Answer | None = None
    explanation: str = ""
    documents: tuple[str, ...] = ()
    is_mine: bool = False


@dataclass(frozen=True)
class Change:
    """What a row would change: an answer, an explanation (None and "" where not), documents to add. A conflict contradicts what came after the file."""

    target: Leaf | Item
    row: int
    answer: Answer | None
    explanation: str
    documents: tuple[str, ...]
    is_conflict: bool


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, and why, as a refusal's sentence."""

    row: int
    code: str
    refusal: RuleError


@dataclass(frozen=True)
class Comparison:
    """All there is to say about a file. `emptied` are the codes of rows whose answer stands and whose cells are empty, `missing` of criteria without a
    row: both stay as they are."""

    changes: tuple[Change, ...]
    faults: tuple[RowFault, ...]
    emptied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def safe(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.is_conflict)

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_conflict)


@dataclass
class Matched:
    """The rows of each criterion by their part, what is wrong with rows of none, and the criteria whose rows contradict each other."""

    rows: dict[str, dict[str, FilledRow]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[RowFault] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


def lines(rubric: Rubric) -> tuple[Line, ...]:
    """The rows of a rubric's workbook, in order: what the unit answers, then bonus and penalty items; counts below what they belong to."""
    targets: tuple[Leaf | Item, ...] = (*rubric.own_leaves, *rubric.items)
    return tuple(line for target in targets for line in lines_of(target))


def lines_of(target: Leaf | Item) -> tuple[Line, ...]:
    match target.rule:
        case Deduct(violations=violations):
            return (Line(target, title=target.title), *(Line(target, one.code, one.title) for one in violations))
        case PlusMinus():
            return (Line(target, title=target.title), Line(target, PLUS), Line(target, MINUS))
        case _:
            return (Line(target, title=target.title),)


def compare(
    rubric: Rubric, rows: Sequence[FilledRow], standing: Mapping[str, Standing], made_from: Mapping[str, Standing] | None, others: Collection[str]
) -> Comparison:
    """What the rows would change, by address `standing` and, where that is known, what the file was `made_from`. `others` are colleagues' criteria."""
    matched = match_rows(rubric, rows)
    judged = []
    for address, parts in matched.rows.items():
        was = None if made_from is None else made_from.get(address, Standing())
        judged.append(_judged(rubric, address, parts, standing.get(address, Standing()), was, is_anothers=address in others))
    return Comparison(
        tuple(sorted((one.change for one in judged if one.change), key=lambda one: one.row)),
        tuple(sorted((*matched.faults, *(one.fault for one in judged if one.fault)), key=lambda one: one.row)),
        emptied=tuple(code for one in judged for code in one.emptied),
        missing=_missing(rubric, matched, others),
    )


def _missing(rubric: Rubric, matched: Matched, others: Collection[str]) -> tuple[str, ...]:
    """What has no row, by its first line's code, or where only counts lack by theirs; colleagues' criteria are not the sender's to miss."""
    found: dict[str, list[Line]] = {}
    told = {*others, *matched.doubtful}
    for line in lines(rubric):
        address = line.target.address
        if address not in told and line.part not in matched.rows.get(address, ()):
            found.setdefault(address, []).append(line)
    whole = {address for address in found if address not in matched.rows}
    return tuple(line.code for address, lacking in found.items() for line in (lacking[:1] if address in whole else lacking))


@dataclass(frozen=True)
class _Judged:
    """What the rows of one criterion come to."""

    change: Change | None = None
    fault: RowFault | None = None
    emptied: tuple[str, ...] = ()


def _judged(rubric: Rubric, address: str, parts: Mapping[str, FilledRow], now: Standing, was: Standing | None, *, is_anothers: bool) -> _Judged:
    target = rubric.at(address)
    assert target is not None  # matched with a line of this rubric
    given = read_given(target, {part: row.cells for part, row in parts.items()}, now.answer)
    if given.refusal is not None:
        return _Judged(fault=RowFault(parts[given.part].row, parts[given.part].code, given.refusal))
    first = min(row.row for row in parts.values())
    try:
        change = _change(rubric, target, first, given, now, was)
        if change is not None and is_anothers:
            raise OwnedByAnother
    except RuleError as refusal:  # every fault of the file is told, each at its row
        return _Judged(fault=RowFault(first, lines_of(target)[0].code, refusal))
    return _Judged(change, emptied=_emptied(target, parts, given, now))


def _emptied(target: Leaf | Item, parts: Mapping[str, FilledRow], given: Given, now: Standing) -> tuple[str, ...]:
    """The rows that are empty though what they asked for is answered; of several counts those alone that are not 0."""
    if now.answer is None:
        return ()
    if given.answer is None:
        return (lines_of(target)[0].code,)
    counts = counts_of(now.answer)
    return tuple(row.code for part, row in parts.items() if part and "result" not in row.cells and counts.get(part))


# ---------------------------------------------------------------------------------------------------------------- which row is which


def match_rows(rubric: Rubric, rows: Iterable[FilledRow]) -> Matched:
    """The rows by criterion and part. A row that is there twice counts once where both say the same, else not at all."""
    known = lines(rubric)
    by_key, by_code = {line.key: line for line in known}, {_packed(line.code): line for line in known}
    matched = Matched()
    for row in rows:
        line = _line_of(row, by_key, by_code)
        if isinstance(line, Line):
            there = matched.rows[line.target.address].setdefault(line.part, row)
            if there.cells != row.cells:
                matched.faults.append(RowFault(row.row, row.code, TwoRows(other=there.row)))
                matched.doubtful.add(line.target.address)
        elif any(cell.kind != "merged" for cell in row.cells.values()):
            matched.faults.append(RowFault(row.row, row.code, line))
    for address in matched.doubtful:
        del matched.rows[address]
    return matched


def _line_of(row: FilledRow, by_key: Mapping[str, Line], by_code: Mapping[str, Line]) -> Line | RuleError:
    """What people see decides: a sort may have left the hidden key behind. The key helps where code or title are not to be read."""
    seen, keyed = by_code.get(_packed(row.code)), by_key.get(row.key)
    if seen is not None and (seen.part or _same(seen.title, row.title)):
        return seen
    if keyed is not None and keyed in (seen, None):
        return keyed
    if keyed is not None and seen is None and (not row.code or _same(keyed.title, row.title)):
        return keyed
    return NoSuchCriterion(code=row.code or row.title[:40]) if seen is None else TitleDiffers(title=seen.title)


def _same(one: str, other: str) -> bool:
    return bool(other.strip()) and fold(one) == fold(other)


def _packed(code: str) -> str:
    return fold(code).replace(" ", "")


# ---------------------------------------------------------------------------------------------------------------- what it changes


def _change(rubric: Rubric, target: Leaf | Item, row: int, given: Given, now: Standing, was: Standing | None) -> Change | None:
    """What a row changes, or None. Raises what the rule, or an explanation too short, refuses."""
    answer = given.answer
    if answer is not None and not _is_new(answer, now.answer, was.answer if was else None):
        answer = None
    if answer is not None:
        check_answer(rubric, target, answer)
    said = clean(given.explanation)
    explanation = said if said and _is_new(said, now.explanation or None, was.explanation if was else None) else ""
    if explanation:
        require_explanation(explanation)
        if answer is None and now.answer is None:
            explanation = ""
    documents = _new_documents(given.documents, now.documents)
    if answer is None and not explanation and not documents:
        return None
    is_conflict = (answer is not None and _contradicts(now, was)) or (bool(explanation) and was is not None and now.explanation != was.explanation)
    return Change(target, row, answer, explanation, documents, is_conflict)


def _is_new(said: object, now: object, was: object) -> bool:
    """Whether it differs from what stands, and is not merely what the file was made with; where nothing stands (any more), whatever is said is new."""
    return said != now and (now is None or said != was)


def _contradicts(now: Standing, was: Standing | None) -> bool:
    """Whether what stands came after the file; where that is not known, whether a colleague gave it."""
    if now.answer is None:
        return False
    return not now.is_mine if was is None else now.answer != was.answer


def _new_documents(given: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    known = {fold(one) for one in there}
    found: dict[str, str] = {}
    for one in given:
        if fold(one) not in known:
            found.setdefault(fold(one), one)
    return tuple(found.values())
