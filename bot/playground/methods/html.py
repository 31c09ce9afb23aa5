"""Telegram's HTML style → text and entities. Anything it does not know is refused, as Telegram does."""

from html.parser import HTMLParser
from typing import Any

from bot.playground.methods.given import bad
from bot.playground.records import Raw

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "blockquote": "blockquote",
    "a": "text_link",
}  # fmt: skip


def from_html(text: str) -> tuple[str, list[Raw]]:
    """The plain text and its entities. Raises BotApiError for a tag that is unknown, unclosed or wrongly closed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad(f"can't parse entities: can't find end tag corresponding to start tag \"{reader.open[-1][0]}\"")
    return "".join(reader.plain), sorted(reader.entities, key=lambda entity: entity["offset"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain: list[str] = []
        self.entities: list[Raw] = []
        self.open: list[tuple[str, int, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KINDS:
            raise bad(f'can\'t parse entities: unsupported start tag "{tag}"')
        url = {"url": dict(attrs).get("href") or ""} if tag == "a" else {}
        self.open.append((tag, self._length(), url))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad(f'can\'t parse entities: unexpected end tag "{tag}"')
        _, start, more = self.open.pop()
        if self._length() > start:
            self.entities.append({"type": KINDS[tag], "offset": start, "length": self._length() - start, **more})

    def handle_data(self, data: str) -> None:
        self.plain.append(data)

    def _length(self) -> int:
        return sum(len(piece.encode("utf-16-le")) // 2 for piece in self.plain)
