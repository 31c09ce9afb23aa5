"""The copies kept in the data directory's `backups/`."""

from datetime import UTC, datetime
from pathlib import Path


def newest_backup(folder: Path) -> datetime | None:
    """When the newest copy in the folder was written; None where there is none."""
    times = [file.stat().st_mtime for file in folder.glob("*") if file.is_file()] if folder.is_dir() else []
    return datetime.fromtimestamp(max(times), UTC) if times else None
