"""What the page may ask for, one model each, and how a request that cannot be met is refused: a status, a reason the page has words for, a sentence."""

import json
from typing import Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

REFUSALS: dict[str, tuple[type[web.HTTPError], str]] = {
    "unreadable": (web.HTTPBadRequest, "This request cannot be read."),
    "stranger": (web.HTTPBadRequest, "Nobody of the cast has this account."),
    "gone": (web.HTTPGone, "This message or button is no longer there."),
    "not_possible": (web.HTTPConflict, "Telegram's app would not let this person do it here."),
    "playing": (web.HTTPConflict, "A half-year is being played; it moves the clock itself."),
    "moving": (web.HTTPConflict, "The clock is being moved already."),
    "no_file": (web.HTTPNotFound, "There is no such file."),
}


class Wish(BaseModel):
    """Somebody of the cast, `me`, wants something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    me: int


class Start(Wish):
    """To press Start, with a link's code or without."""

    code: str = ""


class Write(Wish):
    """To write, in private or in a group, perhaps in reply."""

    text: str
    chat: int | None = None
    reply: int | None = None


class Tap(Wish):
    """To tap a button by its label."""

    chat: int
    message: int
    label: str


class Edit(Wish):
    """To change a message of one's own."""

    chat: int
    message: int
    text: str


class SendUnfit(Wish):
    """To send a sticker, a voice message, a location …"""

    kind: str
    chat: int | None = None


class Block(Wish):
    """To block the bot, or to let it write again."""

    blocked: bool


class Look(Wish):
    """To have seen a chat."""

    chat: int | None = None


class MoveTime(BaseModel):
    """To move the clock, whoever one is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Literal["hour", "day", "next"]


class PlayHalfYear(BaseModel):
    """To watch a whole half-year: to go on with one that was cut off, or anew."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    anew: bool = False


Given = TypeVar("Given", bound=BaseModel)


async def wish(request: web.Request, kind: type[Given]) -> Given:
    """The request's JSON as what it asks for; a form, which any page could send here, is none. Raises HTTPBadRequest."""
    if request.content_type != "application/json":
        raise refusal("unreadable")
    try:
        return kind.model_validate_json(await request.read())
    except ValidationError:
        raise refusal("unreadable") from None


def refusal(reason: str) -> web.HTTPError:
    """The answer to a request that cannot be met."""
    status, sentence = REFUSALS[reason]
    return status(text=json.dumps({"ok": False, "reason": reason, "sentence": sentence}), content_type="application/json")
