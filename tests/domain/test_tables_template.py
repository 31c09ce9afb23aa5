"""Our template filled in: rules and their parameters, general rules, levels."""

from decimal import Decimal

import pytest

from config.table_words import problem_said, table_words
from domain.grids import Cell, Grid
from domain.tables.reading import understood
from domain.tables.rows import RowFault
from tests.domain.grids import HEAD, TEMPLATE, faults, grid, read, rubric


def days(text: str) -> list[tuple[int, int | None]]:
    row = ("2", "1", "Báo cáo", 2, "Theo số ngày chậm", text)
    found = read(TEMPLATE, ("1", "I", "Một"), row)
    assert not found.faults, found.faults
    return [
        (int(band["days_min"]), None if band["days_max"] is None else int(band["days_max"]))
        for band in found.data["sections"][0]["criteria"][0]["rule"]["bands"]
    ]


def test_general_numbers_may_be_typed_as_text_and_levels_as_percentages() -> None:
    general = Grid("Quy định chung", {1: {1: Cell("Điểm thưởng tối đa"), 2: Cell("30 điểm")}})
    levels = Grid(
        "Xếp loại",
        {1: {1: Cell("Mã")}, 2: {1: Cell("tot"), 2: Cell("Tốt"), 3: Cell(Decimal("0.9"), is_percent=True), 5: Cell("20 %")}},
    )
    found = understood([grid(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10), ("Thưởng", "T1", "Cờ", 10)), general, levels], table_words(), "bang")

    assert not found.faults and found.data["bonus"]["cap"] == 30
    assert found.data["classification"]["levels"] == [{"code": "tot", "name": "Tốt", "min": Decimal(90), "max_share": Decimal("0.2")}]


def test_a_cap_of_points_the_table_does_not_have_is_said_in_words() -> None:
    general = Grid("Quy định chung", {4: {1: Cell("Điểm trừ tối đa"), 2: Cell(Decimal(30))}})
    (fault,) = understood([grid(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10)), general], table_words(), "bang").faults

    assert fault == RowFault(4, "cap_without_items", {"name": "Điểm trừ tối đa"}, "Quy định chung")


def test_our_template_without_its_general_rules_says_so() -> None:
    assert read(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10)).without_general
    assert not read(HEAD, (1, "Thu", 10)).without_general


def test_days_of_delay_are_read_as_offices_write_them() -> None:
    spans = [(0, 0), (1, 2), (3, 5), (6, None)]

    assert days("Đúng hạn: 2; 01-02 ngày: 1.5; từ 03 đến 05 ngày: 1 điểm; trên 5 ngày: 0") == spans
    assert days("0: 2; chậm 1-2 ngày: 1,5; 3–5: 1; 6 ngày trở lên: 0") == spans


@pytest.mark.parametrize(
    "cell",
    [
        "từ 95: 10; từ 80 dưới 95: 5; dưới 80: 0",
        "Từ 95% trở lên: 10 điểm\nTừ 80% đến dưới 95%: 5 điểm\nDưới 80%: 0 điểm",
        "≥95: 10; >=80 <95: 5; <80: 0",
    ],
)
def test_bands_are_read_as_offices_write_them(cell: str) -> None:
    rule = rubric(read(TEMPLATE, ("1", "I", "Một"), ("2", "1", "Thu", 10, "Theo khoảng giá trị", cell))).leaves[0].rule

    assert [int(rule.points({"value": Decimal(value)})) for value in ("100", "95", "94.99", "80", "79.5")] == [10, 10, 5, 5, 0]


def test_a_band_down_from_a_value_holds_it() -> None:
    rule = rubric(read(TEMPLATE, ("1", "I", "Một"), ("2", "1", "Thu", 10, "Theo khoảng giá trị", "trên 3: 10; 3 trở xuống: 1"))).leaves[0].rule

    assert rule.points({"value": Decimal(3)}) == 1


def test_levels_may_say_bonus_and_penalty_as_a_heading_would() -> None:
    found = read(TEMPLATE, ("Cấp 1", "I", "Một"), ("Cấp 2", "1", "Thu", 10), ("Điểm thưởng", "T1", "Cờ", 5), ("Điểm trừ", "P1", "Sai", 5))

    assert not found.faults and [line.code for line in found.lines if line.rule] == ["I.1", "bonus.T1", "penalties.P1"]


def test_a_parameter_that_is_not_understood_says_how_it_is_written() -> None:
    (fault,) = read(TEMPLATE, ("1", "I", "Một"), ("2", "1", "Thu", 10, "Theo số lần", "5 mỗi lần")).faults

    assert fault.facts["kind"] == "Theo số lần" and "mỗi lần 5; tối đa 15" in str(fault.facts["how"])


def test_a_parameter_that_is_not_understood_brings_no_second_fault() -> None:
    rows = (("1", "I", "Một"), ("2", "1", "Thu", 10), ("Thưởng", "T1", "Cờ", None, "Thưởng danh hiệu", "năm điểm"))

    assert faults(read(TEMPLATE, *rows)) == [(4, "params_unclear")]


def test_a_general_rule_that_is_not_in_its_list_says_what_is() -> None:
    general = Grid("Quy định chung", {1: {1: Cell("Cách làm tròn"), 2: Cell("Làm tròn lên")}})
    (fault,) = understood([grid(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10)), general], table_words(), "bang").faults

    assert "Bỏ phần lẻ" in str(fault.facts["how"])


def test_a_single_value_that_no_band_holds_is_named_as_one() -> None:
    (fault,) = read(TEMPLATE, ("1", "I", "Một"), ("2", "1", "Tỷ lệ", 2, "Theo khoảng giá trị", "trên 95: 2; dưới 95: 0")).faults

    assert problem_said(str(fault.facts["problem"])) == "không khoảng nào có giá trị 95"
