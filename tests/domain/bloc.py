"""A small table and its sheets, shared by the tests of scoring, classification and ranking."""

from decimal import Decimal
from typing import Any

from config.rubric_files import read_rubric_file
from domain.criteria.answers import Answer
from domain.rubrics import Rubric
from domain.scoring import Sheet, SheetScore, score_all

TABLE = """
format: ktd-rubric/1
id: nho
title: Bảng nhỏ
total: 100
not_applicable: {policy: POLICY}
sections:
  - code: I
    title: Mục một
    max: 60
    criteria:
      - {code: "1", title: Một, max: 40, rule: {type: manual}, floor: 10}
      - {code: "2", title: Hai, max: 20, rule: {type: manual}}
  - code: II
    title: Mục hai
    max: 40
    criteria:
      - {code: "1", title: Ba, max: 40, rule: {type: manual}}
bonus: {stacking: sum, cap: 10, items: [{code: T1, title: Cờ, rule: {type: award_bonus, points: 8}}, {code: T2, title: Khác, rule: {type: count_times, per_unit: 1}}]}
penalties: {cap: 5, items: [{code: P1, title: Chậm, rule: {type: count_times, per_unit: 3}}]}
late_submission: {bands: [{days_min: 1, days_max: 2, points: 2}, {days_min: 3, days_max: null, points: 4}]}
classification:
  on: capped_total
  levels:
    - {code: excellent, name: Xuất sắc, min: 90, criterion_floor_percent: 85, max_share: 0.2}
    - {code: good, name: Tốt, min: 70}
    - {code: fail, name: Không, min: 10}
ranking: {tie_break: ["section:I", fewer_penalties]}
exclusions: [{code: discipline, title: Kỷ luật}]
"""

NOT_APPLICABLE: Answer = {"not_applicable": True, "reason": "không được giao"}


def rubric(policy: str = "rescale") -> Rubric:
    return read_rubric_file(TABLE.replace("POLICY", policy).encode())


def points(*values: str | None) -> dict[str, Answer]:
    given = dict(zip(("I.1", "I.2", "II.1"), values, strict=True))
    return {address: {"points": Decimal(value)} for address, value in given.items() if value is not None}


ANSWERED = points("40", "20", "40")


def only(table: Rubric, **sheet: Any) -> SheetScore:
    return score_all(table, [Sheet("A", **{"answers": ANSWERED, **sheet})])[0]


def edited(old: str, new: str, policy: str = "rescale") -> Rubric:
    assert old in TABLE
    return read_rubric_file(TABLE.replace("POLICY", policy).replace(old, new).encode())


COMPARED = """
format: ktd-rubric/1
id: so-sanh
title: Bảng so sánh
total: 100
not_applicable: {policy: average}
sections: [{code: I, title: Một, max: 100, criteria: [
  {code: "1", title: Một, max: 60, rule: {type: relative_to_leader}, floor: 40}, {code: "2", title: Hai, max: 40, rule: {type: manual}}]}]
classification: {unit: points, levels: [{code: top, name: A, min: 80, criterion_floor_percent: 90}, {code: rest, name: B, min: 0}]}
exclusions: [{code: x, title: X}]
"""


def compared(*given: tuple[str | None, str | None, str | None]) -> tuple[SheetScore, ...]:
    """Scores from (plan, actual, points); no actual: no answer."""
    sheets = [
        Sheet(str(at), {
            **({} if actual is None else {"I.1": {"plan": None if plan is None else Decimal(plan), "actual": Decimal(actual)}}),
            **({} if value is None else {"I.2": {"points": Decimal(value)}}),
        })
        for at, (plan, actual, value) in enumerate(given)
    ]  # fmt: skip
    return score_all(read_rubric_file(COMPARED.encode()), sheets)
