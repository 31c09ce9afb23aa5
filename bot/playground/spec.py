"""Is a request, or an answer, what the Bot API documents? Checked generically against `botapi-spec.json` (Bot API 10.3 as data; botapi-spec.NOTICE).

Two things are stricter than Telegram, because each is always a mistake of ours: a field the method does not know is refused, and so is a value
outside a documented list. What the documentation says only in words (lengths after parsing entities, one action a button) stands in `methods/`.
"""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.playground.refusals import BotApiError

FILE = Path(__file__).with_name("botapi-spec.json")
REQUIRED = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
TOO_MUCH = {
    "callback_data": "BUTTON_DATA_INVALID",
    "commands": "BOT_COMMANDS_TOO_MUCH",
    "command": "BOT_COMMAND_INVALID",
    "description": "BOT_COMMAND_DESCRIPTION_INVALID",
}
TOO_LITTLE = TOO_MUCH | {"description": "command description must be non-empty"}

ARRAY = "Array of "
Field = Mapping[str, Any]


@cache
def spec() -> dict[str, Any]:
    """The whole data file."""
    data: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return data


def has_method(method: str) -> bool:
    """Does Telegram know this method?"""
    return method in spec()["methods"]


def check_request(method: str, given: Mapping[str, object]) -> dict[str, Any]:
    """The parameters of a call as typed values; `given` holds texts (a form) or JSON values. Raises BotApiError as the server would refuse."""
    if not has_method(method):
        raise BotApiError(404, "Not Found")
    fields = spec()["methods"][method]["fields"]
    kinds = {field["name"]: field["types"] for field in fields}
    return _fields(fields, {name: _from_form(kinds.get(name, ()), value) for name, value in given.items()}, method)


def check_answer(method: str, result: object) -> None:
    """Raises BotApiError where our own answer is not what the documentation promises: python-telegram-bot's classes would not parse it."""
    _one_of_kinds(spec()["methods"][method]["returns"], result, "result")


def check_update(update: object) -> None:
    """Raises BotApiError where an update is not what the documentation promises."""
    _typed("Update", update, "update")


# ---------------------------------------------------------------------------------------------------------------- values by kind


def _from_form(kinds: Collection[str], value: object) -> object:
    """A form holds objects, arrays, numbers and truth values as JSON text; where a text is meant, it stays what it is."""
    if not isinstance(value, str) or {"String", "InputFile"} & set(kinds):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _fields(fields: list[Field], given: Mapping[str, object], where: str) -> dict[str, Any]:
    known = {field["name"]: field for field in fields}
    for name in given:
        if name not in known:
            raise _bad(f'{where} has no field "{name}" in this Bot API')
    values = {}
    for name, field in known.items():
        if name in given:
            values[name] = _field(field, given[name], name)
        elif field["required"]:
            raise _bad(REQUIRED.get(name, f'parameter "{name}" is required'))
    return values


def _field(field: Field, raw: object, name: str) -> Any:
    value = _one_of_kinds(field["types"], raw, name)
    if "const" in field and value != field["const"]:
        raise _bad(f'field "{name}" must be "{field["const"]}"')
    if "enum_hint" in field and value not in field["enum_hint"]:
        raise _bad(f'invalid {name} "{value}" specified')
    _limits(field.get("limits"), value, name)
    return value


def _one_of_kinds(kinds: list[str], raw: object, name: str) -> Any:
    if len(kinds) > 1 and isinstance(raw, list) and all(kind.startswith(ARRAY) for kind in kinds):
        return [_one_of_kinds([kind.removeprefix(ARRAY) for kind in kinds], one, name) for one in raw]
    problems = []
    for kind in kinds:
        try:
            return _typed(kind, raw, name)
        except BotApiError as refusal:
            problems.append(refusal)
    raise problems[0]


def _typed(kind: str, raw: object, name: str) -> Any:
    if kind.startswith(ARRAY):
        if not isinstance(raw, list):
            raise _bad(f"can't parse {name}: expected an Array")
        return [_typed(kind.removeprefix(ARRAY), one, name) for one in raw]
    match kind:
        case "Integer" | "Float":
            return _number(raw, name, whole=kind == "Integer")
        case "Boolean" | "True":
            return _truth(raw, name)
        case "String" | "InputFile":
            return _text(raw, name)
    return _object(kind, raw, name)


def _number(raw: object, name: str, *, whole: bool) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _bad(f'field "{name}" must be a Number')
    try:
        return int(raw) if whole else float(raw)
    except ValueError:
        raise _bad(f'field "{name}" must be a valid Number') from None


def _truth(raw: object, name: str) -> bool:
    if isinstance(raw, bool | int | str) and str(raw) in {"True", "False", "1", "0"}:
        return str(raw) in {"True", "1"}
    raise _bad(f'field "{name}" must be of type Boolean')


def _text(raw: object, name: str) -> str:
    if isinstance(raw, str):
        return raw
    raise _bad(f'field "{name}" must be of type String')


def _object(kind: str, raw: object, name: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _bad(f"object expected as {name}")
    described = spec()["types"][kind]
    subtypes = described.get("subtypes")
    return _subtype(subtypes, raw, name) if subtypes else _fields(described["fields"], raw, kind)


def _subtype(kinds: list[str], raw: dict[str, Any], name: str) -> dict[str, Any]:
    problem = _bad(f"can't parse {name}: unsupported type specified")
    for kind in kinds:
        fields = spec()["types"][kind]["fields"]
        if all(field["const"] == raw.get(field["name"]) for field in fields if "const" in field):
            try:
                return _fields(fields, raw, kind)
            except BotApiError as refusal:
                problem = refusal
    raise problem


# ---------------------------------------------------------------------------------------------------------------- limits


def _limits(limits: Field | None, value: Any, name: str) -> None:
    """Lengths that count after parsing entities are left to `methods/texts.py`."""
    if limits is None or limits.get("after_entities_parsing"):
        return
    size = _size(value, limits["unit"])
    if size is None:
        return
    if limits.get("max") is not None and size > limits["max"]:
        raise _bad(TOO_MUCH.get(name, f"{name} is too long"))
    if limits.get("min") is not None and size < limits["min"]:
        raise _bad(TOO_LITTLE.get(name, f"{name} is too short"))


def _size(value: Any, unit: str) -> int | None:
    match unit:
        case "characters" if isinstance(value, str):
            return len(value.encode("utf-16-le")) // 2
        case "bytes" if isinstance(value, str):
            return len(value.encode())
        case "items" if isinstance(value, list):
            return len(value)
        case "value" if isinstance(value, int | float):
            return int(value)
    return None


def _bad(text: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {text}")
