"""What the bot may ask about chats, and its life in a group: leaving, being kicked, the move to a supergroup."""

from bot.playground.happenings import bot_becomes, upgrade_group
from bot.playground.persons import Person
from bot.playground.server import Playground
from bot.playground.spec import check_answer, check_update
from tests.bot.playground.conftest import Wire, forget

NEW = -1004001


async def test_a_group_tells_its_kind_and_title(bot: Wire, group: int) -> None:
    result = (await bot("getChat", chat_id=group)).result
    assert (result["type"], result["title"]) == ("group", "Khối thi đua")


async def test_members_are_told_apart(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    outside = playground.person(1009, "Khách")
    statuses = [(await bot("getChatMember", chat_id=group, user_id=user)).result["status"] for user in (lan.id, 1002, outside.id)]
    assert statuses == ["creator", "member", "left"]


async def test_somebody_telegram_does_not_know_is_no_member(bot: Wire, group: int) -> None:
    assert (await bot("getChatMember", chat_id=group, user_id=404)).refusal == "Bad Request: user not found"


async def test_a_private_chat_has_no_members(bot: Wire, lan: Person) -> None:
    assert "only for groups" in (await bot("getChatMemberCount", chat_id=lan.id)).refusal


async def test_the_bot_counts_as_a_member(bot: Wire, group: int) -> None:
    assert (await bot("getChatMemberCount", chat_id=group)).result == 3


async def test_administrators_are_listed(playground: Playground, bot: Wire, group: int) -> None:
    playground.world.groups[group].bot_admin = True
    found = (await bot("getChatAdministrators", chat_id=group)).result
    assert [one["status"] for one in found] == ["creator", "administrator"]


async def test_once_it_has_left_it_is_no_member(bot: Wire, group: int) -> None:
    await bot("leaveChat", chat_id=group)
    answer = await bot("sendMessage", chat_id=group, text="x")
    assert (answer.status, answer.refusal) == (403, "Forbidden: bot is not a member of the group chat")


async def test_once_kicked_it_is_told_so_and_cannot_write(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    bot_becomes(playground.world, playground.world.groups[group], lan.user, "kicked")
    update = (await bot("getUpdates")).result[-1]
    check_update(update)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert (await bot("sendMessage", chat_id=group, text="x")).refusal == "Forbidden: bot was kicked from the group chat"


async def test_being_promoted_is_told(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    bot_becomes(playground.world, playground.world.groups[group], lan.user, "administrator")
    check_update((await bot("getUpdates")).result[-1])


# ---------------------------------------------------------------------------------------------------------------- migration


async def test_the_old_id_of_a_moved_group_names_the_new_one(playground: Playground, bot: Wire, group: int) -> None:
    upgrade_group(playground.world, group, NEW)
    answer = await bot("sendMessage", chat_id=group, text="x")
    assert answer.refusal == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.body["parameters"] == {"migrate_to_chat_id": NEW}


async def test_the_new_id_takes_messages(playground: Playground, bot: Wire, group: int) -> None:
    upgrade_group(playground.world, group, NEW)
    assert (await bot("sendMessage", chat_id=NEW, text="x")).result["chat"]["type"] == "supergroup"


async def test_a_move_is_told_from_both_sides(playground: Playground, bot: Wire, group: int) -> None:
    upgrade_group(playground.world, group, NEW)
    updates = (await bot("getUpdates")).result
    for update in updates:
        check_update(update)
    assert [(one["message"]["chat"]["id"], one["message"]["chat"]["type"]) for one in updates] == [(group, "group"), (NEW, "supergroup")]


async def test_message_ids_do_not_carry_over(playground: Playground, bot: Wire, group: int) -> None:
    number = (await bot("sendMessage", chat_id=group, text="x")).result["message_id"]
    upgrade_group(playground.world, group, NEW)
    assert (await bot("editMessageText", chat_id=NEW, message_id=number + 1, text="y")).refusal == "Bad Request: message to edit not found"


async def test_people_go_on_writing_where_they_wrote(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    upgrade_group(playground.world, group, NEW)
    forget(playground)
    lan.types("/nhom", group)
    assert (await bot("getUpdates")).result[0]["message"]["chat"]["id"] == NEW


# ---------------------------------------------------------------------------------------------------------------- what we promise


async def test_every_answer_is_what_the_documentation_promises(playground: Playground, bot: Wire, lan: Person, group: int) -> None:
    playground.world.groups[group].bot_admin = True
    file = lan.sends("a.pdf", b"%PDF").raw["document"]["file_id"]
    number = (await bot("sendMessage", chat_id=group, text="x")).result["message_id"]
    there, both = {"chat_id": group}, {"chat_id": lan.id, "from_chat_id": group, "message_id": number}
    calls = {
        "getMe": {}, "getUpdates": {}, "getWebhookInfo": {}, "getFile": {"file_id": file},
        "getChat": there, "getChatMember": there | {"user_id": 7000000000}, "getChatAdministrators": there, "getChatMemberCount": there,
        "sendMessage": {"chat_id": lan.id, "text": "x"}, "sendDocument": {"chat_id": lan.id, "document": file},
        "editMessageText": there | {"message_id": number, "text": "y"}, "copyMessage": both, "forwardMessage": both,
        "pinChatMessage": there | {"message_id": number},
        "getMyCommands": {}, "getMyName": {}, "getMyDescription": {}, "getMyShortDescription": {}, "getChatMenuButton": {},
    }  # fmt: skip
    for method, params in calls.items():
        check_answer(method, (await bot(method, **params)).result)
