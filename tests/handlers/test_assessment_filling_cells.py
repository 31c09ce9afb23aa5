"""What people type into the cells of a sheet filled in Excel is read as in the chat, or named with its row."""

from datetime import datetime, time

import pytest

from tests.filling import EXPLANATION, PLAN, PROOF, REASON, Edit, compared, edited, first_sheet, formatted, made, put, returned, row_of
from tests.sheets import answers
from tests.stage import Stage, beginning, says


@pytest.fixture
@beginning
async def large(joined: Stage) -> Stage:
    """A period with the table of 1,000 points, which has rules of every kind but bands of days."""
    await joined.open_period("mau-1000")
    return joined


@pytest.mark.parametrize(
    ("value", "kept"), [("7,5", "7,5"), ("7.5", "7,5"), (" 7,50 ", "7,5"), ("9/10", "9"), (6, "6"), ("6 điểm", "6"), ("4 – BC số 3", "4")]
)
async def test_texts_are_read_as_in_the_chat(open_period: Stage, value: object, kept: str) -> None:
    assert f"I.1: {kept} (mới)" in await compared(open_period, put("I.1", value))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (11, "Số phải từ 0 đến 10"), (-1, "Số phải từ 0 đến 10"), (7.3, "Điểm ở đây chấm theo bước 0,25: nhập 7,25 hoặc 7,5"), ("tốt", "Chưa đọc được số"), ("=1+1", "ô công thức chưa có kết quả"),
        (datetime(2026, 5, 7), "ô đang là ngày tháng"), (time(7, 5), "ô đang là ngày tháng hoặc giờ"), (True, "Chưa đọc được số"), ("#REF!", "ô báo lỗi công thức"),
    ],
)  # fmt: skip
async def test_what_is_no_answer_is_named_with_its_row(open_period: Stage, value: object, why: str) -> None:
    content = await made(open_period)
    row = row_of(first_sheet(content), "I.1")
    said = await returned(open_period, edited(content, put("I.1", value), put("I.2", 9)))

    assert f"Dòng {row} (I.1): {why}" in said and "I.2: 9 (mới)" in said


async def test_days_before_the_deadline_are_on_time_however_they_are_given(large: Stage) -> None:
    await says(large, "Nam", "/chamdiem", "III.3", "-2")
    content = await made(large)
    await says(large, "Nam", "III.3", "đúng hạn")

    assert (await answers(large))["III.3"] == '{"days_late":"0"}'
    assert "không có gì khác" in await returned(large, edited(content, put("III.3", -1)))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("x", "Có"), ("✓", "Có"), ("v", "Có"), ("rồi", "Có"), ("Đạt", "Có"), (True, "Có"), ("TRUE", "Có"), ("chưa có", "Không"), ("không đạt", "Không"), ("sai", "Không")],
)  # fmt: skip
async def test_what_people_put_in_a_cell_for_yes_or_no_is_read(large: Stage, value: object, shown: str) -> None:
    assert f"I.3c: {shown} (mới)" in await compared(large, put("I.3c", value))


@pytest.mark.parametrize("value", ["ok", "OK.", "vâng", "-", "đang làm", "đã xem"])
async def test_what_may_only_mean_that_a_row_was_seen_is_no_yes(large: Stage, value: str) -> None:
    assert "(I.3c): Mời trả lời Có hoặc Không" in await compared(large, put("I.3c", value))


async def test_plan_and_actual_may_say_what_they_are_counted_in(large: Stage) -> None:
    assert "I.1a: Kế hoạch 100 · Thực hiện 96,5" in await compared(large, put("I.1a", "100 tỷ", PLAN), put("I.1a", "96,5 tỷ đồng"))


async def test_counts_are_read_as_in_the_chat(large: Stage) -> None:
    assert "II.4: V1: 2 lần" in await compared(large, put("II.4 V1", "2 lần – BB số 3/BB-SXD"), put("II.4 V2", "Không"), put("II.4 V3", "không có"))


async def test_not_applicable_in_both_columns_is_said_once(large: Stage) -> None:
    said = await compared(large, put("I.3c", "Không áp dụng"), put("I.3c", "đơn vị không có nhiệm vụ này", REASON))

    assert "I.3c: không áp dụng (đơn vị không có nhiệm vụ này)" in said


async def test_figures_too_large_to_be_believed_are_marked(large: Stage) -> None:
    said = await compared(large, put("I.1a", 5, PLAN), put("I.1a", 500), put("III.3", 2))

    assert "(mới) – lớn bất thường, mời xem lại" in said and said.count("lớn bất thường") == 1


async def test_a_percentage_is_taken_where_a_rate_is_asked(large: Stage) -> None:
    assert "I.2a: 96,5 % (mới)" in await compared(large, formatted("I.2a", 0.965, "0.0%"))


async def test_a_rate_that_was_typed_before_its_cell_became_a_percentage_is_named(large: Stage) -> None:
    assert "(I.2a): ô đang hiện 9.200 %" in await compared(large, formatted("I.2a", 92, "0%"))


async def test_the_sign_of_a_text_before_a_number_is_not_read(open_period: Stage) -> None:
    assert "I.1: 7,5 (mới)" in await compared(open_period, put("I.1", "'7,5"))


async def test_a_percentage_is_named_where_points_are_asked(open_period: Stage) -> None:
    assert "(I.1): ô đang là phần trăm (75 %)" in await compared(open_period, formatted("I.1", 0.75, "0%"))


@pytest.mark.parametrize(("value", "shown"), [("1 000", "1.000"), (1000, "1.000"), ("1.234,5", "1.234,5"), (1234.567, "1.234,567")])
async def test_thousands_are_read_as_people_write_them(large: Stage, value: object, shown: str) -> None:
    said = await compared(large, put("I.1a", 2000, PLAN), put("I.1a", value))

    assert f"Thực hiện {shown} " in said


async def test_a_text_with_two_readings_is_asked_back(large: Stage) -> None:
    assert "(I.1a): “1.000” có hai cách hiểu" in await compared(large, put("I.1a", 2000, PLAN), put("I.1a", "1.000"))


async def test_every_kind_of_rule_is_filled_and_read_back(large: Stage) -> None:
    said = await compared(
        large, put("I.1a", 100, PLAN), put("I.1a", 96.5), put("I.1d", "Không", PLAN), put("I.1d", 55), put("I.2b", 1), put("I.3a", 92), put("I.3c", "Có"),
        put("II.1", "Không phát sinh nhiệm vụ", REASON), put("II.2a", "x"), put("II.4 V1", 1), put("II.5 +", 2), put("II.5 -", 1), put("III.3", 2), put("III.7", 3),
        put("T1", "Có"), put("P1", 1),
    )  # fmt: skip

    for line in (
        "I.1a: Kế hoạch 100 · Thực hiện 96,5", "I.1d: Không có kế hoạch · Thực hiện 55", "I.2b: thiếu hoặc chậm 1 lần", "I.3a: 92", "I.3c: Có", "II.2a: Có",
        "II.1: không áp dụng (Không phát sinh nhiệm vụ)", "II.4: V1: 1 lần", "II.5: cộng 2 lần · trừ 1 lần", "III.3: chậm 2 ngày", "III.7: 3 trường hợp", "T1: Có", "P1: 1 trường hợp",
    ):  # fmt: skip
        assert f"\n{line}" in said


async def test_what_was_filled_comes_out_filled_and_unchanged(large: Stage) -> None:
    await compared(
        large, put("I.1a", 100, PLAN), put("I.1a", 96.5), put("I.1d", "Không", PLAN), put("I.1d", 55), put("I.3c", "Có"), put("II.4 V2", 1), put("II.5 +", 2),
        put("II.1", "Không phát sinh nhiệm vụ", REASON), put("III.3", 0), put("T1", "Không"), put("I.3c", "QĐ số 9/QĐ-SXD", PROOF),
    )  # fmt: skip
    await says(large, "Hoa", "[Xác nhận]")

    assert "Tệp không có gì khác với phiếu hiện tại." in await compared(large)


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ((put("I.1a", 100, PLAN),), "(I.1a): cần cả kế hoạch và kết quả"),
        ((put("I.1a", 0, PLAN), put("I.1a", 5)), "(I.1a): Số kế hoạch phải lớn hơn 0"),
        ((put("I.3c", "Có"), put("I.3c", "Không phát sinh", REASON)), "(I.3c): vừa có kết quả vừa ghi không áp dụng"),
        ((put("I.3c", "gần đủ"),), "(I.3c): Mời trả lời Có hoặc Không"),
        ((put("I.3c", "không phát sinh"),), "(I.3c): chưa rõ là không áp dụng hay không có lần nào"),
        ((put("I.1a", "2 tỷ", PLAN), put("I.1a", "19 triệu")), "(I.1a): kế hoạch và kết quả tính theo đơn vị khác nhau"),
        ((put("I.3a", "92 (ước)"),), "(I.3a): ô này chỉ để kết quả, chưa rõ “(ước)”"),
        ((put("I.3a", "abc"),), "(I.3a): Chưa đọc được số"),
        ((put("I.3a", 120),), "(I.3a): Số phải từ 0 đến 100"),
        ((put("II.4 V1", 1.5),), "(II.4 V1): Ở đây cần số nguyên"),
        ((put("II.4", 30),), "(II.4): nhập số lần ở các dòng bên dưới"),
        ((put("III.7", 3, PLAN),), "(III.7): có nội dung ở ô màu xám"),
        ((put("I.3c", "Có"), put("I.3c", "ngắn", EXPLANATION)), "(I.3c): Giải trình cần rõ hơn"),
        ((put("I.3c", "-", REASON),), "(I.3c): Cần ghi rõ lý do"),
        ((put("T1", "Có"), put("T1", "không phát sinh", REASON)), "(T1): "),
    ],
)
async def test_faults_of_every_rule_are_told(large: Stage, edits: tuple[Edit, ...], why: str) -> None:
    said = await compared(large, *edits)

    assert why in said


async def test_a_count_that_is_emptied_or_whose_row_is_gone_stays_as_it_was(large: Stage) -> None:
    await compared(large, put("II.4 V1", 2), put("II.4 V2", 1), put("II.4 V3", 0))
    await says(large, "Hoa", "[Xác nhận]")
    said = await compared(large, put("II.4 V1", None), put("II.4 V3", 1), lambda sheet: sheet.delete_rows(row_of(sheet, "II.4 V2")))

    assert "để trống trong tệp, giữ nguyên: II.4 V1." in said and "Không có dòng trong tệp, phiếu giữ nguyên: II.4 V2." in said
    await says(large, "Hoa", "[Xác nhận]")
    assert (await answers(large))["II.4"] == '{"violations":{"V1":"2","V2":"1","V3":"1"}}'
