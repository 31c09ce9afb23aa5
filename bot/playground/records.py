"""What the small Telegram keeps: accounts, groups, messages, taps, files. `raw` is a message as the Bot API shows it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

BOT_ID = 7000000000
BOT_NAME = "ktd"
BOT_USERNAME = "ktd_playground_bot"
ANONYMOUS_ADMIN = 1087968824
MESSAGE_LIFE = timedelta(hours=24)
TAP_LIFE = timedelta(seconds=150)

Raw = dict[str, Any]


@dataclass
class User:
    """Somebody with a Telegram account. `started` once they pressed Start; `blocked` while they block the bot; `gone` once the account is deleted."""

    id: int
    name: str
    started: bool = False
    blocked: bool = False
    gone: bool = False

    def shown(self) -> Raw:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "vi"}


@dataclass
class Group:
    """A group chat. `bot` is what the bot is in it; a group that became a supergroup keeps its old id in `was`."""

    id: int
    title: str
    members: list[int] = field(default_factory=list)
    admins: list[int] = field(default_factory=list)
    bot: str = "member"
    pinned: list[int] = field(default_factory=list)
    supergroup: bool = False
    was: int | None = None

    @property
    def kind(self) -> str:
        return "supergroup" if self.supergroup else "group"

    @property
    def bot_in(self) -> bool:
        return self.bot in {"member", "administrator"}

    @property
    def bot_admin(self) -> bool:
        return self.bot == "administrator"

    @bot_admin.setter
    def bot_admin(self, is_admin: bool) -> None:
        self.bot = "administrator" if is_admin else "member"


@dataclass
class Message:
    """A message as it stands now. `read` once its reader has it: the bot by confirming its update, a person by `World.marks`."""

    chat: int
    id: int
    raw: Raw
    by_bot: bool
    deleted: bool = False
    edits: int = 0
    read: bool = False

    @property
    def text(self) -> str:
        """The text, or a file's caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def rows(self) -> list[list[Raw]]:
        """The buttons it shows now."""
        rows: list[list[Raw]] = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]


@dataclass
class Query:
    """A tap that waits for its answer; `at` in seconds since the epoch."""

    id: str
    user: int
    at: float
    answered: bool = False
    toast: str = ""
    alert: bool = False


@dataclass
class StoredFile:
    """What is known of a file; its bytes lie in `Files`."""

    id: str
    unique: str
    name: str
    mime: str
    size: int
