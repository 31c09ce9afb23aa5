"""Plain data as the text of a YAML file that config/yaml_files.py reads back as it was."""

import json
from collections.abc import Iterator
from decimal import Decimal


def dump(data: object) -> str:
    """The text: mappings and lists in blocks, text always quoted, numbers plain."""
    return "\n".join(_lines(data, "")) + "\n"


def _lines(value: object, indent: str) -> Iterator[str]:
    match value:
        case dict() if value:
            for key, inner in value.items():
                yield from _entry(f"{indent}{key}:", inner, indent + "  ")
        case list() if value:
            for inner in value:
                first, *rest = _lines(inner, indent + "  ")
                yield f"{indent}- {first.lstrip()}"
                yield from rest
        case _:
            yield f"{indent}{_scalar(value)}"


def _entry(head: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield head
        yield from _lines(value, indent)
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: object) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case str():
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case dict():
            return "{}"
        case list():
            return "[]"
    raise TypeError(f"a {type(value).__name__} has no place in such a file")
