"""Every word the bot says, and how numbers and dates are written for people.

`config/vi/<stem>.toml` holds whole sentences under keys `<stem>.<words>`, with named blanks: `{points}`. A blank is written by the type of its fact: decimals
and whole numbers the Vietnamese way (9,5; 1.234,5), instants as "14:00 thứ Năm 26/11/2026" in the reader's zone, days as "thứ Năm 26/11/2026"; `{at:ngày}`
gives 26/11/2026, `{at:giờ}` 14:00, `{at:ngắn}` 14:00 26/11, `{n:thô}` plain digits. A fact may itself be a `Said`, written in place, or a tuple of them, one
a line. `**bold**` and `` `code` `` in a sentence become spans; what stands in a fact is never read as markup.

Vietnamese is the source: there is no other language to fall back to, so a missing key or a wrong blank raises.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from domain.texts import MINUS, fold

__all__ = ["Catalogue", "Said", "Span", "Text", "day", "fold", "joined", "moment", "number"]

HERE = Path(__file__).parent / "vi"
MARKUP = re.compile(r"\*\*(.+?)\*\*|`(.+?)`", re.DOTALL)
PERIOD_WORD, SAID_PERIOD = re.compile(r"đợt\s+(?=\S)", re.IGNORECASE), re.compile(r"\bđợt (?:\ue000b)?$", re.IGNORECASE)
OWN_STOP = re.compile(r"\.(?=\s|$)")
OPEN, SHUT = "\ue000", "\ue001"  # private characters stand for markup while the blanks are filled, so that a fact can hold none


@dataclass(frozen=True)
class Span:
    """A part of a text that is drawn differently; `start` and `length` in Python characters."""

    kind: Literal["bold", "code"]
    start: int
    length: int


@dataclass(frozen=True)
class Text:
    """Words for a person: plain, with spans over them."""

    plain: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Said:
    """A sentence of the catalogue with its facts, not yet written."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


class MissingSentence(KeyError):
    """No sentence stands under this key."""


def joined(texts: Iterable[Text], between: str) -> Text:
    """Texts one after another; empty ones fall away."""
    plain, spans = "", []
    for text in texts:
        if text.plain:
            plain += between if plain else ""
            spans += [Span(span.kind, span.start + len(plain), span.length) for span in text.spans]
            plain += text.plain
    return Text(plain, tuple(spans))


# ---------------------------------------------------------------------------------------------------------------- numbers and dates


def number(value: Decimal | int) -> str:
    """9,5, 1.234,5 and −20: comma for decimals, dots for thousands, no trailing zeros, a minus sign that is no hyphen."""
    plain = format(Decimal(value), "f")
    whole, _, rest = plain.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = MINUS if value < 0 else ""
    rest = rest.rstrip("0")
    return sign + grouped + (f",{rest}" if rest else "")


@cache
def _weekdays() -> tuple[str, ...]:
    return tuple(_toml("calendar")["weekdays"])


def day(value: date) -> str:
    """thứ Năm 26/11/2026"""
    return f"{_weekdays()[value.weekday()]} {value:%d/%m/%Y}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """14:00 thứ Năm 26/11/2026, in the zone."""
    local = value.astimezone(zone)
    return f"{local:%H:%M} {day(local.date())}"


# ---------------------------------------------------------------------------------------------------------------- sentences


@cache
def _toml(stem: str) -> dict[str, list[str]]:
    words = tomllib.loads((HERE / f"{stem}.toml").read_text("utf-8"))["words"]
    return dict(words)


@cache
def _sentences() -> Mapping[str, str]:
    sentences: dict[str, str] = {}
    for file in sorted(HERE.glob("*.toml")):
        sentences |= dict(_flat(file.stem, tomllib.loads(file.read_text("utf-8"))))
    return MappingProxyType(sentences)


class Catalogue:
    """The sentences by key."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = sentences

    @classmethod
    def load(cls) -> "Catalogue":
        """The sentences of `config/vi`, read once in the life of the process."""
        return cls(_sentences())

    def has(self, key: str) -> bool:
        return key in self.sentences

    def text(self, key: str, zone: ZoneInfo, facts: Mapping[str, object]) -> Text:
        """The sentence with its blanks filled. Raises MissingSentence, or KeyError for a blank without a fact."""
        if key not in self.sentences:
            raise MissingSentence(key)
        marked = MARKUP.sub(_keep_markup, self.sentences[key])
        parts: list[Text] = []
        for words, blank, how, _ in Formatter().parse(marked):
            if parts and OWN_STOP.match(words):
                parts[-1] = _unstopped(parts[-1])
            parts.append(Text(words))
            if blank is not None:
                parts.append(self._written(_once(words, facts[blank]), how or "", zone))
        return _unmarked(parts)

    def _written(self, fact: object, how: str, zone: ZoneInfo) -> Text:
        match fact:
            case Said(key, facts):
                return self.text(key, zone, facts)
            case tuple():
                return joined([self._written(one, how, zone) for one in fact], "\n")
            case datetime() | date() | bool() | int() | Decimal():
                return Text(_value(fact, how, zone))
            case str():
                return Text(fact)
        raise TypeError(f"a {type(fact).__name__} cannot be said")


def _once(words: str, fact: object) -> object:
    """A title that begins with the word the sentence has just said ("Đợt {title}") goes without it."""
    if isinstance(fact, str) and PERIOD_WORD.match(fact) and SAID_PERIOD.search(words):
        return PERIOD_WORD.sub("", fact)
    return fact


def _unstopped(text: Text) -> Text:
    """A fact that ends with a full stop, as people type reasons, goes without it where the sentence has its own; an ellipsis stays."""
    if not text.plain.endswith(".") or text.plain.endswith(".."):
        return text
    end = len(text.plain) - 1
    return Text(text.plain[:end], tuple(Span(span.kind, span.start, min(span.length, end - span.start)) for span in text.spans))


def _value(fact: datetime | date | bool | int | Decimal, how: str, zone: ZoneInfo) -> str:
    match fact, how:
        case datetime(), "":
            return moment(fact, zone)
        case datetime(), "giờ":
            return f"{fact.astimezone(zone):%H:%M}"
        case datetime(), "ngắn":
            return f"{fact.astimezone(zone):%H:%M %d/%m}"
        case datetime(), "ngày":
            return f"{fact.astimezone(zone):%d/%m/%Y}"
        case datetime(), "thứ":
            return day(fact.astimezone(zone).date())
        case date(), "ngày":
            return f"{fact:%d/%m/%Y}"
        case date(), _:
            return day(fact)
        case bool(), _:
            raise TypeError("yes and no have their own sentences")
        case int() | Decimal(), "thô":
            return str(fact)
        case int() | Decimal(), _:
            return number(fact)
    raise TypeError(f"no way to write {fact!r} as {how!r}")


def _keep_markup(found: re.Match[str]) -> str:
    bold, code = found.groups()
    return f"{OPEN}b{bold}{SHUT}" if bold is not None else f"{OPEN}c{code}{SHUT}"


def _unmarked(parts: Iterable[Text]) -> Text:
    """Joins the parts, turning the private characters of the sentence's own words into spans."""
    plain, spans, opened = "", [], []
    for part in parts:
        if part.spans or not (OPEN in part.plain or SHUT in part.plain):
            spans += [Span(span.kind, span.start + len(plain), span.length) for span in part.spans]
            plain += part.plain
            continue
        position = 0
        while position < len(part.plain):
            letter = part.plain[position]
            if letter == OPEN:
                opened.append((part.plain[position + 1], len(plain)))
                position += 2
                continue
            if letter == SHUT and opened:
                kind, start = opened.pop()
                spans.append(Span("bold" if kind == "b" else "code", start, len(plain) - start))
            elif letter != SHUT:
                plain += letter
            position += 1
    return Text(plain, tuple(span for span in spans if span.length))


def _flat(stem: str, table: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield f"{stem}.{key}", value
        elif isinstance(value, dict) and key != "words":
            yield from _flat(f"{stem}.{key}", value)


def blanks(sentence: str) -> frozenset[str]:
    """The names of a sentence's blanks."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)
