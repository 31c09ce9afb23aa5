"""What pydantic finds wrong in a file or a setting, in plain words."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

from domain.texts import counted

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "there is no such entry",
    "string_type": "must be text; put it between quotation marks",
    "string_too_short": "must have at least {characters}",
    "string_too_long": "must have at most {characters}",
    "too_short": "must have at least {entries}",
    "too_long": "must have at most {entries}",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "must be a whole number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), 'is no date; write it like "2026-09-02"'
    ),
    **dict.fromkeys(("tuple_type", "list_type"), "must be a list"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "must consist of entries like name: value"),
}


def in_words(error: ErrorDetails, patterns: Mapping[str, str] | None = None) -> str:
    """One fault without its place; `patterns` says what the texts must be that a pattern describes. What has no words here keeps pydantic's."""
    facts = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch" and patterns:
        return patterns[facts["pattern"]]
    if error["type"] not in WORDS:
        return error["msg"].removeprefix("Value error, ")
    length = facts.get("min_length", facts.get("max_length"))
    counts = {"characters": counted(length, "character"), "entries": counted(length, "entry", "entries")}
    return WORDS[error["type"]].format_map(counts | {name: str(value).replace("'", "") for name, value in facts.items()})
