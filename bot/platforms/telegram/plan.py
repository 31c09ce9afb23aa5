"""An Outgoing → the Bot API calls that carry it. Pure: nothing is sent here, so everything about it can be tested as data."""

from dataclasses import dataclass
from typing import Any

from bot.platforms.lines import parts, utf16
from config.catalogue import Text
from handlers.dialogue import Button, DrawnFile, Outgoing

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ROW_WIDTH = 24
"""Labels of a row whose letters together pass this are put one below the other: a phone cuts what does not fit."""
STYLES = {"main": "primary", "grave": "danger"}


@dataclass(frozen=True)
class Call:
    """One Bot API call: `files` are attached under their field's name; a call that is not `needed` may fail without harm."""

    method: str
    params: dict[str, Any]
    file: DrawnFile | None = None
    field: str = ""
    needed: bool = True


def plan(out: Outgoing, files: tuple[DrawnFile, ...], bot_name: str) -> tuple[Call, ...]:
    """The calls, in order, without those messages that were accepted before. The Outgoing is known later by its last text part."""
    tap: list[Call] = []
    calls: list[Call] = []
    if out.tap:
        tap.append(Call("answerCallbackQuery", {"callback_query_id": out.tap, **({"text": out.toast} if out.toast else {})}, needed=False))
    if out.text is not None:
        calls += _texts(out, out.text, bot_name, editable=not files)
    calls += [_file(out, file) for file in files]
    return (*tap, *calls[out.begun :])


def pinned(out: Outgoing) -> Call:
    """The call that pins `pins`, quietly."""
    return Call("pinChatMessage", {"chat_id": out.chat, "message_id": int(out.pins), "disable_notification": True})


def taken_off(out: Outgoing) -> Call:
    """The call that deletes `instead_of`; Telegram refuses it for a message older than 48 hours unless the bot may delete any."""
    return Call("deleteMessage", {"chat_id": out.chat, "message_id": int(out.instead_of)})


def retired(out: Outgoing) -> tuple[Call, ...]:
    """The calls that leave `instead_of` standing as what it is: unpinned, and in the words of `retired`."""
    message = {"chat_id": out.chat, "message_id": int(out.instead_of)}
    words = (Call("editMessageText", {**message, **_text(out.retired)}),) if out.retired else ()
    return (Call("unpinChatMessage", message), *words)


def _texts(out: Outgoing, text: Text, bot_name: str, *, editable: bool) -> list[Call]:
    pieces = list(parts(text, TEXT_LIMIT))
    if not pieces:
        return []
    markup = keyboard(out.buttons, bot_name)
    if out.edits and editable and len(pieces) == 1:
        return [Call("editMessageText", {"chat_id": out.chat, "message_id": int(out.edits), **_text(pieces[0]), **markup})]
    calls = [_message(out, piece, {}) for piece in pieces[:-1]]
    return [*calls, _message(out, pieces[-1], markup)]


def _message(out: Outgoing, piece: Text, markup: dict[str, Any]) -> Call:
    return Call("sendMessage", {"chat_id": out.chat, **_text(piece), **markup})


def _text(piece: Text) -> dict[str, Any]:
    entities = [
        {"type": span.kind, "offset": utf16(piece.plain[: span.start]), "length": utf16(piece.plain[span.start : span.start + span.length])}
        for span in piece.spans
    ]
    return {"text": piece.plain, "link_preview_options": {"is_disabled": True}, **({"entities": entities} if entities else {})}


def _file(out: Outgoing, file: DrawnFile) -> Call:
    method, field = ("sendPhoto", "photo") if file.picture else ("sendDocument", "document")
    return Call(method, {"chat_id": out.chat}, file, field)


def keyboard(buttons: tuple[tuple[Button, ...], ...], bot_name: str) -> dict[str, Any]:
    """The reply_markup parameter; empty without buttons."""
    rows = [row for given in buttons for row in _fitting(given)]
    return {"reply_markup": {"inline_keyboard": [[_button(one, bot_name) for one in row] for row in rows]}} if rows else {}


def _fitting(row: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    if sum(len(button.label) for button in row) <= ROW_WIDTH * (len(row) > 1) or len(row) == 1 or all(len(button.label) <= 8 for button in row):
        return (row,)
    return tuple((button,) for button in row)


def _button(button: Button, bot_name: str) -> dict[str, Any]:
    style = {"style": STYLES[button.weight]} if button.weight in STYLES else {}
    if button.start:
        return {"text": button.label, "url": f"https://t.me/{bot_name}?start={button.start}", **style}
    if button.url:
        return {"text": button.label, "url": button.url, **style}
    return {"text": button.label, "callback_data": button.action, **style}
