"""What a method is given: its checked parameters and the files that came along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.refusals import BotApiError
from bot.playground.world import World

ATTACHED = "attach://"


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Given:
    """One call. `uploads` by part name; a parameter names its part as `attach://<name>`."""

    params: Mapping[str, Any]
    uploads: Mapping[str, Upload]


Method = Callable[[World, Given], Any]


def bad(text: str, parameters: dict[str, Any] | None = None) -> BotApiError:
    """A 400 in Telegram's words."""
    return BotApiError(400, f"Bad Request: {text}", parameters)


def forbidden(text: str) -> BotApiError:
    """A 403 in Telegram's words."""
    return BotApiError(403, f"Forbidden: {text}")
