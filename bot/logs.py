"""What the log holds: never a token, an answer or a message's text. Of a fault it tells the kind and the place, not its words, for these may quote people.

A line is a line: in `text` as in `json` each record is exactly one, whatever stands in it.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import quote

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
NOISY = ("apscheduler", "telegram", "httpx", "aiohttp", "asyncio")


def set_up(kind: str, secrets: Iterable[str] = ()) -> None:
    """Sends the log to standard error, as `text` or `json`, without these secrets; a fault that ends the process is a line of it too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json(secrets) if kind == "json" else Plain(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    sys.excepthook = _told_last


class _WithoutSecrets(logging.Formatter):
    """Hides what must not be read, whatever its form: the secrets that are set, and what looks like a token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({form for one in secrets if one for form in (one, quote(one, safe=""))}, key=len, reverse=True)

    def hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return TOKEN.sub("…", text)


class Plain(_WithoutSecrets):
    """One line for people: when, how grave, which part, what."""

    def format(self, record: logging.LogRecord) -> str:
        fault = _fault(record)
        line = f"{_at(record):%Y-%m-%d %H:%M:%S}Z {record.levelname} {record.name}: {_text(record)}{f' [{fault}]' if fault else ''}"
        return self.hidden(line).replace("\r", "\\r").replace("\n", "\\n")


class Json(_WithoutSecrets):
    """One JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {"at": _at(record).isoformat(), "level": record.levelname, "part": record.name, "text": self.hidden(_text(record))}
        fault = self.hidden(_fault(record))
        return json.dumps(entry | ({"fault": fault} if fault else {}))


def told(fault: BaseException) -> str:
    """The kind of a fault and the places it came through, the innermost first; then what caused it, or what it is made of."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    line = type(fault).__name__ + (f" at {places}" if places else "")
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    parts = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    return "; ".join([line, *(f"part: {told(part)}" for part in parts), *([f"after {told(before)}"] if before else [])])


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _text(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.name == "asyncio":
        text = text.partition("\n")[0]  # what follows quotes the task with its fault's words
    return text


def _fault(record: logging.LogRecord) -> str:
    return told(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ""


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _told_last(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("ktd").critical("ended by a fault of its own", exc_info=(kind, fault, trace))
