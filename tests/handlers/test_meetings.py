"""Meetings: called, answered, changed, reminded of."""

import pytest

from handlers.dialogue import Tapped
from tests.stage import ACCOUNTS, GROUP, Stage, beginning, forge, says

CALL = ("/hop", "Hội nghị sơ kết", "thứ năm tuần sau 8h", "Phòng họp tầng 2", "[Tất cả]", "[Xác nhận]")


@pytest.fixture
@beginning
async def called(joined: Stage) -> Stage:
    """A meeting at 8:00 on Thursday 11 June."""
    await says(joined, "Lan", *CALL)
    return joined


async def texts(stage: Stage, chat: str) -> list[str]:
    return [shown.text for shown in stage.chats[chat]]


@pytest.mark.parametrize(
    ("phrase", "echo"),
    [
        ("14h30 17/7", "14:30 thứ Sáu 17/07/2026"),
        ("ngày mai 2 giờ chiều", "14:00 thứ Ba 02/06/2026"),
        ("thu nam tuan sau 8h", "08:00 thứ Năm 11/06/2026"),
    ],
)
async def test_what_was_read_of_a_time_is_echoed_with_weekday_and_year(joined: Stage, phrase: str, echo: str) -> None:
    assert echo in await says(joined, "Lan", "/hop", "Hội nghị sơ kết", phrase)


@pytest.mark.parametrize("phrase", ["hôm nào rảnh", "31/2 8h", "hôm qua 8h"])
async def test_a_time_that_is_unclear_or_past_is_asked_again(joined: Stage, phrase: str) -> None:
    await says(joined, "Lan", "/hop", "Hội nghị sơ kết")

    assert "Thời gian họp?" in await says(joined, "Lan", phrase)


async def test_a_meeting_for_leaders_is_not_sent_to_focal_points(joined: Stage) -> None:
    await says(joined, "Lan", *CALL[:4], "[Lãnh đạo]", "[Xác nhận]")

    assert any("Hội nghị sơ kết" in text for text in await texts(joined, ACCOUNTS["Hoa"]))
    assert not any("Hội nghị sơ kết" in text for text in await texts(joined, ACCOUNTS["Nam"]))


@pytest.mark.parametrize(
    ("point", "words", "shown"),
    [("Đổi giờ", "thứ sáu tuần sau 9h", "09:00 thứ Sáu 12/06/2026"), ("Đổi địa điểm", "Phòng 3", "Phòng 3"), ("Đổi tên", "Họp Khối", "Họp Khối"),
     ("Đổi thành phần", "[Lãnh đạo]", "Lãnh đạo")],
)  # fmt: skip
async def test_each_point_of_a_meeting_can_be_changed_before_it_is_sent(joined: Stage, point: str, words: str, shown: str) -> None:
    text = await says(joined, "Lan", *CALL[:5], f"[{point}]", words)

    assert shown in text and "Xác nhận" in joined.last("Lan").labels and not joined.chats[GROUP]


async def test_one_steps_back_from_a_point_to_the_whole_meeting(joined: Stage) -> None:
    assert "08:00 thứ Năm 11/06/2026" in await says(joined, "Lan", *CALL[:5], "[Đổi giờ]", "[Quay lại]")


async def test_the_groups_old_card_says_that_it_was_replaced_and_loses_its_buttons(called: Stage) -> None:
    card = called.chats[GROUP][-1].ref
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h 11/6", "[Xác nhận]")
    old = [shown for shown in called.chats[GROUP] if shown.ref == card][-1]

    assert "đã thay đổi, xem bài mới bên dưới" in old.text and not old.buttons
    assert called.chats[GROUP][-1].ref != card and "09:00 thứ Năm 11/06/2026" in called.chats[GROUP][-1].text


@pytest.mark.parametrize(("words", "shown"), [("9h30", "09:30 thứ Năm 11/06/2026"), ("12/6", "08:00 thứ Sáu 12/06/2026")])
async def test_an_hour_alone_keeps_the_meetings_day_and_a_day_alone_its_hour(called: Stage, words: str, shown: str) -> None:
    assert f"sang {shown}" in await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", words)


async def test_another_time_typed_below_the_confirmation_is_what_is_confirmed(called: Stage) -> None:
    text = await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h30", "12/6 10h", "[Xác nhận]")

    assert "10:00 thứ Sáu 12/06/2026" in text and "10:00 thứ Sáu 12/06/2026" in called.last("Nam").text


async def test_words_below_the_confirmation_of_a_new_time_that_are_none_change_nothing(called: Stage) -> None:
    text = await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h30", "được")

    assert "Chưa đọc được ngày giờ" in text and "sang 09:30 thứ Năm 11/06/2026" in text


async def test_an_hour_alone_keeps_the_day_of_a_meeting_that_is_not_sent_yet(joined: Stage) -> None:
    assert "10:00 thứ Năm 11/06/2026" in await says(joined, "Lan", *CALL[:5], "[Đổi giờ]", "10h")


@pytest.mark.parametrize("name", ["Nam", "Minh"])
async def test_a_cancelled_meeting_says_so_and_can_no_longer_be_answered(called: Stage, name: str) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch họp của tỉnh", "[Xác nhận]")
    await called.happens(name, Tapped("meetings.come:1", "x", "t"))

    assert "Cuộc họp đã hủy." in called.last(name).text and called.last(name).labels == ["Quay lại"]


async def test_a_meeting_is_cancelled_once_that_is_confirmed(called: Stage) -> None:
    said = await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch họp")

    assert "Hủy họp Hội nghị sơ kết" in said and "Lý do: Trùng lịch họp" in said and called.last("Lan").labels == ["Xác nhận", "Quay lại"]
    assert "Hủy họp" not in called.last("Nam").text and "Tham dự" in called.last("Nam").labels
    assert "Đã hủy họp" in await says(called, "Lan", "xác nhận") and "Trùng lịch họp" in called.last("Nam").text


async def test_words_typed_below_the_cancellation_draw_it_again(called: Stage) -> None:
    said = await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch họp", "1", "được")

    assert "Lý do: Trùng lịch họp" in said and not any("Hủy họp" in one for one in await texts(called, ACCOUNTS["Nam"]))


async def test_a_meeting_that_was_changed_meanwhile_is_not_cancelled_unseen(called: Stage) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch họp")
    await says(called, "Quý", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h 11/6", "[Xác nhận]")
    said = await says(called, "Lan", "[Xác nhận]")

    assert "mời xem lại" in said and "09:00 thứ Năm 11/06/2026" in said and not any("Hủy họp" in one for one in await texts(called, ACCOUNTS["Nam"]))


async def test_a_forged_cancellation_cancels_nothing(called: Stage) -> None:
    await forge(called, "Lan", "meetings.cancelled:1")
    await forge(called, "Hoa", "meetings.cancelled:1")

    assert "Tham dự" in called.last("Nam").labels and not any("Hủy họp" in one for one in await texts(called, ACCOUNTS["Nam"]))


async def test_an_old_confirmation_draws_the_meeting_as_it_is_now(called: Stage) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h 11/6")
    confirming = called.last("Lan")
    await says(called, "Lan", "/donvi")
    await called.happens("Lan", Tapped(confirming.buttons[0].action, confirming.ref, "t"))

    assert "mời xem lại rồi chọn lại" in called.last("Lan").text and "Thời gian: 08:00 thứ Năm 11/06/2026" in called.last("Lan").text


async def test_a_reminder_two_hours_before_says_two_hours(joined: Stage) -> None:
    await says(joined, "Lan", "/hop", "Hội nghị sơ kết", "ngày mai 14h30", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    await joined.to("2026-06-02 12:30")

    assert "còn 2 giờ" in joined.last("Hoa").text


async def test_cancelling_while_it_is_made_sends_nothing(joined: Stage) -> None:
    await says(joined, "Lan", *CALL[:5], "[Hủy]")

    assert not await texts(joined, GROUP)


async def test_an_absence_reaches_the_staff_with_its_reason_then_with_the_substitute(called: Stage) -> None:
    await says(called, "Hoa", "[Vắng]", "Đi công tác")
    assert "Trần Thị Hoa báo vắng họp Hội nghị sơ kết: Đi công tác" in called.last("Lan").text

    await says(called, "Hoa", "Lê Văn Bắc, Phó Trưởng phòng")
    assert "Người dự thay: Lê Văn Bắc, Phó Trưởng phòng" in called.last("Lan").text


async def test_nobody_may_come_instead(called: Stage) -> None:
    assert "Đã báo: vắng." in await says(called, "Hoa", "[Vắng]", "Đi công tác", "[Không có]")


async def test_an_absence_without_a_reason_is_asked_again(called: Stage) -> None:
    text = await says(called, "Hoa", "[Vắng]", "x")

    assert "Cần ghi lý do" in text and "Lý do vắng" in text


async def test_an_answer_may_be_changed(called: Stage) -> None:
    await says(called, "Hoa", "[Vắng]", "Đi công tác", "[Không có]", "[Tham dự]")

    assert "1 tham dự, 0 vắng" in await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]")


async def test_an_absence_in_the_group_is_explained_in_private(called: Stage) -> None:
    await called.taps("Hoa", "Vắng", GROUP)

    assert "Lý do vắng" in called.last("Hoa").text
    assert not any("Lý do" in text for text in await texts(called, GROUP))


async def test_a_change_is_shown_before_it_is_told(called: Stage) -> None:
    before = len(called.chats[ACCOUNTS["Hoa"]])
    text = await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi tên]", "Hội nghị sơ kết và giao ước thi đua")

    assert "từ Hội nghị sơ kết sang Hội nghị sơ kết và giao ước thi đua" in text
    assert len(called.chats[ACCOUNTS["Hoa"]]) == before


async def test_a_change_that_another_overtook_is_not_applied(called: Stage) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi tên]", "Tên của Lan")
    await says(called, "Minh", "/lichhop", "[Hội nghị sơ kết]", "[Đổi địa điểm]", "Hội trường", "[Xác nhận]")
    await says(called, "Lan", "[Xác nhận]")
    meeting = await called.store.meetings.of(1)

    assert meeting is not None and (meeting.title, meeting.place) == ("Hội nghị sơ kết", "Hội trường")


async def test_reminders_go_to_those_who_have_not_answered(called: Stage) -> None:
    await says(called, "Hoa", "[Tham dự]")
    await called.to("2026-06-10 08:00")

    assert "Nhắc họp" in called.last("Minh").text
    assert "Nhắc họp" not in called.last("Hoa").text


async def test_the_staff_remind_the_silent_in_one_tap(called: Stage) -> None:
    await says(called, "Hoa", "[Tham dự]")
    assert "Đã nhắc 5 người" in await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Nhắc người chưa trả lời]")

    assert "Nhắc họp" in called.last("Nam").text


async def test_no_reminder_comes_after_the_start_or_a_cancellation(called: Stage) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch họp của tỉnh", "[Xác nhận]")
    await called.to("2026-06-12 08:00")

    assert not any("Nhắc họp" in text for text in await texts(called, ACCOUNTS["Nam"]))
    assert any("Hủy họp Hội nghị sơ kết" in text for text in await texts(called, ACCOUNTS["Nam"]))


async def test_after_downtime_one_reminder_comes_and_not_three(called: Stage) -> None:
    called.now = called.now.replace(month=6, day=11, hour=7)
    await called.settle()

    assert sum("Nhắc họp" in text for text in await texts(called, ACCOUNTS["Nam"])) == 1


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Thu"])
async def test_members_change_nothing(called: Stage, name: str) -> None:
    before = await called.store.meetings.of(1)
    for act in ("change:title:1", "cancel:1", "remind_now:1", "create"):
        await called.happens(name, Tapped(f"meetings.{act}", "x", f"t{act}"))

    assert await called.store.meetings.of(1) == before


async def another_bloc(stage: Stage, *people: str) -> None:
    """A second bloc, in which these people lead the only unit, which is its chair's."""
    from config.bloc_files import read_bloc_file
    from domain.people import Role
    from handlers.blocs import load_bloc
    from storage.store import Store
    from tests.stage import BLOC

    text = (
        BLOC.read_text("utf-8").replace("id: ha-nam-kinh-te", "id: khoi-hai").replace("name: Khối thi đua kinh tế ngành", "name: Khối thi đua số hai")
    )
    async with stage.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(text.encode()), stage.now)
        unit = next(unit for unit in await store.units.of_bloc("khoi-hai") if unit.post == "chair")
        for name in people:
            found = await store.dialogues.visit("telegram", ACCOUNTS[name], ACCOUNTS[name], stage.now)
            assert found.person is not None
            await store.seats.grant(found.person.id, "khoi-hai", unit.id, Role.UNIT_LEADER, stage.now)


async def test_in_the_group_only_the_meetings_of_its_bloc_are_listed(called: Stage) -> None:
    await another_bloc(called, "Hoa")
    await says(called, "Hoa", "/hop", "Họp riêng khối hai", "thứ năm tuần sau 9h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    (shown,) = await called.does("Hoa", "/lichhop", group=True)

    assert "Hội nghị sơ kết" in shown.text and "khối hai" not in shown.text


async def test_meetings_of_two_blocs_are_listed_by_time_and_named_by_their_blocs(called: Stage) -> None:
    await another_bloc(called, "Hoa")
    await says(called, "Hoa", "/hop", "Hội nghị sơ kết", "ngày mai 9h", "Phòng họp", "[Tất cả]", "[Xác nhận]")
    first, second = [line for line in (await says(called, "Hoa", "/lichhop")).splitlines() if line.startswith("•")]
    blocs = ("Khối thi đua số hai tỉnh Hà Nam", "Khối thi đua kinh tế ngành tỉnh Hà Nam")

    assert first.endswith(f"({blocs[0]})") and second.endswith(f"({blocs[1]})")
    assert called.last("Hoa").labels[:2] == [f"Hội nghị sơ kết ({bloc})" for bloc in blocs]


async def test_meetings_of_ones_only_bloc_are_listed_without_its_name(called: Stage) -> None:
    await another_bloc(called, "Hoa")

    assert "(Khối" not in await says(called, "Nam", "/lichhop") and "Hội nghị sơ kết" in called.last("Nam").labels


@pytest.mark.parametrize("words", ["/lichhop", "/tinhhinh", "/xephang"])
async def test_in_a_group_tied_to_no_bloc_one_sentence_says_so(stage: Stage, words: str) -> None:
    await stage.scene("joined without group")
    (shown,) = await stage.does("Hoa", words, group=True)

    assert shown.text.startswith("Nhóm này chưa gắn với khối nào.")


async def test_whoever_is_of_two_units_is_listed_for_both(called: Stage) -> None:
    for words in ("/start [SKHCN unit_focal_point]", "[Nhận vai trò]", "/lichhop", "[Hội nghị sơ kết]", "[Tham dự]"):
        await called.does("Hoa", words)

    assert "Trần Thị Hoa (Sở Xây dựng, Sở Khoa học và Công nghệ): tham dự" in await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]")


async def test_the_observer_is_listed_without_empty_brackets(called: Stage) -> None:
    await called.does("Thu", "[Tham dự]")

    assert "Lương Thị Thu: tham dự" in await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]")


async def test_the_caller_hears_whom_the_card_does_not_reach(stage: Stage) -> None:
    from storage.store import Store

    await stage.scene("joined without group")
    async with stage.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")
    text = await says(stage, "Lan", *CALL)

    assert "tới 5 người" in text and "chưa gắn nhóm nào" in text and "Lê Văn Nam: đã chặn trợ lý" in text


async def test_a_double_tap_reminds_of_a_meeting_once(called: Stage) -> None:
    for number in range(2):
        await called.happens("Lan", Tapped("meetings.remind_now:1", "x", f"t{number}"))

    assert sum("Nhắc họp" in text for text in await texts(called, ACCOUNTS["Hoa"])) == 1 and "Vừa nhắc lúc" in called.last("Lan").text


async def test_the_screens_that_ask_which_bloc_lead_home(called: Stage) -> None:
    await another_bloc(called, "Lan")
    for words in ("/hop", "/thongbao", "/dotcham", "/donvi"):
        await called.does("Lan", words)

        assert called.last("Lan").labels[-1] == "Màn hình chính"


async def test_a_chair_whose_group_is_taken_over_is_told(called: Stage) -> None:
    await another_bloc(called, "Hoa")
    await called.does("Hoa", "/nhom", group=True)
    await called.taps("Hoa", "Xác nhận", GROUP)

    assert "Trần Thị Hoa đã gắn nhóm Khối với Khối thi đua số hai" in called.last("Lan").text


async def test_a_change_says_to_whoever_has_answered_what_they_said(called: Stage) -> None:
    await says(called, "Hoa", "[Vắng]", "Đi công tác", "[Không có]")
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h 11/6", "[Xác nhận]")

    assert "Đã báo: vắng. Lịch mới" in called.last("Hoa").text and called.last("Hoa").labels == ["Tham dự", "Vắng"]
    assert "Đã báo" not in called.last("Minh").text


async def test_the_caller_is_counted_among_those_who_have_not_answered_and_told_so(called: Stage) -> None:
    text = called.last("Lan").text

    assert "tới 6 người khác" in text and "7 chưa trả lời (gồm người đang xem)" in text
    assert "Nhắc người chưa trả lời (6)" in called.last("Lan").labels


async def test_reminding_comes_before_changing_and_cancelling(called: Stage) -> None:
    assert called.last("Lan").labels[2] == "Nhắc người chưa trả lời (6)"


@pytest.mark.parametrize("over", ["(to 2026-06-11 08:00)", "cancelled"])
async def test_what_is_over_waits_for_no_answer(called: Stage, over: str) -> None:
    if over == "cancelled":
        await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Hủy họp]", "Trùng lịch", "[Xác nhận]")
    else:
        await called.to("2026-06-11 08:00")
    await says(called, "Hoa", "/start")

    assert not any("Việc đang chờ" in label for label in called.last("Hoa").labels)


async def test_before_it_is_sent_a_meeting_says_how_many_days_are_left(joined: Stage) -> None:
    assert "08:00 thứ Năm 11/06/2026 (còn 10 ngày)" in await says(joined, "Lan", *CALL[:5])


async def test_leaving_a_meeting_half_made_says_that_it_is_lost(joined: Stage) -> None:
    assert "nội dung vừa nhập không được giữ" in await says(joined, "Lan", *CALL[:3], "/thoat")
    assert "không được giữ" not in await says(joined, "Lan", "/thoat")


async def test_an_answer_leaves_the_news_of_a_change_where_it_stands(called: Stage) -> None:
    await says(called, "Lan", "/lichhop", "[Hội nghị sơ kết]", "[Đổi giờ]", "9h 11/6", "[Xác nhận]")
    told = called.last("Hoa")
    await called.does("Hoa", "[Tham dự]")

    assert called.last("Hoa").ref != told.ref
