"""What a unit's sheet of the score tables is drawn from: each criterion with all three scores, the reasons, and what proves it; and its sums."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.criteria.answers import from_json, is_not_applicable
from domain.judgements import NOTHING, Judged
from domain.numbers import exact_sum
from domain.rubrics import Item, Leaf, Outlined
from domain.scoring import SheetScore, rescaling
from handlers.criteria import recorded, shown_address
from handlers.files import pieces_named
from handlers.flow import Said, Turn, say
from handlers.results import Result, UnitResult, void_of
from storage.answers import OpenSheet
from storage.explanations import Explanation

SUMS = ("base", "bonus", "penalty", "late", "total")


async def unit_facts(turn: Turn, result: Result, unit: UnitResult, explanations: Sequence[Explanation]) -> dict[str, Any]:
    """All of a unit's sheet; `explanations` are those of the period."""
    sheet = await turn.store.answers.open_sheet(unit.place.sheet_id)
    if sheet is None:
        raise LookupError(unit.place.sheet_id)
    ranks = {place.unit: place.rank for place in result.ranking.places}
    said = [one for one in explanations if one.sheet_id == sheet.id]
    row = _Row(turn, result, unit, sheet, said, await _settled(turn, unit))
    left = unit.undecided(result.rubric)
    notes = [*sum_notes(result, unit), *((say("score_table.left", count=len(left)),) if left else ()), *await _submitted(turn, sheet)]
    return {
        "code": unit.place.code, "name": unit.place.unit_name, "rank": ranks.get(unit.place.code), "grade": _grade(result, unit), **_sums(unit.score),
        "own_sums": _totals(unit.own), "appraised_sums": None if left else _totals(unit.appraised),
        "final_sums": None if left else _totals(unit.score),
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
        return {**outlined(row, f"{row.leaves[0].section}."), **line, "is_group": not line}

    def void(self, target: Leaf | Item) -> dict[str, Any]:
        """A withdrawn criterion with what was answered to it."""
        given = self._sheet.answers.get(target.address)
        answered = say("score_table.void_answered", answer=recorded(target, from_json(given.answer))) if given else say("score_table.void_bare")
        return void_row(target, ["", "", "", self._turn.written(answered), "", "", self._proof(target)])

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
            "code": shown_address(target), "title": target.title, "max": text_of(most) or "",
            "own": None if isinstance(target, Leaf) and target.is_external else self._points(target, self._unit.own),
            "appraised": appraised, "appraised_why": self._why(standing.appraised) or self._turn.written(say("score_table.undecided")),
            "final": final, "final_why": self._why(settled), "reason": judged.reason if judged else "", "by": self._by(judged),
            "proof": self._proof(target),
        }  # fmt: skip

    def _points(self, target: Leaf | Item, score: SheetScore) -> str | None:
        return text_of(score.leaves[target.address] if isinstance(target, Leaf) else score.items.get(target.address))

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

    def _proof(self, target: Leaf | Item) -> str:
        """Documents and files by name, and what the unit wrote to it; what was asked and said since closing, and the files the appraisal rests on."""
        address = target.address
        lines = list(pieces_named(self._sheet, target))
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


# ---------------------------------------------------------------------------------------------------------------- of both


def outlined(row: Outlined, within: str = "") -> dict[str, Any]:
    """A row of a section with its maximum; `within` stands before its code."""
    return {"code": f"{within}{row.row.code}", "title": row.row.title, "depth": row.depth, "max": text_of(exact_sum(leaf.max for leaf in row.leaves))}


def void_row(target: Leaf | Item, values: list[str]) -> dict[str, Any]:
    """A withdrawn criterion with what stands in the columns behind its title."""
    return {"code": shown_address(target), "title": target.title, "values": values}


def text_of(points: Decimal | None) -> str | None:
    """Points as a workbook's facts hold them; None for none."""
    return None if points is None else format(points, "f")


def sum_notes(result: Result, unit: UnitResult) -> list[Said]:
    """Where a unit's sum is more than an addition: the table is rescaled, or its bounds hold the total."""
    name = unit.place.unit_name
    scaled = rescaling(result.rubric, unit.score)
    notes = [say("score_table.rescaled", unit=name, **vars(scaled))] if scaled else []
    return notes + ([say("score_table.clamped", unit=name)] if _is_clamped(unit.score) else [])


def _adds_up(score: SheetScore) -> bool:
    """Whether the base is the sum of the sections: not so where a table is rescaled."""
    return sum(score.sections.values(), Decimal(0)) == score.base


def _is_clamped(score: SheetScore) -> bool:
    return score.base + score.bonus - score.penalty - score.late != score.total
