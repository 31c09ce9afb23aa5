"""Strict YAML: the text of a rubric, sheet or bloc file as plain data, every number an exact decimal (RUBRIC.md, "Files").

Read from PyYAML's events, so that what is refused (anchors, aliases, tags, a second document, repeated keys, depth) is refused before anything is built.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import yaml

LARGEST = 1024 * 1024
DEEPEST = 40
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?(\.?\d[\d_]*)([.,:]\d+)*([eE][-+]?\d+)?%?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|0[xob][0-9a-fA-F_]+")
WORDS = {"true": True, "false": False, "null": None, "": None, "~": None}


class FileRefused(Exception):
    """The file cannot be read as such a file at all; the message is one plain line."""


def load(content: bytes) -> object:
    """The data of a YAML file: mappings, lists, text, Decimal, bool, None. Raises FileRefused."""
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
        raise FileRefused(f"is not YAML{where}: {getattr(fault, 'problem', None) or 'unreadable'}") from fault


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
    line = _line(event)
    if depth > DEEPEST:
        raise FileRefused(f"is nested deeper than {DEEPEST} at line {line}")
    if isinstance(event, yaml.AliasEvent):
        raise FileRefused(f"uses an alias at line {line}")
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        raise FileRefused(f"uses an anchor at line {line}")
    if getattr(event, "tag", None) is not None:
        raise FileRefused(f"uses a tag at line {line}")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, depth)
    return _mapping(events, depth)


def _sequence(events: Iterator[yaml.Event], depth: int) -> list[object]:
    found: list[object] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        found.append(_node(event, events, depth + 1))
    return found


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise FileRefused(f"has a key that is not text at line {line}")
        _node(event, events, depth + 1)
        if event.value in found:
            raise FileRefused(f"repeats the key {event.value} at line {line}")
        found[event.value] = _node(next(events), events, depth + 1)
    return found


def _scalar(event: yaml.ScalarEvent, line: int) -> object:
    if event.style:  # quoted, or a block: text whatever it looks like
        return event.value
    if event.value in WORDS:
        return WORDS[event.value]
    if NUMBER.fullmatch(event.value):
        return Decimal(event.value)
    if LOOKS_LIKE_A_NUMBER.fullmatch(event.value):
        raise FileRefused(f"writes a number as {event.value[:30]} at line {line}; write it like 1000 or 7.5")
    return event.value


def _line(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1
