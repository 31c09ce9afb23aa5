"""A bare number, typed: it chooses what only shows something, and never acts; where an address may be typed, it is one or nothing."""

import re

import pytest

from bot.runtime.table import FlowTable
from config.rubric_files import read_rubric_file, text_of
from domain.looking_up import named_in
from domain.people import CHAIR, LEADERS
from handlers.contents import FLOWS
from handlers.dialogue import Tapped
from tests.appraisals import TITLE
from tests.stage import ACCOUNTS, BLOC_ID, Stage, says

TABLE = FlowTable(FLOWS)
ALWAYS_KEPT = ("dialogues", "outbox", "events", "notices", "sqlite_sequence")
"""Tables that any screen writes to: where the chat stands, and what was said there."""


async def kept(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept, but for where chats stand and what was said."""
    names = [row["name"] for row in await stage.database.reader.rows("SELECT name FROM sqlite_master WHERE type = 'table'", {})]
    return {name: [tuple(row) for row in await stage.database.reader.rows(f"SELECT * FROM {name}", {})] for name in names if name not in ALWAYS_KEPT}


@pytest.mark.parametrize("scene", ["period open", "closed with scores"])
async def test_whatever_a_number_or_an_old_button_may_show_keeps_nothing_and_tells_nobody(stage: Stage, scene: str) -> None:
    await stage.scene(scene)
    before, told = await kept(stage), {chat: len(shown) for chat, shown in stage.chats.items()}
    shown = {tap.again for tap in TABLE.taps.values()}
    may = [name for name, tap in TABLE.taps.items() if (tap.by_number or name in shown) and tap.roles is not None and tap.roles & (LEADERS | CHAIR)]
    await stage.happen("Lan", [Tapped(f"{act}{more}", "x", "t") for act in may for more in ("", ":1", ":1:0", ":1:I.2", f":{BLOC_ID}")])
    told.pop(ACCOUNTS["Lan"], None)

    assert await kept(stage) == before and {chat: len(stage.chats[chat]) for chat in told} == told


async def test_a_number_submits_no_sheet(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]")
    said = await says(open_period, "Hoa", "1")

    assert "chưa rõ là của tiêu chí nào" in said and "Nộp" in open_period.last("Hoa").labels
    assert "Mã biên nhận" in await says(open_period, "Hoa", "nộp")


@pytest.mark.parametrize("number", ["1", "1."])
async def test_a_number_where_something_is_confirmed_names_the_button_and_does_nothing(open_period: Stage, number: str) -> None:
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]")
    before = await kept(open_period)
    said = await says(open_period, "Lan", number)

    assert "nút “Xác nhận”" in said and "gõ: Xác nhận" in said and open_period.last("Lan").labels[0] == "Xác nhận"
    assert await kept(open_period) == before
    assert "đã đóng" in await says(open_period, "Lan", "xac nhan")


async def test_a_number_freezes_no_scores(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]")
    before = await kept(stage)
    said = await says(stage, "Lan", "1")

    assert "Chưa thực hiện việc nào" in said and "Xác nhận" in stage.last("Lan").labels and await kept(stage) == before


async def test_a_number_answers_no_notice_that_was_told(open_period: Stage) -> None:
    await says(open_period, "Quý", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(open_period, "Lan", "1")

    assert open_period.last("Lan").labels[0] == "Xác nhận" and "đang mở" in await says(open_period, "Quý", "/dotcham", f"[{TITLE}]")


async def test_a_number_opens_the_line_of_a_list_still(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham")
    at = open_period.last("Lan").labels.index(TITLE) + 1

    assert "đang mở" in await says(open_period, "Lan", str(at))


@pytest.mark.parametrize("typed", ["5", "2", "9,5", "8/10"])
async def test_on_the_sheets_board_a_number_opens_no_section(open_period: Stage, typed: str) -> None:
    said = await says(open_period, "Hoa", "/chamdiem", typed)

    assert "chưa rõ là của tiêu chí nào" in said and "▶ Chấm tiếp (I.1)" in open_period.last("Hoa").labels


def test_a_number_that_is_an_address_names_its_criterion_where_no_answer_is_open() -> None:
    rubric = read_rubric_file(re.sub(r"code: I$", "code: '1'", text_of("ngan-10"), flags=re.MULTILINE).encode())
    assert rubric.own_leaves[0].address == "1.1"

    assert named_in(rubric, rubric.own_leaves, " 1.1", numbers=True) is rubric.own_leaves[0]
    assert named_in(rubric, rubric.own_leaves, "1.1") is None and named_in(rubric, rubric.own_leaves, "11", numbers=True) is None
