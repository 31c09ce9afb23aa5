"""A spreadsheet understood as a scoring table: real tables as they are printed, codes that nest, and every fault by its row."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import pytest

from config.rubric_files import rubric_of
from config.table_words import problem_said, table_words
from config.yaml_writing import dump
from domain.grids import Cell, Grid
from domain.rubrics import Rubric
from domain.tables.reading import Understood, understood
from domain.texts import fold

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


# ---------------------------------------------------------------------------------------------------------------- real tables

DONG_THAP = (
    ("SỞ TƯ PHÁP TỈNH ĐỒNG THÁP",),
    ("BẢNG TỰ CHẤM ĐIỂM THI ĐUA NĂM 2022",),
    ("(Theo Bảng tiêu chí xếp hạng thi đua Sở Tư pháp của Bộ Tư pháp)",),
    (),
    ("Số TT", "Tiêu chí", "Điểm chuẩn", "Điểm chấm", "Tài liệu minh chứng", "Ghi chú"),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
    ("I", "THỰC HIỆN CHẾ ĐỘ BÁO CÁO", 3),
    (1, "Chế độ báo cáo công tác định kỳ", "3 điểm"),
    (1.1, "Báo cáo đúng thời hạn quy định", 2),
    ("", "- Gửi chậm từ 01-02 ngày 1.5; Gửi chậm từ 03-05 ngày 1"),
    ("1.2", "Báo cáo đúng thẩm quyền theo Công văn hướng dẫn của Bộ Tư pháp", "1"),
    ("VI", "CÔNG TÁC BỔ TRỢ TƯ PHÁP", 2),
    ("1", "Lĩnh vực luật sư, tư vấn pháp luật", 2),
    ("1.1", "Thực hiện đầy đủ và đảm bảo đúng quy định về quy trình tiếp nhận", 1),
    ("1.2", "Thực hiện đầy đủ quy định về đăng ký hoạt động", "0,5"),
    ("1.3", "Thực hiện công tác tham mưu cho UBND cấp tỉnh", "0.5"),
    ("VIII", "ỨNG DỤNG CÔNG NGHỆ THÔNG TIN"),
    (1, "Ban hành Kế hoạch Ứng dụng công nghệ thông tin", 2),
    (3, "Gửi nhận văn bản điện tử qua Trục liên thông văn bản quốc gia", 3),
    ("3a", "Tỷ lệ văn bản gửi có chữ ký số", "1,5"),
    ("3b", "Tỷ lệ văn bản được tiếp nhận và phản hồi trạng thái", "1,5"),
    ("", "Tổng cộng", "10 điểm"),
    (),
    ("", "Ghi chú: Điểm được làm tròn đến hai chữ số thập phân."),
)
TAY_NINH = (
    ("BỘ TIÊU CHÍ VÀ PHƯƠNG PHÁP ĐÁNH GIÁ",),
    ("MỨC ĐỘ CHÍNH QUYỀN ĐIỆN TỬ",),
    ("TT", "Nội dung", "Điểm tối đa", "Tham mưu, thực hiện"),
    ("I", "CÁC TIÊU CHÍ VỀ CƠ SỞ HẠ TẦNG THÔNG TIN", 12, ""),
    ("1", "Tỷ lệ cán bộ, công chức được trang bị máy tính", 2, "Văn phòng, các phòng"),
    ("2", "Kết nối mạng truyền số liệu chuyên dùng", 2, "Công chức phụ trách CNTT"),
    ("3", "Sử dụng máy quét tại cơ quan, đơn vị", 2, "Văn thư"),
    ("4", "Tỷ lệ máy tính kết nối mạng LAN", 2, "Công chức phụ trách CNTT"),
    ("5", "Hệ thống tường lửa", 2, "Công chức phụ trách CNTT"),
    ("6", "Thiết bị sao lưu, dự phòng mạng nội bộ", 2, "Công chức phụ trách CNTT"),
)
HO_CHI_MINH = (
    ("Số TT", "Nội dung tiêu chí", "Điểm"),
    *((f"0{number}", f"Tiêu chí số {number}", points) for number, points in enumerate((10, 10, 20, 10, 10, 10, 20), 1)),
    ("Tổng điểm", "", 90),
)
BO_CONG_AN = (
    ("TT", "Nội dung chấm điểm", "Điểm chuẩn (100 điểm)", "Điểm tự chấm"),
    ("1", "Có chương trình hoặc kế hoạch", 3),
    ("2", "Vận động thu hút 90% trở lên đảng viên", 3),
    ("3", "Ngày hội toàn dân bảo vệ an ninh Tổ quốc", 5),
    ("4", "Phối hợp chặt chẽ với chính quyền cơ sở"),
    ("4a", "Xây dựng quy chế hoặc kế hoạch phối hợp", 1),
    ("4b", "Tổ chức thực hiện đầy đủ quy chế", 4),
)

NOTED = (
    ("UBND TỈNH",),
    ("BẢNG ĐIỂM",),
    HEAD,
    ("", "", "", "(điền trước 15/6)"),
    ("I", "Mục một", 10),
    ("1", "Việc", 10),
    ("", "Cộng mục I", 10),
    ("II", "Mục hai", 5),
    ("1", "Việc", 5),
    ("", "Cộng mục II", 5),
    ("", "Tổng cộng", 15),
    (),
    ("", "Ghi chú: làm tròn hai chữ số."),
)


def test_a_ministrys_table_has_the_addresses_it_prints() -> None:
    found = read(*DONG_THAP, merged=((2, 1, 2, 6),))

    assert addresses(found) == ["I.1.1", "I.1.2", "VI.1.1", "VI.1.2", "VI.1.3", "VIII.1", "VIII.3a", "VIII.3b"]
    assert rubric(found).total == 10


def test_titles_notes_and_explanations_are_passed_over_and_said_so() -> None:
    assert read(*DONG_THAP).ignored == [1, 3, 6, 10, 24]


@pytest.mark.parametrize("table", [DONG_THAP, TAY_NINH, HO_CHI_MINH, BO_CONG_AN, NOTED], ids=["DT", "TN", "HCM", "BCA", "noted"])
def test_no_row_of_a_real_table_goes_missing_in_silence(table: tuple[tuple[object, ...], ...]) -> None:
    found = read(*table)
    named = {*found.ignored, *(line.row for line in found.lines), *(fault.row for fault in found.faults)}
    silent = [" ".join(map(str, row)).strip() for number, row in enumerate(table, 1) if any(row) and number not in named]

    assert all(fold(words).startswith(("stt", "tt", "so tt", "bang", "bo tieu chi", "muc do", "tong")) for words in silent)


def test_sums_of_sections_are_no_total_of_the_table() -> None:
    assert not read(*NOTED).faults and read(*NOTED).ignored == [1, 4, 7, 10, 13]


def test_a_long_title_is_never_cut_in_silence() -> None:
    assert faults(read(HEAD, ("I", "Mục", 5), ("1", "Việc " * 120, 5))) == [(3, "title_too_long")]


def test_sheets_that_are_not_read_are_named() -> None:
    two = [grid(*BO_CONG_AN), Grid("Phụ lục", grid(*BO_CONG_AN).rows), Grid("Nháp", {}), Grid("Ẩn", grid(*BO_CONG_AN).rows, is_hidden=True)]

    assert understood(two, table_words(), "bang").unread == ["Phụ lục"]


def test_a_table_is_called_as_the_row_above_it_says() -> None:
    assert read(*DONG_THAP).data["title"] == "BẢNG TỰ CHẤM ĐIỂM THI ĐUA NĂM 2022"
    assert read(*TAY_NINH).data["title"] == "BỘ TIÊU CHÍ VÀ PHƯƠNG PHÁP ĐÁNH GIÁ MỨC ĐỘ CHÍNH QUYỀN ĐIỆN TỬ"


def test_who_is_responsible_stands_beside_the_criterion() -> None:
    assert [leaf.owner for leaf in rubric(read(*TAY_NINH)).leaves][:3] == ["Văn phòng, các phòng", "Công chức phụ trách CNTT", "Văn thư"]


def test_a_table_without_sections_becomes_one() -> None:
    found = read(*HO_CHI_MINH)

    assert addresses(found) == [f"A.0{number}" for number in range(1, 8)]
    assert rubric(found).total == 90


def test_a_criterion_at_the_top_that_is_scored_as_a_whole_is_a_section_of_itself() -> None:
    assert addresses(read(*BO_CONG_AN)) == ["1.1", "2.1", "3.1", "4.4a", "4.4b"]


def test_every_rule_of_a_plain_table_begins_as_manual() -> None:
    assert {leaf.rule.kind for leaf in rubric(read(*DONG_THAP)).leaves} == {"manual"}


# ---------------------------------------------------------------------------------------------------------------- codes and columns


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("I 1 2 II 1", ["I.1", "I.2", "II.1"]),
        ("A I 1 2 II 1 B I 1", ["A.I.1", "A.I.2", "A.II.1", "B.I.1"]),
        ("I 1 a) b) 2 II 1", ["I.1a", "I.1b", "I.2", "II.1"]),
        ("I 1. 1.1. a) b) 1.2. 2.", ["I.1.1a", "I.1.1b", "I.1.2", "I.2"]),
        ("I I.1 I.2 II II.1", ["I.1", "I.2", "II.1"]),
        ("1 1.1 1.2 2 2.1", ["1.1", "1.2", "2.1"]),
        ("1 1.1 1.1.1 1.1.2 1.2 2 2.1", ["1.1.1", "1.1.2", "1.2", "2.1"]),
        ("I 1 - - 2", ["I.1.1", "I.1.2", "I.2"]),
        ("I - - II -", ["I.1", "I.2", "II.1"]),
        ("A 1 B 1 C 1 D 1", ["A.1", "B.1", "C.1", "D.1"]),
        ("I 1 V 1 VI 1", ["I.1", "V.1", "VI.1"]),
        ("I 1 a) b) c) d) đ) e) 2", ["I.1a", "I.1b", "I.1c", "I.1d", "I.1đ", "I.1e", "I.2"]),
    ],
)
def test_rows_nest_as_their_codes_say(codes: str, expected: list[str]) -> None:
    every = codes.split()
    rows = [(code, f"Việc {place}", 1) for place, code in enumerate(every)]

    assert addresses(read(HEAD, *rows)) == expected


@pytest.mark.parametrize(
    "head",
    [
        ("STT", "Tiêu chí", "Điểm chuẩn"),
        ("stt", "NOI DUNG", "DIEM TOI DA"),
        ("TT", "Nội dung, tiêu chí", "Thang điểm"),
        ("Số TT", "Tiêu chí chấm điểm", "Điểm\nchuẩn"),
        ("STT", "Nội dung (tiêu chí)", "Điểm"),
        ("STT", "Tiêu chí", "Điểm tối đa (1.000 điểm)"),
    ],
)
def test_columns_are_found_by_their_words(head: tuple[str, ...]) -> None:
    assert addresses(read(("BẢNG",), (), head, ("I", "Mục", 5), ("1", "Việc", 5))) == ["I.1"]


def test_a_header_of_two_lines_is_read_together() -> None:
    rows = (("STT", "Tiêu chí", "Điểm", ""), ("", "", "Tự chấm", "Chuẩn"), ("I", "Mục"), ("1", "Việc", "", 5))

    assert read(*rows, merged=((1, 3, 1, 4),)).data["total"] == 5


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("10 điểm", "10"),
        ("7,5", "7.5"),
        ("1.000", "1000"),
        ("1.000,5 điểm", "1000.5"),
        ("Tối đa 5 điểm", "5"),
        ("0.500", "0.5"),
        ("10đ", "10"),
        (2.5, "2.5"),
    ],
)
def test_points_are_read_as_people_write_them(cell: object, points: str) -> None:
    assert read(HEAD, ("I", "Mục"), ("1", "Việc", cell)).data["total"] == Decimal(points)


def test_bonus_and_penalty_points_are_kept_apart_from_the_total() -> None:
    rows = (
        ("I", "Mục", 5),
        ("1", "Việc", 5),
        ("II", "Điểm thưởng", 15),
        ("1", "Cờ", 10),
        ("2", "Bằng khen", 5),
        ("III", "ĐIỂM TRỪ"),
        ("1", "Chậm", -3),
    )
    found = rubric(read(HEAD, *rows))

    assert [item.address for item in found.items] == ["bonus.T1", "bonus.T2", "penalties.P1"]
    assert (found.total, found.bonus_cap) == (Decimal(5), Decimal(15))


# ---------------------------------------------------------------------------------------------------------------- faults by row

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
        ([HEAD, ("I", "Mục"), ("1", "Việc", "5-10 điểm")], (3, "points_unclear")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell(None, is_formula=True))], (3, "formula_without_result")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell("#REF!", is_error=True))], (3, "error_cell")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", Cell(datetime(2026, 7, 5)))], (3, "points_became_date")),
        ([HEAD, *GOOD, (Cell(datetime(2026, 1, 1)), "Việc", 5)], (4, "code_became_date")),
        ([HEAD, ("I", "Mục"), ("1", "Việc", "0,001")], (3, "of_rubric")),
        ([HEAD, ("I", "Mục"), ("1:1", "Việc", 5)], (3, "code_illegal")),
        ([HEAD], (0, "no_criteria")),
        ([("Họ tên", "Điểm"), ("Lan", 5)], (0, "no_header")),
        ([TEMPLATE, ("1", "I", "Mục"), ("3", "1", "Việc", 5)], (3, "level_skipped")),
        ([TEMPLATE, ("1", "I", "Mục"), ("hai", "1", "Việc", 5)], (3, "level_unclear")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo cảm tính")], (3, "not_in_list")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo số lần", "mỗi ngày 5")], (3, "params_unclear")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "Theo số lần")], (3, "of_rubric")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "", "", "", 6)], (3, "of_rubric")),
        ([TEMPLATE, ("1", "I", "Mục"), ("2", "1", "Việc", 5, "", "", "Tùy")], (3, "not_in_list")),
    ],
)
def test_a_fault_is_named_by_its_row(rows: list[Sequence[object]], expected: tuple[int, str]) -> None:
    assert expected in faults(read(*rows))


def test_several_faults_are_all_named_in_the_order_of_their_rows() -> None:
    found = read(HEAD, ("I", "Mục", 1), ("1", "Việc"), ("2", "Việc khác", "x"))

    assert faults(found) == [(2, "sum_differs"), (3, "no_points"), (4, "points_unclear")]


def test_a_faulty_table_still_shows_its_tree_with_sums() -> None:
    found = read(HEAD, ("I", "Mục", 12), ("1", "Việc", 10))

    assert [(line.code, line.points) for line in found.lines] == [("I", Decimal(10)), ("I.1", Decimal(10))]


def test_a_workbook_without_a_sheet_is_no_table() -> None:
    assert faults(understood([], table_words(), "x")) == [(0, "no_header")]


# ---------------------------------------------------------------------------------------------------------------- as offices type them


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
    general = Grid("Quy định chung", {1: {1: Cell("Điểm trừ tối đa"), 2: Cell(Decimal(30))}})
    found = understood([grid(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10)), general], table_words(), "bang")

    assert [(fault.row, fault.problem, fault.facts["name"]) for fault in found.faults] == [(0, "cap_without_items", "Điểm trừ tối đa")]


def test_our_template_without_its_general_rules_says_so() -> None:
    assert read(TEMPLATE, (1, "I", "Một"), (2, "1", "Thu", 10)).without_general
    assert not read(HEAD, (1, "Thu", 10)).without_general


def days(text: str) -> list[tuple[int, int | None]]:
    row = ("2", "1", "Báo cáo", 2, "Theo số ngày chậm", text)
    found = read(TEMPLATE, ("1", "I", "Một"), row)
    assert not found.faults, found.faults
    return [
        (int(band["days_min"]), None if band["days_max"] is None else int(band["days_max"]))
        for band in found.data["sections"][0]["criteria"][0]["rule"]["bands"]
    ]


def test_days_of_delay_are_read_as_offices_write_them() -> None:
    spans = [(0, 0), (1, 2), (3, 5), (6, None)]

    assert days("Đúng hạn: 2; 01-02 ngày: 1.5; từ 03 đến 05 ngày: 1 điểm; trên 5 ngày: 0") == spans
    assert days("0: 2; chậm 1-2 ngày: 1,5; 3–5: 1; 6 ngày trở lên: 0") == spans


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


def test_codes_with_strokes_and_in_single_characters_are_codes() -> None:
    assert addresses(read(HEAD, ("I/", "Một", 20), ("1/", "Thu", 10), ("2/", "Chi", 10))) == ["I.1", "I.2"]
    assert addresses(read(HEAD, ("", "I/ Một", 20), ("", "1/ Thu", 20), ("Ⅱ", "Hai", 5), ("①", "Chi", 5))) == ["I.1", "II.1"]


def test_who_signs_below_the_table_is_passed_over() -> None:
    found = read(HEAD, ("I", "Một", 20), (1, "Thu", 20), ("Người lập biểu", "", ""), ("Lưu: VT", "", ""))

    assert not found.faults and found.ignored == [4, 5]


def test_points_of_levels_below_a_criterion_are_said_to_be_what_they_may_be() -> None:
    assert faults(read(HEAD, ("I", "Một", 20), (1, "Thu", 20), ("", "Đạt từ 95 %", 20))) == [(4, "points_without_code")]
    assert faults(read(HEAD, ("I", "Một", 50), (1, "Thu", 30), ("-", "Từ 95 %", 30), ("-", "Dưới 95 %", 20))) == [(3, "sum_of_levels")]


def test_a_cap_in_the_title_of_bonus_points_counts() -> None:
    found = read(
        HEAD, ("I", "Một", 20), (1, "Thu", 20), ("II", "ĐIỂM THƯỞNG (tối đa 10 điểm)"), (1, "Cờ", "+10"), (2, "Bằng khen", "không quá 5 điểm")
    )

    assert not found.faults and found.data["bonus"]["cap"] == 10
