"""What is kept: every change at once, so that a kill at any moment loses nothing; and what a torn line costs."""

from pathlib import Path
from typing import Any

import pytest

from bot.playground.happenings import upgrade_group
from bot.playground.journal import Journal
from bot.playground.methods.given import Given
from bot.playground.methods.profile import set_commands
from bot.playground.records import Message
from bot.playground.server import Playground
from bot.playground.world import World
from tests.bot.playground.conftest import GROUP, TOKEN, Clock


@pytest.fixture
def played(clock: Clock, tmp_path: Path) -> Playground:
    """A world with something of everything, kept under the test's directory, and never closed."""
    playground = Playground(clock.now, TOKEN, tmp_path)
    lan = playground.person(1001, "Lan")
    lan.starts()
    playground.world.add_group(GROUP, "Khối", [1001], [1001])
    lan.sends("a.pdf", b"%PDF")
    shown = playground.world.add_message(
        1001, World.me(), {"text": "Chọn", "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}}
    )
    lan.taps(shown, "A")
    lan.reads()
    set_commands(playground.world, Given({"commands": [{"command": "hop", "description": "Họp"}]}, {}))
    return playground


def again(clock: Clock, tmp_path: Path) -> World:
    """The world as another process finds it."""
    return Playground(clock.now, TOKEN, tmp_path).world


def state(world: World) -> dict[str, Any]:
    tables = {name: {key: vars(record) for key, record in getattr(world, name).items()} for name in ("users", "groups", "queries", "stored")}
    messages = {(message.chat, message.id): vars(message) for chat in world.messages.values() for message in chat.values()}
    waiting = [update.shown() for update in world.updates.waiting()]
    return tables | {"messages": messages, "waiting": waiting, "marks": world.marks, "profile": world.profile, "moved": world.moved}


def test_all_of_it_is_there_again_without_a_goodbye(played: Playground, clock: Clock, tmp_path: Path) -> None:
    assert state(again(clock, tmp_path)) == state(played.world)


def test_what_was_confirmed_does_not_come_back(played: Playground, clock: Clock, tmp_path: Path) -> None:
    first = played.world.updates.waiting()[0]
    played.world.confirm(first.id + 1)
    assert state(again(clock, tmp_path)) == state(played.world)


def test_a_move_of_the_group_is_remembered(played: Playground, clock: Clock, tmp_path: Path) -> None:
    upgrade_group(played.world, GROUP, -1004001)
    assert state(again(clock, tmp_path)) == state(played.world)


def test_files_lie_on_disk(played: Playground, clock: Clock, tmp_path: Path) -> None:
    (file,) = played.world.stored
    assert again(clock, tmp_path).files.bytes_of(file) == b"%PDF"


def test_numbers_go_on_where_they_were(played: Playground, clock: Clock, tmp_path: Path) -> None:
    before = played.world.messages_of(1001)[-1].id
    world = again(clock, tmp_path)
    assert world.add_message(1001, World.me(), {"text": "x"}).id == before + 1


def test_update_numbers_go_on_even_if_all_were_confirmed(played: Playground, clock: Clock, tmp_path: Path) -> None:
    last = played.world.updates.waiting()[-1].id
    played.world.confirm(last + 1)
    world = again(clock, tmp_path)
    world.deliver("message", {"text": "x"})
    assert world.updates.waiting()[0].id == last + 1


def test_a_line_torn_by_a_kill_costs_that_line_alone(played: Playground, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "world.jsonl"
    whole = state(played.world)
    with file.open("ab") as place:
        place.write(b'["User",{"id":77,"na')
    assert state(again(clock, tmp_path)) == whole


@pytest.mark.parametrize("line", [b"7", b'["User",{"id":77}]', b'["Nobody",{}]', b'["mark",[1]]', b"\xff\xfe", b'["profile",null]'])
def test_a_line_that_is_no_record_costs_that_line_alone_and_the_file_is_kept_aside(
    played: Playground, clock: Clock, tmp_path: Path, line: bytes
) -> None:
    file, whole = tmp_path / "world.jsonl", state(played.world)
    damaged = file.read_bytes() + line + b"\n"
    file.write_bytes(damaged)
    assert state(again(clock, tmp_path)) == whole
    assert (tmp_path / "world.jsonl.damaged-1").read_bytes() == damaged


def test_what_is_written_after_a_torn_line_is_not_glued_to_it(played: Playground, clock: Clock, tmp_path: Path) -> None:
    with (tmp_path / "world.jsonl").open("ab") as place:
        place.write(b'["User",{"id":77,"na')
    again(clock, tmp_path).add_user(1005, "Nam")
    assert 1005 in again(clock, tmp_path).users


def test_a_restart_leaves_only_what_stands(played: Playground, clock: Clock, tmp_path: Path) -> None:
    for number in range(50):
        played.world.add_user(1001, f"Lan {number}")
    again(clock, tmp_path)
    kinds: list[str] = []
    Journal(tmp_path / "world.jsonl").read(lambda kind, _: kinds.append(kind))
    assert kinds.count("User") == 1


def test_without_a_directory_nothing_is_written(clock: Clock, tmp_path: Path) -> None:
    Playground(clock.now, TOKEN).person(1001, "Lan").sends("a.pdf", b"%PDF")
    assert list(tmp_path.iterdir()) == []


async def test_who_watches_is_woken_by_a_change(clock: Clock) -> None:
    playground = Playground(clock.now, TOKEN)
    seen = playground.world.changes
    lan = playground.person(1001, "Lan")
    await playground.world.wait_for_change(seen, timeout=0)
    await playground.until(lambda: lan.sees() == [])
    with pytest.raises(TimeoutError):
        await playground.until(lambda: False, timeout=0.05)


async def test_the_bots_next_word_is_waited_for(clock: Clock) -> None:
    playground = Playground(clock.now, TOKEN)
    lan = playground.person(1001, "Lan")

    def answered() -> Message:
        return playground.world.add_message(lan.id, World.me(), {"text": "Chào"})

    assert (await playground.after(answered, lan)).text == "Chào"
