"""Tables as offices type them: words before codes, headers said again, totals, signatures, what Excel made of a code."""

from decimal import Decimal

from domain.grids import Cell
from tests.domain.grids import HEAD, addresses, faults, read


def test_words_before_codes_are_no_part_of_them_and_say_how_rows_nest() -> None:
    found = read(
        HEAD,
        ("Phần I", "Nhiệm vụ", 60),
        ("Mục 1", "Kinh tế", 60),
        ("Tiêu chí 1", "Thu", 20),
        ("Tiêu chí 2", "Chi", 40),
        ("Phần II", "Đảng", 5),
        ("Mục 1", "Nền nếp", 5),
    )

    assert addresses(found) == ["I.1.1", "I.1.2", "II.1"] and not found.faults and found.data["total"] == 65


def test_words_before_codes_are_read_in_titles_too() -> None:
    found = read(HEAD, ("", "Phần I. Nhiệm vụ", 60), ("", "Tiêu chí 1: Thu ngân sách", 60))

    assert addresses(found) == ["I.1"] and found.lines[1].title == "Thu ngân sách"


def test_a_header_said_again_on_the_next_page_is_passed_over() -> None:
    found = read(HEAD, ("I", "Nhiệm vụ", 20), (1, "Thu", 10), HEAD, (2, "Chi", 10))

    assert addresses(found) == ["I.1", "I.2"] and found.ignored == [4] and not found.faults


def test_the_word_total_alone_is_a_total_and_a_sentence_that_begins_with_it_is_none() -> None:
    assert faults(read(HEAD, (1, "Thu", 10), ("", "Tổng", 11))) == [(3, "total_differs")]
    assert faults(read(HEAD, (1, "Thu", 10), ("", "Tổng kết phong trào", 11))) == [(3, "points_without_code")]


def test_points_as_a_percentage_are_named_as_they_are_shown() -> None:
    (fault,) = read(HEAD, (1, "Thu", Cell(Decimal("0.6"), is_percent=True))).faults

    assert (fault.problem, fault.facts) == ("points_percent", {"text": "60"})


def test_a_tenth_criterion_that_excel_took_for_a_number_is_explained() -> None:
    found = read(HEAD, ("I", "Một", 20), (1.1, "Thu", 10), (1.1, "Chi", 10))

    assert [(fault.problem, fault.facts["tenth"]) for fault in found.faults] == [("code_twice_tenth", "1.10")]


def test_a_title_that_is_an_error_is_a_fault() -> None:
    assert faults(read(HEAD, (1, Cell("#REF!", is_error=True), 10))) == [(2, "error_cell")]


def test_codes_with_strokes_and_in_single_characters_are_codes() -> None:
    assert addresses(read(HEAD, ("I/", "Một", 20), ("1/", "Thu", 10), ("2/", "Chi", 10))) == ["I.1", "I.2"]
    assert addresses(read(HEAD, ("", "I/ Một", 20), ("", "1/ Thu", 20), ("Ⅱ", "Hai", 5), ("①", "Chi", 5))) == ["I.1", "II.1"]


def test_who_signs_below_the_table_is_passed_over() -> None:
    found = read(HEAD, ("I", "Một", 20), (1, "Thu", 20), ("Người lập biểu", "", ""), ("Lưu: VT", "", ""))

    assert not found.faults and found.ignored == [4, 5]


def test_points_of_levels_below_a_criterion_are_said_to_be_what_they_may_be() -> None:
    assert faults(read(HEAD, ("I", "Một", 20), (1, "Thu", 20), ("", "Đạt từ 95 %", 20))) == [(4, "points_without_code")]
    assert faults(read(HEAD, ("I", "Một", 45), (1, "Thu", 30), ("-", "Từ 95 %", 25), ("-", "Dưới 95 %", 20))) == [(3, "sum_of_levels")]


def test_a_cap_in_the_title_of_bonus_points_counts() -> None:
    found = read(
        HEAD, ("I", "Một", 20), (1, "Thu", 20), ("II", "ĐIỂM THƯỞNG (tối đa 10 điểm)"), (1, "Cờ", "+10"), (2, "Bằng khen", "không quá 5 điểm")
    )

    assert not found.faults and found.data["bonus"]["cap"] == 10
