"""The scoring table a command names: a rubric file, a workbook, or the id of a table that comes with ktd or that a bloc has adopted."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.ends import looked, looped, settings, told_plainly
from domain.faults import Fault
from domain.rubrics import Rubric
from domain.texts import one_line

if TYPE_CHECKING:
    from storage.rubrics import RubricVersion
    from storage.store import Store

LONGEST_PATH = 4096


class Unusable(Exception):
    """A file that cannot be used; its faults as lines."""

    def __init__(self, lines: list[str], unit: str | None = None) -> None:
        super().__init__()
        self.lines = lines
        self.unit = unit


def named_table(name: str, bloc: str = "") -> Rubric:
    """The table of this name; with a bloc, its newest version of this id. Raises Unusable."""
    from config.rubric_files import path_of, read_rubric_file, shipped
    from config.yaml_files import FileRefused, content_of, is_workbook
    from domain.rubric_reading import RubricFaults

    file = path_of(name)
    try:
        if bloc or not _is_there(file):
            return read_rubric_file(_adopted(name, bloc, shipped()).encode())
        content = content_of(file)
        return _of_workbook(file) if is_workbook(content) else read_rubric_file(content)
    except FileRefused as refusal:
        raise Unusable(lines_of(file, [Fault("file", str(refusal))])) from None
    except RubricFaults as faults:
        raise Unusable(lines_of(file, faults.faults)) from None


def _is_there(file: Path) -> bool:
    """Whether anything lies there; what the disk refuses to say is told once it is read."""
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def _of_workbook(file: Path) -> Rubric:
    """The table in a workbook, as `ktd rubric import` reads it. Raises FileRefused, or Unusable with a line for each fault, by its row."""
    from bot.table_lines import fault_line
    from bot.tables import TableRefused, read_table
    from config.rubric_files import rubric_of
    from config.yaml_files import FileRefused

    try:
        table = looped(read_table(file))
    except (TableRefused, OSError) as refusal:
        raise FileRefused(getattr(refusal, "strerror", None) or str(refusal)) from refusal
    if table.faults:
        raise Unusable([f"{one_line(str(file), LONGEST_PATH)}: {fault_line(fault)}" for fault in table.faults])
    return rubric_of(table.text)


def _adopted(name: str, bloc: str, shipped: tuple[str, ...]) -> str:
    """The text of a table that a bloc has adopted. Raises FileRefused where there is none, and where several blocs have one and none is named."""
    from config.yaml_files import FileRefused

    async def newest(store: "Store") -> dict[str, "RubricVersion"]:
        blocs = [one.id for one in await store.blocs.everything() if bloc in ("", one.id)]
        return {id: found for id in blocs if (found := await store.rubrics.newest(id, name))}

    given = settings()
    with told_plainly(given):
        is_there = given.database.is_file()
    found = looked(newest) if is_there else {}
    if bloc and not found:
        raise FileRefused(f"is no table that the bloc {bloc} has adopted")
    if not found:
        here = ", nor has a bloc here adopted one" if is_there else ""
        raise FileRefused(f"no such file, and no such table comes with ktd{here}; those are {', '.join(shipped)}")
    if len({version.text for version in found.values()}) > 1:
        raise FileRefused(f"several blocs have adopted a table of this id; add --bloc with one of {', '.join(found)}")
    return next(iter(found.values())).text


def lines_of(file: Path, faults: Iterable[Fault]) -> list[str]:
    """A line for each fault of a file."""
    name = one_line(str(file), LONGEST_PATH)
    return [f"{name}: {fault.address}: {fault.problem}" for fault in faults]
