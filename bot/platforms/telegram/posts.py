"""A post that stands in a group: pinned, and the one before it taken off."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter, TelegramError

from bot.platforms.telegram.errors import asked_wait
from bot.platforms.telegram.plan import Call, pinned, retired, taken_off
from handlers.dialogue import Outgoing

log = logging.getLogger("ktd.telegram")

Caller = Callable[[Call], Awaitable[Any]]


async def stand(call: Caller, out: Outgoing) -> timedelta | None:
    """Pins the post `pins` and takes off the one it stands `instead_of`, which says `retired` where it may not be deleted.

    Where the bot has no right to one of these, the posts stay as they are. Gives how long it must wait first, if asked to.
    """
    try:
        await _done(call, pinned(out))
        if out.instead_of and out.instead_of != out.pins and not await _done(call, taken_off(out)):
            for one in retired(out):
                await _done(call, one)
    except RetryAfter as fault:
        return asked_wait(fault)
    return None


async def _done(call: Caller, one: Call) -> bool:
    """Whether the call succeeded; it may fail without harm."""
    try:
        await call(one)
    except RetryAfter:
        raise
    except TelegramError as fault:
        log.info("%s was refused for a post: %s", one.method, fault.message)
        return False
    return True
