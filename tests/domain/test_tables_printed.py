"""Tables as provinces and ministries print them: every row is read or named, and titles, sums and notes are told from criteria."""

import pytest

from config.table_words import table_words
from domain.grids import Grid
from domain.tables.reading import understood
from domain.texts import fold
from tests.domain.grids import HEAD, addresses, faults, grid, read, rubric

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


def test_an_id_made_of_a_title_ends_where_a_word_does() -> None:
    found = read(("BẢNG CHẤM ĐIỂM THI ĐUA KHỐI VĂN HÓA - XÃ HỘI",), HEAD, ("I", "Một", 5), ("1", "Việc", 5))

    assert found.data["id"] == "bang-cham-diem-thi-dua-khoi-van-hoa-xa" and not found.has_own_id
