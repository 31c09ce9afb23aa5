"""Inline keyboards: what the documentation says of buttons only in words, and what the server refuses without documenting it."""

from collections.abc import Mapping
from typing import Any

from bot.playground.methods.given import bad
from bot.playground.records import Raw

BUTTONS_AT_MOST, ROW_AT_MOST = 100, 8
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat",
    "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
ADDRESSES = ("http://", "https://", "tg://")


def markup_of(params: Mapping[str, Any]) -> Raw:
    """The inline keyboard of a call, empty without one; keyboards below the input field are taken and not shown."""
    markup = params.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return {}
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > BUTTONS_AT_MOST or any(len(row) > ROW_AT_MOST for row in rows):
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check(button: Raw) -> None:
    if not button["text"].strip():
        raise bad("inline keyboard button text can't be empty")
    given = [action for action in ACTIONS if action in button]
    if not given:
        raise bad("text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad(f"inline keyboard button must have exactly one action, not {', '.join(given)}")
    if "url" in button and not button["url"].startswith(ADDRESSES):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: unsupported URL protocol")
