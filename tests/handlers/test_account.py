"""One's own account: the name in records, leaving, having one's data erased."""

from tests.stage import ACCOUNTS, Stage


async def test_a_new_name_does_not_change_what_was_submitted_under_the_old_one(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    for words in ("/toi", "[Sửa họ tên, chức vụ]", "Trần Thị Hồng Hoa", "/chamdiem"):
        await open_period.does("Hoa", words)

    assert "Người nộp: Trần Thị Hoa\n" in open_period.last("Hoa").text


async def test_the_old_name_stays_on_record(joined: Stage) -> None:
    for words in ("/toi", "[Sửa họ tên, chức vụ]", "Trần Thị Hồng Hoa, Giám đốc"):
        await joined.does("Hoa", words)
    rows = await joined.database.reader.rows("SELECT full_name, job_title FROM people_names", {})

    assert [tuple(row) for row in rows] == [("Trần Thị Hoa", "Phó Giám đốc")]


async def test_a_name_that_is_none_changes_nothing(joined: Stage) -> None:
    for words in ("/toi", "[Sửa họ tên, chức vụ]", "123", "/toi"):
        await joined.does("Hoa", words)

    assert "Trần Thị Hoa" in joined.last("Hoa").text


async def test_reminders_are_explained_with_the_blocs_own_hours(joined: Stage) -> None:
    for words in ("/toi", "[Lời nhắc]"):
        await joined.does("Hoa", words)

    assert "lúc 07:30" in joined.last("Hoa").text and "từ 21:00 đến 06:30" in joined.last("Hoa").text


async def test_erasing_forgets_the_account_and_the_title_and_tells_the_chair(joined: Stage) -> None:
    for words in ("/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]"):
        await joined.does("Nam", words)
    rows = await joined.database.reader.rows("SELECT 1 FROM accounts WHERE account = :account", {"account": ACCOUNTS["Nam"]})

    assert not rows
    assert "Lê Văn Nam đã rời khối và xóa dữ liệu" in joined.last("Lan").text


async def test_one_whose_data_was_erased_is_a_stranger(joined: Stage) -> None:
    for words in ("/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]", "/tinhhinh"):
        await joined.does("Nam", words)

    assert "liên kết mời" in joined.last("Nam").text


async def test_leaving_tells_the_chair_and_keeps_the_acts(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    for words in ("/toi", "[Rời khối]", "[Xác nhận]"):
        await open_period.does("Hoa", words)

    assert "Trần Thị Hoa đã rời khối" in open_period.last("Lan").text and open_period.last("Hoa").labels == ["Màn hình chính"]
    await open_period.does("Nam", "/chamdiem")
    assert "Người nộp: Trần Thị Hoa" in open_period.last("Nam").text


async def test_after_erasing_no_row_knows_the_chat_and_no_message_kept_the_name(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await open_period.does("Nam", words)
    await open_period.sends("Nam", "minh-chung.pdf")
    for words in ("/donvi", "[Sở Xây dựng]"):
        await open_period.does("Lan", words)
    for words in ("/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]"):
        await open_period.does("Nam", words)
    chats = [
        await open_period.database.reader.rows(f"SELECT 1 FROM {table} WHERE chat = :chat", {"chat": ACCOUNTS["Nam"]})
        for table in ("accounts", "dialogues", "notices", "outbox", "evidence")
    ]
    named = await open_period.database.reader.rows("SELECT payload FROM outbox WHERE instr(payload, 'Lê Văn Nam') > 0", {})

    assert not any(chats) and ["đã rời khối và xóa dữ liệu cá nhân" in row["payload"] for row in named] == [True] * len(named)


async def test_a_new_name_without_capitals_is_kept_at_once_and_corrected_by_one_tap(joined: Stage) -> None:
    for words in ("/toi", "[Sửa họ tên, chức vụ]", "trần thị hồng hoa, giám đốc"):
        await joined.does("Hoa", words)
    assert "Đã sửa: trần thị hồng hoa, giám đốc" in joined.last("Hoa").text

    await joined.does("Hoa", "[Sửa thành Trần Thị Hồng Hoa]")
    assert "Đã sửa: Trần Thị Hồng Hoa, Giám đốc" in joined.last("Hoa").text
