"""Files that leave: reports drawn for the message, and evidence or attachments kept by their hash."""

import logging
import tempfile
from pathlib import Path

from bot.runtime.drawing import DrawingFailed, draw
from handlers.dialogue import DrawnFile, OutFile

log = logging.getLogger("ktd.relay")


def path_in(kept: Path, sha256: str) -> Path:
    """Where a kept file lies."""
    return kept / sha256[:2] / sha256


class Files:
    """Makes a message's files ready. Kept files lie under `kept` as `ab/abcdef…`; drawn ones in a folder that goes with this object."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self._drawn = tempfile.TemporaryDirectory(prefix="ktd-")
        self._count = 0

    async def ready(self, files: tuple[OutFile, ...]) -> tuple[tuple[DrawnFile, ...], tuple[str, ...]]:
        """Draws what is to be drawn. Gives what is ready, and the names of what could not be drawn or is not kept any more: its reader must hear of it."""
        ready, missing = [], []
        for file in files:
            try:
                ready.append(await self._one(file))
            except (DrawingFailed, FileNotFoundError) as fault:
                log.error("the file %s cannot be sent", file.report or file.sha256, exc_info=fault)
                missing.append(file.name)
        return tuple(ready), tuple(missing)

    def path_of(self, sha256: str) -> Path:
        """Where a kept file lies."""
        return path_in(self.kept, sha256)

    def close(self) -> None:
        self._drawn.cleanup()

    def done_with(self, files: tuple[DrawnFile, ...]) -> None:
        """Drops what was drawn for a message that has left."""
        for file in files:
            if file.path.is_relative_to(self._drawn.name):
                file.path.unlink(missing_ok=True)

    async def _one(self, file: OutFile) -> DrawnFile:
        if file.remote:
            return DrawnFile(file.name, Path(), file.picture, file.remote)
        if file.sha256:
            path = self.path_of(file.sha256)
            if not path.exists():
                raise FileNotFoundError(file.sha256)
            return DrawnFile(file.name, path, file.picture)
        self._count += 1
        path = Path(self._drawn.name) / f"{self._count}{Path(file.name).suffix}"
        await draw(file.report, file.facts, path)
        return DrawnFile(file.name, path, file.picture)
