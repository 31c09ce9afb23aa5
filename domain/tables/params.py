"""A rule's parameters as one cell of text, written and read: "bước 0,5", "từ 90 đến 100: 60; dưới 90: 0", a line for each kind of violation."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from domain.tables.bands import DaysUnclear, read_band, read_days, written_band, written_days
from domain.tables.words import NUMBER, Words, decimal, plain
from domain.texts import clean, fold

Data = dict[str, Any]

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "manual": ("step",),
    "external": ("step",),
    "yes_no": ("points_if_yes", "points_if_no"),
    "percent_of_max": (),
    "percent_of_plan": ("min_ratio",),
    "relative_to_leader": ("met_share",),
    "count_times": ("per_unit", "cap"),
    "plus_minus": ("base", "plus_points", "minus_points", "min"),
    "per_miss_percent": ("share_percent",),
    "deduct": ("min",),
    "threshold": ("points_if_below",),
    "award_bonus": ("points",),
    "bands": (),
    "lateness_bands": (),
}
"""By kind of rule, the parameters that are one number each, under `param_<name>`."""

VIOLATION = re.compile(rf"(?P<code>[^=]+?)\s*=\s*(?P<points>{NUMBER})\s*(?::\s*(?P<title>.*))?")


def written_params(rule: Mapping[str, Any], words: Words) -> str:
    """The cell for a rule's mapping (docs/formats.md, "Rubric"); empty where nothing is to be said."""
    parts = [words.written(f"param_{name}", rule[name]) for name in NUMBERS[rule["type"]] if isinstance(rule.get(name), Decimal)]
    match rule["type"]:
        case "bands":
            parts += [written_band(band, words) for band in rule["bands"]]
        case "lateness_bands":
            return written_days(rule["bands"], words)
        case "percent_of_plan":
            parts += _written_overshoot(rule, words)
        case "threshold":
            parts.insert(0, words.written("param_threshold" if rule.get("incl", True) else "param_above", rule["threshold"]))
        case "deduct":
            parts = [*(_written_violation(one) for one in rule["violations"]), *parts]
            return "\n".join(parts)
        case "external" if rule.get("appraiser"):
            return "\n".join([*parts, words["param_appraiser"].format(text=rule["appraiser"])])
    return "; ".join(parts)


def read_params(kind: str, text: str, words: Words) -> tuple[Data, list[str]]:
    """The rule's mapping, `type` included, and the parts of the text that mean nothing here."""
    data: Data = {"type": kind}
    unclear = [part for part in _parts(kind, text, words) if not any(take(data, kind, part, words) for take in TAKERS)]
    return data, unclear


def written_part(rule: Mapping[str, Any], name: str, at: int, words: Words) -> str:
    """A row of a rule's list, counted from 1, as it is written in its cell: a band, a span of days, a violation."""
    row = rule[name][at - 1]
    if name == "violations":
        return _written_violation(row)
    return written_band(row, words) if rule["type"] == "bands" else written_days([row], words)


def _parts(kind: str, text: str, words: Words) -> list[str]:
    """The cell's parts: lines, and within a line what stands between semicolons, but for titles and names, which may hold one."""
    lines = [clean(line) for line in text.splitlines()]
    whole = fold(words["param_appraiser"].partition("{")[0]).strip()
    parts: list[str] = []
    for line in lines:
        parts += [line] if kind == "deduct" or fold(line).startswith(whole) else [part.strip() for part in line.split(";")]
    return [part for part in parts if part]


# ---------------------------------------------------------------------------------------------------------------- one part of a cell


def _take_number(data: Data, kind: str, part: str, words: Words) -> bool:
    for name in NUMBERS[kind]:
        if (value := words.number(f"param_{name}", part)) is not None:
            data[name] = value
            return True
    return False


def _take_overshoot(data: Data, kind: str, part: str, words: Words) -> bool:
    if kind != "percent_of_plan":
        return False
    if (ratio := words.number("param_max_ratio", part)) is not None:
        data["overshoot"] = {"max_ratio": ratio}
    elif words.says("param_proportional", part):
        data["overshoot"] = "proportional"
    elif words.says("param_capped", part):
        data["overshoot"] = "capped"
    elif words.says("param_lower_is_better", part):
        data["lower_is_better"] = True
    else:
        return False
    return True


def _take_threshold(data: Data, kind: str, part: str, words: Words) -> bool:
    if kind != "threshold":
        return False
    for key, counts in (("param_threshold", True), ("param_above", False)):
        if (value := words.number(key, part)) is not None:
            data |= {"threshold": value, "incl": counts}
            return True
    return False


def _take_appraiser(data: Data, kind: str, part: str, words: Words) -> bool:
    before = fold(words["param_appraiser"].partition("{")[0]).strip()
    if kind != "external" or not fold(part).startswith(before):
        return False
    data["appraiser"] = part.partition(":")[2].strip()
    return True


def _take_violation(data: Data, kind: str, part: str, words: Words) -> bool:
    found = VIOLATION.fullmatch(part) if kind == "deduct" else None
    if found is None:
        return False
    one: Data = {"code": found["code"].strip(), "points": decimal(found["points"])}
    if found["title"]:
        one["title"] = found["title"].strip()
    data.setdefault("violations", []).append(one)
    return True


def _take_band(data: Data, kind: str, part: str, words: Words) -> bool:
    if kind == "lateness_bands":
        try:
            data.setdefault("bands", []).extend(read_days(part, words))
        except DaysUnclear:
            return False
        return True
    band = read_band(part, words) if kind == "bands" else None
    if band is None:
        return False
    data.setdefault("bands", []).append(band)
    return True


TAKERS: tuple[Callable[[Data, str, str, Words], bool], ...] = (
    _take_number, _take_overshoot, _take_threshold, _take_appraiser, _take_violation, _take_band,
)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------- how parts are written


def _written_overshoot(rule: Mapping[str, Any], words: Words) -> list[str]:
    parts = []
    match rule.get("overshoot"):
        case "proportional" | "capped" as way:
            parts.append(words[f"param_{way}"])
        case dict(limit):
            parts.append(words.written("param_max_ratio", limit["max_ratio"]))
    return [*parts, words["param_lower_is_better"]] if rule.get("lower_is_better") else parts


def _written_violation(one: Mapping[str, Any]) -> str:
    title = f": {one['title']}" if one.get("title") else ""
    return f"{one['code']} = {plain(one['points'])}{title}"
