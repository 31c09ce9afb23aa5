"""Waiting for a sign, but not for ever."""

import asyncio


async def waited(sign: asyncio.Event, seconds: float) -> bool:
    """Waits for the sign at most so many seconds; whether it was given.

    Not by `asyncio.wait_for`: in Python 3.11 that swallows a cancellation which comes together with the sign, and a loop that is told to end goes on.
    """
    try:
        async with asyncio.timeout(seconds):
            return await sign.wait()
    except TimeoutError:
        return False
