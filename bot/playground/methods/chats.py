"""What the bot may ask about chats and the people in them."""

from bot.playground.methods.given import Given, bad
from bot.playground.methods.places import group_of, known_chat
from bot.playground.records import BOT_ID, Group, Raw
from bot.playground.world import World

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages", "can_pin_messages",
)  # fmt: skip
NO_GIFTS = {
    "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False, "gifts_from_channels": False,
}  # fmt: skip


def get_chat(world: World, given: Given) -> Raw:
    chat = world.chat(known_chat(world, given.params["chat_id"]))
    group = world.groups.get(chat["id"])
    pinned = world.message(group.id, group.pinned[-1]) if group and group.pinned else None
    about = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    return chat | about | ({"pinned_message": pinned.raw} if pinned else {})


def get_chat_member(world: World, given: Given) -> Raw:
    group, user = group_of(world, given.params["chat_id"]), given.params["user_id"]
    if user != BOT_ID and user not in world.users:
        raise bad("user not found")
    return member(world, group, user)


def get_administrators(world: World, given: Given) -> list[Raw]:
    group = group_of(world, given.params["chat_id"])
    bot = [BOT_ID] if group.bot_admin else []
    return [member(world, group, user) for user in [*group.admins, *bot]]


def get_member_count(world: World, given: Given) -> int:
    return len(group_of(world, given.params["chat_id"]).members) + 1


def leave_chat(world: World, given: Given) -> bool:
    group = group_of(world, given.params["chat_id"])
    group.bot = "left"
    world.keep(group)
    return True


def member(world: World, group: Group, user: int) -> Raw:
    """What somebody is in a group, as the Bot API shows it."""
    shown = world.me() if user == BOT_ID else world.users[user].shown()
    status = group.bot if user == BOT_ID else _status(group, user)
    match status:
        case "creator":
            return {"status": status, "user": shown, "is_anonymous": False}
        case "administrator":
            return {"status": status, "user": shown, "can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
        case "kicked":
            return {"status": status, "user": shown, "until_date": 0}
    return {"status": status, "user": shown}


def _status(group: Group, user: int) -> str:
    if user not in group.members:
        return "left"
    if user not in group.admins:
        return "member"
    return "creator" if user == group.admins[0] else "administrator"
