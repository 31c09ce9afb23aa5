"""A group that the bot is taken out of, or comes back to, or that takes no files from it."""

from datetime import datetime, timedelta

from storage.store import Store


async def note_group(store: Store, platform: str, chat: str, now: datetime, *, reachable: bool) -> None:
    """Notes whether posts reach a group (`now` is UTC); where that has changed, its bloc is told by the jobs of handlers/groups/flow.py."""
    bloc_id = await store.groups.reach(platform, chat, reachable=reachable)
    if bloc_id:
        await store.due.schedule("groups.back" if reachable else "groups.lost", f"bloc:{bloc_id}", now.isoformat(), now, bloc_id)


async def note_files_refused(store: Store, platform: str, chat: str, now: datetime) -> None:
    """Notes that a group takes no files (`now` is UTC): its bloc is told once of all that is refused within a minute."""
    group = await store.groups.of_chat(platform, chat)
    if group is not None:
        at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        await store.due.schedule("groups.files", f"bloc:{group.bloc_id}", at.isoformat(), at, group.bloc_id)
