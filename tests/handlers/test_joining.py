"""Joining: codes, consent, seats and who may end them."""

import pytest

from domain.people import Role
from handlers.blocs import issue_invite
from handlers.dialogue import Started, Tapped, Typed
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, CAST, GROUP, Stage, says


async def code(stage: Stage, unit: str | None = "SXD", role: Role = Role.UNIT_LEADER, days: int = 14) -> str:
    from datetime import timedelta

    async with stage.database.writing() as connection:
        return (await issue_invite(Store(connection), BLOC_ID, unit, role, 1, timedelta(days=days), stage.now)).code


async def people(stage: Stage) -> int:
    return len(await stage.store.seats.of_bloc(BLOC_ID))


async def test_declining_keeps_nothing_and_leaves_the_code_unspent(stage: Stage) -> None:
    invite = await code(stage)
    await stage.happens("Khách", Started(invite))
    await stage.does("Khách", "[Không đồng ý]")
    kept = await stage.store.invites.of(invite)

    assert kept is not None and kept.uses_left == 1 and await people(stage) == 0


@pytest.mark.parametrize(
    "words", ["{}", " {} ", "https://t.me/ktd_bot?start={}", "Sở Xây dựng – mời Lãnh đạo đơn vị:\nhttps://t.me/ktd_bot?start={}"]
)
async def test_a_code_or_a_link_that_is_pasted_opens_the_invite(stage: Stage, words: str) -> None:
    await stage.does("Khách", words.format(await code(stage)))

    assert "Sở Xây dựng" in stage.last("Khách").text and stage.last("Khách").labels == ["Đồng ý", "Không đồng ý"]


async def test_a_link_that_a_member_pastes_offers_one_more_seat(stage: Stage) -> None:
    await stage.join("Nam")

    assert "Sở Công Thương" in await says(stage, "Nam", f"https://t.me/ktd_bot?start={await code(stage, 'SCT')}")
    assert stage.last("Nam").labels[0] == "Nhận vai trò"


async def test_another_code_pasted_below_the_notice_opens_that_invite(stage: Stage) -> None:
    await says(stage, "Khách", await code(stage))

    assert "Sở Công Thương" in await says(stage, "Khách", await code(stage, "SCT"))


async def test_a_pasted_code_that_nobody_issued_is_told_as_an_unknown_one(stage: Stage) -> None:
    assert "không có mã mời này" in await says(stage, "Khách", "0" * 32)


async def test_a_code_is_spent_once_however_often_consent_is_tapped(stage: Stage) -> None:
    invite = await code(stage)
    await stage.happens("Khách", Started(invite))
    for _ in range(2):
        await stage.does("Khách", "[Đồng ý]")
    await stage.does("Khách", "Trần Thị Hoa")
    await stage.happens("Khách", Tapped(f"joining.agree:{invite}", "x", "t"))

    assert await people(stage) == 1


async def test_of_two_people_with_one_code_the_second_is_told_it_is_used(stage: Stage) -> None:
    invite = await code(stage)
    for name in ("Hoa", "Nam"):
        await stage.happens(name, Started(invite))
        await stage.does(name, "[Đồng ý]")
    await stage.does("Hoa", "Trần Thị Hoa")
    await stage.does("Nam", "Lê Văn Nam")

    assert "đã được dùng" in stage.last("Nam").text and await people(stage) == 1


async def test_whoever_came_in_by_a_link_and_opens_it_again_is_told_that_they_have_joined(stage: Stage) -> None:
    invite = await code(stage)
    await stage.happens("Hoa", Started(invite))
    for words in ("[Đồng ý]", "Trần Thị Hoa"):
        await stage.does("Hoa", words)
    await stage.happens("Hoa", Started(invite))

    assert "Đã tham gia khối với vai trò này" in stage.last("Hoa").text and stage.last("Hoa").labels == ["Màn hình chính"]


async def test_an_expired_code_and_a_revoked_one_say_what_they_are(stage: Stage) -> None:
    expired, revoked = await code(stage, days=1), await code(stage)
    async with stage.database.writing() as connection:
        await Store(connection).invites.revoke(revoked, stage.now)
    await stage.to("2026-06-03 08:00")
    said = []
    for invite in (expired, revoked, "0" * 32):
        await stage.happens("Khách", Started(invite))
        said.append(stage.last("Khách").text)

    assert "hết hạn" in said[0] and "thu hồi" in said[1] and "không có mã" in said[2]


@pytest.mark.parametrize("text", ["Hoa", "12345", "Hoa 12345", "x" * 200, "😀 😀", "https://a.b c"])
def test_what_is_no_full_name_is_refused(text: str) -> None:
    from domain.people import NameUnclear, read_name

    with pytest.raises(NameUnclear):
        read_name(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Nguyễn Văn Huy, Phó Giám đốc", ("Nguyễn Văn Huy", "Phó Giám đốc")), ("  Lê   Hủy ", ("Lê Hủy", "")), ("Y Moan Ênuôl", ("Y Moan Ênuôl", ""))],
)
def test_names_are_kept_as_given(text: str, expected: tuple[str, str]) -> None:
    from domain.people import read_name

    assert read_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Thị Lan Giám đốc", ("Nguyễn Thị Lan", "Giám đốc")), ("Lê Văn Nam phó trưởng phòng Kế hoạch", ("Lê Văn Nam", "phó trưởng phòng Kế hoạch")),
        ("Trần Văn An Phó Giám đốc, Sở Xây dựng", ("Trần Văn An", "Phó Giám đốc, Sở Xây dựng")), ("Le Van Nam chuyen vien", ("Le Van Nam", "chuyen vien")),
        ("Phạm Thị Hà Chánh Văn phòng", ("Phạm Thị Hà", "Chánh Văn phòng")), ("Nguyễn Trường Khoa", ("Nguyễn Trường Khoa", "")),
        ("Nguyễn Vũ Trường", ("Nguyễn Vũ Trường", "")), ("Lê Trương Phong", ("Lê Trương Phong", "")),
    ],
)  # fmt: skip
def test_a_usual_title_needs_no_comma(text: str, expected: tuple[str, str]) -> None:
    from domain.people import read_name

    assert read_name(text) == expected


async def test_a_second_seat_is_taken_by_one_tap_without_asking_the_name_again(joined: Stage) -> None:
    await joined.happens("Hoa", Started(await code(joined, "SKHCN", Role.UNIT_FOCAL_POINT)))
    await joined.does("Hoa", "[Nhận vai trò]")

    assert "Sở Khoa học và Công nghệ" in joined.last("Hoa").text and await people(joined) == len(CAST) + 1


async def test_somebody_removed_is_out_at_once_though_their_question_is_open(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]"):
        await open_period.does("Nam", words)
    for words in ("/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]"):
        await open_period.does("Lan", words)
    await open_period.does("Nam", "9")
    opened = await open_period.store.answers.open_sheet(3)

    assert opened is not None and not opened.answers and "không thuộc quyền" in open_period.last("Nam").text


async def test_a_leader_manages_their_own_unit_and_no_other(joined: Stage) -> None:
    units = {unit.code: unit.id for unit in await joined.store.units.of_bloc(BLOC_ID)}
    await joined.happens("Hoa", Tapped(f"units.unit:{units['SXD']}", "x", "t1"))
    own = joined.last("Hoa").text
    await joined.happens("Hoa", Tapped(f"units.unit:{units['SCT']}", "x", "t2"))

    assert "Lê Văn Nam" in own and "không thuộc quyền" in joined.last("Hoa").text


async def test_an_anonymous_administrator_cannot_tie_a_group(stage: Stage) -> None:
    from handlers.dialogue import Chat, Incoming, Sender

    await stage.join(group=False)
    await stage.engine.take(
        [Incoming("telegram", "x", Chat(GROUP, "group", "Khối"), Sender(ACCOUNTS["Lan"], anonymous=True), Typed("/nhom"), stage.now)]
    )
    await stage.settle()

    assert not await stage.store.groups.of_bloc(BLOC_ID) and "ẩn danh" in stage.chats[GROUP][-1].text


@pytest.mark.parametrize("words", ["/chamdiem", "/dotcham", "xin chào", "/start", "1", "/trogiup"])
async def test_a_stranger_gets_the_way_to_join_and_nothing_else(joined: Stage, words: str) -> None:
    await joined.does("Khách", words)

    assert "liên kết mời" in joined.last("Khách").text


async def test_a_private_command_in_the_group_gets_one_line_and_a_link(joined: Stage) -> None:
    (shown,) = await joined.does("Hoa", "/chamdiem", group=True)

    assert "riêng" in shown.text and shown.buttons[0].start == "home"


async def test_the_notice_names_everybody_who_may_see(stage: Stage) -> None:
    await stage.happens("Khách", Started(await code(stage)))
    text = stage.last("Khách").text

    assert all(who in text for who in ("Trưởng khối", "Phó Trưởng khối", "Tổ thư ký", "cơ quan theo dõi"))


@pytest.mark.parametrize("words", ["xin chào", "ok", "/trogiup", "/start", "/khongcolenhnay"])
async def test_while_consent_is_awaited_anything_else_repeats_the_notice(stage: Stage, words: str) -> None:
    await stage.happens("Khách", Started(await code(stage)))
    await stage.does("Khách", words)

    assert "dữ liệu cá nhân" in stage.last("Khách").text and "Đồng ý" in stage.last("Khách").labels


async def test_while_the_name_is_awaited_a_command_repeats_the_question(stage: Stage) -> None:
    await stage.happens("Khách", Started(await code(stage)))
    for words in ("[Đồng ý]", "/trogiup"):
        await stage.does("Khách", words)
    asked = stage.last("Khách").text
    await stage.does("Khách", "Trần Thị Hoa")

    assert "Họ và tên" in asked and "Đã ghi nhận" in stage.last("Khách").text


async def kept_of_the_stranger(stage: Stage) -> int:
    tables = ("dialogues", "outbox", "notices")
    rows = [await stage.database.reader.rows(f"SELECT 1 FROM {table} WHERE chat = :chat", {"chat": ACCOUNTS["Khách"]}) for table in tables]
    return sum(len(found) for found in rows)


async def test_after_declining_no_row_knows_the_chat(stage: Stage) -> None:
    await stage.happens("Khách", Started(await code(stage)))
    await stage.does("Khách", "[Không đồng ý]")

    assert "Không có thông tin nào được lưu" in stage.last("Khách").text and await kept_of_the_stranger(stage) == 0


async def test_of_a_stranger_nothing_is_kept(joined: Stage) -> None:
    await joined.does("Khách", "xin chào")

    assert "liên kết mời" in joined.last("Khách").text and await kept_of_the_stranger(joined) == 0


async def naming(stage: Stage, *words: str) -> str:
    await stage.happens("Khách", Started(await code(stage)))
    for one in ("[Đồng ý]", *words):
        await stage.does("Khách", one)
    return stage.last("Khách").text


async def names(stage: Stage) -> list[str]:
    return [seat.full_name for seat in await stage.store.seats.of_bloc(BLOC_ID)]


@pytest.mark.parametrize("typed", ["đỗ thị hạnh", "ĐỖ THỊ HẠNH"])
async def test_a_name_without_capitals_joins_at_once_and_one_tap_corrects_it(stage: Stage, typed: str) -> None:
    assert f"Đã ghi nhận: {typed}, chuyên viên" in await naming(stage, f"{typed} - chuyên viên") and await names(stage) == [typed]

    await stage.does("Khách", "[Sửa thành Đỗ Thị Hạnh]")
    assert "Đã sửa: Đỗ Thị Hạnh, Chuyên viên" in stage.last("Khách").text and await names(stage) == ["Đỗ Thị Hạnh"]


async def test_the_correction_tapped_twice_changes_nothing_more(stage: Stage) -> None:
    await naming(stage, "đỗ thị hạnh")
    for _ in range(2):
        await stage.happens("Khách", Tapped("account.capitals", "x", f"t{_}"))

    assert await names(stage) == ["Đỗ Thị Hạnh"] and len(await stage.database.reader.rows("SELECT 1 FROM people_names", {})) == 1


async def test_the_title_of_a_corrected_name_begins_with_a_capital(stage: Stage) -> None:
    await stage.join("Lan")
    await stage.does("Lan", "/toi")
    for words in ("[Sửa họ tên, chức vụ]", "nguyễn thị lan giám đốc", "[Sửa thành Nguyễn Thị Lan]"):
        await stage.does("Lan", words)

    assert "Nguyễn Thị Lan, Giám đốc" in stage.last("Lan").text


async def test_a_name_with_its_capitals_is_offered_nothing(stage: Stage) -> None:
    await naming(stage, "Đỗ Thị Hạnh")

    assert stage.last("Khách").labels == ["Màn hình chính"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Nguyễn Văn " + "An " * 30, "dài quá 60 ký tự"),
        ("Nguyễn Văn An, " + "Phó Giám đốc " * 12, "dài quá 80 ký tự"),
        ("Nguyễn Văn An, " + "Phó Giám đốc " * 40, "họ và tên nhiều nhất 60 ký tự, chức vụ nhiều nhất 80 ký tự"),
        ("Nguyễn Văn An, 0912345678", "không có số điện thoại, địa chỉ"),
    ],
)
async def test_what_is_too_long_or_unclear_is_refused_for_what_it_is(stage: Stage, text: str, why: str) -> None:
    assert why in await naming(stage, text)


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn An, Phó Giám đốc", "Nguyễn Văn An - Phó Giám đốc", "Nguyễn Văn An – Phó Giám đốc", "Nguyễn Văn An\nPhó Giám đốc"]
)
def test_a_comma_a_dash_or_a_new_line_parts_name_and_title(text: str) -> None:
    from domain.people import read_name

    assert read_name(text) == ("Nguyễn Văn An", "Phó Giám đốc")


@pytest.mark.parametrize(
    ("typed", "written"), [("đỗ thị hạnh", "Đỗ Thị Hạnh"), ("ĐỖ THỊ HẠNH", "Đỗ Thị Hạnh"), ("H'Hen Niê", "H'Hen Niê"), ("Lê Văn McAn", "Lê Văn McAn")]
)
def test_capitals_are_put_only_where_they_lack(typed: str, written: str) -> None:
    from domain.people import in_capitals

    assert in_capitals(typed) == written


async def test_consent_tapped_twice_asks_the_name_once(stage: Stage) -> None:
    invite = await code(stage)
    await stage.happens("Khách", Started(invite))
    for tap in ("t1", "t2"):
        await stage.happens("Khách", Tapped(f"joining.agree:{invite}", "x", tap))
    chat = stage.chats[ACCOUNTS["Khách"]]

    assert sum("Họ và tên" in shown.text for shown in chat) == 1 and "Họ và tên" in chat[-1].toast


@pytest.mark.parametrize("words", ["Đồng ý", "dong y", "ĐỒNG Ý."])
async def test_consent_typed_once_more_is_no_name(stage: Stage, words: str) -> None:
    assert "Họ và tên" in await naming(stage, words) and await people(stage) == 0


async def test_who_changes_their_mind_at_the_name_has_declined(stage: Stage) -> None:
    assert "không đồng ý" in await naming(stage, "không đồng ý") and await people(stage) == 0 and await kept_of_the_stranger(stage) == 0


async def test_the_chairs_welcome_names_the_next_steps(stage: Stage) -> None:
    for words in ("/start [SCT unit_leader]", "[Đồng ý]", "Nguyễn Thị Lan, Giám đốc"):
        await stage.does("Khách", words)

    assert "/nhom trong nhóm" in stage.last("Khách").text
    assert stage.last("Khách").labels == ["Đơn vị, người dùng", "Đợt chấm điểm", "Màn hình chính"]


async def test_another_leaders_welcome_names_none(stage: Stage) -> None:
    for words in ("/start [SXD unit_leader]", "[Đồng ý]", "Trần Thị Hoa"):
        await stage.does("Khách", words)

    assert "/nhom" not in stage.last("Khách").text


async def test_who_joins_while_the_unit_owes_a_sheet_is_led_to_it(joined: Stage) -> None:
    await joined.open_period()
    await says(joined, "Khách", f"/start {await code(joined, role=Role.UNIT_FOCAL_POINT)}", "[Đồng ý]", "Lê Thị Mai")

    assert "đang mở: Sở Xây dựng chưa nộp phiếu, hạn nộp 17:00 thứ Hai 15/06/2026" in joined.last("Khách").text
    assert "0/10 tiêu chí" in await says(joined, "Khách", "[Mở phiếu]")


async def test_of_several_sheets_that_are_owed_each_is_named(open_period: Stage) -> None:
    await open_period.open_period("mau-1000", closes="2026-06-11 17:00")
    await says(open_period, "Khách", f"/start {await code(open_period)}", "[Đồng ý]", "Lê Thị Mai")

    assert [label.partition(" Sơ kết")[0] for label in open_period.last("Khách").labels] == ["Mở phiếu", "Mở phiếu", "Màn hình chính"]
    assert len(set(open_period.last("Khách").labels)) == 3


async def test_who_joins_a_unit_that_has_submitted_is_told_of_no_sheet(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    text = await says(open_period, "Khách", f"/start {await code(open_period)}", "[Đồng ý]", "Lê Thị Mai")

    assert "chưa nộp" not in text and open_period.last("Khách").labels == ["Màn hình chính"]
