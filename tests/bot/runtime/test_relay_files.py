"""Files that cannot be made: the rest of their message leaves, with a word about them."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime import files
from bot.runtime.writing import Address, draft
from config.catalogue import Text
from handlers.dialogue import OutFile, Outgoing, Parked
from handlers.flow import Kind
from storage.outbox import Draft
from tests.bot.runtime.room import FAST, Room
from tests.bot.runtime.seam import message, until


async def test_a_file_that_cannot_be_drawn_leaves_as_a_word_about_it(room: Room) -> None:
    broken = OutFile("phieu.xlsx", report="unit_sheet", facts="{}")
    await room.puts(draft(Outgoing("1", files=(broken,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["no phieu.xlsx"]


async def test_a_kept_file_that_is_gone_leaves_as_a_word_below_its_message(room: Room) -> None:
    gone = OutFile("quyet-dinh.pdf", sha256="ab" * 32)
    await room.puts(draft(Outgoing("1", Text("a"), files=(gone,)), Address("telegram", "1"), Kind.REPLY))

    assert await room.empties() == ["a\n\nno quyet-dinh.pdf"]


# ------------------------------------------------------------------------------------------------ drawing comes before being under way


def picture(chat: str, kind: Kind = Kind.POST) -> Draft:
    """A row whose picture is still to be drawn."""
    drawn = OutFile("xep-hang.png", report="ranking_picture", facts="{}", picture=True)
    return draft(Outgoing(chat, files=(drawn,), group=chat.startswith("-")), Address("telegram", chat, chat.startswith("-")), kind)


@pytest.fixture
def easel(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Drawings take until this is set."""
    dry = asyncio.Event()

    async def draw(report: str, facts: str, to: Path) -> None:
        await dry.wait()
        to.write_bytes(report.encode())

    monkeypatch.setattr(files, "draw", draw)
    return dry


async def test_a_post_is_not_under_way_while_its_picture_is_drawn(room: Room, group: str, easel: asyncio.Event) -> None:
    await room.puts(picture(group))
    async with room.running():
        await asyncio.sleep(0.1)

        assert await room.rows() == [("waiting", 0)]


async def test_a_new_row_with_something_to_draw_does_not_leave_at_once(room: Room, group: str) -> None:
    assert not room.relay.may_leave(picture(group)) and room.relay.may_leave(message("chữ", group))


async def test_a_text_that_looks_like_a_drawing_leaves_at_once(room: Room) -> None:
    assert room.relay.may_leave(message('"report":"x"'))


async def test_what_stands_behind_a_picture_leaves_after_it(room: Room, group: str, easel: asyncio.Event) -> None:
    await room.puts(message("một", group, Kind.POST), picture(group), message("ba", group, Kind.POST), message("khác"))
    async with room.running():
        await until(lambda: sorted(room.messenger.texts) == ["khác", "một"])
        easel.set()
        await until(lambda: len(room.messenger.sent) == 4)

    assert [out.text.plain if out.text else "" for out in room.messenger.sent if out.chat == group] == ["một", "", "ba"]


async def test_a_picture_killed_while_it_was_drawn_is_sent_at_the_next_start(room: Room, group: str, easel: asyncio.Event) -> None:
    await room.puts(picture(group))
    async with room.running():
        await asyncio.sleep(0.1)
    room.paced(FAST)
    easel.set()
    await room.empties()

    assert (len(room.messenger.sent), await room.due()) == (1, [])


async def test_a_drawing_that_is_parked_leaves_later_with_its_file(room: Room, group: str, easel: asyncio.Event) -> None:
    easel.set()
    await room.puts(picture(group))
    await room.empties(Parked(timedelta(seconds=0.05)), moving=0.1)

    assert (len(room.messenger.sent), await room.rows()) == (1, [("sent", 1)])
