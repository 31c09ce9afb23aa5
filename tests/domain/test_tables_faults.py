"""Every fault of a table is named by its row."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import pytest

from config.table_words import table_words
from domain.grids import Cell
from domain.tables.reading import understood
from tests.domain.grids import HEAD, TEMPLATE, faults, read

GOOD = (("I", "Mục", 10), ("1", "Việc", 10))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEAD, ("I", "Mục", 12), ("1", "Việc", 10)], (2, "sum_differs")),
        ([HEAD, *GOOD, ("", "Tổng cộng", 100)], (4, "total_differs")),
        ([HEAD, ("I", "Mục"), ("1", "Việc")], (3, "no_points")),
        ([HEAD, ("I", "Mục"), ("1", "", 10)], (3, "no_title")),
        ([HEAD, *GOOD, ("1", "Việc khác", 5)], (4, "code_twice")),
        ([HEAD, *GOOD, ("", "Việc khác", 5)], (4, "points_without_code")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", "mười")], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", "1,000")], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", 10**18)], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell(True))], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", "5-10 điểm")], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell(None, is_formula=True))], (3, "formula_without_result")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell("#REF!", is_error=True))], (3, "error_cell")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell(datetime(2026, 7, 5)))], (3, "points_became_date")),
        ([HEAD, *GOOD, (Cell(datetime(2026, 1, 1)), "Việc", 5)], (4, "code_became_date")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", "0,001")], (3, "of_cell")),
        ([HEAD, ("I", "Mục"), ("1:1", "Việc", 5)], (3, "code_illegal")),
        ([HEAD, ("I", "Mục"), ("Đế Đế Đế Đế", "Việc", 5)], (3, "code_illegal")),
        ([HEAD], (0, "no_criteria")),
        ([("Họ tên", "Điểm"), ("Lan", 5)], (0, "no_header")),
        ([TEMPLATE, ("1", "I", "Mục"), ("3", "1", "Việc", 5)], (3, "level_skipped")),
        ([TEMPLATE, ("1", "I", "Mục"), ("hai", "1", "Việc", 5)], (3, "level_unclear")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo cảm tính")], (3, "not_in_list")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo số lần", "mỗi ngày 5")], (3, "params_unclear")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo số lần")], (3, "of_cell")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "", "", "", 6)], (3, "of_cell")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo số ngày chậm", Cell(datetime(1899, 12, 31)))], (3, "params_became_date")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "", "", "Tùy")], (3, "not_in_list")),
    ],
)
def test_a_fault_is_named_by_its_row(rows: list[Sequence[object]], expected: tuple[int, str]) -> None:
    assert expected in faults(read(*rows))


def test_points_with_too_many_digits_are_named_once_and_not_in_each_sum_of_them() -> None:
    assert faults(read(HEAD, ("I", "Mục"), ("1", "Việc", 10 / 3))) == [(3, "of_cell")]


def test_penalty_points_within_a_section_are_one_fault() -> None:
    assert faults(read(HEAD, ("I", "Mục", 5), ("1", "Việc", 10), ("2", "Điểm trừ", -5))) == [(4, "penalty_within")]


def test_several_faults_are_all_named_in_the_order_of_their_rows() -> None:
    found = read(HEAD, ("I", "Mục", 1), ("1", "Việc"), ("2", "Việc khác", "x"))

    assert faults(found) == [(3, "no_points"), (4, "points_unclear")]


def test_points_in_the_title_of_a_section_must_be_its_sum_too() -> None:
    rows = (
        ("I", "Nhiệm vụ (1.010 điểm)"),
        ("1", "Việc", 10),
        ("II", "Thi đua (5 điểm)"),
        ("1", "Việc", 5),
        ("III", "Theo đề án (2 điểm) mới"),
        ("1", "Việc", 5),
    )

    assert faults(read(HEAD, *rows)) == [(2, "sum_differs")]


def test_no_sum_is_complained_about_over_points_that_could_not_be_read() -> None:
    found = read(HEAD, ("I", "Mục", 5), ("1", "Việc", "5-8"), ("II", "Mục", 9), ("1", "Việc", 5), ("", "Tổng cộng", 14))

    assert faults(found) == [(3, "points_unclear"), (4, "sum_differs")]


def test_a_faulty_table_still_shows_its_tree_with_sums() -> None:
    found = read(HEAD, ("I", "Mục", 12), ("1", "Việc", 10))

    assert [(line.code, line.points) for line in found.lines] == [("I", Decimal(10)), ("I.1", Decimal(10))]


def test_a_workbook_without_a_sheet_is_no_table() -> None:
    assert faults(understood([], table_words(), "x")) == [(0, "no_header")]
