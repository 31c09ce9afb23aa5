"""The chair makes, opens, moves and closes periods; what the secretariat prepares waits for the chair."""

import pytest

from config.bloc_files import read_bloc_file
from handlers.blocs import load_bloc
from handlers.dialogue import Tapped
from storage.periods import Period
from storage.store import Store
from tests.blocs import chairs_there, second_bloc
from tests.stage import ACCOUNTS, BLOC, GROUP, Stage, forge, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"
DRAFT = ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{TITLE}]", "[ngan-10]", "15/6 17h")


async def period(stage: Stage, number: int = 1) -> Period:
    found = await stage.store.periods.of(number)
    assert found is not None
    return found


# ---------------------------------------------------------------------------------------------------------------- a new period


async def test_a_period_opens_at_the_time_that_was_typed(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h")
    assert "sẽ tự mở lúc 08:00 thứ Tư 03/06/2026" in await says(joined, "Lan", "[Xác nhận]")
    assert (await period(joined)).state == "preparing"

    await joined.to("2026-06-03 08:00")
    assert (await period(joined)).state == "open"
    assert "Đã mở đợt" in joined.last("Hoa").text


@pytest.mark.parametrize(
    ("day", "first", "title"),
    [("2026-06-05", "Sơ kết 6 tháng", "2026"), ("2026-11-05", "Tổng kết năm", "2026"), ("2027-01-15", "Tổng kết năm", "2026")],
)
async def test_the_review_the_season_is_for_is_offered_first_under_its_year(joined: Stage, day: str, first: str, title: str) -> None:
    await joined.to(f"{day} 08:00")
    await says(joined, "Lan", "/dotcham", "[Đợt mới]")
    assert joined.last("Lan").labels[0] == first

    await says(joined, "Lan", f"[{first}]")
    assert joined.last("Lan").labels[0].endswith(title)


async def test_the_table_the_bloc_file_names_is_offered_first(joined: Stage) -> None:
    file = read_bloc_file(BLOC.read_bytes().replace(b"rubric: mau-1000", b"rubric: ngan-10"))
    async with joined.database.writing() as connection:
        await load_bloc(Store(connection), file, joined.now)
    await says(joined, "Lan", *DRAFT[:4])

    assert joined.last("Lan").labels[:2] == ["ngan-10", "mau-1000"]


async def test_the_chair_may_open_a_planned_period_earlier(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]", "[Mở đợt]")
    await joined.to("2026-06-03 09:00")

    assert (await period(joined)).state == "open"
    assert sum("Đã mở đợt" in shown.text for shown in joined.chats[ACCOUNTS["Hoa"]]) == 1


async def test_a_period_must_open_before_its_deadline(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT)
    assert "Lúc mở phải trước hạn nộp" in await says(joined, "Lan", "[Đổi lúc mở]", "20/6 8h")
    assert "Mở ngay sau khi xác nhận" in await says(joined, "Lan", "[Mở ngay]")


async def test_without_late_submissions_the_period_closes_itself_at_the_deadline(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Không nhận nộp muộn]", "[Xác nhận]")
    await joined.to("2026-06-15 17:00")

    assert (await period(joined)).state == "closed"


async def test_late_days_may_be_counted_in_working_days(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Tính ngày chậm theo ngày làm việc]", "[Xác nhận]")

    assert (await period(joined)).late_days == "working"


async def test_a_changed_deadline_keeps_what_else_was_chosen(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Không nhận nộp muộn]", "[Đổi hạn nộp]")
    text = await says(joined, "Lan", "20/6 17h")

    assert "17:00 thứ Bảy 20/06/2026" in text and "Không nhận nộp muộn: đợt tự đóng" in text


@pytest.mark.parametrize("title", ["x", "x" * 121, "x" * 501])
async def test_a_title_must_be_a_line(joined: Stage, title: str) -> None:
    text = await says(joined, "Lan", *DRAFT[:3], title)

    assert "từ 3 đến 120 ký tự" in text and "Tên đợt chấm điểm?" in text


async def test_a_deadline_that_cannot_be_read_is_asked_again(joined: Stage) -> None:
    assert "Hạn nộp?" in await says(joined, "Lan", *DRAFT[:5], "khi nào xong thì nộp")


async def test_two_periods_overlap(open_period: Stage) -> None:
    await open_period.open_period("mau-1000")
    await open_period.does("Hoa", "/chamdiem")

    assert len(open_period.last("Hoa").labels) == 3


@pytest.mark.parametrize("words", ["bây giờ", "ngay"])
async def test_at_once_opens_at_once(joined: Stage, words: str) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Đổi lúc mở]")

    assert "Mở ngay sau khi xác nhận" in await says(joined, "Lan", words)


@pytest.mark.parametrize("words", ["hôm qua", "1/6/2025", "thứ hai tuần trước 8h"])
async def test_a_deadline_in_the_past_is_said_to_be_past(joined: Stage, words: str) -> None:
    assert "đã qua" in await says(joined, "Lan", *DRAFT[:5], words)


async def test_a_period_confirmed_after_its_deadline_is_not_made_and_the_deadline_is_said_to_be_past(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT)
    await joined.to("2026-06-15 17:30")

    assert "Thời điểm 17:00 thứ Hai 15/06/2026 đã qua" in await says(joined, "Lan", "[Xác nhận]")
    assert await joined.store.periods.of(1) is None


@pytest.mark.parametrize("point", ["[Đổi lúc mở]", "[Đổi hạn nộp]"])
async def test_one_steps_back_from_a_point_to_the_whole_draft(joined: Stage, point: str) -> None:
    text = await says(joined, "Lan", *DRAFT, "[Không nhận nộp muộn]", point, "[Quay lại]")

    assert "17:00 thứ Hai 15/06/2026" in text and "đợt tự đóng" in text and "Xác nhận" in joined.last("Lan").labels


async def test_giving_up_a_draft_says_that_nothing_was_made(joined: Stage) -> None:
    assert "Đã bỏ bản nháp, chưa tạo đợt nào." in await says(joined, "Lan", *DRAFT, "[Hủy]")


async def test_a_prepared_period_can_be_dropped(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]", "[Bỏ đợt]")
    assert "Đã bỏ đợt" in await says(joined, "Lan", "[Xác nhận]") and TITLE not in joined.last("Lan").labels

    await joined.to("2026-06-04 08:00")
    assert not any("Đã mở đợt" in shown.text for shown in joined.chats[ACCOUNTS["Hoa"]])


async def test_what_the_chair_has_agreed_to_open_the_secretariat_does_not_drop(joined: Stage) -> None:
    await says(joined, "Quý", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]")
    await says(joined, "Lan", "[Xác nhận]")
    assert "không thuộc quyền" in await says(joined, "Quý", "/dotcham", f"[{TITLE}]", "[Bỏ đợt]")

    await joined.to("2026-06-03 08:00")
    assert (await period(joined)).state == "open"


async def test_a_period_that_is_open_cannot_be_dropped(open_period: Stage) -> None:
    await open_period.happens("Lan", Tapped("periods.drop_confirmed:1:1", "x", "t"))

    assert (await period(open_period)).state == "open" and "Trạng thái: đang mở" in open_period.last("Lan").text


# ---------------------------------------------------------------------------------------------------------------- who decides


async def test_what_the_secretariat_prepares_opens_when_the_chair_confirms(joined: Stage) -> None:
    assert "Đã chuyển Trưởng khối xác nhận" in await says(joined, "Quý", *DRAFT, "[Xác nhận]")
    assert (await period(joined)).state == "preparing"

    assert "Đã mở đợt" in await says(joined, "Lan", "[Xác nhận]")
    assert (await period(joined)).state == "open"


async def test_what_the_secretariat_planned_for_later_opens_then(joined: Stage) -> None:
    await says(joined, "Quý", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]")
    assert "sẽ tự mở lúc" in await says(joined, "Lan", "[Xác nhận]")
    await joined.to("2026-06-03 08:00")

    assert (await period(joined)).state == "open"


async def test_what_the_chair_has_not_confirmed_never_opens(joined: Stage) -> None:
    await says(joined, "Quý", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]")
    await joined.to("2026-06-04 08:00")

    assert (await period(joined)).state == "preparing"


@pytest.mark.parametrize("name", ["Quý", "Minh", "Hoa", "Thu"])
@pytest.mark.parametrize("act", ["start", "agree", "agreed", "reopen", "closed"])
async def test_only_the_chair_decides(open_period: Stage, name: str, act: str) -> None:
    before = await period(open_period)
    args = "1:1" if act != "reopen" else "1"
    await open_period.happens(name, Tapped(f"periods.{act}:{args}", "x", "t"))

    assert await period(open_period) == before


async def test_the_secretariats_new_deadline_waits_for_the_chair(open_period: Stage) -> None:
    await says(open_period, "Quý", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")
    assert (await period(open_period)).closes_at.day == 15

    assert "đã gia hạn đến 17:00 thứ Bảy 20/06/2026" in await says(open_period, "Lan", "[Xác nhận]")


@pytest.mark.parametrize("act", ["agreed", "extended"])
async def test_whoever_chairs_another_bloc_decides_nothing_in_this_one(act: str, open_period: Stage) -> None:
    await second_bloc(open_period)
    await chairs_there(open_period, "Minh")
    await says(open_period, "Quý", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")
    said = await forge(open_period, "Minh", f"periods.{act}:1:1:{(await period(open_period)).revision}")

    assert (await period(open_period)).closes_at.day == 15 and "đã gia hạn" not in said


CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")


async def test_the_chair_sees_what_a_proposed_closing_rests_on_and_may_look(open_period: Stage) -> None:
    await says(open_period, "Quý", *CLOSE)
    asked = open_period.last("Lan")
    assert "Mai Văn Quý đề nghị đóng đợt" in asked.text and "Còn 8 đơn vị chưa nộp: Sở Công Thương, " in asked.text

    assert asked.labels == ["Xác nhận", "Không đồng ý", "Xem đợt"] and "Trạng thái: đang mở" in await says(open_period, "Lan", "[Xem đợt]")
    assert open_period.last("Lan").ref != asked.ref


async def test_a_refusal_changes_nothing_and_tells_who_proposed(open_period: Stage) -> None:
    await says(open_period, "Quý", *CLOSE)
    await says(open_period, "Lan", "[Không đồng ý]")

    assert "Nguyễn Thị Lan không đồng ý đóng đợt" in open_period.last("Quý").text and (await period(open_period)).state == "open"


async def test_the_secretariat_prepares_a_reopening_and_the_chair_confirms_it(open_period: Stage) -> None:
    await says(open_period, "Lan", *CLOSE)
    await says(open_period, "Quý", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sở Xây dựng chưa kịp nộp", "[Xác nhận]")
    assert (await period(open_period)).state == "closed" and "đề nghị mở lại" in open_period.last("Lan").text

    assert "đã mở lại" in await says(open_period, "Lan", "[Xác nhận]")


async def test_the_secretariat_is_told_where_nobody_holds_the_chair(stage: Stage) -> None:
    await stage.join("Quý")

    assert "Chưa có ai tham gia với vai trò Trưởng khối" in await says(stage, "Quý", *DRAFT, "[Xác nhận]")


async def test_a_period_prepared_before_the_chair_joined_is_put_before_the_chair_later(stage: Stage) -> None:
    await stage.join("Quý")
    await says(stage, "Quý", *DRAFT, "[Xác nhận]")
    await stage.join("Lan", group=False)
    await says(stage, "Quý", "/dotcham", f"[{TITLE}]", "[Mở đợt]")

    assert "Đã chuyển Trưởng khối" in stage.last("Quý").text

    await says(stage, "Lan", "[Xác nhận]")
    assert (await period(stage)).state == "open"


async def test_a_proposal_confirmed_after_the_deadline_is_refused_and_another_deadline_offered(joined: Stage) -> None:
    await says(joined, "Quý", *DRAFT, "[Xác nhận]")
    await joined.to("2026-06-16 08:00")
    text = await says(joined, "Lan", "[Xác nhận]")
    assert "hạn nộp 17:00 thứ Hai 15/06/2026 đã qua" in text and "Đổi hạn nộp" in joined.last("Lan").labels

    await says(joined, "Lan", "[Đổi hạn nộp]", "30/6 17h", "Khối họp muộn", "[Xác nhận]", "[Mở đợt]")
    assert (await period(joined)).state == "open"


async def test_a_planned_period_whose_deadline_has_passed_does_not_open_by_itself(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]")
    joined.now = joined.now.replace(day=20)
    await joined.settle()

    assert (await period(joined)).state == "preparing" and "đã qua" in joined.last("Quý").text


async def test_a_new_deadline_before_the_opening_is_told_to_the_staff_alone(joined: Stage) -> None:
    await says(joined, "Lan", *DRAFT, "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]", "[Đổi hạn nộp]", "20/6 17h", "Khối họp muộn", "[Xác nhận]")

    assert "hạn nộp mới" in joined.last("Quý").text and "hạn nộp mới" in joined.last("Minh").text
    assert not joined.chats[ACCOUNTS["Hoa"]] and not joined.chats[GROUP]


async def test_an_old_confirmation_draws_the_period_as_it_is_now(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão")
    confirming = open_period.last("Lan")
    await says(open_period, "Lan", "/donvi")
    await open_period.happens("Lan", Tapped(confirming.buttons[0].action, confirming.ref, "t"))

    assert "mời xem lại rồi chọn lại" in open_period.last("Lan").text and "Gia hạn" in open_period.last("Lan").labels
    assert (await period(open_period)).closes_at.day == 15
