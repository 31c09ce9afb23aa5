"""Choices as lines and long texts in parts, for any platform: pure functions over text."""

from collections.abc import Iterator

from config.catalogue import Span, Text
from handlers.dialogue import Button


def utf16(text: str) -> int:
    """The length in UTF-16 units, as messengers count."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many UTF-16 units of it; no letter is cut in two."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def as_lines(buttons: tuple[tuple[Button, ...], ...], *, asking: bool) -> str:
    """Choices as lines of text: those that a number takes with theirs, the others with a dash, as all are while a question is open, for then digits belong
    to the question."""
    flat = [button for row in buttons for button in row if button.action]
    numbered = ((number, button) for number, button in enumerate(flat, 1))
    return "\n".join(f"{number}. {button.label}" if button.by_number and not asking else f"– {button.label}" for number, button in numbered)


def parts(text: Text, limit: int) -> Iterator[Text]:
    """The text in parts of at most `limit` UTF-16 units, cut at paragraphs, lines or words where that is possible; spans follow."""
    start = 0
    while start < len(text.plain):
        end = _end(text.plain, start, limit)
        yield _slice(text, start, end)
        start = end
        while start < len(text.plain) and text.plain[start] in "\n ":
            start += 1


def _end(plain: str, start: int, limit: int) -> int:
    end, room = start, limit
    while end < len(plain) and (room := room - utf16(plain[end])) >= 0:
        end += 1
    if end == len(plain):
        return end
    for border in ("\n\n", "\n", " "):
        found = plain.rfind(border, start + 1, end + 1)
        if found > start + (end - start) // 3:
            return found
    return end


def _slice(text: Text, start: int, end: int) -> Text:
    spans = (
        Span(span.kind, max(span.start, start) - start, min(span.start + span.length, end) - max(span.start, start))
        for span in text.spans
        if span.start < end and span.start + span.length > start
    )
    return Text(text.plain[start:end].rstrip(), tuple(spans))
