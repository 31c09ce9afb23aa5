"""What a rubric file may say, and the one fault that each thing it may not say is (docs/formats.md, "Rubric")."""

from decimal import Decimal

import pytest

from config.rubric_files import read_rubric_file
from domain.faults import MOST_FAULTS, Fault
from domain.rubric_reading import RubricFaults
from domain.rubrics import Group, Rubric

TABLE = """
format: ktd-rubric/1
id: day-du
title: Bảng đầy đủ
source: {number: 12/QĐ, issuer: UBND tỉnh, date: "2026", sample: true}
total: 100
rounding: {places: 2, mode: half_up}
evidence: required_or_explained
not_applicable: {policy: rescale}
sections:
  - code: I
    title: Mục một
    max: 60
    criteria:
      - {code: "1", title: Một, max: 20, rule: {type: percent_of_plan, overshoot: capped, min_ratio: 0.1}, owner: Văn phòng, evidence: required, floor: 5}
      - code: "2"
        title: Hai
        max: 40
        criteria:
          - {code: "2a", title: Hai a, max: 10, rule: {type: bands, bands: [{max: 50, points: 0}, {min: 50, max: 90, points: 5}, {min: 90, points: 10}]}}
          - code: "2b"
            title: Hai b
            criteria:
              - {code: "2b.1", title: Hai b một, max: 10, rule: {type: lateness_bands, bands: [{days_min: 0, days_max: 2, points: 10}, {days_min: 3, points: 0}]}}
              - {code: "2b.2", title: Hai b hai, max: 20, rule: {type: deduct, min: -5, violations: [{code: V1, title: Lỗi, points: 2}]}}
  - code: II
    title: Mục hai
    max: 40
    criteria:
      - {code: "1", title: Ba, max: 30, rule: {type: manual, step: 0.5}}
      - {code: "2", title: Bốn, max: 10, rule: {type: plus_minus, base: 5, plus_points: 1, minus_points: 1, min: -10}}
bonus: {stacking: highest, cap: 10, items: [{code: T1, title: Cờ, rule: {type: award_bonus, points: 8}}, {code: T2, title: Khác, max: 3, rule: {type: yes_no}}]}
penalties: {cap: 5, items: [{code: P1, title: Chậm, rule: {type: count_times, per_unit: 3, cap: 4.5}}]}
late_submission: {bands: [{days_min: 1, days_max: 2, points: 2}, {days_min: 3, days_max: null, points: 4}]}
sheet: {min: 0, max: 120}
classification:
  on: capped_total
  unit: percent
  levels:
    - {code: excellent, name: Xuất sắc, min: 90, criterion_floor_percent: 85, max_share: 0.2}
    - {code: good, name: Tốt, min: 70}
    - {code: fail, name: Không}
ranking: {tie_break: ["section:I", fewer_penalties, base, earlier_submission]}
exclusions: [{code: discipline, title: Kỷ luật}]
"""
ONE = 'format: ktd-rubric/1\nid: mot\ntitle: Một\ntotal: 10\nsections: [{code: I, title: Một, max: 10, criteria: [{code: "1", title: Một, max: 10, rule: RULE}]}]\n'


def read(old: str = "", new: str = "") -> Rubric:
    assert old in TABLE
    return read_rubric_file(TABLE.replace(old, new, 1).encode())


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RubricFaults) as refused:
        read_rubric_file(text.encode())
    return refused.value.faults


def test_a_table_that_says_everything_is_without_fault() -> None:
    rubric = read()

    assert [leaf.address for leaf in rubric.leaves] == ["I.1", "I.2a", "I.2b.1", "I.2b.2", "II.1", "II.2"]


def test_a_parent_may_hold_parents_and_its_leaves_know_them() -> None:
    assert read().by_address["I.2b.1"].parents == (Group("2", "Hai"), Group("2b", "Hai b"))


def test_a_section_is_printed_with_each_group_above_what_it_holds() -> None:
    assert [(one.depth, one.row.code, len(one.leaves)) for one in read().sections[0].outline] == [
        (0, "1", 1), (0, "2", 3), (1, "2a", 1), (1, "2b", 2), (2, "2b.1", 1), (2, "2b.2", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "key", ["source", "rounding", "evidence", "not_applicable", "bonus", "penalties", "late_submission", "sheet", "ranking", "exclusions"]
)
def test_what_may_be_left_out_may_be_left_out(key: str) -> None:
    (line,) = (line for line in TABLE.splitlines() if line.startswith(f"{key}:"))

    assert read(line + "\n").leaves


def test_the_classification_may_be_left_out() -> None:
    head, _, rest = TABLE.partition("classification:")

    assert read_rubric_file((head + rest[rest.index("ranking:") :]).encode()).classification is None


def test_defaults_are_the_written_ones() -> None:
    rubric = read_rubric_file(ONE.replace("RULE", "{type: manual}").encode())

    assert (rubric.places, rubric.mode, rubric.leaves[0].evidence, rubric.not_applicable) == (2, "half_up", "optional", "forbidden")
    assert (rubric.bonus_stacking, rubric.least, rubric.most) == ("sum", Decimal(0), None)
    assert (rubric.classification, rubric.sample) == (None, False)


def test_a_classification_is_by_default_on_the_total_in_percent() -> None:
    classification = read("  on: capped_total\n  unit: percent\n").classification

    assert classification is not None and (classification.on, classification.unit) == ("total", "percent")


def test_a_criterion_may_say_otherwise_about_evidence() -> None:
    assert [leaf.evidence for leaf in read().leaves[:2]] == ["required", "required_or_explained"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: excellent", "code: hoan-thanh-xuat-sac-nhiem-vu-nam-2026"),  # no length is named for a level's code
        ("code: discipline", "code: dang-trong-thoi-gian-thi-hanh-ky-luat"),
        ("code: T1", "code: T1.1"),
        ("{code: fail, name: Không}", "{code: fail, name: Không, min: 10}"),
        ("{code: fail, name: Không}", "{code: fail, name: Không, min: -10}"),
        ("items: [{code: P1, title: Chậm, rule: {type: count_times, per_unit: 3, cap: 4.5}}]", "items: []"),
        ("exclusions: [{code: discipline, title: Kỷ luật}]", "exclusions: []"),
        ('tie_break: ["section:I", fewer_penalties, base, earlier_submission]', "tie_break: []"),
        (
            "{days_min: 1, days_max: 2, points: 2}, {days_min: 3, days_max: null, points: 4}",
            "{days_min: 3, points: 4}, {days_min: 0, days_max: 2, points: 2}",
        ),
        ("sheet: {min: 0, max: 120}", "sheet: {min: -20, max: null}"),
        ("title: Bảng đầy đủ", "title: 1e3"),  # a number nobody asks for is text
        ("max: 20, rule: {type: percent_of_plan", "max: 20.00, rule: {type: percent_of_plan"),
        ('{code: "2b.1"', '{code: "2"'),  # only codes of leaves are unique
    ],
)
def test_what_the_format_does_not_forbid_is_taken(old: str, new: str) -> None:
    assert read(old, new).leaves


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [
        ("format: ktd-rubric/1", "format: ktd-rubric/2", "file"),
        ("id: day-du", "id: Day", "id"),
        ("id: day-du", "id: ab", "id"),
        ("id: day-du", f"id: {'a' * 41}", "id"),
        ("title: Bảng đầy đủ", 'title: " "', "title"),
        ("title: Bảng đầy đủ", 'title: "\\u200b"', "title"),
        ("title: Bảng đầy đủ", 'title: "a\\0b\\e[31m"', "title"),
        ("title: Bảng đầy đủ\n", "", "title"),
        ("title: Bảng đầy đủ", "title: 5", "title"),
        ("code: T1", "code: ẾẾẾẾẾẾẾ", "bonus"),
        ("total: 100", "total: 99", "total"),
        ("total: 100", 'total: "100"', "total"),
        ("total: 100", "total: 1,5", "total"),
        ("total: 100", "total: 1e2", "total"),
        ("total: 100", "total: .nan", "total"),
        ("total: 100", "total: +100", "total"),
        ("total: 100", "total: 1234567890123456", "total"),
        ("total: 100", "total: 0.1234567891", "total"),
        ("total: 100\n", "", "total"),
        ("sample: true", "sample: 1", "source"),
        ("sample: true", "sampel: true", "source"),
        ("places: 2", "places: 1.5", "rounding"),
        ("mode: half_up", "mode: up", "rounding"),
        ("evidence: required_or_explained", "evidence: sometimes", "evidence"),
        ("policy: rescale", "policy: maybe", "not_applicable"),
        ("  - code: II\n    title: Mục hai", "  - code: II", "II"),
        ("  - code: II\n", "  - codes: II\n", "sections sections"),
        ("    max: 40\n    criteria:\n      - {code: \"1\", title: Ba", "    max: 41\n    criteria:\n      - {code: \"1\", title: Ba", "II total"),
        ("max: 20, rule: {type: percent_of_plan", "max: 20.001, rule: {type: percent_of_plan", "I.1 I"),
        ("max: 20, rule: {type: percent_of_plan", "max: x, rule: {type: percent_of_plan", "I.1"),
        ("owner: Văn phòng", "owners: Văn phòng", "I.1"),
        ("evidence: required,", "evidence: perhaps,", "I.1"),
        ("floor: 5", "floor: 20.5", "I.1"),
        ("floor: 5", "floor: 5.001", "I.1"),
        ("title: Hai\n        max: 40", "title: Hai\n        max: 41", "I.2"),
        ("title: Hai\n        max: 40", "title: Hai\n        floor: 4", "I.2"),
        ('{code: "2a", title: Hai a', '{code: "1", title: Hai a', "I.1"),
        ('{code: "2a", title: Hai a', '{code: 2, title: Hai a', "I.2"),
        ("code: II", "code: I", "I"),
        ("type: percent_of_plan", "type: percent", "I.1"),
        ("overshoot: capped", "overshoot: twice", "I.1"),
        ("overshoot: capped", "overshoot: {max_ratio: 1.2, min_ratio: 1}", "I.1"),
        ("overshoot: capped", "overshoot: proportional, lower_is_better: true", "I.1"),
        ("{min: 50, max: 90, points: 5}", "{min: 40, max: 90, points: 5}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 50, max: 90, max_incl: true, points: 5}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 50, min_incl: false, max: 90, points: 5}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 50, max: 80, points: 5}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 90, max: 50, points: 5}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 50, max: 90, points: 11}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "{min: 50, max: 90}", "I.2a"),
        ("{min: 50, max: 90, points: 5}", "5", "I.2a"),
        ("{days_min: 3, points: 0}", "{days_min: 2, points: 0}", "I.2b.1"),
        ("{days_min: 3, points: 0}", "{days_min: 4, points: 0}", "I.2b.1"),
        ("{days_min: 3, points: 0}", "{days_min: 3.5, points: 0}", "I.2b.1"),
        ("{days_min: 3, points: 0}", "{days_min: 3, points: 10.5}", "I.2b.1"),
        ("violations: [{code: V1, title: Lỗi, points: 2}]", "violations: [{code: V1, title: a, points: 2}, {code: V1, title: b, points: 2}]", "I.2b.2"),
        ("violations: [{code: V1, title: Lỗi, points: 2}]", "violations: []", "I.2b.2"),
        ("step: 0.5", "step: 0", "II.1"),
        ("{type: manual, step: 0.5}", "{type: award_bonus, points: 1}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: yes_no, points_if_yes: 31}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: yes_no, points_if_no: 31}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: threshold, threshold: 5, points_if_below: 31}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: count_times, per_unit: 5, cap: 31}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: count_times, per_unit: 5, cap: 3.001}", "II.1"),
        ("{type: manual, step: 0.5}", "{type: count_times}", "II.1"),
        ("plus_points: 1, ", "", "II.2"),
        ("stacking: highest", "stacking: lowest", "bonus"),
        ("cap: 10,", "cap: 10.001,", "bonus"),
        ("cap: 5,", "stacking: sum, cap: 5,", "penalties"),
        ("cap: 5,", "cap: -5,", "penalties"),
        ("max: 3, rule: {type: yes_no}", "rule: {type: yes_no}", "bonus.T2"),
        ("max: 3, rule: {type: yes_no}", "rule: {type: manual}", "bonus.T2"),
        ("max: 3, rule: {type: yes_no}", "max: 3, rule: {type: threshold, threshold: 1}", "bonus.T2"),
        ("{type: count_times, per_unit: 3, cap: 4.5}", "{type: award_bonus, points: 1}", "penalties.P1"),
        ("{type: count_times, per_unit: 3, cap: 4.5}", "{type: count_times, per_unit: 3, cap: 4.555}", "penalties.P1"),
        ("code: T2", "code: T1", "bonus.T1"),
        ("{days_min: 3, days_max: null, points: 4}", "{days_min: 2, days_max: null, points: 4}", "late_submission"),
        ("{days_min: 3, days_max: null, points: 4}", "{days_min: 4, days_max: null, points: 4}", "late_submission"),
        ("{days_min: 3, days_max: null, points: 4}", "{days_min: 3, days_max: null, points: 4.001}", "late_submission"),
        ("sheet: {min: 0", "sheet: {min: 0.001", "sheet"),
        ("sheet: {min: 0", "sheet: {min: 121", "sheet"),
        ("on: capped_total", "on: base", "classification"),
        ("unit: percent", "unit: share", "classification"),
        ("{code: good, name: Tốt, min: 70}", "{code: good, name: Tốt}", "classification"),
        ("{code: good, name: Tốt, min: 70}", "{code: good, name: Tốt, min: 95}", "classification"),
        ("{code: good, name: Tốt, min: 70}", "{code: excellent, name: Tốt, min: 70}", "classification"),
        ("max_share: 0.2", "max_share: 1.2", "classification"),
        ('"section:I"', '"section:IX"', "ranking"),
        ("fewer_penalties", "luck", "ranking"),
        ("title: Kỷ luật", "tittle: Kỷ luật", "exclusions exclusions"),
        ("exclusions:", "exclusion:", "exclusion"),
    ],
)  # fmt: skip
def test_each_fault_is_one_line_at_its_address(old: str, new: str, address: str) -> None:
    assert old in TABLE
    found = [fault.address for fault in faults(TABLE.replace(old, new, 1))]

    assert sorted(found) == sorted(address.split())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"100"', "`total` must be a number, written like 1000 or 7.5, without quotation marks"),
        ("'99,5'", "`total` must be a number, written like 1000 or 7.5, not 99,5"),
        ("1e400", "`total` must be a number, written like 1000 or 7.5, not 1e400"),
        ("1234567890123456", "`total` must be a number of at most 15 digits, and 9 behind the point, not 1234567890123456"),
        ("100.0000000000", "`total` must be a number of at most 15 digits, and 9 behind the point, not 100.0000000000"),
    ],
)
def test_a_number_written_otherwise_is_told_how_it_is_written(written: str, told: str) -> None:
    assert faults(TABLE.replace("total: 100", f"total: {written}")) == (Fault("total", told),)


def test_all_faults_of_a_file_are_listed() -> None:
    found = faults(TABLE.replace("total: 100", "total: x").replace("step: 0.5", "step: x").replace("mode: half_up", "mode: x"))

    assert [fault.address for fault in found] == ["rounding", "total", "II.1"]


def test_a_rounding_mode_that_is_none_hides_no_number_that_is_finer_than_the_places() -> None:
    found = faults(
        TABLE.replace("{places: 2, mode: half_up}", "{places: 1, mode: up}").replace("stacking: highest, cap: 10", "stacking: highest, cap: 9.95")
    )

    assert [fault.address for fault in found] == ["rounding", "bonus"]


def test_a_levels_code_that_stands_twice_hides_no_disorder_of_the_levels() -> None:
    found = faults(TABLE.replace("{code: good, name: Tốt, min: 70}", "{code: excellent, name: Tốt, min: 95}"))

    assert [fault.address for fault in found] == ["classification", "classification"]


def test_two_codes_that_come_to_one_address_are_a_fault() -> None:
    twins = TABLE.replace("code: II", "code: I.2b")

    assert [fault.address for fault in faults(twins)] == ["I.2b.1", "I.2b.2"]


@pytest.mark.parametrize(
    "rule",
    [
        "{type: manual, cap: 1}", "{type: yes_no, points: 1}", "{type: bands}", "{type: bands, bands: []}", "{type: bands, bands: [{points: 1, top: 2}]}",
        "{type: lateness_bands, bands: [{days_max: 3, points: 1}]}", "{type: percent_of_max, rate: 3}", "{type: relative_to_leader, met_share: 1.5}",
        "{type: per_miss_percent}", "{type: per_miss_percent, share_percent: -1}", "{type: threshold}", "{type: threshold, threshold: 5, incl: 1}",
        "{type: deduct, violations: [{code: A, points: 1}]}", "{type: deduct, min: 11, violations: [{code: A, title: a, points: 1}]}", "{}", "5",
        "{type: plus_minus, plus_points: 1}", "{type: percent_of_plan, min_ratio: -1}", '{type: external, appraiser: 5}',
    ],
)  # fmt: skip
def test_each_fault_of_a_rule_is_one_line(rule: str) -> None:
    assert [fault.address for fault in faults(ONE.replace("RULE", rule))] == ["I.1"]


@pytest.mark.parametrize("section", ["5", "{}", "{code: I, title: Một, max: 10}", "{code: I, title: Một, max: 10, criteria: [5]}", "[1]"])
def test_what_cannot_be_read_is_named_and_no_sum_over_it_besides(section: str) -> None:
    head = ONE.partition("sections:")[0]

    assert not any("sums to" in fault.problem for fault in faults(f"{head}sections: [{section}]\n"))


def test_a_fault_stays_one_short_printable_line_whatever_the_file_holds() -> None:
    name = r'"a\nb\e[31m\u2028' + "x" * 900 + '"'
    found = faults(ONE.replace("RULE", "{type: " + name + "}") + f"{name}: 1\n")

    assert len(found) == 2 and all(len(fault.address + fault.problem) < 500 and (fault.address + fault.problem).isprintable() for fault in found)


def test_more_faults_than_anyone_reads_end_with_a_line_that_says_so() -> None:
    found = faults(ONE.replace("RULE", "{type: manual}") + "".join(f"k{n}: 1\n" for n in range(MOST_FAULTS + 5)))

    assert (len(found), found[-1].address) == (MOST_FAULTS + 1, "file")
