"""getUpdates, and the webhook that excludes it."""

import asyncio
import time
from typing import Any

from bot.playground.methods.given import Given
from bot.playground.refusals import BotApiError
from bot.playground.world import World

LONGEST_POLL = 50
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Polling:
    """One poll at a time: a newer one ends the older with 409."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._newest: asyncio.Event | None = None
        self.polls = 0

    async def get_updates(self, given: Given) -> list[dict[str, Any]]:
        """Confirms what lies below `offset`, then gives what waits, or waits up to `timeout` seconds for it."""
        if self._world.profile.get("webhook"):
            raise BotApiError(409, WEBHOOK_SET)
        mine = self._displace()
        self.polls += 1
        params = given.params
        if "allowed_updates" in params:
            self._world.updates.allow(params["allowed_updates"])
        if "offset" in params:
            self._world.confirm(params["offset"])
        return await self._waiting(mine, params.get("limit", 100), min(LONGEST_POLL, max(0, params.get("timeout", 0))))

    def end(self) -> None:
        """Ends an open poll: the server stops."""
        self._displace()

    def _displace(self) -> asyncio.Event:
        if self._newest is not None:
            self._newest.set()
            self._world.touch()
        mine = self._newest = asyncio.Event()
        return mine

    async def _waiting(self, displaced: asyncio.Event, limit: int, timeout: float) -> list[dict[str, Any]]:
        deadline = time.monotonic() + timeout
        while True:
            seen = self._world.changes
            if displaced.is_set():
                raise BotApiError(409, TERMINATED)
            found = self._world.updates.waiting(limit)
            remaining = deadline - time.monotonic()
            if found or remaining <= 0:
                return [update.shown() for update in found]
            await self._world.wait_for_change(seen, remaining)


def set_webhook(world: World, given: Given) -> bool:
    world.set_profile("webhook", given.params["url"] or None)
    return True


def delete_webhook(world: World, given: Given) -> bool:
    if given.params.get("drop_pending_updates"):
        for update in world.updates.waiting(limit=1 << 30):
            world.confirm(update.id + 1)
    world.set_profile("webhook", None)
    return True


def webhook_info(world: World, given: Given) -> dict[str, Any]:
    waiting = len(world.updates.waiting(limit=1 << 30))
    return {"url": world.profile.get("webhook", ""), "has_custom_certificate": False, "pending_update_count": waiting}
