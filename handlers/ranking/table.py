"""What the score tables are drawn from: the bloc's summary, and each unit with all three scores, the reasons, and what proves them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.appraisal import Stage
from domain.criteria.answers import from_json, is_not_applicable
from domain.judgements import NOTHING, Judged
from domain.numbers import exact_sum
from domain.rubrics import Item, Leaf, Outlined
from domain.scoring import SheetScore, rescaling
from handlers.criteria import recorded, shown_address
from handlers.flow import Said, Turn, say
from handlers.ranking.post import heading_of
from handlers.results import Result, UnitResult, void_of
from handlers.table_names import named
from storage.answers import OpenSheet
from storage.explanations import Explanation

ON_THE_WAY: Mapping[Stage, str] = {
    "appraisal": "score_table.stage_appraisal", "explanation": "score_table.stage_explanation",
    "reconciliation": "score_table.stage_reconciliation", "final": "score_table.stage_final",
}  # fmt: skip
"""What appraised scores are until they are published."""
SUMS = ("base", "bonus", "penalty", "late", "total")


async def state_said(turn: Turn, result: Result, heading: Said | None = None) -> Said:
    """What the scores are as they stand now, and when that was: a table is printed, and looked at later. `heading` for a result that is just published."""
    return say("score_table.state", heading=heading or await _heading(turn, result), at=turn.now)


async def _heading(turn: Turn, result: Result) -> Said:
    """Of self scores alone; on the way, and how far; or as it was published, and the how manieth correction of that."""
    period = result.period
    if period.state == "published":
        newest = await turn.store.publications.newest(period.id)
        return heading_of(result, newest.version - 1 if newest else 0)
    if not result.is_appraised:
        return heading_of(result)
    return say("score_table.stage_correcting") if period.correction and period.stage == "reconciliation" else say(ON_THE_WAY[period.stage])


async def table_facts(turn: Turn, result: Result, heading: Said | None = None) -> dict[str, Any]:
    """One column a unit and one line a criterion, then a sheet for each unit; `heading` as in `state_said`."""
    return {
        "title": result.period.title,
        "subtitle": turn.written(heading or await _heading(turn, result)),
        "mark": turn.written(say("score_table.made_at", at=turn.now)),
        **await _signing(turn, result),
        "units": [await _unit(turn, result, unit) for unit in result.units],
        "notes": [turn.written(note) for note in (*_notes(result), await _by_table(turn, result))],
        "sections": [
            {"code": section.code, "title": section.title, "max": str(section.max), "rows": [_summary_row(result, row) for row in section.outline]}
            for section in result.rubric.sections
        ],
        "void": [_void_row(one, ["", *("" for _ in result.units)]) for one in await _void(turn, result)],
    }


async def _signing(turn: Turn, result: Result) -> dict[str, str]:
    """Whose table it is, and the day for the signatures."""
    bloc = await turn.store.blocs.of(result.period.bloc_id)
    if bloc is None:
        raise LookupError(result.period.bloc_id)
    return {"bloc": bloc.name, "day": turn.written(say("score_table.day", at=turn.now))}


def _summary_row(result: Result, row: Outlined) -> dict[str, Any]:
    """A criterion with every unit's points, or a group above them, whose points are sums."""
    points = [_text(unit.score.leaves[row.row.address]) for unit in result.units] if isinstance(row.row, Leaf) else None
    return {**_outlined(row), "points": points}


def _outlined(row: Outlined, within: str = "") -> dict[str, Any]:
    return {"code": f"{within}{row.row.code}", "title": row.row.title, "depth": row.depth, "max": _text(exact_sum(leaf.max for leaf in row.leaves))}


async def _by_table(turn: Turn, result: Result) -> Said:
    """Which version of which table the scores follow."""
    table = await turn.store.rubrics.version(result.period.rubric_id)
    return say("score_table.by_table", title=named(result.rubric), version=table.version)


async def _void(turn: Turn, result: Result) -> tuple[Leaf | Item, ...]:
    """The criteria withdrawn from the period's table while it ran, as they last stood there."""
    sheet = await turn.store.answers.open_sheet(result.places[0].sheet_id) if result.places else None
    return void_of(sheet) if sheet else ()


def _void_row(target: Leaf | Item, values: list[str]) -> dict[str, Any]:
    return {"code": shown_address(target), "title": target.title, "values": values}


def _text(points: Decimal | None) -> str | None:
    return None if points is None else format(points, "f")


def _notes(result: Result) -> list[Said]:
    """What stands below the summary: who is left out and why, who has not submitted, where a sum is more than an addition."""
    excluded = result.decided("exclusion")
    notes = [say("ranking.sample")] if result.rubric.sample else []
    notes += [
        say("score_table.excluded", unit=result.name(code), reason=excluded[code].reason, by=excluded[code].decided_by)
        for code, _ in result.ranking.excluded
    ]
    notes += [say("score_table.missing", names=", ".join(result.missing))] if result.missing else []
    return notes + [note for unit in result.units for note in _sum_notes(result, unit)]


def _sum_notes(result: Result, unit: UnitResult) -> list[Said]:
    name = unit.place.unit_name
    scaled = rescaling(result.rubric, unit.score)
    notes = [say("score_table.rescaled", unit=name, **vars(scaled))] if scaled else []
    return notes + ([say("score_table.clamped", unit=name)] if _is_clamped(unit.score) else [])


def _adds_up(score: SheetScore) -> bool:
    """Whether the base is the sum of the sections: not so where a table is rescaled."""
    return sum(score.sections.values(), Decimal(0)) == score.base


def _is_clamped(score: SheetScore) -> bool:
    return score.base + score.bonus - score.penalty - score.late != score.total


# ---------------------------------------------------------------------------------------------------------------- one unit


async def _unit(turn: Turn, result: Result, unit: UnitResult) -> dict[str, Any]:
    sheet = await turn.store.answers.open_sheet(unit.place.sheet_id)
    if sheet is None:
        raise LookupError(unit.place.sheet_id)
    ranks = {place.unit: place.rank for place in result.ranking.places}
    said = [one for one in await turn.store.explanations.of_period(result.period.id) if one.sheet_id == sheet.id]
    row = _Row(turn, result, unit, sheet, said, await _settled(turn, unit))
    left = unit.undecided(result.rubric)
    is_settled = not left
    notes = [*_sum_notes(result, unit), *((say("score_table.left", count=len(left)),) if left else ()), *await _submitted(turn, sheet)]
    return {
        "code": unit.place.code, "name": unit.place.unit_name, "rank": ranks.get(unit.place.code), "grade": _grade(result, unit), **_sums(unit.score),
        "own_sums": _totals(unit.own), "appraised_sums": _totals(unit.appraised) if is_settled else None, "final_sums": _totals(unit.score) if is_settled else None,
        "adds_up": _adds_up(unit.score), "is_clamped": _is_clamped(unit.score),
        "cases": [[row.outlined(one) for one in section.outline] for section in result.rubric.sections],
        "void": [row.void(one) for one in void_of(sheet)],
        "items": [row.of(item) for item in result.rubric.items if item.address in unit.score.items],
        "notes": [turn.written(note) for note in notes],
    }  # fmt: skip


async def _submitted(turn: Turn, sheet: OpenSheet) -> list[Said]:
    """When the sheet was submitted, by whom, and under which receipt: by that the unit's own copy is compared with the table."""
    one = await turn.store.submissions.in_force(sheet.id)
    return [say("score_table.submitted", at=one.at, by=one.by_name, receipt=one.receipt)] if one else []


async def _settled(turn: Turn, unit: UnitResult) -> Mapping[str, Judged]:
    """By address, the judgement that set the final points in place of the appraised ones: freezing only keeps what others have decided."""
    found: dict[str, Judged] = {}
    for one in await turn.store.judgements.of_sheet(unit.place.sheet_id):
        if one.id in unit.gone or not one.is_decided:
            continue
        if one.value == "appraised":
            found.pop(one.address, None)
        elif one.basis != "frozen":
            found[one.address] = one
    return found


def _sums(score: SheetScore) -> Mapping[str, str]:
    return {name: format(getattr(score, name), "f") for name in SUMS}


def _totals(score: SheetScore) -> Mapping[str, str | bool]:
    """The sums, and whether they are additions that a formula can do."""
    return {**_sums(score), "adds_up": _adds_up(score), "is_clamped": _is_clamped(score)}


def _grade(result: Result, unit: UnitResult) -> str:
    """The grade that is proposed, as the post proposes it; self scores carry none, nor do units without a rank."""
    classification = result.rubric.classification
    has_rank = any(place.unit == unit.place.code for place in result.ranking.places)
    if classification is None or not result.is_appraised or not has_rank:
        return ""
    return next((level.name for level in classification.levels if level.code == unit.score.grade), "")


class _Row:
    """Lines of one unit's sheet."""

    def __init__(
        self, turn: Turn, result: Result, unit: UnitResult, sheet: OpenSheet, said: Sequence[Explanation], settled: Mapping[str, Judged]
    ) -> None:
        self._turn, self._result, self._unit, self._sheet, self._said, self._settled = turn, result, unit, sheet, said, settled

    def outlined(self, row: Outlined) -> dict[str, Any]:
        """A criterion's line, or that of a group, whose points are sums."""
        line = self.of(row.row) if isinstance(row.row, Leaf) else {}
        return {**_outlined(row, f"{row.leaves[0].section}."), **line, "is_group": not line}

    def void(self, target: Leaf | Item) -> dict[str, Any]:
        """A withdrawn criterion with what was answered to it."""
        given = self._sheet.answers.get(target.address)
        answered = say("score_table.void_answered", answer=recorded(target, from_json(given.answer))) if given else say("score_table.void_bare")
        return _void_row(target, ["", "", "", self._turn.written(answered), "", "", self._proof(target.address)])

    def of(self, target: Leaf | Item) -> dict[str, Any]:
        """Self, appraised and final score of a criterion, the latter two each with why, by whom and when, and what proves it; `reason` and `by` are those of
        what counts. What is not appraised is said to be, never shown as if."""
        standing = self._unit.standing.get(target.address, NOTHING)
        appraised = self._points(target, self._unit.appraised) if standing.appraised else None
        final = self._points(target, self._unit.score) if standing.decided else None
        settled = self._settled.get(target.address)
        judged = settled or standing.appraised
        most = target.max if isinstance(target, Leaf) else target.rule.max
        return {
            "code": shown_address(target), "title": target.title, "max": _text(most) or "",
            "own": None if isinstance(target, Leaf) and target.is_external else self._points(target, self._unit.own),
            "appraised": appraised, "appraised_why": self._why(standing.appraised) or self._turn.written(say("score_table.undecided")),
            "final": final, "final_why": self._why(settled), "reason": judged.reason if judged else "", "by": self._by(judged), "proof": self._proof(target.address),
        }  # fmt: skip

    def _points(self, target: Leaf | Item, score: SheetScore) -> str | None:
        return _text(score.leaves[target.address] if isinstance(target, Leaf) else score.items.get(target.address))

    def _why(self, judged: Judged | None) -> str:
        """The reason of a judgement, who gave it, as what, and when; nothing for none."""
        if judged is None:
            return ""
        role = say(f"joining.role.{judged.as_role}")
        by = say("score_table.by_name", name=judged.by_name, role=role) if judged.by_name else role
        key = "score_table.judged" if judged.reason else "score_table.judged_bare"
        return self._turn.written(say(key, reason=judged.reason, by=by, at=judged.at))

    def _by(self, judged: Judged | None) -> str:
        if judged is None:
            return self._turn.written(say("score_table.undecided"))
        role = self._turn.written(say(f"joining.role.{judged.as_role}"))
        return f"{judged.by_name}\n{role}" if judged.by_name else role

    def _proof(self, address: str) -> str:
        """Documents and files by name, and what the unit wrote to it; what was asked and said since closing, and the files the appraisal rests on."""
        lines = [one.text or one.name for one in self._sheet.evidence_for(address)]
        given = self._sheet.answers.get(address)
        if given is not None:
            answer = from_json(given.answer)
            lines += [self._turn.written(say("score_table.not_applicable", reason=str(answer["reason"])))] if is_not_applicable(answer) else []
            lines += [self._turn.written(say("score_table.explained", text=given.explanation))] if given.explanation else []
        for kind in ("question", "appeal"):
            of_kind = [one for one in self._said if (one.kind, one.address) == (kind, address)]
            lines += [self._turn.written(line) for one in of_kind for line in _said_since(one)] + self._files(
                f"{kind}:{address}", "score_table.sent_with"
            )
        return "\n".join([*lines, *self._files(f"judged:{address}", "score_table.judges_files")])

    def _files(self, beside: str, key: str) -> list[str]:
        names = ", ".join(one.name for one in self._sheet.evidence_for(beside))
        return [self._turn.written(say(key, names=names))] if names else []


def _said_since(one: Explanation) -> list[Said]:
    """What was asked of a criterion since closing, and what the unit answered; or its own explanation."""
    if one.kind == "appeal":
        return [say("score_table.appealed", text=one.text)]
    return [say("score_table.asked", text=one.asked), *([say("score_table.answered", text=one.text)] if one.text else [])]
