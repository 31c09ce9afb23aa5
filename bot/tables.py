"""`ktd rubric template` and `import`: a scoring table to and from a workbook, the same as /dotcham does, from the command line."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.runtime.drawing import draw
from bot.runtime.reading import read
from bot.table_lines import fault_line
from config.catalogue import Catalogue, Said
from config.rubric_files import rubric_of, text_of
from handlers.blocs import NoSuchBloc
from handlers.tables.naming import renamed
from handlers.tables.rules import lines_told
from handlers.tables.understanding import ReadTable, TreeLine, table_of
from storage.store import Store

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


REFUSED = {
    "too_large": "is too large; delete pictures and the sheets that are not needed, and save it again",
    "not_xlsx": "is no Excel workbook (.xlsx), the only kind read here; save the table as .xlsx (a rubric file is checked by `ktd rubric check`)",
    "old_xls": "is an old .xls workbook; open it in Excel, save it as .xlsx, and import that",
    "encrypted": "has a password; take it off in Excel and save the workbook again",
    "macros": "holds macros; save it as .xlsx, without macros, and import that",
    "strict": "is saved as Strict Open XML; save it as Excel Workbook (.xlsx) and import that",
    "too_many_rows": "has too many rows; delete what stands far below the table and save it again",
    "unreadable": "is damaged, or no real workbook; open it in Excel, save it as .xlsx, and import that",
    "too_heavy": "takes too much to read; keep only the sheet with the table and save it again",
}
"""Why a workbook is refused (config/xlsx_files.py), in the words of the command line."""


class TableRefused(Exception):
    """The file is no workbook that can be read; the message is one plain line."""


@dataclass(frozen=True)
class Adopted:
    """The version of a bloc's rubric that a table is: kept now, or there already; `newest` is the one that new periods use."""

    rubric: str
    version: int
    is_new: bool
    newest: int


async def write_table(to: Path, rubric: str) -> None:
    """Writes an empty template, or a table (a file, or the id of one that comes with ktd) in its form. Raises what text_of raises, RubricFaults, and OSError
    where the place cannot be written."""
    text = text_of(rubric) if rubric else ""
    if rubric:
        rubric_of(text)
    with TemporaryDirectory() as folder:  # what the disk refuses is refused here, not in the child that draws
        drawn = Path(folder) / "table.xlsx"
        await draw("rubric_table", json.dumps({"text": text}), drawn)
        shutil.copyfile(drawn, to)


async def read_table(file: Path, id: str = "") -> ReadTable:
    """The table in a workbook, read in a child process; under `id` where one is given. Raises TableRefused, or OSError."""
    with file.open("rb"):
        found = await read("tables.read", file.absolute())
    if not found.is_read:
        raise TableRefused(REFUSED[found.found])
    table = table_of(found.found)
    return renamed(table, id) if id else table


async def adopt(store: Store, now: datetime, bloc_id: str, table: ReadTable) -> Adopted:
    """Keeps the table as a version in the bloc, unless it is one already. Raises NoSuchBloc."""
    if await store.blocs.of(bloc_id) is None:
        raise NoSuchBloc(bloc_id)
    versions = [one for one in await store.rubrics.of_bloc(bloc_id) if one.rubric == table.id]
    if (same := next((one for one in versions if one.text == table.text), None)) is not None:
        return Adopted(same.rubric, same.version, is_new=False, newest=versions[0].version)
    number = await store.rubrics.freeze(bloc_id, table.id, table.text, now)
    version = await store.rubrics.version(number)
    await store.audit.record("rubric", bloc_id, f"rubric:{version.id}", by=None, now=now, new=version.described)
    return Adopted(version.rubric, version.version, is_new=True, newest=version.version)


def tree_lines(table: ReadTable) -> list[str]:
    """The tree with how each criterion is scored, then the general rules, in lines of a terminal; of a table with faults the tree alone."""
    shown = lines_told(table.lines, rubric_of(table.text) if table.text else None)
    return [line.replace("\u2003", "  ") for one in shown for line in _written(one.said).splitlines()]


def _tree_line(line: TreeLine) -> dict[str, Any]:
    points = None if line.points is None else str(line.points)
    return {"row": line.row, "depth": line.depth, "address": line.code, "title": line.title, "points": points, "rule": line.rule or None}


def as_document(table: ReadTable, adopted: Adopted | None) -> dict[str, Any]:
    """The one document of `--json`."""
    return {
        "id": table.id, "title": table.title, "total": str(table.total), "form": "template" if table.is_template else "plain",
        "tree": [_tree_line(line) for line in table.lines],
        "ignored": list(table.ignored), "unread": list(table.unread), "columns": list(table.columns), "hidden": list(table.hidden),
        "hidden_columns": list(table.hidden_columns), "choices": list(table.choices),
        "faults": [{"sheet": fault.sheet or None, "row": fault.row or None, "problem": fault.problem, "text": fault_line(fault)} for fault in table.faults],
        "adopted": {"rubric": adopted.rubric, "version": adopted.version} if adopted else None,
        "is_new_version": adopted.is_new if adopted else None,
    }  # fmt: skip


def _written(said: Said) -> str:
    return Catalogue.load().text(said.key, ZONE, said.facts).plain
