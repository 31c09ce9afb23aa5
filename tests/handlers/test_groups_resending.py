"""Posts that did not reach the group are sent by one tap once it is back, or another is tied."""

from datetime import timedelta

from bot.runtime.coming import note_files_refused
from handlers.dialogue import Reached
from handlers.flow import Turn, say
from handlers.groups.resending import unsent_things
from storage.outbox import FILES_REFUSED, Settled
from storage.store import Store
from tests.stage import BLOC_ID, GROUP, Stage, forge, heard, says

RESEND = "[Gửi lại những gì chưa đến nhóm]"


async def reaches(stage: Stage, reachable: bool) -> None:
    await stage.happens("Lan", Reached(reachable), GROUP)


async def publish(stage: Stage) -> None:
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Công bố]", "[Xác nhận]", "Công bố"):
        await stage.does("Lan", words)


def posts(stage: Stage, words: str) -> int:
    return sum(words in shown.text for shown in stage.chats[GROUP])


async def published_unseen(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await reaches(stage, False)
    await publish(stage)
    await reaches(stage, True)


async def test_a_ranking_that_did_not_arrive_is_offered_and_sent_with_its_picture(stage: Stage) -> None:
    await published_unseen(stage)

    assert "Kết quả Sơ kết" in stage.last("Lan").text and posts(stage, "1. Sở Xây dựng") == 0
    assert "Đã gửi lại" in await says(stage, "Lan", RESEND) and posts(stage, "1. Sở Xây dựng") == 1
    assert sum(shown.files for shown in stage.chats[GROUP]) == 1


async def test_two_who_tap_send_it_once(stage: Stage) -> None:
    await published_unseen(stage)
    await says(stage, "Lan", RESEND)

    assert "Không còn gì để gửi lại" in await says(stage, "Minh", RESEND) and posts(stage, "1. Sở Xây dựng") == 1


async def test_a_tap_while_the_group_is_lost_again_sends_nothing_and_loses_nothing(stage: Stage) -> None:
    await published_unseen(stage)
    await reaches(stage, False)

    assert "Chưa gửi lại được" in await says(stage, "Lan", RESEND)
    await reaches(stage, True)
    assert "Đã gửi lại" in await says(stage, "Lan", RESEND) and posts(stage, "1. Sở Xây dựng") == 1


async def test_what_was_sent_again_and_did_not_arrive_is_named_by_nobody_for_ever(stage: Stage) -> None:
    await published_unseen(stage)
    await says(stage, "Lan", RESEND)

    assert (await stage.store.outbox.counts()).undeliverable == 0


async def test_a_unit_does_not_send_again(stage: Stage) -> None:
    await published_unseen(stage)

    assert "không thuộc quyền" in await forge(stage, "Hoa", f"groups.resend:{BLOC_ID}") and posts(stage, "1. Sở Xây dựng") == 0


async def unseen(stage: Stage) -> None:
    """An announcement and a meeting that the group has not got."""
    await stage.scene("joined")
    await reaches(stage, False)

    async def act(turn: Turn) -> None:
        number = await turn.store.announcements.add(BLOC_ID, "Nộp báo cáo quý.", "", "group", 1, turn.now)
        turn.post(BLOC_ID, say("announcements.text", text="Nộp báo cáo quý.", by="Lan"), about=f"announcement:{number}")
        meeting = await turn.store.meetings.add(BLOC_ID, "Họp sơ kết", turn.now + timedelta(days=2), "Tầng 2", "everyone", 1, turn.now)
        turn.post(BLOC_ID, say("meetings.card", title="cũ", at=meeting.starts_at, place="Tầng 1"), key=f"meeting:{meeting.id}")

    await stage.engine.act(act)
    await stage.settle()


async def test_an_announcement_is_sent_and_a_meeting_still_to_come_as_it_stands_now(stage: Stage) -> None:
    await unseen(stage)
    await reaches(stage, True)
    said = await says(stage, "Lan", RESEND)

    assert "Thông báo: Nộp báo cáo quý." in said and "Lịch họp: Họp sơ kết" in said
    assert (posts(stage, "Nộp báo cáo quý."), posts(stage, "Tầng 2"), posts(stage, "Tầng 1")) == (1, 1, 0)


async def test_a_meeting_cancelled_meanwhile_is_not_sent_and_the_screen_says_why(stage: Stage) -> None:
    await unseen(stage)
    await reaches(stage, True)
    async with stage.database.writing() as connection:
        await Store(connection).meetings.cancel(1, "bận", stage.now)

    assert "cuộc họp đã hủy" in await says(stage, "Lan", RESEND) and posts(stage, "Họp sơ kết") == 0


CALL = ("/hop", "Họp sơ kết", "11/6 8h", "Tầng 2", "[Tất cả]", "[Xác nhận]")


async def called(stage: Stage) -> None:
    """The card of a meeting stands in the group, and the group is lost."""
    await stage.scene("joined")
    await says(stage, "Lan", *CALL)
    await reaches(stage, False)


async def cancelled_unseen(stage: Stage) -> None:
    await called(stage)
    await says(stage, "Lan", "/lichhop", "[Họp sơ kết]", "[Hủy họp]", "Trùng kỳ họp", "[Xác nhận]")
    await reaches(stage, True)


def cards(stage: Stage) -> list[str]:
    """The posts about the meeting as they stand now."""
    return [text for text in {shown.ref: shown.text for shown in stage.chats[GROUP]}.values() if "Họp sơ kết" in text]


async def test_the_card_of_a_meeting_cancelled_meanwhile_says_so_once_the_group_is_back(stage: Stage) -> None:
    await cancelled_unseen(stage)
    card = stage.chats[GROUP][-1]

    assert len(cards(stage)) == 1 and "Hủy họp Họp sơ kết" in card.text and "Trùng kỳ họp" in card.text and not card.buttons


async def test_that_a_meeting_is_cancelled_whose_card_the_group_has_is_offered_and_posted(stage: Stage) -> None:
    await cancelled_unseen(stage)
    assert "• Hủy họp: Họp sơ kết" in stage.last("Lan").text
    await says(stage, "Lan", RESEND)

    assert ["Hủy họp" in text for text in cards(stage)] == [False, True] and "xem bài mới" in cards(stage)[0]


async def test_a_group_that_never_had_the_card_is_not_told_that_the_meeting_is_cancelled(stage: Stage) -> None:
    await cancelled_unseen(stage)
    async with stage.database.writing() as connection:
        await Store(connection).groups.tie("telegram", "-200", BLOC_ID, "Nhóm mới", 1, stage.now)
    await forge(stage, "Minh", f"groups.resend:{BLOC_ID}")

    assert stage.chats["-200"] == [] and "cuộc họp đã hủy" in stage.last("Minh").text


async def test_the_card_of_a_meeting_moved_meanwhile_shows_its_new_place_at_once(stage: Stage) -> None:
    await called(stage)
    await says(stage, "Lan", "/lichhop", "[Họp sơ kết]", "[Đổi địa điểm]", "Hội trường B", "[Xác nhận]")
    await reaches(stage, True)

    assert len(cards(stage)) == 1 and "Hội trường B" in cards(stage)[0] and stage.chats[GROUP][-1].buttons


async def test_tying_the_lost_group_again_redraws_the_card_and_the_post_of_a_period_closed_meanwhile(stage: Stage) -> None:
    await stage.scene("period open")
    await says(stage, "Lan", *CALL)
    await reaches(stage, False)
    await says(stage, "Lan", "/lichhop", "[Họp sơ kết]", "[Hủy họp]", "Trùng kỳ họp", "[Xác nhận]")
    await says(stage, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")
    await stage.does("Lan", "/nhom", group=True)

    assert posts(stage, "Đã đóng") == 1 and "Hủy họp" in cards(stage)[0]


async def test_a_group_that_takes_no_files_is_told_of_and_gets_them_by_one_tap_later(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await publish(stage)
    async with stage.database.writing() as connection:
        rows = await connection.rows("SELECT max(id) AS id FROM outbox WHERE about LIKE 'ranking:%' OR key LIKE 'ranking:%'", {})
        await Store(connection).outbox.settle([Settled(rows[0]["id"], "undeliverable", reason=f"{FILES_REFUSED}no rights")], stage.now)
        await note_files_refused(Store(connection), "telegram", GROUP, stage.now)
    await stage.to("2026-06-01 08:10")

    assert heard(stage, "Lan", "không cho trợ lý gửi ảnh, tệp") == 1 and "• Kết quả Sơ kết" in stage.last("Lan").text
    before = sum(shown.files for shown in stage.chats[GROUP])
    await says(stage, "Lan", RESEND)
    assert sum(shown.files for shown in stage.chats[GROUP]) == before + 1 and posts(stage, "1. Sở Xây dựng") == 1


async def test_looking_at_what_did_not_arrive_gives_nothing_up(stage: Stage) -> None:
    await unseen(stage)
    looked: list[int] = []

    async def look(turn: Turn) -> None:
        looked.append(len(await unsent_things(turn, BLOC_ID)))

    before = await stage.store.outbox.unsent(BLOC_ID)
    await stage.engine.act(look)
    assert looked == [2] and await stage.store.outbox.unsent(BLOC_ID) == before


async def test_another_group_tied_meanwhile_gets_what_the_lost_one_did_not(stage: Stage) -> None:
    await unseen(stage)
    async with stage.database.writing() as connection:
        await Store(connection).groups.tie("telegram", "-200", BLOC_ID, "Nhóm mới", 1, stage.now)
    await forge(stage, "Minh", f"groups.resend:{BLOC_ID}")

    assert [sum(words in shown.text for shown in stage.chats["-200"]) for words in ("Nộp báo cáo quý.", "Tầng 2")] == [1, 1]


async def test_tying_the_lost_group_again_offers_the_same(stage: Stage) -> None:
    await unseen(stage)
    await stage.does("Lan", "/nhom", group=True)

    assert "Chưa đến nhóm, có thể gửi lại" in stage.last("Minh").text


async def test_a_ranking_that_is_being_corrected_is_not_sent(stage: Stage) -> None:
    await published_unseen(stage)
    async with stage.database.writing() as connection:
        await connection.rows("UPDATE periods SET state = 'closed'", {})

    assert "kết quả đang được sửa" in await says(stage, "Lan", RESEND) and posts(stage, "1. Sở Xây dựng") == 0
