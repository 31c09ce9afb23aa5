"""One message as it leaves: with its files, over the message it redraws, or anew."""

import time
from collections.abc import Callable
from dataclasses import replace

from bot.runtime.drawn import Drawn
from bot.runtime.files import Files
from bot.runtime.pacing import Pacer
from config.catalogue import Text, joined
from handlers.dialogue import Delivered, Outcome, Outgoing, Platform, ScreenGone
from storage.outbox import OutboxRow


class Sending:
    """Sends one platform's messages; `sorry` words that a file of this name could not be made."""

    def __init__(self, platform: Platform, files: Files, drawn: Drawn, pacer: Pacer, sorry: Callable[[str], Text]) -> None:
        self._platform = platform
        self._files = files
        self._drawn = drawn
        self._pacer = pacer
        self._sorry = sorry

    async def leave(self, row: OutboxRow, out: Outgoing) -> Outcome:
        """Sends a row's message, with a word for each file that could not be made ready; anew where the message to redraw is gone, or not at all where it
        is of use to that one alone."""
        if out.else_nothing and not (out.edits and self._platform.capabilities.edits):
            return Delivered()
        files, missing = await self._drawn.files_of(row, out)
        if missing:
            out = replace(out, text=joined([*((out.text,) if out.text else ()), *(self._sorry(name) for name in missing)], "\n\n"))
        try:
            if out.text is not None or out.files:
                self._pacer.take(out.chat, time.monotonic(), group=out.group)
            outcome = await self._platform.send(out, files)
            if not isinstance(outcome, ScreenGone):
                return outcome
            return Delivered() if out.else_nothing else await self._platform.send(replace(out, edits="", tap=""), files)
        finally:
            self._files.done_with(files)
