"""Who sees what of the standings; reminding; the group's one post."""

from datetime import timedelta

import pytest

from config.bloc_files import read_bloc_file
from handlers.blocs import load_bloc
from storage.outbox import Draft
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC, BLOC_ID, GROUP, Stage, heard, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"


# ---------------------------------------------------------------------------------------------------------------- who sees what


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý", "Thu"])
async def test_those_who_oversee_the_bloc_see_every_units_state(open_period: Stage, name: str) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9,5"):
        await open_period.does("Hoa", words)
    text = await says(open_period, name, "/tinhhinh")

    assert "Sở Xây dựng: đang chấm 1/10" in text and "Sở Giao thông Vận tải: chưa bắt đầu" in text


@pytest.mark.parametrize("name", ["Lan", "Minh", "Quý", "Thu", "Nam"])
async def test_nobody_sees_a_units_points_before_the_period_closes(open_period: Stage, name: str) -> None:
    await open_period.fill("Hoa", ["9,5"] * 10)
    if name != "Nam":
        assert "95" not in await says(open_period, name, "/tinhhinh")
    assert not any("95/100" in shown.text or "9,5" in shown.text for shown in open_period.chats[ACCOUNTS[name]])
    assert not any("9,5" in shown.text for shown in open_period.chats[GROUP])


async def test_members_see_the_count_and_who_has_submitted_alone(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await open_period.does("Bình", "/chamdiem")
    text = await says(open_period, "Nam", "/tinhhinh")

    assert "1/8 đơn vị đã nộp" in text and "Đã nộp: Sở Xây dựng." in text and "chưa bắt đầu" not in text


async def test_lateness_is_shown_with_its_days(open_period: Stage) -> None:
    await open_period.to("2026-06-17 08:00")
    await open_period.fill("Hoa", ["9"] * 10)

    assert "chậm 2 ngày" in await says(open_period, "Thu", "/tinhhinh")


async def test_standings_take_few_statements_however_many_units_there_are(open_period: Stage) -> None:
    connection = open_period.database.writer
    before = connection.count
    await open_period.does("Lan", "/tinhhinh")

    assert connection.count - before <= 18


async def test_the_groups_post_is_redrawn_as_units_submit(open_period: Stage) -> None:
    posts = [shown for shown in open_period.chats[GROUP] if "đơn vị đã nộp" in shown.text]
    await open_period.fill("Hoa", ["9"] * 10)
    newest = open_period.chats[GROUP][-1]

    assert "1/8 đơn vị đã nộp" in newest.text and newest.ref == posts[-1].ref


async def test_the_groups_post_names_dates_alone_and_says_when_the_deadline_is_past(open_period: Stage) -> None:
    assert "còn" not in open_period.chats[GROUP][-1].text

    await open_period.to("2026-06-15 17:02")
    assert "Đã quá hạn nộp (17:00 thứ Hai 15/06/2026)" in open_period.chats[GROUP][-1].text


async def test_an_overdue_reminder_renews_the_groups_post(open_period: Stage) -> None:
    await open_period.to("2026-06-15 18:00")
    before = open_period.chats[GROUP][-1].ref
    await open_period.to("2026-06-16 07:30")

    assert open_period.chats[GROUP][-1].ref != before and "Đã quá hạn nộp" in open_period.chats[GROUP][-1].text


async def test_the_groups_post_is_renewed_with_a_reminder(open_period: Stage) -> None:
    before = open_period.chats[GROUP][-1].ref
    await open_period.to("2026-06-08 07:30")

    assert open_period.chats[GROUP][-1].ref != before


async def test_after_every_reminder_the_group_has_one_status_post(open_period: Stage) -> None:
    await open_period.to("2026-06-18 08:00")

    assert len({shown.ref for shown in open_period.chats[GROUP] if "đơn vị đã nộp" in shown.text}) == 1


async def test_a_closed_period_can_be_looked_at_beside_an_open_one(joined: Stage) -> None:
    await joined.open_period()
    await joined.open_period("mau-1000", closes="2026-07-15 17:00")
    text = await says(joined, "Lan", "/dotcham", f"[{TITLE} (hạn 15/06/2026)]", "[Đóng đợt]", "[Xác nhận]", "[Tình hình]")
    assert "0/8 đơn vị đã nộp. Đã đóng trước hạn, lúc 08:00 thứ Hai 01/06/2026 (Nguyễn Thị Lan). Hạn nộp 17:00 thứ Hai 15/06/2026." in text

    await says(joined, "Thu", "/tinhhinh")
    assert joined.last("Thu").labels == [f"{TITLE} (hạn 15/07/2026)", f"{TITLE} (hạn 15/06/2026)", "Màn hình chính"]


async def test_what_comes_next_is_in_order_of_time(joined: Stage) -> None:
    await joined.open_period(closes="2026-06-10 17:00")
    await joined.open_period("mau-1000", closes="2026-06-12 17:00")
    text = await says(joined, "Thu", "/tinhhinh", f"[{TITLE} (hạn 12/06/2026)]")

    assert text.index("17:00 thứ Tư 10/06/2026: hạn nộp") < text.index("17:00 thứ Sáu 12/06/2026: hạn nộp")


# ---------------------------------------------------------------------------------------------------------------- reminding


async def test_a_reminder_names_who_reminds_and_reaches_those_who_owe(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Lan", "/nhacnho")

    assert "Nguyễn Thị Lan nhắc: Sở Tài nguyên và Môi trường chưa nộp" in open_period.last("Minh").text
    assert heard(open_period, "Nam", "nhắc:") == 0


async def test_reminding_again_at_once_sends_nothing_more(open_period: Stage) -> None:
    assert "Đã nhắc" in await says(open_period, "Lan", "/nhacnho")
    assert "Vừa nhắc lúc 08:00" in await says(open_period, "Minh", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")
    assert heard(open_period, "Hoa", "nhắc:") == 1

    open_period.now += timedelta(hours=1)
    assert "Đã nhắc" in await says(open_period, "Minh", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")


async def test_whom_a_reminder_does_not_reach_is_named(open_period: Stage) -> None:
    async with open_period.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Nam"], reachable=False, why="blocked")

    assert "Lê Văn Nam: đã chặn trợ lý" in await says(open_period, "Lan", "/nhacnho")


async def test_units_nobody_of_which_has_joined_are_named(open_period: Stage) -> None:
    assert "Chưa có ai tham gia từ: Sở Thông tin và Truyền thông" in await says(open_period, "Lan", "/nhacnho")


async def test_who_may_not_invite_is_not_told_to(open_period: Stage) -> None:
    text = await says(open_period, "Thu", "/tinhhinh", "[Nhắc đơn vị chưa nộp]")

    assert "Chưa có ai tham gia từ: Sở Thông tin và Truyền thông" in text and "/donvi" not in text


async def test_who_owes_for_two_units_is_reminded_in_one_message(open_period: Stage) -> None:
    await says(open_period, "Nam", "/start [SKHCN unit_focal_point]", "[Nhận vai trò]")
    await says(open_period, "Lan", "/nhacnho")

    assert heard(open_period, "Nam", "nhắc:") == 1 and "Sở Khoa học và Công nghệ chưa nộp" in open_period.last("Nam").text
    assert open_period.last("Nam").labels == ["Chấm tiếp: Sở Xây dựng", "Chấm tiếp: Sở Khoa học và Công nghệ"]


@pytest.mark.parametrize("name", ["Hoa", "Nam"])
async def test_members_remind_nobody(open_period: Stage, name: str) -> None:
    assert "không thuộc quyền" in await says(open_period, name, "/nhacnho")
    assert heard(open_period, "Bình", "nhắc:") == 0


# ---------------------------------------------------------------------------------------------------------------- what is said is so


async def leaves(stage: Stage, code: str) -> None:
    """The bloc file is loaded again without a unit."""

    text = "\n".join(line for line in BLOC.read_text("utf-8").splitlines() if f"code: {code}," not in line)
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(text.encode()), stage.now)
    await stage.settle()


async def test_a_unit_that_left_is_out_of_the_count_and_its_sheet_is_kept(open_period: Stage) -> None:
    await open_period.does("Hoa", "/chamdiem")
    await leaves(open_period, "SXD")
    rows = await open_period.database.reader.rows("SELECT count(*) AS n FROM sheets", {})

    assert "0/7 đơn vị đã nộp" in await says(open_period, "Lan", "/tinhhinh") and rows[0]["n"] == 8
    assert "0/7 đơn vị đã nộp" in open_period.chats[GROUP][-1].text


async def test_a_unit_that_left_is_not_reminded_and_fills_nothing(open_period: Stage) -> None:
    await leaves(open_period, "SXD")
    before = len(open_period.chats[ACCOUNTS["Hoa"]])
    await says(open_period, "Lan", "/nhacnho")
    await open_period.to("2026-06-16 09:00")

    assert len(open_period.chats[ACCOUNTS["Hoa"]]) == before
    assert "không thuộc quyền" in await says(open_period, "Hoa", "/chamdiem")


async def test_a_unit_nobody_has_joined_from_is_marked(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/tinhhinh")

    assert "Sở Giao thông Vận tải: chưa bắt đầu, chưa có người tham gia" in text and "Sở Xây dựng: chưa bắt đầu\n" in text


async def test_reminding_says_that_the_speaker_is_alone_in_their_unit_not_that_nobody_has_joined(stage: Stage) -> None:
    await stage.join("Lan")
    await stage.open_period()
    text = await says(stage, "Lan", "/nhacnho")

    assert "Đã nhắc" not in text and "không có ai khác nhận được tin: Sở Công Thương." in text
    assert "Sở Công Thương" not in text.partition("Chưa có ai tham gia từ")[2]


async def test_opening_a_period_names_the_units_that_could_not_be_told(open_period: Stage) -> None:
    text = await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h", "Bão số 3", "[Xác nhận]")

    assert "Chưa có ai tham gia, nên chưa báo được: Sở Thông tin và Truyền thông" in text and "Các đơn vị đã được báo" not in text


@pytest.mark.parametrize(("payload", "named"), [('{"text": {"plain": "Sơ kết\\n2/8 đã nộp\\nx"}}', "“Sơ kết – 2/8 đã nộp”"), ("{}", "khi đăng hình")])
async def test_the_chair_is_told_which_post_may_not_have_arrived(joined: Stage, payload: str, named: str) -> None:
    async with joined.database.writing() as connection:
        store = Store(connection)
        await store.outbox.put([Draft("telegram", GROUP, 1, "post", payload, state="unknown", id=9000)], joined.now)
        await store.due.schedule("posts.unknown", "outbox:9000", "once", joined.now, BLOC_ID)
    await joined.settle()

    assert named in joined.last("Lan").text
