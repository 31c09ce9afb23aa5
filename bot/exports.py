"""`ktd export`: a closed period's score tables as files, drawn from the same facts as the workbook in the chat."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.scored import document_of
from config.catalogue import Catalogue
from handlers.flow import Turn
from handlers.ranking.table import standing_of, table_facts
from handlers.reports import score_table
from handlers.results import Result, result_of
from storage.store import Store

CLOSED = {"closed", "published"}


class NotExported(Exception):
    """There is nothing to export; the message is one plain line."""


async def export_facts(store: Store, now: datetime, period_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the two files of a period are made of: the workbook's facts, and the JSON document. The export is recorded.

    Raises NotExported: until a period is closed nobody outside a unit sees its points, the operator included.
    """
    period = await store.periods.of(period_id)
    if period is None:
        raise NotExported(f"There is no period {period_id}. `ktd period list` shows those that are.")
    if period.state not in CLOSED:
        raise NotExported(f"Period {period_id} is {period.state}: its scores are the units' own until it is closed.")
    bloc = await store.blocs.of(period.bloc_id)
    if bloc is None:
        raise NotExported(f"There is no bloc {period.bloc_id}.")
    turn = Turn(now, store, bloc.zone, catalogue=Catalogue.load())
    result = await result_of(turn, period)
    facts = await table_facts(turn, result, await standing_of(turn, result))
    entry = await turn.record(
        "export", period.bloc_id, f"period:{period.id}", period_id=period.id, new={"files": ["xlsx", "json"], "stage": period.stage}
    )
    return facts, {**_document(result, facts), "audit": {"entries": entry.seq, "hash": entry.sha256}}


def _document(result: Result, facts: dict[str, Any]) -> dict[str, Any]:
    """The scores that count now, as `ktd rubric score --json` gives them, with each criterion's three scores beside."""
    scored = document_of(result.rubric, [unit.score for unit in result.units], result.ranking)
    units = {
        unit["code"]: {
            "name": unit["name"],
            "criteria": [*_criteria(unit), *unit["items"]],
            "void": [one["code"] for one in unit["void"]],
            "notes": unit["notes"],
        }
        for unit in facts["units"]
    }
    period = result.period
    return {
        "period": {"id": period.id, "title": period.title, "kind": period.kind, "state": period.state, "stage": period.stage},
        "appraised": result.is_appraised, **scored, "units": units, "missing": list(result.missing), "notes": facts["notes"],
    }  # fmt: skip


def _criteria(unit: dict[str, Any]) -> list[dict[str, Any]]:
    """A unit's criteria without the groups above them."""
    lines = (line for section in unit["cases"] for line in section if not line["is_group"])
    return [{key: value for key, value in line.items() if key not in {"is_group", "depth"}} for line in lines]


def require_own(document: dict[str, Any], to: Path) -> None:
    """An earlier export of the same period may be written over, other files may not. Raises NotExported, or OSError."""
    told = document["period"]
    workbook, data = _places(told["id"], to)
    taken = [place for place in (workbook, data) if place.exists()]
    if taken and not _is_of(data, told):
        raise NotExported(
            f"{taken[0]}: is there already, and is no earlier export of this period; nothing was written. Add --force to write over it."
        )


def _is_of(data: Path, told: dict[str, Any]) -> bool:
    try:
        earlier = json.loads(data.read_text("utf-8"))["period"]
        return bool((earlier["id"], earlier["title"]) == (told["id"], told["title"]))
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _places(period_id: int, to: Path) -> tuple[Path, Path]:
    return to / f"period-{period_id}.xlsx", to / f"period-{period_id}.json"


class Exporting:
    """The two files on their way: written beside their places, where only a move is left to fail, and moved once the export is recorded."""

    def __init__(self, period_id: int, to: Path) -> None:
        self._to = to
        self._places = _places(period_id, to)
        self._beside = tuple(place.with_name(f".{place.name}.part") for place in self._places)

    def write(self, facts: dict[str, Any], document: dict[str, Any]) -> None:
        """Writes both files beside their places, in the folder, which is made where it is missing. Raises OSError."""
        workbook, data = self._beside
        try:
            self._to.mkdir(parents=True, exist_ok=True)
            score_table.draw(facts, workbook)
            data.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as fault:  # a full disk names no file
            raise OSError(fault.errno, fault.strerror, fault.filename or str(self._to)) from fault

    def move(self) -> tuple[Path, ...]:
        """Moves both into their places; gives their paths. Raises OSError."""
        for written, place in zip(self._beside, self._places, strict=True):
            written.replace(place)
        return self._places

    def clear(self) -> None:
        """Takes off what was written and not moved."""
        for written in self._beside:
            written.unlink(missing_ok=True)


@contextmanager
def exporting(period_id: int, to: Path) -> Iterator[Exporting]:
    """The files of one export; whatever happens, none is left half written."""
    files = Exporting(period_id, to)
    try:
        yield files
    finally:
        files.clear()
