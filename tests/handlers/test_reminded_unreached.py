"""Who is found unreachable only when a reminder leaves is named afterwards to whoever reminded."""

from storage.store import Store
from tests.stage import ACCOUNTS, Stage, heard, says

NAMED = "không tới được một số người"


async def reminded(stage: Stage, *blocked: str) -> None:
    await says(stage, "Lan", "/nhacnho")
    async with stage.database.writing() as connection:
        for name in blocked:
            await Store(connection).people.reach("telegram", ACCOUNTS[name], reachable=False, why="bot was blocked by the user")
    await stage.to("2026-06-01 08:10")


async def test_somebody_found_to_have_blocked_the_bot_is_named_once_to_who_reminded(open_period: Stage) -> None:
    await reminded(open_period, "Hoa")

    assert heard(open_period, "Lan", NAMED) == 1 and "Trần Thị Hoa: đã chặn trợ lý" in open_period.last("Lan").text
    assert heard(open_period, "Minh", NAMED) == 0


async def test_where_all_were_reached_nothing_more_is_said(open_period: Stage) -> None:
    await reminded(open_period)

    assert heard(open_period, "Lan", NAMED) == 0
