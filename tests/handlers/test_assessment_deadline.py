"""The deadline: what ends with it, what counts from before it, and what lateness costs is said beforehand."""

import pytest

from bot.runtime.writing import outgoing_of
from handlers.dialogue import Chat, Incoming, Sender, Tapped, Typed
from tests.appraisals import TITLE
from tests.stage import ACCOUNTS, Stage, beginning, forge, says


@pytest.fixture
@beginning
async def no_late(joined: Stage) -> Stage:
    """A period of ten criteria that takes nothing late, its deadline passed by a second; its closing has not run."""
    await joined.open_period(takes_late=False)
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10):
        await joined.does("Nam", words)
    await joined.does("Hoa", "/chamdiem")
    await joined.does("Hoa", "[Xem lại và nộp]")
    return joined


async def past_the_deadline(stage: Stage) -> None:
    """A second after the deadline, before the clock has closed the period."""
    stage.now = stage.now.replace(day=15, hour=17, minute=0, second=1)


async def say_before_closing(stage: Stage, name: str, words: str) -> str:
    """Something said before the closing job ran: the engine answers it first."""
    label = words.strip("[]")
    button = next((one for shown in reversed(stage.chats[ACCOUNTS[name]]) for one in shown.buttons if one.label == label), None)
    what = Tapped(button.action, "b", "t") if button is not None and words.startswith("[") else Typed(words)
    await stage.engine.take([Incoming("telegram", f"x{stage.now}{words}", Chat(ACCOUNTS[name], "private"), Sender(ACCOUNTS[name]), what, stage.now)])
    rows = await stage.store.outbox.leaving("telegram", stage.now, 1000)
    return "\n".join(out.text.plain for row in rows if (out := outgoing_of(row.payload)).text)


@pytest.mark.parametrize(("name", "words"), [("Hoa", "[Nộp]"), ("Nam", "[Trình lãnh đạo]"), ("Nam", "I.1")])
async def test_a_period_that_takes_nothing_late_takes_nothing_before_it_is_closed_either(no_late: Stage, name: str, words: str) -> None:
    if name == "Nam":
        await no_late.does("Nam", "[Xem lại và nộp]")
    await past_the_deadline(no_late)
    said = await say_before_closing(no_late, name, words)

    assert "Tối đa" not in said and "Mã biên nhận" not in said
    assert await no_late.store.submissions.in_force(3) is None
    assert all(place.state != "awaiting_leader" for place in await no_late.store.sheets.board(1))


async def test_an_answer_after_the_deadline_of_such_a_period_is_refused(no_late: Stage) -> None:
    await no_late.does("Nam", "I.1")
    await past_the_deadline(no_late)
    said = await say_before_closing(no_late, "Nam", "5")

    opened = await no_late.store.answers.open_sheet(3)
    assert "không nhận nộp muộn" in said and opened is not None and opened.answers["I.1"].answer == '{"points":"9"}'


async def test_a_submission_that_waits_for_its_files_counts_from_when_it_was_asked_for(no_late: Stage) -> None:
    await no_late.does("Hoa", "I.1")
    await no_late.sends("Hoa", "a.pdf")
    for words in ("[Quay lại]", "[Xem lại và nộp]", "[Nộp]"):
        await no_late.does("Hoa", words)
    await no_late.to("2026-06-15 17:05")
    await no_late.files_arrive()

    submission = await no_late.store.submissions.in_force(3)
    assert submission is not None and submission.at.day == 1 and "đúng hạn" in no_late.last("Hoa").text


async def test_a_submission_asked_for_in_time_is_not_late_where_lateness_is_taken(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "I.1"):
        await open_period.does("Hoa", words)
    await open_period.sends("Hoa", "a.pdf")
    for words in ("[Quay lại]", "[Xem lại và nộp]", "[Nộp]"):
        await open_period.does("Hoa", words)
    await open_period.to("2026-06-17 09:00")
    await open_period.files_arrive()

    assert "Mã biên nhận" in open_period.last("Hoa").text and "đúng hạn" in open_period.last("Hoa").text


async def test_the_reminder_of_an_overdue_sheet_names_the_points_it_costs(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await joined.to("2026-06-18 08:00")

    assert "Nộp lúc này: chậm 3 ngày, trừ 10 điểm." in joined.last("Hoa").text


async def test_the_review_of_an_overdue_sheet_names_the_points_it_costs(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    await joined.to("2026-06-16 09:00")
    for words in ("/chamdiem", "[Xem lại và nộp]"):
        await joined.does("Hoa", words)

    assert "Nộp lúc này: chậm 1 ngày, trừ 5 điểm (chưa trừ ở tổng điểm tạm tính)." in joined.last("Hoa").text


async def test_the_post_names_who_was_late_and_whose_sheet_was_entered_from_paper(joined: Stage) -> None:
    await joined.open_period()
    for words in ("/start", "[Nhập thay từ bản giấy]", "[Sở Thông tin và Truyền thông]"):
        await joined.does("Quý", words)
    await joined.sends("Quý", "phieu.pdf")
    await joined.files_arrive()
    for words in ("[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Nộp]"):
        await joined.does("Quý", words)
    await joined.to("2026-06-17 09:00")
    await joined.fill("Lan", ["9"] * 10)
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]", "[Công bố]"):
        await joined.does("Lan", words)

    text = joined.last("Lan").text
    assert "1. Sở Công Thương – 90 điểm" in text
    assert "Sở Công Thương: nộp muộn, chậm 2 ngày." in text and "Phiếu nhập thay từ bản giấy: Sở Thông tin và Truyền thông." in text


# ---------------------------------------------------------------------------------------------------------------- what the total leaves out


LATER = "chưa gồm I.1d (tính sau khi đóng đợt)"


@pytest.mark.parametrize("words", [("/chamdiem",), ("/chamdiem", "[Xem lại và nộp]")])
async def test_what_compares_with_other_units_is_said_to_be_left_out_of_the_total(joined: Stage, words: tuple[str, ...]) -> None:
    await joined.open_period("mau-1000")
    for one in ("/chamdiem", "I.1d", "100 120", *words):
        await joined.does("Hoa", one)

    assert LATER in joined.last("Hoa").text


async def test_what_does_not_apply_is_not_said_to_come_later(joined: Stage) -> None:
    await joined.open_period("mau-1000")
    for one in ("/chamdiem", "I.1d", "không áp dụng – không được giao", "/chamdiem"):
        await joined.does("Hoa", one)

    assert "chưa gồm" not in joined.last("Hoa").text


async def test_after_the_deadline_a_submitted_sheet_is_not_said_to_be_withdrawable(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.to("2026-06-15 17:01")
    text = await forge(open_period, "Hoa", "assessment.ask:3:I.1")

    assert "không rút lại được" in text and "chọn Rút lại" not in text


@pytest.mark.parametrize("name", ["Hoa", "Nam"])
async def test_after_the_deadline_the_sheet_says_why_it_is_not_taken_back_and_what_is_left(open_period: Stage, name: str) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Hoa", "/chamdiem")
    await open_period.to("2026-06-16 08:00")
    said = await says(open_period, name, "/chamdiem")

    assert "đã qua hạn nộp nên không rút lại được" in said and "gia hạn" in said and "chọn Rút lại" not in said


async def test_an_old_button_to_take_a_sheet_back_says_that_the_deadline_has_passed(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Hoa", "[Rút lại]")
    await open_period.to("2026-06-16 08:00")
    said = await says(open_period, "Hoa", "[Xác nhận]")

    assert "đã qua hạn nộp nên không rút lại được" in said and "Mã biên nhận" in said
    assert await open_period.store.submissions.in_force(3) is not None


async def test_after_an_extension_the_sheet_is_taken_back_as_was_said(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.to("2026-06-16 08:00")
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Các đơn vị bận phòng chống bão", "[Xác nhận]")

    assert "trước 17:00 thứ Bảy 20/06/2026" in await says(open_period, "Hoa", "/chamdiem", "[Rút lại]")
    assert "Đã rút lại phiếu" in await says(open_period, "Hoa", "[Xác nhận]")


async def test_who_may_not_take_a_sheet_back_reads_who_may_and_whom_the_leader_authorised_does(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]")
    await open_period.fill("Hoa", ["9"] * 10)
    assert "người được ủy quyền nộp" not in await says(open_period, "Nam", "/chamdiem")

    assert "Đã rút lại phiếu" in await says(open_period, "Nam", "[Rút lại]", "[Xác nhận]")
    assert "đã rút lại phiếu" in open_period.last("Hoa").text and open_period.last("Hoa").labels == ["Mở phiếu"]


@pytest.mark.parametrize(
    ("words", "button", "shows"), [((), "[Xem phiếu]", "Mã biên nhận"), (("[Rút lại]", "[Xác nhận]"), "[Mở phiếu]", "10/10 tiêu chí")]
)
async def test_what_is_told_of_a_sheet_opens_it(open_period: Stage, words: tuple[str, ...], button: str, shows: str) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Hoa", *words)

    assert shows in await says(open_period, "Nam", button)


async def test_a_number_typed_below_a_submitted_sheet_says_what_comes_first(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)

    assert "chọn Rút lại trước" in await says(open_period, "Hoa", "/chamdiem", "[Xem phiếu]", "9")
