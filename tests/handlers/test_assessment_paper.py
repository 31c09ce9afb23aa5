"""A sheet entered from the signed paper for a unit that cannot use the chat."""

import pytest

from handlers.dialogue import Tapped
from tests.stage import ACCOUNTS, CAST, Stage, beginning, heard

UNIT = "Sở Khoa học và Công nghệ"
CHOICE = f"[{UNIT}]"


@pytest.fixture
@beginning
async def scanned(open_period: Stage) -> Stage:
    """Quý of the secretariat has sent the scan for a unit nobody of which has joined."""
    for words in ("/start", "[Nhập thay từ bản giấy]", CHOICE):
        await open_period.does("Quý", words)
    await open_period.sends("Quý", "phieu-da-ky.pdf")
    return open_period


@pytest.fixture
@beginning
async def submitted(scanned: Stage) -> Stage:
    """Quý has filled the sheet and submitted it."""
    await scanned.files_arrive()
    for words in ("/start", "[Nhập thay từ bản giấy]", CHOICE, "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Nộp]"):
        await scanned.does("Quý", words)
    return scanned


async def number(stage: Stage) -> int:
    return next(place.sheet_id for place in await stage.store.sheets.board(1) if place.code == "SKHCN")


async def test_the_scan_comes_before_the_first_point(open_period: Stage) -> None:
    for words in ("/start", "[Nhập thay từ bản giấy]", CHOICE, "9"):
        await open_period.does("Quý", words)

    assert "Cần bản quét" in open_period.last("Quý").text


@pytest.mark.parametrize("words", ["skhcn", "KH&CN", "so khoa hoc va cong nghe"])
async def test_the_sheet_to_enter_is_chosen_by_the_units_code_name_or_alias(open_period: Stage, words: str) -> None:
    for typed in ("/start", "[Nhập thay từ bản giấy]", words):
        await open_period.does("Quý", typed)

    assert UNIT in open_period.last("Quý").text and "bản quét" in open_period.last("Quý").text


async def test_a_choice_names_the_period_only_where_there_are_several(open_period: Stage) -> None:
    for words in ("/start", "[Nhập thay từ bản giấy]"):
        await open_period.does("Quý", words)
    assert UNIT in open_period.last("Quý").labels and "Sơ kết 6 tháng đầu năm 2026" in open_period.last("Quý").text

    await open_period.open_period(closes="2026-07-15 17:00")
    for words in ("/start", "[Nhập thay từ bản giấy]"):
        await open_period.does("Quý", words)
    assert any(label.startswith(f"{UNIT}: Sơ kết 6 tháng") for label in open_period.last("Quý").labels)


async def test_with_the_scan_the_board_opens_and_the_chair_is_told(scanned: Stage) -> None:
    assert "0/10 tiêu chí" in scanned.last("Quý").text
    assert f"Mai Văn Quý nhập thay phiếu Sơ kết 6 tháng đầu năm 2026 cho {UNIT}" in scanned.last("Lan").text


async def test_the_receipt_says_that_it_was_entered_from_paper(submitted: Stage) -> None:
    assert "Mã biên nhận" in submitted.last("Quý").text
    assert "nhập thay từ bản giấy đã ký" in submitted.last("Quý").text


async def test_the_receipts_hash_covers_the_scan(submitted: Stage) -> None:
    (row,) = await submitted.database.reader.rows("SELECT sheet FROM submissions", {})

    assert "phieu-da-ky.pdf" in row["sheet"]


async def test_submitting_waits_for_the_scan(scanned: Stage) -> None:
    for words in ("[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Nộp]"):
        await scanned.does("Quý", words)
    assert "Còn tệp minh chứng đang lưu" in scanned.last("Quý").text

    await scanned.files_arrive()
    assert "Mã biên nhận" in scanned.last("Quý").text


async def test_a_scan_that_is_lost_is_asked_again_and_nothing_is_submitted(scanned: Stage) -> None:
    await scanned.files_arrive(lost=True)
    for words in ("/start", "[Nhập thay từ bản giấy]", CHOICE):
        await scanned.does("Quý", words)

    assert "gửi ảnh chụp hoặc bản quét" in scanned.last("Quý").text


async def test_the_unit_confirms_when_its_leader_joins(submitted: Stage) -> None:
    for words in ("/start [SKHCN unit_leader]", "[Đồng ý]", "Ngô Văn Sơn"):
        await submitted.does("Khách", words)
    assert "đã được nhập thay từ bản giấy đã ký" in submitted.last("Khách").text

    for words in ("[Xem phiếu Sơ kết 6 tháng đầu năm 2026]", "[Xác nhận phiếu]"):
        await submitted.does("Khách", words)
    assert "đơn vị đã xác nhận" in submitted.last("Khách").text
    assert "Ngô Văn Sơn đã xác nhận phiếu" in submitted.last("Quý").text


async def test_the_unit_may_withdraw_and_fill_its_sheet_itself(submitted: Stage) -> None:
    for words in ("/start [SKHCN unit_leader]", "[Đồng ý]", "Ngô Văn Sơn", "/chamdiem", "[Rút lại]", "[Xác nhận]", "I.1", "5", "/chamdiem"):
        await submitted.does("Khách", words)
    await submitted.happens("Quý", Tapped(f"assessment.board:{await number(submitted)}", "x", "t"))

    assert "10/10 tiêu chí" in submitted.last("Khách").text
    assert "không thuộc quyền" in submitted.last("Quý").text
    assert heard(submitted, "Quý", "Ngô Văn Sơn đã rút lại phiếu Sơ kết 6 tháng đầu năm 2026") == 1


@pytest.mark.parametrize("name", ["Lan", "Minh", "Hoa", "Bình", "Thu"])
async def test_nobody_else_sees_or_fills_the_sheet(scanned: Stage, name: str) -> None:
    assert CAST[name]
    sheet = await number(scanned)
    for act in ("board", "review", "go", "paper"):
        await scanned.happens(name, Tapped(f"assessment.{act}:{sheet}", "x", f"t{act}"))
        shown = scanned.chats[ACCOUNTS[name]][-1]
        assert "không thuộc quyền" in shown.text + shown.toast


async def test_a_unit_that_fills_its_sheet_itself_is_not_entered_for(open_period: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "9"):
        await open_period.does("Hoa", words)
    for words in ("/start", "[Nhập thay từ bản giấy]"):
        await open_period.does("Quý", words)

    assert not any("Sở Xây dựng" in label for label in open_period.last("Quý").labels)


async def test_one_who_left_the_secretariat_enters_nothing_more(scanned: Stage) -> None:
    for words in ("/toi", "[Rời khối]", "[Xác nhận]"):
        await scanned.does("Quý", words)
    await scanned.happens("Quý", Tapped(f"assessment.board:{await number(scanned)}", "x", "t"))

    shown = scanned.chats[ACCOUNTS["Quý"]][-1]
    assert "không thuộc quyền" in shown.text + shown.toast


@pytest.fixture
@beginning
async def agreed(open_period: Stage) -> Stage:
    """Hoa has agreed that Quý enters her unit's sheet."""
    for words in ("/start", "[Nhập thay từ bản giấy]", "[Xin ý kiến Sở Xây dựng]"):
        await open_period.does("Quý", words)
    await open_period.does("Hoa", "[Đồng ý nhập thay]")
    return open_period


@pytest.fixture
@beginning
async def begun(agreed: Stage) -> Stage:
    """Quý has sent the scan of that sheet, and given one answer."""
    await agreed.does("Quý", "[Nhập thay]")
    await agreed.sends("Quý", "phieu-da-ky.pdf")
    for words in ("[Chấm tiếp]", "9"):
        await agreed.does("Quý", words)
    return agreed


async def own(stage: Stage, code: str = "SXD") -> int:
    return next(place.sheet_id for place in await stage.store.sheets.board(1) if place.code == code)


async def test_a_unit_that_can_use_the_chat_is_asked_first(open_period: Stage) -> None:
    await open_period.happens("Quý", Tapped(f"assessment.paper:{await own(open_period)}", "x", "t"))

    assert "đơn vị tự chấm" in open_period.last("Quý").text


async def test_a_unit_all_of_which_have_blocked_the_bot_is_entered_without_asking(open_period: Stage) -> None:
    from storage.store import Store

    async with open_period.database.writing() as connection:
        for name in ("Hoa", "Nam"):
            await Store(connection).people.reach("telegram", ACCOUNTS[name], reachable=False, why="blocked")
    await open_period.happens("Quý", Tapped(f"assessment.paper:{await own(open_period)}", "x", "t"))

    assert "bản quét của phiếu giấy" in open_period.last("Quý").text


async def test_a_leaders_consent_opens_the_sheet_and_stands_in_the_log(agreed: Stage) -> None:
    assert "Trần Thị Hoa đồng ý" in agreed.last("Quý").text
    assert "paper_agreed" in [entry.act for entry, _ in await agreed.store.audit.named(1)]


@pytest.mark.parametrize("name", ["Nam", "Minh"])
async def test_nobody_but_a_leader_of_the_unit_agrees(open_period: Stage, name: str) -> None:
    await open_period.happens(name, Tapped(f"assessment.agree_paper:{await own(open_period)}", "x", "t"))

    assert "không thuộc quyền" in open_period.last(name).text


async def test_the_units_people_hear_at_the_start(begun: Stage) -> None:
    heard = [any("bắt đầu nhập thay" in shown.text for shown in begun.chats[ACCOUNTS[name]]) for name in ("Hoa", "Nam", "Minh")]

    assert heard == [True, True, False]


async def test_the_units_first_answer_makes_the_sheet_its_own_again(begun: Stage) -> None:
    for words in ("/chamdiem", "[Chấm tiếp]", "8"):
        await begun.does("Nam", words)
    assert "không còn nhập thay" in begun.last("Quý").text

    await begun.happens("Quý", Tapped(f"assessment.board:{await own(begun)}", "x", "t"))
    assert "không thuộc quyền" in begun.last("Quý").text


async def test_the_units_first_piece_of_evidence_does_so_too(begun: Stage) -> None:
    for words in ("/chamdiem", "I.2"):
        await begun.does("Nam", words)
    await begun.sends("Nam", "minh-chung.pdf")
    await begun.happens("Quý", Tapped(f"assessment.board:{await own(begun)}", "x", "t"))

    assert "không thuộc quyền" in begun.last("Quý").text
