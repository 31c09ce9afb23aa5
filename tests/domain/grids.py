"""Spreadsheets as rows of cells, for tests, and what is understood of them."""

from collections.abc import Sequence
from decimal import Decimal

from config.rubric_files import rubric_of
from config.table_words import table_words
from config.yaml_writing import dump
from domain.grids import Cell, Grid
from domain.rubrics import Rubric
from domain.tables.reading import understood
from domain.tables.understanding import Understood

HEAD = ("STT", "Tiêu chí", "Điểm chuẩn")
TEMPLATE = ("Cấp", "STT", "Tiêu chí", "Điểm chuẩn", "Cách chấm", "Tham số", "Minh chứng", "Điểm liệt", "Phụ trách")


def cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(Decimal(str(value)) if isinstance(value, int | float) else str(value))


def grid(*rows: Sequence[object], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    cells = {number: {column: cell(value) for column, value in enumerate(row, 1) if value not in (None, "")} for number, row in enumerate(rows, 1)}
    return Grid("Bảng", cells, merged)


def read(*rows: Sequence[object], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Understood:
    return understood([grid(*rows, merged=merged)], table_words(), "bang")


def addresses(found: Understood) -> list[str]:
    return [line.code for line in found.lines if line.rule]


def faults(found: Understood) -> list[tuple[int, str]]:
    return [(fault.row, fault.problem) for fault in found.faults]


def rubric(found: Understood) -> Rubric:
    assert not found.faults
    return rubric_of(dump(found.data))
