"""The world as one person's page shows it: plain JSON, no more than the page draws."""

from typing import TYPE_CHECKING, Any

from bot.playground.methods.profile import commands_for
from bot.playground.persons import UNFIT, Person
from bot.playground.places import Place
from bot.playground.records import BOT_USERNAME, Group, Message, Raw

if TYPE_CHECKING:
    from bot.playground.stage import Actor, Stage

NEWEST = 80
SERVICE = ("new_chat_members", "left_chat_member", "pinned_message", "migrate_to_chat_id", "migrate_from_chat_id")


def state_for(stage: "Stage", me: int, count: int = NEWEST, chosen: int = 0) -> dict[str, Any]:
    """All the page of `me` draws: the cast, a group, the private chat, the time. Of each chat the newest `count` messages. The group is the one that was
    chosen where one is in it, else that of the bloc in which one has last taken a seat."""
    world = stage.playground.world
    groups = _groups(stage, me)
    group = _shown(stage, me, groups, chosen)
    return {
        "world": stage.world_id,
        "seen": world.changes,
        "now": world.now().isoformat(),
        "bot": BOT_USERNAME,
        "sample": stage.seating.blocs[stage.sample],
        "cast": [_actor(stage, actor, group) for actor in stage.cast],
        "groups": [
            {"id": one.id, "title": one.title, "unread": _unread(stage, me, one), "sample": bloc == stage.sample} for bloc, one in groups.items()
        ],
        "group": {"id": group.id, "title": group.title, "members": len(group.members), "pinned": _pinned(stage, group)}
        | _chat(stage, me, group.id, count),
        "private": _private(stage, me) | _chat(stage, me, None, count) if me in world.users else None,
    }


def _groups(stage: "Stage", me: int) -> dict[str, Group]:
    """The groups one is in, by their blocs; the sample's for whoever is in none."""
    return {bloc: group for bloc, group in stage.groups.items() if me in group.members} or {stage.sample: stage.group}


def _shown(stage: "Stage", me: int, groups: dict[str, Group], chosen: int) -> Group:
    newest = next((place.bloc for place in reversed(stage.seating.of(me)) if place.bloc in groups), next(iter(groups)))
    return next((one for one in groups.values() if one.id == chosen), groups[newest])


def _unread(stage: "Stage", me: int, group: Group) -> int:
    return Person(stage.playground.world, me).unread(group.id)


def _actor(stage: "Stage", actor: "Actor", group: Group) -> dict[str, Any]:
    """One of the cast: the place they are meant to have in the sample bloc, and those they really have."""
    person = Person(stage.playground.world, actor.id)
    return {
        "id": actor.id, "name": actor.name, "title": actor.title, "unit": actor.unit, "unitName": actor.unit_name, "role": actor.role_name,
        "duty": actor.duty, "started": person.user.started, "unread": person.unread(), "unreadInGroup": person.unread(group.id),
        "places": [_place(stage, place) for place in stage.seating.of(actor.id)],
    }  # fmt: skip


def _place(stage: "Stage", place: Place) -> dict[str, Any]:
    return {
        "bloc": stage.seating.blocs[place.bloc], "sample": place.bloc == stage.sample, "unitName": place.unit_name, "duty": place.duty,
        "role": stage.role_names[place.role],
    }  # fmt: skip


def _private(stage: "Stage", me: int) -> dict[str, Any]:
    invite = next((actor.code for actor in stage.cast if actor.id == me), "")
    return {"id": me, "blocked": stage.playground.world.users[me].blocked, "invite": invite}


def _chat(stage: "Stage", me: int, chat: int | None, count: int) -> dict[str, Any]:
    world = stage.playground.world
    if me not in world.users:
        return {"messages": [], "older": 0, "commands": []}
    seen = Person(world, me).sees(chat)
    return {
        "messages": [_message(message, me) for message in seen[-count:]],
        "older": max(0, len(seen) - count),
        "commands": commands_for(world, me if chat is None else chat, me),
    }


def _pinned(stage: "Stage", group: Group) -> dict[str, Any] | None:
    message = stage.playground.world.message(group.id, group.pinned[-1]) if group.pinned else None
    return {"id": message.id, "text": message.text} if message else None


def _message(message: Message, me: int) -> dict[str, Any]:
    raw = message.raw
    reply = raw.get("reply_to_message")
    return {
        "id": message.id, "chat": message.chat, "bot": message.by_bot, "mine": raw["from"]["id"] == me, "from": raw["from"]["first_name"],
        "date": raw["date"], "edited": "edit_date" in raw, "read": message.read, "text": _text(message),
        "entities": raw.get("entities", raw.get("caption_entities", [])), "photo": _photo(raw), "document": _document(raw),
        "buttons": message.rows, "reply": _quoted(reply) if reply else None, "forwarded": "forward_origin" in raw,
        "kind": next((kind for kind in (*SERVICE, *UNFIT) if kind in raw), None), "album": raw.get("media_group_id"),
    }  # fmt: skip


def _text(message: Message) -> str:
    """Telegram's app shows a pressed Start without the code of its link."""
    return "/start" if message.text.startswith("/start ") and not message.by_bot else message.text


def _photo(raw: Raw) -> dict[str, Any] | None:
    if "photo" not in raw:
        return None
    largest = raw["photo"][-1]
    return {"id": largest["file_id"], "width": largest["width"], "height": largest["height"]}


def _document(raw: Raw) -> dict[str, Any] | None:
    if "document" not in raw:
        return None
    document = raw["document"]
    return {"id": document["file_id"], "name": document.get("file_name", ""), "size": document.get("file_size", 0)}


def _quoted(raw: Raw) -> dict[str, Any]:
    file = raw.get("document", {}).get("file_name", "")
    return {"id": raw["message_id"], "from": raw["from"]["first_name"], "text": raw.get("text") or raw.get("caption") or file}
