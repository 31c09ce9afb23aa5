"""The command menus follow the seats people hold."""

from pathlib import Path

from bot.playground.methods.profile import commands_for
from bot.playground.world import World
from tests.bot.runtime.test_whole import HOA, answered, live


def words(world: World, person: int) -> set[str]:
    return {command["command"] for command in commands_for(world, person, person)}


async def test_a_menu_follows_its_persons_seats(tmp_path: Path) -> None:
    async with live(tmp_path) as (playground, hoa):
        await playground.until(lambda: "chamdiem" in words(playground.world, HOA), timeout=10)
        for text in ("/toi", "Rời khối", "Xác nhận"):
            hoa.types(text)
        await answered(hoa, "đã rời khối")

        await playground.until(lambda: "chamdiem" not in words(playground.world, HOA), timeout=10)
