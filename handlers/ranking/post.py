"""The exact post of a ranking: what the chair sees is what the group gets, word for word, and what the picture is drawn from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zlib import crc32

from domain.ranking import Ranked
from handlers.flow import Said, Turn, say
from handlers.lateness import late_said
from handlers.results import Result
from storage.publications import Publication


@dataclass(frozen=True)
class Published:
    """What was published of a unit: its rank and points, its grade's code ("" for none), and what stands for the points of its criteria; None for what was
    not kept then."""

    rank: int
    points: str
    grade: str | None
    criteria: str | None


@dataclass(frozen=True)
class Before:
    """What was published last and is corrected now: by unit code, with the names under which it was published, for two units may bear one name. `number`
    says the how manieth correction this is, `reason` why it is made."""

    number: int
    places: Mapping[str, Published]
    names: Mapping[str, str]
    reason: str
    apart: Mapping[str, str] = field(default_factory=dict)
    """Why the units without a rank had none ("excluded", "incomplete", "missing"); empty where that was not kept."""


def post_of(result: Result, before: Before | None = None) -> Said:
    """The post; with `before`, it says what changed since."""
    lines = tuple(say("ranking.line", rank=place.rank, unit=result.name(place.unit), points=place.total) for place in result.ranking.places)
    notes = (
        *correction_said(result, before),
        *_grades(result),
        *_apart(result),
        *_marked(result),
        *_decided_ties(result),
        tie_rule(result),
        *_sample(result),
    )
    return say("ranking.post", heading=heading_of(result, before.number if before else 0), title=result.period.title, lines=lines, notes=notes)


def heading_of(result: Result, number: int = 0) -> Said:
    """What kind of result it is: of self scores alone, or appraised; and the how manieth correction of it (0: none)."""
    kind = say("ranking.title_final") if result.is_appraised else say("ranking.title")
    return say("ranking.title_corrected", number=number, kind=kind) if number else kind


def correction_said(result: Result, before: Before | None) -> tuple[Said, ...]:
    """Why the result is corrected, and what changed since; nothing where it is no correction."""
    if before is None:
        return ()
    changes = tuple(changes_of(result, before).values())
    listed = say("ranking.changes", lines=changes) if changes else say("ranking.no_changes")
    return (say("ranking.correction", reason=before.reason), listed)


def changes_of(result: Result, before: Before) -> dict[str, Said]:
    """What changed since, by the code of each unit that it concerns: ranked units in their order, then those that are ranked no more, then those that
    have no rank for another reason than before."""
    now = {place.unit: place for place in result.ranking.places}
    changed = {code: change for code, place in now.items() if (change := _change(result, place, before))}
    changed |= {code: say("ranking.change_gone", unit=before.names[code]) for code in before.places if code not in now}
    return changed | {
        code: say(NO_RANK[why], unit=result.name(code))
        for code, why in _without_rank(result).items()
        if code not in before.places and before.apart.get(code, why) != why
    }


NO_RANK = {"excluded": "ranking.change_excluded", "incomplete": "ranking.change_incomplete", "missing": "ranking.change_missing"}


def _without_rank(result: Result) -> dict[str, str]:
    """By code why a unit has no rank."""
    excluded, ranked = {code for code, _ in result.ranking.excluded}, {place.unit for place in result.ranking.places}
    return {
        place.code: "missing" if place.state != "submitted" else "excluded" if place.code in excluded else "incomplete"
        for place in result.places
        if place.code not in ranked
    }


def _change(result: Result, place: Ranked, before: Before) -> Said | None:
    """What changed of a ranked unit; None for nothing."""
    name, then = result.name(place.unit), before.places.get(place.unit)
    if then is None:
        return say("ranking.change_new", unit=name, rank=place.rank, points=place.total)
    moved = _move(name, place, then)
    grade = _grade_of(result, place.unit)
    if then.grade is not None and then.grade != grade:
        stays = say("ranking.change_none", unit=name, rank=place.rank, points=place.total)
        return say("ranking.change_grade", change=moved or stays, old=_grade_said(result, then.grade), grade=_grade_said(result, grade))
    if moved is None and then.criteria is not None and then.criteria != _criteria_of(result, place.unit):
        return say("ranking.change_criteria", unit=name, rank=place.rank, points=place.total)
    return moved


def _move(name: str, place: Ranked, then: Published) -> Said | None:
    """Another rank, other points or both; None for neither."""
    old = Decimal(then.points)
    if (then.rank, old) == (place.rank, place.total):
        return None
    if then.rank == place.rank:
        return say("ranking.change_points", unit=name, old_points=old, rank=place.rank, points=place.total)
    if old == place.total:
        return say("ranking.change_rank", unit=name, old_rank=then.rank, rank=place.rank, points=place.total)
    return say("ranking.change", unit=name, old_rank=then.rank, old_points=old, rank=place.rank, points=place.total)


def _grade_of(result: Result, code: str) -> str:
    """The code of the grade that is proposed for a unit; empty for none: self scores carry none."""
    return (result.unit(code).score.grade or "") if result.is_appraised and result.rubric.classification else ""


def _grade_said(result: Result, code: str) -> Said | str:
    levels = result.rubric.classification.levels if result.rubric.classification else ()
    return next((level.name for level in levels if level.code == code), None) or say("ranking.no_grade")


def _criteria_of(result: Result, code: str) -> str:
    """Stands for the points of every criterion of a unit."""
    score = result.unit(code).score
    return f"{crc32(repr(sorted((address, str(points)) for address, points in (*score.leaves.items(), *score.items.items()))).encode()):08x}"


def _grades(result: Result) -> tuple[Said, ...]:
    """The classification, as a proposal: the bloc proposes, the province decides. Self scores carry none."""
    classification = result.rubric.classification
    if classification is None or not result.is_appraised:
        return ()
    ranked = [result.unit(place.unit).score for place in result.ranking.places]
    lines = [
        say("ranking.grade_line", grade=level.name, units=", ".join(result.name(score.unit) for score in ranked if score.grade == level.code))
        for level in classification.levels
        if any(score.grade == level.code for score in ranked)
    ]
    undecided = [result.name(score.unit) for score in ranked if score.grade is None]
    lines += [say("ranking.grade_undecided", units=", ".join(undecided))] if undecided else []
    over = [result.name(score.unit) for score in ranked if score.over_quota]
    lines += [say("ranking.over_quota", units=", ".join(over))] if over else []
    return (say("ranking.grades", lines=tuple(lines)),) if lines else ()


def _apart(result: Result) -> tuple[Said, ...]:
    """Who has no rank, and why."""
    excluded = result.decided("exclusion")
    apart = [
        say("ranking.excluded", unit=result.name(code), reason=excluded[code].reason, by=excluded[code].decided_by)
        for code, _ in result.ranking.excluded
    ]
    apart += [say("ranking.incomplete", unit=result.name(code)) for code in result.ranking.incomplete]
    apart += [say("ranking.missing", names=", ".join(result.missing))] if result.missing else []
    return tuple(apart)


def _marked(result: Result) -> tuple[Said, ...]:
    """Which sheets came late, with what that cost, and which were entered from paper."""
    late = [unit for unit in result.units if unit.score.days_late > 0]
    lines = [say("ranking.late", unit=unit.place.unit_name, late=late_said(result.rubric, unit.score.days_late)) for unit in late]
    on_paper = ", ".join(unit.place.unit_name for unit in result.units if unit.place.on_paper)
    return (*lines, *((say("ranking.on_paper", names=on_paper),) if on_paper else ()))


def _decided_ties(result: Result) -> tuple[Said, ...]:
    ties = result.ordered
    grounds = dict.fromkeys((one.reason, one.decided_by) for one in ties)
    return tuple(
        say("ranking.tie_decided", units=", ".join(one.unit_name for one in ties if (one.reason, one.decided_by) == ground), reason=ground[0], by=ground[1])
        for ground in grounds
    )  # fmt: skip


def tie_rule(result: Result) -> Said:
    """How equal totals are ordered."""
    words: list[Said] = []
    for rule in result.rubric.tie_break:
        name, _, code = rule.partition(":")
        words.append(say("ranking.tie_section", code=code) if name == "section" else say(f"ranking.tie_{name}"))
    return say("ranking.tie_rule", rules=say("ranking.tie_then", rules=_joined(words))) if words else say("ranking.tie_shared")


def _sample(result: Result) -> tuple[Said, ...]:
    return (say("ranking.sample"),) if result.rubric.sample else ()


def _joined(words: list[Said]) -> Said:
    """Several rules as one phrase."""
    phrase = words[0]
    for word in words[1:]:
        phrase = say("ranking.tie_and", first=phrase, second=word)
    return phrase


def picture_facts(turn: Turn, result: Result, before: Before | None = None) -> dict[str, Any]:
    """What the picture is drawn from; the codes, in the order of the rows, are what a correction finds the units by, grades and criteria what it compares
    beside rank and points."""
    codes = [place.unit for place in result.ranking.places]
    rows = [[place.rank, result.name(place.unit), str(place.total)] for place in result.ranking.places]
    subtitle = turn.written(heading_of(result, before.number if before else 0))
    grades, criteria = [_grade_of(result, code) for code in codes], [_criteria_of(result, code) for code in codes]
    return {
        "title": result.period.title, "rows": rows, "codes": codes, "grades": grades, "criteria": criteria, "total": str(result.rubric.total),
        "subtitle": subtitle, "apart": _without_rank(result),
    }  # fmt: skip


def published_before(result: Result, newest: Publication, reason: str) -> Before:
    """The publication that is corrected for this reason, from the facts its picture was drawn from (JSON). One that was made before codes were kept names
    its units: each is the first of that name that is not taken yet."""
    facts = json.loads(newest.ranking)
    names = [str(name) for _, name, _ in facts["rows"]]
    codes = facts.get("codes") or _codes(result, names)
    kept = [facts.get(key) or [None] * len(names) for key in ("grades", "criteria")]
    places = {
        code: Published(int(rank), str(points), grade, criteria)
        for code, (rank, _, points), grade, criteria in zip(codes, facts["rows"], *kept, strict=True)
    }
    return Before(newest.version, places, dict(zip(codes, names, strict=True)), reason, facts.get("apart") or {})


def _codes(result: Result, names: list[str]) -> list[str]:
    """The codes of units by their names, in order; the name itself for a unit that is no more, or is called otherwise now."""
    left = [(place.unit_name, place.code) for place in result.places]
    found: list[str] = []
    for name in names:
        match = next((one for one in left if one[0] == name), (name, name))
        left = [one for one in left if one != match]
        found.append(match[1])
    return found
