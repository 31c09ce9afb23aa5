"""How far the half-year that plays itself has come, kept in a file, so that after a stop or a kill it can be gone on with."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


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
        unfinished = file.with_suffix(".part")
        unfinished.write_text(json.dumps(asdict(self) | {"running": False}, ensure_ascii=False), "utf-8")
        unfinished.replace(file)


def kept_progress(file: Path) -> Progress:
    """What was kept in the file, standing still; a new one where there is none."""
    return Progress(**json.loads(file.read_text("utf-8"))) if file.is_file() else Progress()
