"""Files that cannot be made: the rest of their message leaves, with a word about them."""

from bot.runtime.writing import Address, draft
from config.catalogue import Text
from handlers.dialogue import (
    OutFile,
    Outgoing,
)
from handlers.flow import Kind
from tests.bot.runtime.room import Room


async def test_a_file_that_cannot_be_drawn_leaves_as_a_word_about_it(room: Room) -> None:
    broken = OutFile("phieu.xlsx", report="unit_sheet", facts="{}")
    await room.puts(draft(Outgoing("1", files=(broken,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["no phieu.xlsx"]


async def test_a_kept_file_that_is_gone_leaves_as_a_word_below_its_message(room: Room) -> None:
    gone = OutFile("quyet-dinh.pdf", sha256="ab" * 32)
    await room.puts(draft(Outgoing("1", Text("a"), files=(gone,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["a\n\nno quyet-dinh.pdf"]
