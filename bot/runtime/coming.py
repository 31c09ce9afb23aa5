"""A group that the bot is taken out of, or comes back to."""

from datetime import datetime

from storage.store import Store


async def note_group(store: Store, platform: str, chat: str, now: datetime, *, reachable: bool) -> None:
    """Notes whether posts reach a group (`now` is UTC); where that has changed, its bloc is told by the jobs of handlers/groups/flow.py."""
    bloc_id = await store.groups.reach(platform, chat, reachable=reachable)
    if bloc_id:
        await store.due.schedule("groups.back" if reachable else "groups.lost", f"bloc:{bloc_id}", now.isoformat(), now, bloc_id)
