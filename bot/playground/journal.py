"""An append-only file of records, one JSON line each, written at once: what was written survives a kill at any moment.

A record is a kind and a value; later records of the same thing replace earlier ones, so the file may be written anew with only what stands now.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.playground.kept import MISFITS, put_aside

Entry = tuple[str, Any]


class Journal:
    """The journal at `file`; None keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def read(self, take: Callable[[str, Any], None]) -> None:
        """Hands on what was written, in order. A line that is no record (the last one, torn by a kill) or that `take` refuses with one of MISFITS is
        passed over; a copy of the file that has such lines is put aside.
        """
        if self._file is None or not self._file.is_file():
            return
        damaged = []
        for number, line in enumerate(self._file.read_bytes().split(b"\n"), 1):
            try:
                if line:
                    take(*json.loads(line))
            except MISFITS:
                damaged.append(number)
        if damaged:
            put_aside(self._file, f"{len(damaged)} of its {number} lines cannot be read, the first is line {damaged[0]}")

    def write(self, kind: str, value: Any) -> None:
        """Adds a record; the file was made by `rewrite`."""
        if self._file is None:
            return
        with self._file.open("ab", buffering=0) as place:
            place.write(_line(kind, value))

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Replaces all by `entries`, whole or not at all."""
        if self._file is None:
            return
        unfinished = self._file.with_suffix(".part")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as place:
            for kind, value in entries:
                place.write(_line(kind, value))
        unfinished.replace(self._file)


def _line(kind: str, value: Any) -> bytes:
    return json.dumps([kind, value], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
