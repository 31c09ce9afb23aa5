"""A whole half-year that plays itself, as people would: begun, watched, stopped and gone on with. What is played is told in story.py.

It goes on from whatever stands, so that it can be begun again after it was cut off, and finishes what a visitor began.
"""

import asyncio
from typing import TYPE_CHECKING

from bot.playground.acting import Acting, PlayStuck
from bot.playground.progress import Progress, kept_progress
from bot.playground.story import Story

if TYPE_CHECKING:
    from bot.playground.stage import Stage


class HalfYear:
    """Plays once at a time, with a `pause` in seconds after each answer, so that people can watch."""

    def __init__(self, stage: "Stage", pause: float = 0.05) -> None:
        self._stage = stage
        self._acting = Acting(stage, pause)
        self._task: asyncio.Task[None] | None = None
        self._progress = kept_progress(stage.progress_file)

    def begin(self, *, anew: bool = False) -> bool:
        """Starts to play, unless it plays already (then False). Goes on with one that was cut off; `anew` plays another period beside it."""
        if self._task is not None and not self._task.done():
            return False
        if anew or not self._progress.is_unfinished:
            self._progress = Progress()
        self._progress.running, self._progress.failed = True, ""
        self._task = asyncio.create_task(self._run(anew=anew))
        return True

    async def stop(self) -> None:
        """Ends the play where it stands."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def progress(self) -> dict[str, object]:
        """What the page shows of it."""
        return vars(self._progress) | {"unfinished": self._progress.is_unfinished}

    async def finished(self) -> Progress:
        """Waits for the end of the play."""
        if self._task is not None:
            await self._task
        return self._progress

    async def _run(self, *, anew: bool) -> None:
        try:
            await Story(self._stage, self._acting, self._progress, self._keep).play(anew=anew)
        except PlayStuck as stuck:
            self._progress.failed = str(stuck)
        finally:
            self._progress.running = False
            self._keep()

    def _keep(self) -> None:
        self._progress.keep(self._stage.progress_file)
        self._stage.playground.world.touch()
