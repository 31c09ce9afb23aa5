"""What a unit gave itself is its own until the period is closed, and after that no other unit's: every tap and step is forged with every number there is."""

from itertools import product

import pytest

from bot.runtime.table import FlowTable
from handlers.contents import FLOWS
from handlers.dialogue import Tapped
from tests.stage import ACCOUNTS, Stage, says

TABLE = FlowTable(FLOWS)
SECRETS = ("7,25", "77/QĐ-SXD", "lý do riêng của Sở")
SHEET = "3"
OUTSIDERS = ("Lan", "Bình", "Minh", "Quý", "Thu")
ARGUMENTS = (SHEET, "1", *(f"{number}:{second}" for number, second in product((SHEET, "1"), ("I.1", "1", "0"))), f"{SHEET}:I.1:0", f"{SHEET}:I.1:1")
FLOW_NAMES = sorted({tap.partition(".")[0] for tap in TABLE.taps})
TYPED = ("I.1", "7", "Nội dung bổ sung thêm")
"""What is typed into whatever a forged tap has opened."""


async def tell_secrets(stage: Stage) -> None:
    """Hoa's sheet holds points, words and evidence that are nobody else's."""
    await says(stage, "Hoa", "/chamdiem", "[Chấm tiếp]", "7,25 77/QĐ-SXD", *["9"] * 9, "I.2", "8,25 – lý do riêng của Sở")
    board = await stage.store.sheets.board(1)
    assert [str(place.sheet_id) for place in board if place.code == "SXD"] == [SHEET]


def leaks(stage: Stage, name: str, since: int) -> list[str]:
    """The messages somebody got since, in which one of the secrets stands."""
    return [one.text for one in stage.chats[ACCOUNTS[name]][since:] if any(secret in f"{one.text}{one.toast}{one.labels}" for secret in SECRETS)]


async def pries(stage: Stage, name: str, tap: str) -> list[str]:
    """Forges a tap with every number, and types into what it opens; gives what leaked."""
    since = len(stage.chats[ACCOUNTS[name]])
    await stage.happen(name, [Tapped(f"{tap}:{arguments}", "x", f"pry{number}") for number, arguments in enumerate(ARGUMENTS)])
    await says(stage, name, *TYPED)
    return leaks(stage, name, since)


def taps_of(flow: str) -> list[str]:
    return [tap for tap in sorted(TABLE.taps) if tap.startswith(f"{flow}.")]


@pytest.mark.parametrize("flow", FLOW_NAMES)
async def test_while_a_period_is_open_no_tap_shows_a_unit_s_sheet_to_anybody_else(flow: str, open_period: Stage) -> None:
    await tell_secrets(open_period)

    assert [leak for tap in taps_of(flow) for name in OUTSIDERS for leak in await pries(open_period, name, tap)] == []


@pytest.mark.parametrize("flow", FLOW_NAMES)
async def test_after_closing_no_tap_shows_a_unit_s_sheet_to_another_unit(flow: str, open_period: Stage) -> None:
    await tell_secrets(open_period)
    await says(open_period, "Hoa", "[Xem lại và nộp]", "[Nộp]")
    await says(open_period, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")

    assert [leak for tap in taps_of(flow) for leak in await pries(open_period, "Bình", tap)] == []


@pytest.mark.parametrize("tap", ["assessment.review", "assessment.ask"])
async def test_the_same_prying_shows_the_unit_its_own_sheet(tap: str, open_period: Stage) -> None:
    await tell_secrets(open_period)

    assert await pries(open_period, "Nam", tap)


async def test_the_unit_itself_sees_all_of_it(open_period: Stage) -> None:
    await tell_secrets(open_period)
    since = len(open_period.chats[ACCOUNTS["Nam"]])
    await says(open_period, "Nam", "/chamdiem", "[Chấm tiếp]", "I.1", "I.2")

    assert leaks(open_period, "Nam", since)
