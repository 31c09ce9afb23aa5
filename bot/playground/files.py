"""The bytes of files that people or the bot sent: on disk under the playground's directory, or in memory where it has none."""

from pathlib import Path


class Files:
    """Bytes by file id."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._kept: dict[str, bytes] = {}

    def keep(self, id: str, content: bytes) -> None:
        if self._directory is None:
            self._kept[id] = content
            return
        self._directory.mkdir(parents=True, exist_ok=True)
        unfinished = self._directory / f"{id}.part"
        unfinished.write_bytes(content)
        unfinished.replace(self._directory / id)

    def bytes_of(self, id: str) -> bytes | None:
        """None where it is lost."""
        if self._directory is None:
            return self._kept.get(id)
        place = self._directory / id
        return place.read_bytes() if place.is_file() else None
