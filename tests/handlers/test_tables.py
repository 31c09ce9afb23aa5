"""The bloc's tables in chat: a workbook is read, shown as understood or by what it changes, and adopted or refused."""

import pytest

from handlers.dialogue import Tapped
from handlers.reports import rubric_table
from tests.stage import ACCOUNTS, Stage, forge, says
from tests.tables import PERIOD, send, versions
from tests.transcripts import SENT, TABLE
from tests.workbooks import OLE, bomb, workbook

TABLE_ID = "bang-cham-diem-khoi-kinh-te-2026"
TITLE = "BẢNG CHẤM ĐIỂM KHỐI KINH TẾ 2026"
LONG = workbook([("STT", "Tiêu chí", "Điểm"), ("I", "Mục", 70), *((number, f"Việc {number}", 1) for number in range(1, 71))])


async def adopted(stage: Stage) -> None:
    """The bloc has version 1 of its table, and the chair looks at the bloc's tables."""
    await at_tables(stage, "Lan")
    await send(stage, "Lan", SENT["bang-khoi.xlsx"])
    await says(stage, "Lan", "[Xác nhận]")


def empty_template(stage: Stage) -> bytes:
    file = stage.database.path.with_name("mau.xlsx")
    rubric_table.draw({"text": ""}, file)
    return file.read_bytes()


async def at_tables(stage: Stage, name: str) -> None:
    await says(stage, name, "/dotcham", "[Bảng chấm điểm]")


# ---------------------------------------------------------------------------------------------------------------- sent, shown, adopted


async def test_nothing_is_kept_before_it_is_confirmed(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    assert not await versions(joined)

    await says(joined, "Lan", "[Xác nhận]")
    assert [(one.rubric, one.version) for one in await versions(joined)] == [(TABLE_ID, 1)]


async def test_what_the_secretariat_sends_waits_for_the_chair(joined: Stage) -> None:
    await at_tables(joined, "Quý")
    await send(joined, "Quý", SENT["bang-khoi.xlsx"])
    assert "Đã chuyển Trưởng khối" in await says(joined, "Quý", "[Xác nhận]")
    assert not await versions(joined)

    await says(joined, "Lan", "[Xác nhận]")
    assert len(await versions(joined)) == 1 and f"Đã lưu {TITLE}, phiên bản 1" in joined.last("Quý").text


async def test_the_chair_may_refuse_what_the_secretariat_sends_who_hears_so(joined: Stage) -> None:
    await at_tables(joined, "Quý")
    await send(joined, "Quý", SENT["bang-khoi.xlsx"])
    await says(joined, "Quý", "[Xác nhận]")

    assert "người đề nghị đã được báo" in await says(joined, "Lan", "[Không đồng ý]")
    assert f"không đồng ý dùng “{TITLE}”" in joined.last("Quý").text and not await versions(joined)


async def test_a_page_of_a_proposed_table_offers_the_chair_the_same(joined: Stage) -> None:
    await at_tables(joined, "Quý")
    await send(joined, "Quý", LONG)
    await says(joined, "Quý", "[Xác nhận]")
    await says(joined, "Lan", "[Trang sau]")

    assert {"Xác nhận", "Không đồng ý"} <= set(joined.last("Lan").labels)


async def test_a_corrected_table_is_a_new_version_of_the_same(joined: Stage) -> None:
    await adopted(joined)
    await send(joined, "Lan", workbook((*TABLE[:4], (2, "Cải cách hành chính, chuyển đổi số", 6))))

    assert "phiên bản 2" in await says(joined, "Lan", "[Xác nhận]")
    assert [one.version for one in await versions(joined)] == [2, 1]


async def test_of_a_newer_version_the_differences_are_shown_first_and_the_tree_on_demand(joined: Stage) -> None:
    await adopted(joined)
    text = await send(joined, "Lan", workbook((*TABLE[:2], ("I", "Thực hiện nhiệm vụ", 9), (1, "Kế hoạch công tác", 3), TABLE[4])))
    for line in ("So với phiên bản 1", "Tổng điểm: từ 10 thành 9", "Mục I: cộng từ 10 thành 9", "I.1: từ 4 điểm thành 3 điểm"):
        assert line in text
    assert "I.2 Cải cách" not in text

    assert "I.2 Cải cách hành chính: 6" in await says(joined, "Lan", "[Xem cả bảng]") and "Xác nhận" in joined.last("Lan").labels


async def test_the_same_table_once_more_is_no_version(joined: Stage) -> None:
    await adopted(joined)
    text = await send(joined, "Lan", SENT["bang-khoi.xlsx"])

    assert "Giống hệt phiên bản 1" in text and "So với" not in text and "Xác nhận" not in joined.last("Lan").labels


async def test_an_older_file_after_a_newer_one_is_named_as_that_version_with_the_way_back_to_it(joined: Stage) -> None:
    await adopted(joined)
    await send(joined, "Lan", workbook((*TABLE[:4], (2, "Cải cách", 6))))
    await says(joined, "Lan", "[Xác nhận]")
    text = await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    assert "Giống hệt phiên bản 1" in text and "Đợt mới dùng phiên bản 2" in text and "Xác nhận" not in joined.last("Lan").labels

    await forge(joined, "Lan", "tables.adopt:3:2")
    assert [one.version for one in await versions(joined)] == [2, 1]


async def test_a_template_that_is_not_filled_in_says_where_to_write_and_what_to_do_then(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    text = await send(joined, "Lan", empty_template(joined), "mau.xlsx")

    assert "Tệp mau.xlsx chưa dùng được" in text and "trang Bảng chấm điểm, dòng 1" in text and "0 tiêu chí" not in text
    assert "Tải mẫu Excel" in joined.last("Lan").labels


async def test_a_table_that_changes_words_alone_says_so(joined: Stage) -> None:
    await adopted(joined)
    text = await send(joined, "Lan", workbook((("BẢNG CHẤM ĐIỂM, KHỐI KINH TẾ 2026",), *TABLE[1:])))

    assert "Không tiêu chí, điểm hay quy định nào đổi" in text and "Xác nhận" in joined.last("Lan").labels


async def test_a_version_shown_beside_an_older_one_is_shown_anew(joined: Stage) -> None:
    await adopted(joined)
    await send(joined, "Lan", workbook((*TABLE[:4], (2, "Cải cách", 6))))
    old = next(button for button in joined.last("Lan").buttons if button.label == "Xác nhận")
    await send(joined, "Lan", workbook((*TABLE[:4], (2, "Chuyển đổi số", 6))))
    await says(joined, "Lan", "[Xác nhận]")
    await joined.happens("Lan", Tapped(old.action, "x", "t"))

    assert "phiên bản 2 của bảng này" in joined.last("Lan").text and [one.version for one in await versions(joined)] == [2, 1]


async def test_a_table_with_faults_cannot_be_adopted(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    text = await send(joined, "Lan", SENT["bang-loi.xlsx"])
    assert "Dòng 3: ghi 12 điểm" in text and "Xác nhận" not in joined.last("Lan").labels

    await joined.happens("Lan", Tapped("tables.adopt:1:0", "x", "t"))
    assert not await versions(joined)


async def test_all_faults_come_in_one_go_and_rows_that_share_one_stand_together(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    rows = [*((number, f"Việc {number}", "x") for number in range(1, 40)), *((number, f"Việc {number}", "") for number in range(40, 80))]
    text = await send(joined, "Lan", workbook([TABLE[1], ("I", "Mục"), *rows]))

    assert "Có 79 chỗ cần sửa" in text and "Dòng 3-41: không đọc được điểm “x”" in text and "Dòng 81: thiếu điểm chuẩn (Việc 79)" in text


async def test_a_new_period_offers_the_blocs_table(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    await says(joined, "Lan", "[Xác nhận]", "/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{PERIOD}]", f"[{TITLE}]", "15/6 17h", "[Xác nhận]")

    assert f"Chấm theo “{TITLE}”, phiên bản 1." in await says(joined, "Lan", "/dotcham", f"[{PERIOD}]")


async def test_a_long_tree_turns_its_pages(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await send(joined, "Lan", LONG)

    assert "I.29 Việc 29" in joined.last("Lan").text
    assert "I.30 Việc 30" in await says(joined, "Lan", "[Trang sau]")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "không phải là tệp Excel"),
        (OLE + bytes(2000), "ở dạng .xls cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        (bomb(30_000_000), "quá lớn"),
        (workbook([["Họ tên", "Ngày sinh"]]), "Không thấy dòng tiêu đề"),
    ],
)
async def test_a_file_that_is_no_table_gets_one_plain_line(joined: Stage, content: bytes, words: str) -> None:
    await at_tables(joined, "Lan")

    assert words in await send(joined, "Lan", content)


@pytest.mark.parametrize(
    ("file", "words"),
    [("bang.xls", ".xls cũ"), ("bang.xlsm", "có macro"), ("bang.jpg", "không phải là tệp Excel"), ("bang.docx", "chép bảng trong văn bản")],
)
async def test_a_file_of_another_kind_is_refused_by_its_name(joined: Stage, file: str, words: str) -> None:
    await at_tables(joined, "Lan")
    await joined.sends("Lan", file)

    assert words in joined.last("Lan").text


async def test_a_file_that_is_lost_is_asked_for_again(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await joined.sends("Lan", "bang.xlsx")
    await joined.document_arrives(b"", lost=True)

    assert "Không tải được tệp bang.xlsx" in joined.last("Lan").text


async def test_a_version_and_the_template_come_as_workbooks(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await joined.does("Lan", "[Tải mẫu Excel]")
    assert joined.chats[ACCOUNTS["Lan"]][-1].files == 1

    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    await says(joined, "Lan", "[Xác nhận]", TABLE_ID, "[Tải phiên bản 1]")
    assert joined.chats[ACCOUNTS["Lan"]][-1].files == 1


async def test_a_unit_sees_nothing_of_the_tables(joined: Stage) -> None:
    await at_tables(joined, "Lan")
    await send(joined, "Lan", SENT["bang-khoi.xlsx"])
    for act in ("tables.open:ha-nam-kinh-te", "tables.page:1:0", "tables.adopt:1:0", "tables.read:1", "tables.refuse:1"):
        await joined.happens("Hoa", Tapped(act, "x", "t"))

        assert "không thuộc quyền" in joined.last("Hoa").text
