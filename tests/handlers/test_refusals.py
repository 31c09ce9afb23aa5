"""What is answered to who may not, and to what is not understood: a sentence, the open question or the way home, and nothing old under it."""

import pytest

from handlers.dialogue import Started, Tapped, Typed
from tests.stage import ACCOUNTS, GROUP, Stage, beginning


@pytest.fixture
@beginning
async def removed(open_period: Stage) -> Stage:
    """Nam has been removed while a question was open to him."""
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await open_period.does("Nam", words)
    for words in ("/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]"):
        await open_period.does("Lan", words)
    return open_period


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/toi", "Hiện không giữ vai trò nào"),
        ("/trogiup", "Hiện không giữ vai trò nào"),
        ("/thoat", "Mọi điểm đã nhập vẫn được lưu"),
        ("/tieptuc", "Không có việc nào"),
        ("/start", "không giữ vai trò nào"),
    ],
)
async def test_without_a_seat_the_commands_of_everyone_answer(removed: Stage, words: str, said: str) -> None:
    await removed.does("Nam", words)

    assert said in removed.last("Nam").text


async def test_without_a_seat_ones_data_can_be_erased(removed: Stage) -> None:
    for words in ("/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]"):
        await removed.does("Nam", words)
    rows = await removed.database.reader.rows("SELECT 1 FROM accounts WHERE account = :account", {"account": ACCOUNTS["Nam"]})

    assert not rows and "xóa dữ liệu" in removed.last("Nam").text


async def test_without_a_seat_the_question_is_closed_and_only_the_way_home_is_drawn(removed: Stage) -> None:
    await removed.does("Nam", "9")
    found = await removed.store.dialogues.visit("telegram", ACCOUNTS["Nam"], ACCOUNTS["Nam"], removed.now)

    assert "không thuộc quyền" in removed.last("Nam").text and removed.last("Nam").labels == ["Màn hình chính"]
    assert found.waiting is None


async def test_whoever_was_removed_joins_again_by_a_new_link(removed: Stage) -> None:
    for words in ("/start [SKHCN unit_focal_point]", "[Nhận vai trò]", "/toi"):
        await removed.does("Nam", words)

    assert "Sở Khoa học và Công nghệ" in removed.last("Nam").text


async def test_a_refusal_carries_the_way_home_and_no_button_of_earlier_notices(joined: Stage) -> None:
    for words in ("/hop", "Sơ kết", "11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]"):
        await joined.does("Lan", words)
    await joined.does("Hoa", "/dotcham")
    refused = joined.last("Hoa").labels
    await joined.does("Hoa", "xyz abc")

    assert refused == joined.last("Hoa").labels == ["Màn hình chính"]


async def test_a_refusal_draws_the_open_question_again(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "/dotcham"):
        await open_period.does("Hoa", words)
    text = open_period.last("Hoa").text

    assert "không thuộc quyền" in text and "I.1" in text


@pytest.mark.parametrize("words", ["/nhom", "/nhom@ktd"])
async def test_a_refusal_in_the_group_leads_into_the_private_chat(joined: Stage, words: str) -> None:
    (shown,) = await joined.does("Hoa", words, group=True)

    assert "không thuộc quyền" in shown.text and [button.start for button in shown.buttons] == ["home"]


@pytest.mark.parametrize("name", ["Hoa", "Khách"])
async def test_a_tap_of_which_nothing_is_known_is_answered_by_a_word(joined: Stage, name: str) -> None:
    await joined.happens(name, Tapped("", "", "t"))
    kept = await joined.database.reader.rows("SELECT 1 FROM outbox WHERE chat = :chat", {"chat": ACCOUNTS["Khách"]})

    assert "gõ /start" in joined.chats[ACCOUNTS[name]][-1].toast and joined.chats[ACCOUNTS[name]][-1].text == "" and not kept


@pytest.mark.parametrize("what", [Started("abc"), Started(""), Typed("/thoat"), Typed("/chamdiem"), Typed("Màn hình chính")])
async def test_a_forwarded_command_is_refused_and_the_question_stays_open(open_period: Stage, what: Started | Typed) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await open_period.does("Nam", words)
    await open_period.happens("Nam", what, forwarded=True)
    await open_period.does("Nam", "9")

    assert "chuyển tiếp" in open_period.chats[ACCOUNTS["Nam"]][-2].text and "Đã ghi" in open_period.last("Nam").text


async def test_a_command_forwarded_into_the_group_does_nothing(joined: Stage) -> None:
    before = len(joined.chats[GROUP])
    await joined.happens("Hoa", Typed("/tinhhinh"), GROUP, forwarded=True)

    assert len(joined.chats[GROUP]) == before
