"""The exact post of a ranking: what the chair sees is what the group gets, word for word, and what the picture is drawn from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.ranking import Ranked
from handlers.flow import Said, Turn, say
from handlers.lateness import late_said
from handlers.results import Result
from storage.publications import Publication


@dataclass(frozen=True)
class Before:
    """What was published last and is corrected now: rank and points by unit code, and the names under which it was published, for two units may bear one
    name. `grades` are the proposed levels by code, empty for one that waited for its decision; none where no level was published. `number` says the how
    manieth correction this is, `reason` why it is made."""

    number: int
    places: Mapping[str, tuple[int, str]]
    grades: Mapping[str, str]
    names: Mapping[str, str]
    reason: str


def post_of(result: Result, before: Before | None = None) -> Said:
    """The post; with `before`, it says what changed since."""
    lines = tuple(say("ranking.line", rank=place.rank, unit=result.name(place.unit), points=place.total) for place in result.ranking.places)
    notes = (
        *_correction(result, before),
        *_grades(result),
        *_apart(result),
        *_marked(result),
        *_decided_ties(result),
        tie_rule(result),
        *_sample(result),
    )
    return say("ranking.post", heading=heading_of(result, before), title=result.period.title, lines=lines, notes=notes)


def heading_of(result: Result, before: Before | None = None) -> Said:
    """What kind of result it is: of self scores alone, or appraised; and which correction of it."""
    kind = say("ranking.title_final") if result.is_appraised else say("ranking.title")
    return say("ranking.title_corrected", number=before.number, kind=kind) if before else kind


def _correction(result: Result, before: Before | None) -> tuple[Said, ...]:
    if before is None:
        return ()
    changes = tuple(changes_of(result, before).values())
    listed = say("ranking.changes", lines=changes) if changes else say("ranking.no_changes")
    return (say("ranking.correction", reason=before.reason), listed)


def changes_of(result: Result, before: Before) -> dict[str, Said]:
    """What changed since, by the code of each unit that it concerns: ranked units in their order, then those that are ranked no more."""
    now = {place.unit: place for place in result.ranking.places}
    grades = _grade_names(result)
    changed = {code: change for code, place in now.items() if (change := _change(result, place, before, grades))}
    return changed | {code: say("ranking.change_gone", unit=before.names[code]) for code in before.places if code not in now}


def _change(result: Result, place: Ranked, before: Before, grades: Mapping[str, str]) -> Said | None:
    """What changed of one ranked unit: its place, its proposed level, or both."""
    name, code = result.name(place.unit), place.unit
    if code not in before.places:
        return say("ranking.change_new", unit=name, rank=place.rank, points=place.total)
    moved = _moved(name, place, *before.places[code])
    if code not in grades or grades[code] == before.grades.get(code, grades[code]):
        return moved
    old, new = (one or say("ranking.ungraded") for one in (before.grades[code], grades[code]))
    return say("ranking.change_also_grade", change=moved, old=old, new=new) if moved else say("ranking.change_grade", unit=name, old=old, new=new)


def _moved(name: str, place: Ranked, rank: int, points: str) -> Said | None:
    """How the unit's rank or points differ from those published before."""
    if (rank, points) == (place.rank, str(place.total)):
        return None
    if rank == place.rank:
        return say("ranking.change_points", unit=name, old_points=Decimal(points), rank=place.rank, points=place.total)
    if Decimal(points) == place.total:
        return say("ranking.change_rank", unit=name, old_rank=rank, rank=place.rank, points=place.total)
    return say("ranking.change", unit=name, old_rank=rank, old_points=Decimal(points), rank=place.rank, points=place.total)


def _grade_names(result: Result) -> dict[str, str]:
    """By code of each ranked unit the level that is proposed, empty where that waits for a decision; nothing where no level is published."""
    classification = result.rubric.classification
    if classification is None or not result.is_appraised:
        return {}
    names = {level.code: level.name for level in classification.levels}
    return {place.unit: names.get(result.unit(place.unit).score.grade or "", "") for place in result.ranking.places}


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
    """What the picture is drawn from; the codes, in the order of the rows, are what a correction finds the units by, and the grades what it compares."""
    codes = [place.unit for place in result.ranking.places]
    rows = [[place.rank, result.name(place.unit), str(place.total)] for place in result.ranking.places]
    subtitle = turn.written(heading_of(result, before))
    facts = {"title": result.period.title, "rows": rows, "codes": codes, "total": str(result.rubric.total), "subtitle": subtitle}
    return facts | {"grades": _grade_names(result)}


def published_before(result: Result, newest: Publication, reason: str) -> Before:
    """The publication that is corrected for this reason, from the facts its picture was drawn from (JSON). One that was made before codes were kept names
    its units: each is the first of that name that is not taken yet; of one made before grades were kept no change of a grade can be said."""
    facts = json.loads(newest.ranking)
    names = [str(name) for _, name, _ in facts["rows"]]
    codes = facts.get("codes") or _codes(result, names)
    places = {code: (int(rank), str(points)) for code, (rank, _, points) in zip(codes, facts["rows"], strict=True)}
    return Before(newest.version, places, facts.get("grades", {}), dict(zip(codes, names, strict=True)), reason)


def _codes(result: Result, names: list[str]) -> list[str]:
    """The codes of units by their names, in order; the name itself for a unit that is no more, or is called otherwise now."""
    left = [(place.unit_name, place.code) for place in result.places]
    found: list[str] = []
    for name in names:
        match = next((one for one in left if one[0] == name), (name, name))
        left = [one for one in left if one != match]
        found.append(match[1])
    return found
