"""What a newer version of a table changes, and which answers that touches."""

from decimal import Decimal
from typing import Any

import pytest

from config.rubric_files import rubric_of, text_of
from config.table_words import problem_said
from config.yaml_files import load
from config.yaml_writing import dump
from domain.criteria.answers import Answer
from domain.rubrics import Rubric
from domain.tables.changes import asks_anew, changes, touched

OLD = rubric_of(text_of("mau-1000"))


def with_leaf(address: str, **values: Any) -> Rubric:
    """The table with other values in one criterion, its sums made to fit."""
    data: Any = load(text_of("mau-1000").encode())
    for section in data["sections"]:
        for leaf in _leaves(section["criteria"]):
            if f"{section['code']}.{leaf['code']}" == address:
                leaf.update(values)
        section["max"] = sum(leaf["max"] for leaf in _leaves(section["criteria"]))
    data["total"] = sum(section["max"] for section in data["sections"])
    return rubric_of(dump(data))


def _leaves(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for row in rows for leaf in (_leaves(row["criteria"]) if "criteria" in row else [row])]


def test_a_table_changes_nothing_against_itself() -> None:
    assert not changes(OLD, rubric_of(text_of("mau-1000")))


@pytest.mark.parametrize(
    ("address", "values", "parts"),
    [
        ("IV.2", {"title": "Khác"}, ("title",)),
        ("IV.2", {"max": Decimal(12)}, ("max",)),
        ("III.7", {"max": Decimal(20)}, ("max",)),
        ("IV.2", {"rule": {"type": "manual"}}, ("rule",)),
        ("III.7", {"rule": {"type": "count_times", "per_unit": Decimal(3)}}, ("rule",)),
        ("IV.2", {"evidence": "optional"}, ("evidence",)),
        ("I.3d", {"floor": Decimal(6)}, ("floor",)),
        ("IV.2", {"owner": "Văn phòng"}, ("owner",)),
    ],
)
def test_what_differs_in_a_criterion_is_named(address: str, values: dict[str, Any], parts: tuple[str, ...]) -> None:
    found = changes(OLD, with_leaf(address, **values))

    assert [(one.new.address, one.parts) for one in found.changed] == [(address, parts)]


def test_sums_that_differ_are_named() -> None:
    found = changes(OLD, with_leaf("IV.2", max=Decimal(12)))

    assert [(new.code, old.max, new.max) for old, new in found.sections] == [("IV", Decimal(50), Decimal(52))]
    assert found.total == (Decimal(1000), Decimal(1002))


ANSWERS: dict[str, Answer] = {"IV.2": {"yes": True}, "III.7": {"count": Decimal(2)}}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"max": Decimal(12)}, {"IV.2"}),
        ({"rule": {"type": "manual"}}, {"IV.2"}),
        ({"title": "Có mô hình mới được áp dụng trong năm"}, set()),
        ({"title": "Chuyển đổi xanh"}, {"IV.2"}),
        ({"owner": "Văn phòng"}, set()),
        ({"evidence": "optional"}, set()),
        ({"evidence": "required"}, {"IV.2"}),
    ],
)
def test_only_answers_whose_points_or_proof_change_are_touched(values: dict[str, Any], expected: set[str]) -> None:
    assert touched(changes(OLD, with_leaf("IV.2", **values)), ANSWERS, frozenset()) == expected


def test_answers_below_a_row_that_was_put_in_are_touched_for_their_codes_moved_on() -> None:
    data: Any = load(text_of("ngan-10").encode())
    rows = data["sections"][0]["criteria"]
    for row, title in zip(rows[1:], [row["title"] for row in rows[:-1]], strict=True):
        row["title"] = title
    rows[0]["title"] = "Chuyển đổi xanh"
    answers: dict[str, Answer] = {address: {"points": Decimal(7)} for address in ("I.1", "I.3", "I.5", "II.1")}

    assert touched(changes(rubric_of(text_of("ngan-10")), rubric_of(dump(data))), answers, frozenset()) == {"I.1", "I.3", "I.5"}


def test_another_policy_for_what_does_not_apply_touches_exactly_what_does_not_apply() -> None:
    data: Any = load(text_of("mau-1000").encode())
    data["not_applicable"] = {"policy": "forbidden"}
    answers: dict[str, Answer] = {**ANSWERS, "I.2a": {"not_applicable": True, "reason": "Không phát sinh"}}

    assert touched(changes(OLD, rubric_of(dump(data))), answers, frozenset()) == {"I.2a"}


def test_proof_that_is_there_already_touches_nothing() -> None:
    assert not touched(changes(OLD, with_leaf("IV.2", evidence="required")), ANSWERS, frozenset({"IV.2"}))


def test_a_criterion_without_an_answer_is_not_touched() -> None:
    assert not touched(changes(OLD, with_leaf("IV.2", max=Decimal(12))), {}, frozenset())


def test_an_appraisers_new_criterion_is_not_asked_of_units() -> None:
    data: Any = load(text_of("ngan-10").encode())
    for code, rule in (("6", "manual"), ("7", "external")):
        data["sections"][0]["criteria"].append({"code": code, "title": "Mới", "max": Decimal(5), "rule": {"type": rule}})
    data["sections"][0]["max"], data["total"] = Decimal(60), Decimal(110)
    found = changes(rubric_of(text_of("ngan-10")), rubric_of(dump(data)))

    assert [one.address for one in found.added] == ["I.6", "I.7"]
    assert [one.address for one in asks_anew(found)] == ["I.6"]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("two bands overlap at 7.5", "hai khoảng chồng nhau ở 7,5"),
        ("`per_unit` is missing", "thiếu điểm mỗi lần"),
        ("`floor` must not be above `max`", "điểm liệt không được lớn hơn điểm chuẩn"),
        ("something else", "something else"),
    ],
)
def test_a_rubrics_fault_is_said_in_the_words_of_people(problem: str, said: str) -> None:
    assert problem_said(problem) == said
