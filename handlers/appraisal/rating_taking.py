"""What an external appraiser's workbook would change: compared with what counts now, its faults named by row, and taken over only when confirmed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.appraisal import require_no_conflict
from domain.decided_points import read_decided
from domain.errors import RuleError
from domain.filled_cells import Filled, as_typed
from domain.rubrics import Leaf
from domain.texts import fold
from domain.units import named
from handlers.appraisal.external import keep_rating
from handlers.appraisal.given import check_sum
from handlers.appraisal.progress import tell_when_complete
from handlers.appraisal.rating_files import PURPOSE, entered, heading_of, rated_result
from handlers.flow import Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of

LINES_AT_MOST = 40


@dataclass(frozen=True)
class Entry:
    """Points for a unit's criterion that stand in the file and not in the log yet."""

    unit: UnitResult
    leaf: Leaf
    points: Decimal
    before: Decimal | None
    reason: str


async def compare(turn: Turn, number: str) -> Shown:
    """What the file would change, and its faults by row; nothing is taken over yet."""
    result, entries, faults, unread = await _compared(turn, number)
    text = [say("appraisal.ratings_changes", count=len(entries), lines=tuple(_line(one) for one in entries[:LINES_AT_MOST]))] if entries else []
    text += [say("appraisal.ratings_faults", lines=tuple(faults[:LINES_AT_MOST]))] if faults else []
    text += [say("appraisal.ratings_nothing")] if not entries and not faults else []
    text += unread
    confirm = (choice("appraisal.confirm_label", "appraisal.ratings_taken", number, _mark(entries), weight="main"),) if entries else ()
    return end(tuple(text), (*confirm, choice("appraisal.back_label", "appraisal.period", result.period.id)))


def _line(entry: Entry) -> Said:
    before = say("appraisal.bare", points=entry.before) if entry.before is not None else say("appraisal.none_given")
    return say("appraisal.ratings_line", unit=entry.unit.place.unit_name, address=entry.leaf.address, before=before, points=entry.points)


def _mark(entries: list[Entry]) -> str:
    """What was shown of the changes: another appraiser may enter points meanwhile."""
    return check_sum([(one.unit.place.sheet_id, one.leaf.address, one.before, one.points) for one in entries])


async def take_over(turn: Turn, number: str, mark: str) -> Shown:
    """Keeps every change of the file, each as if it had been typed, where they are what was shown."""
    result, entries, *_ = await _compared(turn, number)
    if not entries or _mark(entries) != mark:
        raise Outdated
    for entry in entries:
        await keep_rating(turn, result, entry.unit, entry.leaf, entry.points, entry.reason)
    await tell_when_complete(turn, await result_of(turn, result.period))
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return end(say("appraisal.ratings_taken", count=len(entries)), back, lasting=True)


async def _compared(turn: Turn, number: str) -> tuple[Result, list[Entry], list[Said], list[Said]]:
    """What a workbook that was read would change, its faults, and which of its worksheets were not read."""
    document = await turn.store.documents.of(id_of(number))
    if document is None or document.by != turn.me.id or document.purpose != PURPOSE or document.state != "read":
        raise Outdated
    result, leaves = await rated_result(turn, document.number)
    entries, faults, read = [], [], json.loads(document.found)
    for found in _cells(turn, result, leaves, read):
        if isinstance(found, Entry):
            entries.append(found)
        else:
            faults.append(found)
    names = ", ".join(read.get("unread", ()))
    return result, entries, faults, [say("appraisal.ratings_unread", sheet=read["sheet"], names=names)] if names else []


def _cells(turn: Turn, result: Result, leaves: tuple[Leaf, ...], found: dict[str, Any]) -> Iterator[Entry | Said]:
    """Every cell that changes something, and every fault, row by row; of a unit with several rows none is taken, nor a row that fits several units."""
    columns = _columns(turn, leaves, found)
    yield from (say("appraisal.ratings_column", heading=heading[:60]) for heading, leaf in columns.items() if leaf is None)
    rows = [(row, _units(result, row["unit"])) for row in found["rows"]]
    sure = [units[0] for _, units in rows if len(units) == 1]
    for row, units in rows:
        if len(units) != 1:
            yield _unsure(row["row"], row["unit"][:60], units)
            continue
        unit = units[0]
        if sure.count(unit) > 1:
            yield say("appraisal.ratings_twice", row=row["row"], unit=unit.place.unit_name)
            continue
        if _names_another(result, unit, row["name"]):
            yield say("appraisal.ratings_other_name", row=row["row"], code=unit.place.code, unit=unit.place.unit_name, name=row["name"])
            continue
        for heading, cell in row["cells"].items():
            leaf = columns.get(heading)
            if leaf is not None:
                yield from _cell(turn, result, unit, leaf, row["row"], _filled(cell))


def _filled(cell: list[Any] | str) -> Filled:
    """A cell as the reading keeps it; text alone in what was read before kinds of cells were kept."""
    return Filled("text", cell) if isinstance(cell, str) else Filled(*cell)


def _columns(turn: Turn, leaves: tuple[Leaf, ...], found: dict[str, Any]) -> dict[str, Leaf | None]:
    """The headings under which something stands, each with the criterion it names; None where that is none the person enters."""
    known = {fold(heading_of(turn, leaf)): leaf for leaf in leaves} | {fold(leaf.address): leaf for leaf in leaves}
    headings = {heading: None for row in found["rows"] for heading in row["cells"]}
    return {heading: known.get(fold(heading)) or known.get(fold(heading.split(" ")[0])) for heading in headings}


def _units(result: Result, words: str) -> list[UnitResult]:
    """The units that a row may mean."""
    found = {one.id for one in named(words, (one.place.unit for one in result.units))}
    return [one for one in result.units if one.place.unit_id in found]


def _unsure(row: int, words: str, units: list[UnitResult]) -> Said:
    """A row of which no unit, or no single one, is meant."""
    if not units:
        return say("appraisal.ratings_no_unit", row=row, unit=words)
    return say("appraisal.ratings_several_units", row=row, unit=words, names=", ".join(one.place.unit_name for one in units))


def _names_another(result: Result, unit: UnitResult, name: str) -> bool:
    """Whether the name beside a unit's code is another unit's: one column of the file was sorted without the other."""
    others = {fold(place.unit_name) for place in result.places if place.code != unit.place.code} - {fold(unit.place.unit_name)}
    return fold(name) in others


def _cell(turn: Turn, result: Result, unit: UnitResult, leaf: Leaf, row: int, cell: Filled) -> Iterator[Entry | Said]:
    try:
        require_no_conflict(turn.me, unit.place.unit_id, result.deciders)
        points, reason = read_decided(result.rubric, leaf, as_typed(cell))
    except RuleError as refusal:
        yield say("appraisal.ratings_fault", row=row, address=leaf.address, why=Said(refusal.key, refusal.facts))
        return
    before = entered(unit, leaf)
    if before != points:
        yield Entry(unit, leaf, points, before, reason)
