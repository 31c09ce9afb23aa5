"""Is a request what the Bot API documents? Checked generically against `botapi-spec.json` (Bot API 10.3 as data; MIT, its notice inside the file).

Stricter than Telegram in one thing: a field the method does not know is refused, for it is always a mistake of ours.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.playground.refusals import BotApiError

FILE = Path(__file__).with_name("botapi-spec.json")
UPLOAD = object()
"""Stands for a file that came as a part of the request."""


@cache
def spec() -> dict[str, Any]:
    """The whole data file."""
    data: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return data


def check_request(method: str, given: Mapping[str, object]) -> dict[str, Any]:
    """The parameters of a call as typed values. Raises BotApiError as the server would refuse."""
    described = spec()["methods"].get(method)
    if described is None:
        raise BotApiError(404, "Not Found")
    return _fields(described["fields"], given, method)


def _fields(fields: list[dict[str, Any]], given: Mapping[str, object], where: str) -> dict[str, Any]:
    known = {field["name"]: field for field in fields}
    for name in given:
        if name not in known:
            raise BotApiError(400, f"Bad Request: {where} has no field {name} in this Bot API")
    values = {}
    for name, field in known.items():
        if name in given:
            values[name] = _value(field, given[name], name)
        elif field["required"]:
            raise BotApiError(400, _missing(name))
    return values


def _missing(name: str) -> str:
    texts = {"text": "Bad Request: message text is empty", "chat_id": "Bad Request: chat_id is empty"}
    return texts.get(name, f'Bad Request: parameter "{name}" is required')


def _value(field: dict[str, Any], raw: object, name: str) -> Any:
    problems = []
    for kind in field["types"]:
        try:
            value = _typed(kind, raw, name)
        except BotApiError as refusal:
            problems.append(refusal)
        else:
            _limits(field, value, name)
            return value
    raise problems[0]


def _typed(kind: str, raw: object, name: str) -> Any:
    if raw is UPLOAD:
        if kind in {"InputFile", "String"}:
            return UPLOAD
        raise BotApiError(400, f"Bad Request: {name} must not be a file")
    if kind.startswith("Array of "):
        return [_typed(kind.removeprefix("Array of "), one, name) for one in _array(raw, name)]
    match kind:
        case "Integer":
            return _integer(raw, name)
        case "Float":
            return float(_integer(raw, name))
        case "Boolean" | "True":
            return _boolean(raw, name)
        case "String" | "InputFile":
            if not isinstance(raw, str):
                raise BotApiError(400, f'Bad Request: field "{name}" must be of type String')
            return raw
    return _object(kind, raw, name)


def _array(raw: object, name: str) -> list[Any]:
    value = _parsed(raw)
    if not isinstance(value, list):
        raise BotApiError(400, f"Bad Request: can't parse {name}: expected an Array")
    return value


def _parsed(raw: object) -> object:
    if isinstance(raw, str):
        try:
            return json.loads(raw)
        except ValueError:
            raise BotApiError(400, "Bad Request: can't parse JSON object") from None
    return raw


def _integer(raw: object, name: str) -> int:
    if isinstance(raw, bool):
        raise BotApiError(400, f'Bad Request: field "{name}" must be a Number')
    try:
        return int(str(raw))
    except ValueError:
        raise BotApiError(400, f'Bad Request: field "{name}" must be a valid Number') from None


def _boolean(raw: object, name: str) -> bool:
    if isinstance(raw, bool):
        return raw
    if str(raw).casefold() in {"true", "false", "1", "0"}:
        return str(raw).casefold() in {"true", "1"}
    raise BotApiError(400, f'Bad Request: field "{name}" must be of type Boolean')


def _object(kind: str, raw: object, name: str) -> dict[str, Any]:
    value = _parsed(raw)
    if not isinstance(value, dict):
        raise BotApiError(400, f"Bad Request: object expected as {name}")
    described = spec()["types"][kind]
    if subtypes := described.get("subtypes"):
        return _one_of(subtypes, value, name)
    return _fields(described["fields"], value, name)


def _one_of(subtypes: list[str], value: dict[str, Any], name: str) -> dict[str, Any]:
    for kind in subtypes:
        fields = spec()["types"][kind]["fields"]
        if all(field.get("const") == value.get(field["name"]) for field in fields if "const" in field):
            return _fields(fields, value, name)
    raise BotApiError(400, f"Bad Request: can't parse {name}: unsupported type specified")


def _limits(field: dict[str, Any], value: Any, name: str) -> None:
    if "enum_hint" in field and isinstance(value, str) and value not in field["enum_hint"]:
        raise BotApiError(400, f"Bad Request: invalid {name} specified")
    limits = field.get("limits")
    if limits is None or value is UPLOAD:
        return
    size = _size(value, limits["unit"])
    if size is None:
        return
    if limits.get("max") is not None and size > limits["max"]:
        raise BotApiError(400, _too_much(name))
    if limits.get("min") is not None and size < limits["min"]:
        raise BotApiError(400, "Bad Request: message text is empty" if name == "text" else f"Bad Request: {name} is too short")


def _size(value: Any, unit: str) -> int | None:
    match unit:
        case "characters" if isinstance(value, str):
            return len(value.encode("utf-16-le")) // 2
        case "bytes" if isinstance(value, str):
            return len(value.encode())
        case "items" if isinstance(value, list):
            return len(value)
        case "value" if isinstance(value, int):
            return value
    return None


def _too_much(name: str) -> str:
    texts = {
        "text": "Bad Request: message is too long",
        "caption": "Bad Request: message caption is too long",
        "callback_data": "Bad Request: BUTTON_DATA_INVALID",
        "commands": "Bad Request: BOT_COMMANDS_TOO_MUCH",
    }
    return texts.get(name, f"Bad Request: {name} is too long")
