"""Strict YAML: the text of a rubric, sheet or bloc file as plain data, every number an exact decimal (docs/formats.md, "Files").

Read from PyYAML's events, so that what is refused (anchors, aliases, tags, a second document, repeated keys, depth) is refused before anything is built.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import yaml

from domain.criteria.rule import NUMBER
from domain.texts import one_line

LARGEST = 1024 * 1024
DEEPEST = 40
LONGEST_NUMBER = 26
WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True), **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "", "~"), None),
}  # fmt: skip


class FileRefused(Exception):
    """The file cannot be read as such a file at all; the message is one plain line."""


def content_of(file: Path) -> bytes:
    """A file's bytes, no more than it takes to see that it is too large. Raises FileRefused; a pipe is refused, not waited for."""
    try:
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(opened, "rb") as content:
            mode = os.fstat(opened).st_mode
            if not stat.S_ISREG(mode):
                raise FileRefused("is no regular file")
            return content.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        raise FileRefused(getattr(fault, "strerror", None) or str(fault)) from fault


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin like an .xlsx: a packed file, where text is due."""
    return content.startswith(b"PK\x03\x04")


def load(content: bytes) -> object:
    """The data of a YAML file: mappings, lists, text, Decimal, bool, None. A number in any other form than `NUMBER` is text. Raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused("is larger than 1 MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FileRefused("is not UTF-8 text") from fault
    if not unicodedata.is_normalized("NFC", text):
        raise FileRefused("holds text that is not in NFC")
    try:
        return _document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise FileRefused(f"is not YAML{where}: {getattr(fault, 'problem', None) or getattr(fault, 'reason', None) or 'unreadable'}") from fault


def _document(events: Iterator[yaml.Event]) -> object:
    documents: list[object] = []
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if documents:
                raise FileRefused(f"holds a second document at line {_line(event)}")
            documents.append(_node(next(events), events, 1))
    if not documents:
        raise FileRefused("is empty")
    return documents[0]


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> object:
    _require_plain(event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if depth > DEEPEST:
        raise FileRefused(f"is nested deeper than {DEEPEST} at line {_line(event)}")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, depth)
    return _mapping(events, depth)


def _require_plain(event: yaml.Event) -> None:
    """Raises FileRefused for an alias, an anchor or a tag."""
    if isinstance(event, yaml.AliasEvent):
        raise FileRefused(f"uses an alias at line {_line(event)}")
    if getattr(event, "anchor", None) is not None:
        raise FileRefused(f"uses an anchor at line {_line(event)}")
    if getattr(event, "tag", None) is not None:
        raise FileRefused(f"uses a tag at line {_line(event)}")


def _sequence(events: Iterator[yaml.Event], depth: int) -> list[object]:
    found: list[object] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        found.append(_node(event, events, depth + 1))
    return found


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise FileRefused(f"has a key that is not text at line {_line(event)}")
        _node(event, events, depth + 1)
        if event.value in found:
            raise FileRefused(f"repeats the key {one_line(event.value)} at line {_line(event)}")
        found[event.value] = _node(next(events), events, depth + 1)
    return found


def _scalar(event: yaml.ScalarEvent) -> object:
    value: str = event.value
    if event.style:  # quoted, or a block: text whatever it looks like
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):  # written with \u… it escapes the look at the whole text
            raise FileRefused(f"holds text that is not in NFC at line {_line(event)}")
        return value
    if value in WORDS:
        return WORDS[value]
    if len(value) > LONGEST_NUMBER or not NUMBER.fullmatch(value):
        return value
    return Decimal(value) or Decimal(0)  # -0 is 0


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1
