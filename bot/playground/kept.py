"""The small JSON files the playground keeps: written whole or not at all. A damaged one is put aside and said in one line, and never prevents a start."""

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

MISFITS = (ValueError, TypeError, LookupError, ArithmeticError)
"""What reading raises where what is written is no JSON, or not what it should be."""


def keep(file: Path, value: Any) -> None:
    """Writes a value as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    unfinished.replace(file)


def kept(file: Path, read: Callable[[Any], T], otherwise: T) -> T:
    """What `read` makes of the file's JSON; `otherwise` where there is no file, or one that `read` refuses with one of MISFITS: that is put aside."""
    if not file.is_file():
        return otherwise
    try:
        return read(json.loads(file.read_bytes()))
    except MISFITS:
        put_aside(file, "all of it is set aside")
        file.unlink()
        return otherwise


def put_aside(file: Path, lost: str) -> None:
    """Copies a damaged file beside itself, under the first free name, and logs one line that ends with what was lost of it."""
    free = (file.with_name(f"{file.name}.damaged-{number}") for number in range(1, 1_000_000))
    aside = next(place for place in free if not place.exists())
    shutil.copyfile(file, aside)
    log.warning("%s is damaged and kept as %s: %s", file.name, aside.name, lost)
