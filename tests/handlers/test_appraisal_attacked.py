"""The appraisal under attack: two at once, people who leave, the last second, what waits while stages move, corrections of corrections."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.bloc_files import read_bloc_file
from config.rubric_files import text_of
from domain.people import Role
from handlers.blocs import load_bloc
from handlers.dialogue import Chat, Incoming, Sender, Typed
from storage.judgements import Judgements
from storage.publications import Publications
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import ACCOUNTS, BLOC, BLOC_ID, ZONE, Stage, beginning, down_until, forge, heard, says

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
FREEZE = ("/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
PUBLISH = ("[Công bố]", "[Xác nhận]", "công bố")
ASK_BACK = ("/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
DECIDER = "Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL"


async def sent_at(stage: Stage, name: str, words: str, at: datetime) -> str:
    """A message that was sent at a time and is read now."""
    account = ACCOUNTS[name]
    await stage.engine.take([Incoming("telegram", f"late{stage.events}", Chat(account, "private"), Sender(account, name), Typed(words), at, "late")])
    await stage.settle()
    return stage.last(name).text


async def seats_end(stage: Stage, name: str) -> None:
    async with stage.database.writing() as connection:
        store = Store(connection)
        [seat] = [one for one in await store.seats.of_bloc(BLOC_ID) if one.full_name == name]
        await store.seats.end(seat.id, seat.person_id, stage.now)


@pytest.fixture
@beginning
async def closed(open_period: Stage) -> Stage:
    """The vice chair's and a third unit have submitted; the period is closed. Sheets 2 and 3."""
    for name, points in (("Minh", "9,5"), ("Hoa", "9,5")):
        await open_period.fill(name, [points] * 10)
    await says(open_period, "Lan", *CLOSE)
    return open_period


@pytest.fixture
@beginning
async def answered(closed: Stage) -> Stage:
    """Hoa's I.2 was changed, results were sent, and she has the question for her explanation before her; the window ends on 4 June at 17:00."""
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL, *SEND)
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]")
    return closed


# ------------------------------------------------------------------------------------------------ two at once, and people who leave


async def test_accepting_by_a_tap_overwrites_nothing_that_was_judged_since(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1")
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")

    assert "vừa có người khác ghi điểm" in await says(closed, "Lan", "[Chấp nhận 9,5]")
    assert len(await Judgements(closed.database.reader).of_sheet(3)) == 1


async def test_who_lost_the_seat_hears_no_answer_of_a_unit_any_more(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await seats_end(closed, "Mai Văn Quý")
    await says(closed, "Nam", "[Trả lời]", "Quyết định số 12/QĐ-UBND ngày 5/1/2026")

    assert "12/QĐ-UBND" not in closed.last("Quý").text and "12/QĐ-UBND" in closed.last("Lan").text


async def test_who_lost_the_seat_hears_of_no_question_that_ran_out(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await seats_end(closed, "Mai Văn Quý")
    await closed.to("2026-06-03 17:30")

    assert "chưa trả lời" not in closed.last("Quý").text


async def test_a_new_year_s_chair_judges_no_more_of_the_own_unit_than_the_old_one(closed: Stage) -> None:
    turned = BLOC.read_text("utf-8").replace("role: chair", "role: none").replace("role: vice_chair", "role: chair").replace(", role: none", "")
    async with closed.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(turned.encode()), closed.now)
    assert "Không tự thẩm định" in await forge(closed, "Minh", "appraisal.accept:2:I.1")
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Chấp nhận 9,5]")
    await forge(closed, "Lan", "appraisal.accept:3:I.2")

    assert [(one.address, one.as_role) for one in await Judgements(closed.database.reader).of_sheet(3)] == [("I.1", "bloc_chair")]


async def test_a_unit_that_left_after_the_closing_is_named_and_its_sheet_goes_on(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh SXD", "I.1")
    without = "\n".join(line for line in BLOC.read_text("utf-8").splitlines() if "code: SXD" not in line)
    async with closed.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(without.encode()), closed.now)
    assert "Đã ghi điểm thẩm định I.1" in await says(closed, "Lan", "8 – thiếu hai báo cáo")

    assert "Đã rời khối sau khi đóng đợt: Sở Xây dựng." in await says(closed, "Lan", "/thamdinh")


# ------------------------------------------------------------------------------------------------ the last second

WORDS = "Hai báo cáo đã gửi ngày 12/6"
ENDS = datetime(2026, 6, 4, 17, tzinfo=ZONE)


async def test_an_appeal_sent_in_the_last_second_counts_though_it_is_read_later(answered: Stage) -> None:
    await answered.to("2026-06-04 17:05")
    text = await sent_at(answered, "Hoa", WORDS, ENDS - timedelta(seconds=1))

    assert "Đã gửi giải trình I.2" in text and "Có tệp kèm theo" not in text
    assert await answered.store.explanations.appeals_waiting(1) == 1 and WORDS in answered.last("Lan").text


async def test_an_appeal_sent_after_the_window_s_end_does_not_count(answered: Stage) -> None:
    await answered.to("2026-06-04 17:05")

    assert "Đã hết thời hạn" in await sent_at(answered, "Hoa", WORDS, ENDS + timedelta(seconds=1))


async def test_an_appeal_after_the_window_was_ended_early_does_not_count(answered: Stage) -> None:
    await answered.to("2026-06-02 10:00")
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
    await answered.to("2026-06-02 10:01")

    assert "Đã hết thời hạn" in await says(answered, "Hoa", WORDS)


async def test_results_are_not_sent_with_a_window_that_has_ended_since_it_was_set(closed: Stage) -> None:
    await says(closed, "Minh", *ACCEPT_ALL)
    await says(closed, "Lan", *ACCEPT_ALL, *SEND[:2], "9h")
    await closed.to("2026-06-01 09:30")
    text = await says(closed, "Lan", "[Xác nhận]")

    assert text.startswith("Thời điểm 09:00 thứ Hai 01/06/2026 đã qua") and "Đơn vị được giải trình đến khi nào?" in text


async def test_what_cannot_be_explained_any_more_stands_not_in_the_way_of_the_result(answered: Stage) -> None:
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
    await answered.to("2026-06-02 10:00")
    text = await says(answered, "Hoa", "[Xem kết quả thẩm định]")

    assert text.startswith("Kết quả thẩm định") and "Nhập nội dung giải trình" not in text


@pytest.mark.parametrize("end", [("[Kết thúc giải trình]", "[Xác nhận]"), ("[Giải trình]", "[I.2: Sở Xây dựng]", "[Chấp nhận giải trình]")])
async def test_files_are_asked_for_no_more_once_none_is_taken(end: tuple[str, ...], answered: Stage) -> None:
    await says(answered, "Hoa", WORDS)
    await says(answered, "Lan", "/thamdinh", *end)
    await answered.to("2026-06-02 10:00")
    await answered.sends("Hoa", "bao-cao.pdf")

    assert "gửi tại đây" not in answered.last("Hoa").text and answered.last("Hoa").labels == ["Màn hình chính"]


@pytest.mark.parametrize(("late", "words"), [(-1, "Đã gửi trả lời"), (1, "Đã hết thời hạn")])
async def test_an_answer_counts_by_when_it_was_sent(late: int, words: str, closed: Stage) -> None:
    await says(closed, "Lan", *ASK_BACK)
    await says(closed, "Nam", "[Trả lời]")
    await down_until(closed, "2026-06-03 17:05")

    assert words in await sent_at(closed, "Nam", "Quyết định số 12/QĐ-UBND", datetime(2026, 6, 3, 17, tzinfo=ZONE) + timedelta(seconds=late))


# ------------------------------------------------------------------------------------------------ what waits while stages move


async def test_the_chair_hears_that_units_still_owe_answers_before_results_go_out(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await says(closed, "Lan", *ACCEPT_ALL)

    assert "Còn 1 yêu cầu bổ sung" in await says(closed, "Lan", *SEND[:2])


async def test_an_answer_that_comes_after_the_results_is_told_where_to_go(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
    await says(closed, "Lan", *ACCEPT_ALL, *SEND)

    assert "Kết quả thẩm định đã gửi" in await says(closed, "Nam", "[Trả lời]")


@pytest.mark.parametrize("then", [SEND, (*CLOSE[:2], "[Mở lại]", "Cho bổ sung", "[Xác nhận]", *CLOSE)])
async def test_a_question_that_nobody_can_answer_any_more_does_not_run_out(then: tuple[str, ...], closed: Stage) -> None:
    await says(closed, "Minh", *ASK_BACK)
    await says(closed, "Minh", *ACCEPT_ALL)
    await closed.to("2026-06-01 09:00")
    await says(closed, "Lan", *ACCEPT_ALL, *then)
    await closed.to("2026-06-03 17:30")

    assert not heard(closed, "Minh", "chưa trả lời về I.1")


async def test_nothing_is_published_while_an_appeal_waits(answered: Stage) -> None:
    await says(answered, "Hoa", WORDS)
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")

    assert "Còn giải trình chưa quyết định" in await says(answered, "Lan", *FREEZE[:3])
    assert "Cần rà soát và chốt điểm" in await forge(answered, "Lan", "ranking.preview:1")


async def test_a_change_while_scores_are_reconciled_says_why_also_back_to_the_unit_s_own(answered: Stage) -> None:
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")

    assert "Lý do chấm 9,5 điểm" in await says(answered, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "9,5")


async def test_the_unit_s_own_answer_is_restored_while_scores_are_reconciled_with_a_reason(answered: Stage) -> None:
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", "/thamdinh", "[Sở Xây dựng]", "I.2")
    assert "Lý do tính I.2" in await says(answered, "Lan", "[Tính theo tự chấm]")

    assert "hiện tại 95 điểm" in await says(answered, "Lan", "đã bổ sung đủ báo cáo")


# ------------------------------------------------------------------------------------------------ corrections, exclusions


async def test_a_correction_of_a_correction_says_what_it_changed_since_the_one_before(answered: Stage) -> None:
    await says(answered, "Lan", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]", *FREEZE, *PUBLISH)
    for points, why in (("9", "một báo cáo đã có"), ("9,25", "hai báo cáo đã có")):
        await says(answered, "Lan", "/dotcham", f"[{TITLE}]", "[Đính chính]", why)
        await says(answered, "Lan", "[Màn hình thẩm định]", "[Sở Xây dựng]", "I.2", f"{points} – {why}", *FREEZE, *PUBLISH)
    newest = await Publications(answered.database.reader).newest(1)

    assert newest is not None and "Sở Xây dựng: 94,5 → 94,75 điểm" in newest.post and "Lý do đính chính: hai báo cáo đã có" in newest.post


async def test_the_order_of_equals_is_no_word_any_more_once_one_of_them_is_excluded(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL, *SEND, "[Kết thúc giải trình]", "[Xác nhận]", "[Rà soát, chốt điểm]")
    await says(closed, "Lan", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", "Ít đơn thư hơn", DECIDER)
    text = await says(closed, "Lan", "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", DECIDER)

    assert "Thứ tự khi bằng điểm" not in text
    assert "Thứ tự giữa các đơn vị" not in await says(closed, "Lan", "[Chốt điểm]", "[Xác nhận]", "[Công bố]")


# ------------------------------------------------------------------------------------------------ an appraiser of two blocs


async def test_an_external_appraiser_of_two_blocs_tells_them_apart_and_enters_into_the_right_one(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "ngoai.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: external, appraiser: Sở Tài chính}", 1), "utf-8")
    other = BLOC.read_text("utf-8").replace(f"id: {BLOC_ID}", "id: khoi-hai").replace("name: Khối thi đua kinh tế", "name: Khối thi đua nội chính")
    await joined.open_period(str(rubric))
    await joined.fill("Hoa", ["9"] * 9)
    await says(joined, "Lan", *CLOSE)
    async with joined.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(other.encode()), joined.now)
        person = await store.people.add("Ngô Thị Mai", "", joined.now)
        await store.people.tie("telegram", ACCOUNTS["Khách"], ACCOUNTS["Khách"], person)
        for bloc in (BLOC_ID, "khoi-hai"):
            await store.seats.grant(person, bloc, None, Role.EXTERNAL_APPRAISER, joined.now, "Sở Tài chính")
        period = await store.periods.of(1)
        assert period is not None
        copy = await store.periods.add(
            "khoi-hai",
            "midyear",
            TITLE,
            period.rubric_id,
            joined.now,
            joined.now + timedelta(days=1),
            takes_late=True,
            late_days="calendar",
            by=None,
            now=joined.now,
        )
        opened = await store.periods.move_state(copy, "open", joined.now)
        assert opened is not None
        await store.periods.move_state(opened, "closed", joined.now)
    await says(joined, "Khách", "/thamdinh")

    assert sorted(joined.last("Khách").labels[:2]) == [
        f"Kinh tế ngành: {TITLE}",
        f"Nội chính ngành: {TITLE}",
    ]
    await says(joined, "Khách", f"[Kinh tế ngành: {TITLE}]", "[I.1 Thực hiện chương trình công tác của đơn vị]")
    assert "Sở Xây dựng: 8" in await says(joined, "Khách", "[Sở Xây dựng]", "8")
