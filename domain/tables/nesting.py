"""How a table's rows nest, as their codes say: I above 1 above 1.1 above a) above a dash; and what each row is called within its section.

A kind of code that stands open already closes what is below it; one that does not opens below the row before. Where a letter may be a Roman number (C, D, I,
V, X), it is what goes on with what stands open. "II" goes on with "Phần I" where no bare Roman number stood before, and "Phần II" with "I". A row is called
as it is printed where that tells it apart; else what stands above it is put before it: "a)" below 2 is 2a, a dash below 2a is 2a.1, "1" below II of section A
is II.1.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.tables.blocks import block_of
from domain.tables.rows import DASHES, Row
from domain.texts import fold

ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
LETTERS = "ABCDĐEGHIKLMNOPQRSTUVXY"
WORDS = ("phan", "muc", "nhom", "chuong", "tieu chi", "noi dung", "chi tieu")
"""What may stand before a code, folded: "Phần I", "Tiêu chí 1". Rows of one word are of one kind; the code alone is the address."""


@dataclass
class Node:
    """A row with what stands below it. `code` is what it is called within its section."""

    row: Row
    code: str
    children: list["Node"] = field(default_factory=list)


def nest(rows: Iterable[Row]) -> list[Node]:
    """The rows as trees, by their codes alone. Rows without a code are left out, but for those that begin bonus or penalty points."""
    roots: list[Node] = []
    opened: list[tuple[str, Node]] = []
    met: set[str] = set()
    for row in rows:
        printed = bare(row.code)
        if (not printed and not block_of(row.title, bare=True)) or is_beside(row):
            continue
        kind = f"{_worded(row.code)[0]} {_kind(printed, opened)}".strip() if printed else "block"
        kind = kind if kind in met else _gone_on_with(kind, printed, opened)
        met.add(kind)
        del opened[_depth(kind, opened) :]
        parent = opened[-1][1] if opened else None
        node = Node(row, _called(_own_part(printed, opened), kind, parent, is_top_child=len(opened) == 1))
        (parent.children if parent else roots).append(node)
        opened.append((kind, node))
    return roots


def is_beside(row: Row) -> bool:
    """Whether the row holds nothing but words where codes stand: who signs, or who receives the table."""
    return not row.title and not row.has_points and _kind(bare(row.code), []) == "other"


def bare(code: str) -> str:
    """A code without the word before it, its brackets and what ends it."""
    code = _worded(unicodedata.normalize("NFKC", code))[1]  # "Ⅰ" and "①" are I and 1
    return code if code in DASHES else code.strip("() ").rstrip(".):/-– ").strip()


def _worded(code: str) -> tuple[str, str]:
    """The word before a code, folded, and the code; the word is empty where there is none."""
    words = code.split()
    for word in WORDS:
        count = word.count(" ") + 1
        if len(words) > count and fold(" ".join(words[:count])) == word:
            return word, " ".join(words[count:])
    return "", code


def kind_of(code: str) -> str:
    """What kind of code a printed code is, by itself; empty for none."""
    printed = bare(code)
    return _kind(printed, []) if printed else ""


def _kind(code: str, opened: list[tuple[str, Node]]) -> str:
    """roman, letter, number, dotted2, dotted3, mixed (3a), small, dash; other for what is none of these."""
    if code in DASHES:
        return "dash"
    if re.fullmatch(r"\d+", code):
        return "number"
    if re.fullmatch(r"\w+(\.\w+)+", code):
        return f"dotted{code.count('.') + 1}"
    if re.fullmatch(r"\d+[a-zđ]{1,2}", code):
        return "mixed"
    if re.fullmatch(r"[a-zđ]{1,2}", code):
        return "small"
    return _capital(code, opened)


def _capital(code: str, opened: list[tuple[str, Node]]) -> str:
    is_roman = ROMAN.fullmatch(code) is not None
    if code not in LETTERS or not is_roman:
        return "roman" if is_roman else "letter" if code in LETTERS else "other"
    kinds = {kind.rpartition(" ")[2]: node for kind, node in opened}
    before = bare(kinds["letter"].row.code) if "letter" in kinds else ""
    if before and LETTERS.find(before) + 1 == LETTERS.find(code):
        return "letter"
    return "roman" if "roman" in kinds or code == "I" else "letter"


def _gone_on_with(kind: str, code: str, opened: list[tuple[str, Node]]) -> str:
    """The kind that stands open and differs by a word before its code alone, where this code comes after its; else the kind itself."""
    word, _, own = kind.rpartition(" ")
    for other, node in opened:
        before, _, base = other.rpartition(" ")
        if base == own and bool(word) != bool(before) and _place(own, code) > _place(own, bare(node.row.code)) > 0:
            return other
    return kind


def _place(kind: str, code: str) -> int:
    """Which in its order a code is, from 1; 0 where the kind has no order."""
    match kind:
        case "number":
            return int(code)
        case "letter":
            return LETTERS.find(code) + 1
        case "roman":
            values = [ROMAN_VALUES[letter] for letter in code]
            return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return 0


def _own_part(code: str, opened: list[tuple[str, Node]]) -> str:
    """A dotted code without the section's own code before it: "I.2" in section I is 2."""
    head, _, rest = code.partition(".")
    return rest if rest and opened and head == bare(opened[0][1].row.code) else code


def _depth(kind: str, opened: list[tuple[str, Node]]) -> int:
    """How many of those that stand open stay open above a row of this kind."""
    kinds = [one for one, _ in opened]
    if kind == "block" or ("block" in kinds and kind.rpartition(" ")[2] in {"roman", "letter"}):
        return 0
    if kind in kinds:
        return kinds.index(kind)
    above = {"mixed": "number", "dotted2": "number"}.get(kind, f"dotted{int(kind[6:]) - 1}" if kind.startswith("dotted") else "")
    if above in kinds:
        return kinds.index(above) + 1
    return len(kinds)


def _called(printed: str, kind: str, parent: Node | None, *, is_top_child: bool) -> str:
    if parent is None or is_top_child:
        return str(len(parent.children) + 1) if kind == "dash" and parent else printed
    if kind == "dash":
        return f"{parent.code}.{len(parent.children) + 1}"
    if printed.startswith(parent.code) and printed != parent.code:
        return printed
    return f"{parent.code}{'' if kind == 'small' else '.'}{printed}"
