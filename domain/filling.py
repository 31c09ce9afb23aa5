"""A sheet filled in outside the chat, compared with what stands now.

A workbook comes back as people leave it: domain/filled_rows.py finds which row answers which criterion, domain/filled_answers.py what it says. That is compared
with what stood when the file was made, so that a cell nobody touched changes nothing, and a cell that a colleague's later answer contradicts is a conflict.
Empty cells remove nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.criteria.answers import Answer, normal
from domain.errors import RuleError
from domain.filled_answers import Given, counts_of, read_given
from domain.filled_proof import new_documents
from domain.filled_rows import FilledRow, Line, Matched, RowFault, lines, lines_of, match_rows
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import check_answer
from domain.sheets import require_explanation
from domain.texts import clean


class OwnedByAnother(RuleError):
    """A colleague answers for this criterion (domain/owners.py)."""

    key = "filling.anothers"


class ExplainsNothing(RuleError):
    """An explanation where there is no answer to explain."""

    key = "filling.explains_nothing"


@dataclass(frozen=True)
class Standing:
    """What a criterion holds: its answer, explanation and documents, the names of files among them; `is_mine` where who sends the file gave the answer."""

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
class Comparison:
    """All there is to say about a file. `emptied` are the codes of rows whose answer stands and whose cells were emptied, `missing` of criteria without a
    row: both stay as they are."""

    changes: tuple[Change, ...]
    faults: tuple[RowFault, ...]
    emptied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def safe(self) -> tuple[Change, ...]:
        """The changes that may be taken over at once."""
        return tuple(change for change in self.changes if not change.is_conflict)

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes to what somebody else has changed since the file was made: each is asked."""
        return tuple(change for change in self.changes if change.is_conflict)


def compare(
    rubric: Rubric,
    rows: Sequence[FilledRow],
    standing: Mapping[str, Standing],
    made_from: Mapping[str, Standing] | None,
    others: Mapping[str, str],
    *,
    by_sight: bool = False,
) -> Comparison:
    """What the rows would change, by address `standing` and, where that is known, what the file was `made_from`. `others` are colleagues' criteria with the
    owner's name; `by_sight` where the file was not made by this very table."""
    matched = match_rows(rubric, rows, by_sight=by_sight)
    judged = []
    for address, parts in matched.rows.items():
        was = None if made_from is None else _normal(made_from.get(address, Standing()))
        judged.append(_judged(rubric, address, parts, _normal(standing.get(address, Standing())), was, others.get(address)))
    return Comparison(
        tuple(sorted((one.change for one in judged if one.change), key=lambda one: one.row)),
        tuple(sorted((*matched.faults, *(fault for one in judged for fault in one.faults)), key=lambda one: one.row)),
        emptied=tuple(code for one in judged for code in one.emptied),
        missing=_missing(rubric, matched, others),
    )


def _normal(standing: Standing) -> Standing:
    return standing if standing.answer is None else replace(standing, answer=normal(standing.answer))


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
    faults: tuple[RowFault, ...] = ()
    emptied: tuple[str, ...] = ()


def _judged(rubric: Rubric, address: str, parts: Mapping[str, FilledRow], now: Standing, was: Standing | None, owner: str | None) -> _Judged:
    """What the rows of one criterion come to; of a colleague's, the `owner`, only that it is theirs, where a row says anything new."""
    target = rubric.at(address)
    assert target is not None  # matched with a line of this rubric
    given = read_given(target, {part: row.cells for part, row in parts.items()}, now.answer)
    if given.refusal is not None:
        refused = given.refusal if owner is None else OwnedByAnother(owner=owner)
        return _Judged(faults=(RowFault(parts[given.part].row, parts[given.part].code, refused),))
    first, code = min(row.row for row in parts.values()), lines_of(target)[0].code
    documents, no_proof = new_documents(given.documents, now.documents)
    try:
        change = _change(rubric, target, first, replace(given, documents=documents), now, was)
        if (change is not None or no_proof is not None) and owner is not None:
            raise OwnedByAnother(owner=owner)
    except RuleError as refusal:  # every fault of the file is told, each at its row
        refused = refusal if owner is None else OwnedByAnother(owner=owner)
        return _Judged(faults=(RowFault(first, code, refused),))
    faults = () if no_proof is None else (RowFault(first, code, no_proof),)
    return _Judged(change, faults, _emptied(target, parts, given, now, was) if owner is None else ())


def _emptied(target: Leaf | Item, parts: Mapping[str, FilledRow], given: Given, now: Standing, was: Standing | None) -> tuple[str, ...]:
    """The rows that are empty though what they asked for is answered, and was when the file was made; of several counts those alone that are not 0."""
    if now.answer is None or (was is not None and was.answer is None):
        return ()
    if given.answer is None:
        return (lines_of(target)[0].code,)
    counts = counts_of(now.answer if was is None else was.answer)
    return tuple(row.code for part, row in parts.items() if part and "result" not in row.cells and counts.get(part))


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
            raise ExplainsNothing
    documents = given.documents
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
