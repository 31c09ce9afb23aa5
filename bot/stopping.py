"""How a running bot is told to stop."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STOPPING = (signal.SIGINT, signal.SIGTERM)


async def first_of(*waited: "asyncio.Future[Any]") -> None:
    """Waits until one of them is done."""
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)


@contextmanager
def told_to_stop() -> Iterator["asyncio.Future[None]"]:
    """Done at the first SIGINT or SIGTERM; a later one changes nothing, for the stop is under way and bounded."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    for name in STOPPING:
        loop.add_signal_handler(name, lambda: None if stop.done() else stop.set_result(None))
    try:
        yield stop
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # the loop's end gives them back their deadly default
