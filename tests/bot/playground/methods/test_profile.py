"""Menus by scope and language, descriptions, the menu button."""

from typing import Any

import pytest

from bot.playground.methods.profile import commands_for
from bot.playground.persons import Person
from bot.playground.server import Playground
from tests.bot.playground.conftest import Wire


def menu(word: str) -> list[dict[str, Any]]:
    return [{"command": word, "description": "Việc"}]


def words(playground: Playground, chat: int, user: int) -> list[str]:
    return [command["command"] for command in commands_for(playground.world, chat, user)]


async def test_a_menu_is_given_back_for_its_scope_and_language(bot: Wire) -> None:
    await bot("setMyCommands", commands=menu("hop"), scope={"type": "all_private_chats"}, language_code="vi")
    assert (await bot("getMyCommands", scope={"type": "all_private_chats"}, language_code="vi")).result == menu("hop")
    assert (await bot("getMyCommands")).result == []


async def test_a_deleted_menu_is_gone(bot: Wire) -> None:
    await bot("setMyCommands", commands=menu("hop"))
    await bot("deleteMyCommands")
    assert (await bot("getMyCommands")).result == []


@pytest.mark.parametrize("word", ["Họp", "HOP", "họp", "a-b", "x" * 33])
async def test_a_command_is_small_latin_letters_and_digits(bot: Wire, word: str) -> None:
    assert (await bot("setMyCommands", commands=menu(word))).refusal == "Bad Request: BOT_COMMAND_INVALID"


async def test_a_command_says_what_it_does(bot: Wire) -> None:
    answer = await bot("setMyCommands", commands=[{"command": "hop", "description": ""}])
    assert answer.refusal == "Bad Request: command description must be non-empty"


async def test_a_menu_for_a_chat_telegram_does_not_know_is_refused(bot: Wire) -> None:
    answer = await bot("setMyCommands", commands=menu("hop"), scope={"type": "chat", "chat_id": 404})
    assert answer.refusal == "Bad Request: chat not found"


async def test_the_narrowest_menu_wins(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    await bot("setMyCommands", commands=menu("chung"))
    assert words(playground, lan.id, lan.id) == ["chung"]
    await bot("setMyCommands", commands=menu("rieng"), scope={"type": "all_private_chats"})
    assert words(playground, lan.id, lan.id) == ["rieng"]
    await bot("setMyCommands", commands=menu("lan"), scope={"type": "chat", "chat_id": lan.id})
    assert words(playground, lan.id, lan.id) == ["lan"]
    assert words(playground, group, lan.id) == ["chung"]


async def test_in_a_group_administrators_may_have_their_own(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    await bot("setMyCommands", commands=menu("nhom"), scope={"type": "all_group_chats"})
    await bot("setMyCommands", commands=menu("quantri"), scope={"type": "all_chat_administrators"})
    assert (words(playground, group, lan.id), words(playground, group, 1002)) == (["quantri"], ["nhom"])


async def test_a_menu_in_ones_language_comes_first(playground: Playground, bot: Wire, lan: Person) -> None:
    await bot("setMyCommands", commands=menu("meeting"))
    await bot("setMyCommands", commands=menu("hop"), language_code="vi")
    assert words(playground, lan.id, lan.id) == ["hop"]


async def test_descriptions_are_kept_by_language(bot: Wire) -> None:
    await bot("setMyDescription", description="Trợ lý của khối", language_code="vi")
    assert (await bot("getMyDescription", language_code="vi")).result == {"description": "Trợ lý của khối"}
    assert (await bot("getMyDescription", language_code="en")).result == {"description": ""}


async def test_a_description_has_at_most_512_letters(bot: Wire) -> None:
    assert (await bot("setMyDescription", description="x" * 513)).status == 400


async def test_a_short_description_has_at_most_120_letters(bot: Wire) -> None:
    assert (await bot("setMyShortDescription", short_description="x" * 121)).status == 400


async def test_the_menu_button_is_for_private_chats_only(bot: Wire, lan: Person, group: int) -> None:
    assert (await bot("setChatMenuButton", chat_id=lan.id, menu_button={"type": "commands"})).result is True
    assert (await bot("setChatMenuButton", chat_id=group, menu_button={"type": "commands"})).status == 400
