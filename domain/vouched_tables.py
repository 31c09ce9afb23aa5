"""The versions of tables, and what a period goes by, held against the audit log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.audit import Break, Entry

LATENESS = ("closes_at", "takes_late", "late_days")
"""What an entry names of a period by which its submissions are late."""


@dataclass(frozen=True)
class KeptRubric:
    """A version of a table as it is kept: the hash it was kept under, and whether its text still has it."""

    id: int
    bloc_id: str
    rubric: str
    version: int
    sha256: str
    is_itself: bool


@dataclass(frozen=True)
class KeptPeriod:
    """What a period goes by, as it is kept: its table, its deadline as an entry holds it, and what lateness means."""

    id: int
    rubric_id: int
    closes_at: str
    takes_late: bool
    late_days: str


def tables_unvouched(entries: Iterable[Entry], kept: Iterable[KeptRubric], periods: Iterable[KeptPeriod]) -> Iterator[Break]:
    """Every version of a table that is not as it was kept, that the log names and nobody keeps, and every period that goes by another table or deadline than
    the log says. Entries of earlier versions of ktd name a period's first table by its number alone."""
    versions = {one.id: one for one in kept}
    hashes: dict[tuple[object, object, object], str] = {(one.bloc_id, one.rubric, one.version): one.sha256 for one in versions.values()}
    for one in versions.values():
        if not one.is_itself:
            yield Break(0, f"version {one.version} of the table {one.rubric} of {one.bloc_id} is not the text that was kept")
    tables, due = dict[int, Entry](), dict[int, Entry]()
    for entry in entries:
        rubric, version = entry.values.get("rubric"), entry.values.get("version")
        if entry.act == "rubric" and hashes.get((entry.bloc_id, rubric, version)) != entry.values.get("sha256"):
            yield Break(entry.seq, f"names version {version} of the table {rubric}, which is kept otherwise or not at all")
        if entry.period_id is not None:
            tables |= {entry.period_id: entry} if entry.act in {"rubric", "period"} else {}
            due |= {entry.period_id: entry} if entry.act in {"deadline", "period"} else {}
    for period in periods:
        table, deadline = tables.get(period.id), due.get(period.id)
        if table is not None and not _goes_by(table, versions.get(period.rubric_id)):
            yield Break(table.seq, f"names another table than the one period {period.id} goes by")
        if deadline is not None and not all(deadline.values.get(name, getattr(period, name)) == getattr(period, name) for name in LATENESS):
            yield Break(deadline.seq, f"names another deadline than the one period {period.id} goes by")


def _goes_by(entry: Entry, kept: KeptRubric | None) -> bool:
    if kept is None:
        return False
    if entry.act == "rubric":
        return entry.values.get("sha256") == kept.sha256
    return (entry.values.get("rubric", kept.id), entry.values.get("rubric_sha256", kept.sha256)) == (kept.id, kept.sha256)
