"""How far the half-year that plays itself has come, kept in a file, so that after a stop or a kill it can be gone on with."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.playground.kept import keep, kept


@dataclass
class Progress:
    """A line for people, a share from 0 to 1, whether it plays now, where it stuck, and the title of the period it plays."""

    line: str = ""
    share: float = 0.0
    running: bool = False
    failed: str = ""
    title: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether it was begun, and stands still before its end."""
        return bool(self.line) and not self.running and self.share < 1

    def reaches(self, line: str, share: float) -> None:
        """Comes to a step; one that lies behind what was reached before a stop changes nothing."""
        if share >= self.share:
            self.line, self.share = line, share

    def keep(self, file: Path) -> None:
        """Writes it, whole or not at all."""
        keep(file, asdict(self) | {"running": False})


def kept_progress(file: Path) -> Progress:
    """What was kept in the file, standing still; a new one where there is none, or a damaged one, which is put aside."""
    return kept(file, _progress_of, Progress())


def _progress_of(value: Any) -> Progress:
    """Raises TypeError or ValueError for what `Progress.keep` does not write."""
    found = Progress(**value)
    if not all(isinstance(word, str) for word in (found.line, found.failed, found.title)):
        raise TypeError("no words")
    if not 0 <= found.share <= 1:
        raise ValueError("no share")
    found.running = False
    return found
