"""The rows of a sheet filled in outside the chat, and which criterion each of them answers, whatever was moved, deleted, doubled or renamed.

A row is matched by what people see (code and title), and by its hidden key only where that is not to be read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.criteria.counts import Deduct, PlusMinus
from domain.errors import RuleError
from domain.filled_cells import Filled
from domain.rubrics import Item, Leaf, Rubric
from domain.texts import fold

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


class CodeMoved(RuleError):
    """The criterion stands under another code now: in the table a row was put in or taken out above it."""

    key = "filling.code_moved"


class TwoRows(RuleError):
    """Two rows give one criterion different answers."""

    key = "filling.two_rows"


@dataclass(frozen=True)
class Line:
    """A row of the workbook: a criterion or item, or, with `part`, one of the counts by which it is answered: a violation's code, "+" or "-"."""

    target: Leaf | Item
    part: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """What the row is found by: the criterion's address, and the part where it has parts."""
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
class RowFault:
    """What is wrong in a row, and why, as a refusal's sentence."""

    row: int
    code: str
    refusal: RuleError


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
    """The rows of one criterion or item: its own, and one for each count it is made of."""
    match target.rule:
        case Deduct(violations=violations):
            return (Line(target, title=target.title), *(Line(target, one.code, one.title) for one in violations))
        case PlusMinus():
            return (Line(target, title=target.title), Line(target, PLUS), Line(target, MINUS))
        case _:
            return (Line(target, title=target.title),)


def match_rows(rubric: Rubric, rows: Sequence[FilledRow], *, by_sight: bool = False) -> Matched:
    """The rows by criterion and part. A row that is there twice counts once where both say the same or one says nothing, else not at all. `by_sight`: only
    code and title count, for the file may have been made by a table in which the code and the key stood for another criterion."""
    known = lines(rubric)
    by_key, by_code = {line.key: line for line in known}, {_packed(line.code): line for line in known}
    matched = Matched()
    seen = _seen(rows, by_code) if by_sight else frozenset()
    for row in rows:
        line = _line_seen(row, by_code, seen) if by_sight else _line_of(row, by_key, by_code)
        if isinstance(line, Line):
            found = matched.rows[line.target.address]
            there = found.setdefault(line.part, row)
            if not there.cells:
                found[line.part] = row
            elif row.cells and there.cells != row.cells:
                matched.faults.append(RowFault(row.row, row.code, TwoRows(other=there.row)))
                matched.doubtful.add(line.target.address)
        elif any(cell.kind != "merged" for cell in row.cells.values()):
            matched.faults.append(RowFault(row.row, row.code, _moved(row, known) or line))
    for address in matched.doubtful:
        del matched.rows[address]
    return matched


def _line_of(row: FilledRow, by_key: Mapping[str, Line], by_code: Mapping[str, Line]) -> Line | RuleError:
    """What people see decides: a sort may have left the hidden key behind, even beside a heading. The key helps where code or title are not to be read."""
    seen, keyed = by_code.get(_packed(row.code)), by_key.get(row.key)
    if seen is not None and (seen.part or _same(seen.title, row.title)):
        return seen
    if keyed is not None and keyed in (seen, None):
        return keyed
    is_unread = not row.code and not (row.title.strip() and keyed is not None and keyed.title)
    if keyed is not None and seen is None and (is_unread or _same(keyed.title, row.title)):
        return keyed
    return NoSuchCriterion(code=row.code or row.title[:40]) if seen is None else TitleDiffers(title=seen.title)


def _seen(rows: Iterable[FilledRow], by_code: Mapping[str, Line]) -> frozenset[str]:
    """The addresses whose own row stands in the file under its code and title."""
    found = ((by_code.get(_packed(row.code)), row.title) for row in rows)
    return frozenset(line.target.address for line, title in found if line is not None and not line.part and _same(line.title, title))


def _line_seen(row: FilledRow, by_code: Mapping[str, Line], seen: Collection[str]) -> Line | RuleError:
    """The line that the row is by its code and title; a count, only below its criterion as that stands in the table."""
    line = by_code.get(_packed(row.code))
    if line is None:
        return NoSuchCriterion(code=row.code or row.title[:40])
    is_same = _same(line.title, row.title) if line.title else bool(line.part)
    return line if is_same and line.target.address in seen else TitleDiffers(title=line.title or line.target.title)


def _moved(row: FilledRow, known: Iterable[Line]) -> CodeMoved | None:
    """That the row's criterion stands under another code, where exactly one has its title."""
    found = [line for line in known if not line.part and _same(line.title, row.title)]
    return CodeMoved(now=found[0].code) if len(found) == 1 and _packed(found[0].code) != _packed(row.code) else None


def _same(one: str, other: str) -> bool:
    return bool(other.strip()) and fold(one) == fold(other)


def _packed(code: str) -> str:
    return fold(code).replace(" ", "")
