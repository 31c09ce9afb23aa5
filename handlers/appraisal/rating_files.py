"""External criteria entered by workbook: given out with the units in it, read when it comes back, compared, and taken over only when confirmed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.appraisal import read_decided, require_no_conflict, require_stage_act
from domain.criteria.manual import External
from domain.errors import RuleError
from domain.rubrics import Leaf
from domain.texts import fold
from domain.units import named
from handlers import documents
from handlers.appraisal.board import rated_by
from handlers.appraisal.case import period_of
from handlers.appraisal.external import APPRAISER, keep_rating
from handlers.appraisal.progress import tell_when_complete
from handlers.dialogue import OutFile, Sent
from handlers.flow import Due, FileUse, NotAllowed, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.documents import Document

PURPOSE = "appraisal.ratings_read"
LINES_AT_MOST = 40


class AwaitingRatings(State):
    """The filled workbook is awaited; nothing that is typed has a meaning of its own."""

    asks = False
    takes_files = True
    period_id: int


@dataclass(frozen=True)
class Entry:
    """Points for a unit's criterion that stand in the file and not in the log yet."""

    unit: UnitResult
    leaf: Leaf
    points: Decimal
    before: Decimal | None
    reason: str


async def _result(turn: Turn, period_id: int | str) -> tuple[Result, tuple[Leaf, ...]]:
    """The result, and the external criteria the person enters; in the stage for it. Raises NotAllowed where there is none."""
    period = await period_of(turn, period_id, APPRAISER)
    require_stage_act("enter_external", period.state, period.stage, turn.me.roles(period.bloc_id))
    result = await result_of(turn, period)
    leaves = tuple(rated_by(turn, result))
    if not leaves:
        raise NotAllowed
    return result, leaves


def heading_of(turn: Turn, leaf: Leaf) -> str:
    """How a criterion heads its column: the way it is found again when the file comes back."""
    return turn.written(say("ratings.column", address=leaf.address, title=leaf.title, max=leaf.max))


async def give_workbook(turn: Turn, period_id: str) -> Shown:
    """The workbook with every unit and what was entered so far; the filled one is awaited."""
    result, leaves = await _result(turn, period_id)
    facts = {
        "title": result.period.title,
        "criteria": [heading_of(turn, leaf) for leaf in leaves],
        "units": [[unit.place.code, unit.place.unit_name, [_text(_entered(unit, leaf)) for leaf in leaves]] for unit in result.units],
    }
    file = OutFile(turn.written(say("ratings.name", title=result.period.title)), report="rating_sheet", facts=json.dumps(facts, ensure_ascii=False))
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return ask(say("appraisal.fill_ratings"), back, waits=AwaitingRatings(period_id=result.period.id), fresh=True, files=(file,))


def _entered(unit: UnitResult, leaf: Leaf) -> Decimal | None:
    standing = unit.standing.get(leaf.address)
    return standing.decided.points if standing and standing.decided else None


def _text(points: Decimal | None) -> str | None:
    return None if points is None else format(points, "f")


async def take_workbook(turn: Turn, state: AwaitingRatings) -> Shown:
    """The filled workbook is noted to be read; anything typed says what is awaited."""
    result, _ = await _result(turn, state.period_id)
    if turn.sent is None:
        return await awaiting_again(turn, state)
    return await _noted(turn, result, turn.sent)


async def ratings_use(turn: Turn) -> tuple[FileUse, ...]:
    """A spreadsheet may be an external appraiser's, of any period in which external criteria are entered now."""
    periods = [period for seat in turn.me.blocs_as(APPRAISER) for period in await turn.store.periods.of_bloc(seat.bloc_id)]
    rated = [period for period in periods if (period.state, period.stage) == ("closed", "appraisal")]
    return tuple(FileUse(choice("appraisal.as_ratings_label", "appraisal.take_ratings", one.id, title=one.title)) for one in rated)


async def take_ratings(turn: Turn, period_id: str) -> Shown:
    """The file that came is the filled workbook: it is noted to be read."""
    result, _ = await _result(turn, period_id)
    return await _noted(turn, result, documents.sent_or_held(turn))


async def _noted(turn: Turn, result: Result, sent: Sent) -> Shown:
    said = await documents.note(turn, result.period.bloc_id, PURPOSE, f"period:{result.period.id}", sent)
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return ask(said, back, waits=AwaitingRatings(period_id=result.period.id))


async def awaiting_again(turn: Turn, state: AwaitingRatings) -> Shown:
    """Awaited again only while points are entered. Raises what stands against it."""
    await _result(turn, state.period_id)
    return ask(say("appraisal.awaiting_ratings"), (choice("appraisal.back_label", "appraisal.period", state.period_id),), waits=state)


async def tell_read(turn: Turn, due: Due) -> None:
    """The workbook was read: its sender may look at what it would change, or hears why there is nothing."""
    document = await turn.store.documents.of(due.number)
    if document is None:
        return
    why = documents.refusal(document)
    if why is None and not json.loads(document.found)["is_ours"]:
        why = say("appraisal.no_ratings", name=document.name)
    why = why or await _of_another_period(turn, document)
    if why is not None:
        turn.tell([document.by], why, (choice("appraisal.see_label", "appraisal.period", document.number),), of=document.bloc_id)
        return
    turn.tell(
        [document.by],
        say("appraisal.ratings_read", name=document.name),
        (choice("appraisal.compare_label", "appraisal.ratings", document.id, weight="main"),),
        of=document.bloc_id,
    )


async def _of_another_period(turn: Turn, document: Document) -> Said | None:
    """What is said of a workbook that bears another period's title, and not that of the one it is read for: its points are not for this one."""
    titles = {fold(one) for one in json.loads(document.found).get("titles", ())}
    borne = [one for one in await turn.store.periods.of_bloc(document.bloc_id) if fold(one.title) in titles]
    if not borne or any(one.id == document.number for one in borne):
        return None
    return say("appraisal.ratings_other_period", name=document.name, title=borne[0].title)


# ---------------------------------------------------------------------------------------------------------------- taken over


async def compare(turn: Turn, number: str) -> Shown:
    """What the file would change, and its faults by row; nothing is taken over yet."""
    result, entries, faults, unread = await _compared(turn, number)
    text = [say("appraisal.ratings_changes", count=len(entries), lines=tuple(_line(one) for one in entries[:LINES_AT_MOST]))] if entries else []
    text += [say("appraisal.ratings_faults", lines=tuple(faults[:LINES_AT_MOST]))] if faults else []
    text += [say("appraisal.ratings_nothing")] if not entries and not faults else []
    text += unread
    confirm = (choice("appraisal.confirm_label", "appraisal.ratings_taken", number, len(entries), weight="main"),) if entries else ()
    return end(tuple(text), (*confirm, choice("appraisal.back_label", "appraisal.period", result.period.id)))


def _line(entry: Entry) -> Said:
    before = say("appraisal.bare", points=entry.before) if entry.before is not None else say("appraisal.none_given")
    return say("appraisal.ratings_line", unit=entry.unit.place.unit_name, address=entry.leaf.address, before=before, points=entry.points)


async def take_over(turn: Turn, number: str, count: str) -> Shown:
    """Keeps every change of the file, each as if it had been typed."""
    result, entries, *_ = await _compared(turn, number)
    if len(entries) != id_of(count):
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
    result, leaves = await _result(turn, document.number)
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
        for heading, text in row["cells"].items():
            leaf = columns.get(heading)
            if leaf is not None and text:
                yield from _cell(turn, result, unit, leaf, row["row"], text)


def _columns(turn: Turn, leaves: tuple[Leaf, ...], found: dict[str, Any]) -> dict[str, Leaf | None]:
    """The headings under which something stands, each with the criterion it names; None where that is none the person enters."""
    known = {fold(heading_of(turn, leaf)): leaf for leaf in leaves} | {fold(leaf.address): leaf for leaf in leaves}
    headings = {heading: None for row in found["rows"] for heading, text in row["cells"].items() if text}
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


def _cell(turn: Turn, result: Result, unit: UnitResult, leaf: Leaf, row: int, text: str) -> Iterator[Entry | Said]:
    try:
        require_no_conflict(turn.me, unit.place.unit_id, result.deciders)
        points, reason = read_decided(result.rubric, leaf, text)
        if isinstance(leaf.rule, External):
            leaf.rule.check({"points": points})
    except RuleError as refusal:
        yield say("appraisal.ratings_fault", row=row, address=leaf.address, why=Said(refusal.key, refusal.facts))
        return
    before = _entered(unit, leaf)
    if before != points:
        yield Entry(unit, leaf, points, before, reason)
