"""What a sheet file may say, and the one fault that each thing it may not say is (docs/formats.md, "Sheet")."""

import pytest

from config.rubric_files import read_rubric_file
from config.sheet_files import SheetFaults, read_sheet_file
from domain.rubrics import Rubric
from domain.scoring import Sheet, score_all

TABLE = """
format: ktd-rubric/1
id: to-mau
title: Bảng
total: 50
not_applicable: {policy: average}
sections:
  - code: I
    title: Một
    max: 50
    criteria:
      - {code: "1", title: Một, max: 10, rule: {type: relative_to_leader}}
      - {code: "2", title: Hai, max: 10, rule: {type: external, appraiser: Sở Nội vụ}}
      - {code: "3", title: Ba, max: 10, rule: {type: deduct, violations: [{code: V1, title: Lỗi, points: 2}]}, evidence: required}
      - {code: "4", title: Bốn, max: 10, rule: {type: lateness_bands, bands: [{days_min: 0, days_max: 2, points: 10}, {days_min: 3, days_max: 5, points: 0}]}}
      - {code: "5", title: Năm, max: 10, rule: {type: plus_minus, plus_points: 1, minus_points: 1}}
bonus: {items: [{code: T1, title: Cờ, rule: {type: award_bonus, points: 8}}]}
penalties: {items: [{code: P1, title: Chậm, rule: {type: count_times, per_unit: 3}}]}
exclusions: [{code: discipline, title: Kỷ luật}]
"""
HEAD = "format: ktd-sheet/1\nunit: SCT\n"


def rubric() -> Rubric:
    return read_rubric_file(TABLE.encode())


def read(rest: str) -> Sheet:
    return read_sheet_file((HEAD + rest).encode(), rubric())


def faults(text: str) -> list[str]:
    with pytest.raises(SheetFaults) as refused:
        read_sheet_file(text.encode(), rubric())
    return [fault.address for fault in refused.value.faults]


def test_a_sheet_needs_no_more_than_its_unit() -> None:
    sheet = read("")

    assert (sheet.unit, sheet.days_late, sheet.excluded, sheet.answers, sheet.bonus, sheet.penalties) == ("SCT", 0, None, {}, {}, {})


def test_an_answer_that_is_null_or_empty_is_no_answer() -> None:
    assert read('answers: {"I.1": null, "I.2": {}}\nbonus: {T1: null}\npenalties: {P1: {}}\n').answers == {}


def test_a_bonus_or_penalty_without_an_answer_leaves_the_sheet_complete() -> None:
    answers = '{"I.1": {plan: null, actual: 5}, "I.2": {points: 5}, "I.3": {violations: {}}, "I.4": {days_late: -4}, "I.5": {plus: 1, minus: 0}}'
    (score,) = score_all(rubric(), [read(f"answers: {answers}\n")])

    assert score.complete and score.bonus == score.penalty == 0


def test_a_sheet_file_carries_the_appraisers_points_and_needs_no_evidence() -> None:
    assert set(read('answers: {"I.2": {points: 7}, "I.3": {violations: {V1: 1}}}\n').answers) == {"I.2", "I.3"}


def test_days_late_may_be_negative() -> None:
    assert read("days_late: -3\n").days_late == -3


@pytest.mark.parametrize(
    ("rest", "address"),
    [
        ("days_late: 1.5\n", "days_late"),
        ('days_late: "1"\n', "days_late"),
        ("excluded: holiday\n", "excluded"),
        ("excluded: true\n", "excluded"),
        ("ansers: {}\n", "ansers"),
        ("answers: []\n", "answers"),
        ('answers: {"I.9": {points: 1}}\n', "I.9"),
        ("answers: {foo: {points: 1}}\n", "answers"),
        ("bonus: {T9: {held: true}}\n", "bonus.T9"),
        ("penalties: {P9: {count: 1}}\n", "penalties.P9"),
        ("bonus: {T1: {held: 1}}\n", "bonus.T1"),
        ("bonus: {T1: {not_applicable: true, reason: x}}\n", "bonus.T1"),
        ("penalties: {P1: {count: -1}}\n", "penalties.P1"),
        ("penalties: {P1: {count: 1.5}}\n", "penalties.P1"),
        ("penalties: {P1: 5}\n", "penalties.P1"),
        ('answers: {"I.1": {actual: 5}}\n', "I.1"),
        ('answers: {"I.1": {plan: 0, actual: 5}}\n', "I.1"),
        ('answers: {"I.1": {plan: null, actual: -5}}\n', "I.1"),
        ('answers: {"I.1": {plan: null, actual: null}}\n', "I.1"),
        ('answers: {"I.1": {plan: 5, actual: 5, rate: 100}}\n', "I.1"),
        ('answers: {"I.2": {points: 10.01}}\n', "I.2"),
        ('answers: {"I.2": {points: "5"}}\n', "I.2"),
        ('answers: {"I.2": {points: .inf}}\n', "I.2"),
        ('answers: {"I.2": 5}\n', "I.2"),
        ('answers: {"I.3": {violations: {V9: 1}}}\n', "I.3"),
        ('answers: {"I.3": {violations: {V1: -1}}}\n', "I.3"),
        ('answers: {"I.3": {violations: {V1: null}}}\n', "I.3"),
        ('answers: {"I.3": {violations: 1}}\n', "I.3"),
        ('answers: {"I.4": {days_late: 6}}\n', "I.4"),
        ('answers: {"I.5": {plus: -1, minus: 0}}\n', "I.5"),
        ('answers: {"I.5": {plus: 1, minus: -1}}\n', "I.5"),
        ('answers: {"I.1": {not_applicable: true}}\n', "I.1"),
        ('answers: {"I.1": {not_applicable: true, reason: " "}}\n', "I.1"),
        ('answers: {"I.1": {not_applicable: true, reason: x, actual: 5}}\n', "I.1"),
        ('answers: {"I.1": {not_applicable: false, reason: x}}\n', "I.1"),
    ],
)
def test_each_fault_is_one_line_at_its_address(rest: str, address: str) -> None:
    assert faults(HEAD + rest) == [address]


def test_a_decimal_comma_is_pointed_at_and_what_else_is_wrong_is_told_beside_it() -> None:
    with pytest.raises(SheetFaults) as refused:
        read_sheet_file((HEAD + 'answers: {"I.1": {plan: 0, actual: 96,5}}\n').encode(), rubric())

    comma, plan = refused.value.faults
    assert comma.problem == "`actual` is written 96,5: a comma ends the number here, write 96.5" and plan.problem == "`plan` must be above 0"


@pytest.mark.parametrize("unit", ["", "unit: 5\n", 'unit: " "\n', "unit: null\n"])
def test_a_sheet_without_a_unit_is_a_fault(unit: str) -> None:
    assert faults("format: ktd-sheet/1\n" + unit) == ["unit"]


def test_a_sheet_of_which_nothing_applies_is_refused() -> None:
    nothing = ", ".join(f'"I.{n}": {{not_applicable: true, reason: x}}' for n in range(1, 6))

    assert faults(f"{HEAD}answers: {{{nothing}}}\n") == ["answers"]


@pytest.mark.parametrize("text", ["", "format: ktd-rubric/1\n", "[]", "unit: SCT\n"])
def test_what_is_no_sheet_at_all_is_a_fault_of_the_file(text: str) -> None:
    assert faults(text) == ["file"]


def test_a_faulty_sheet_still_says_whose_it_is() -> None:
    with pytest.raises(SheetFaults) as refused:
        read_sheet_file((HEAD + "days_late: x\n").encode(), rubric())

    assert refused.value.unit == "SCT"
