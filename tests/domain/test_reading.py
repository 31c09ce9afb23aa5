"""Answers as somebody typed them in the chat."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import rubric_of, text_of
from domain.criteria.answers import from_json, to_json
from domain.errors import RuleError
from domain.numbers import BelowRange
from domain.reading import read_answer
from domain.reading.kinds import is_skip, not_applicable_reason
from domain.reading.words import UnknownViolation
from domain.rubrics import Item, Leaf

LONG, SHORT = rubric_of(text_of("mau-1000")), rubric_of(text_of("ngan-10"))


def leaf(address: str) -> Leaf:
    found = LONG.leaf(address)
    assert found is not None
    return found


TEN = SHORT.leaves[0]
RELATIVE = next(one.rule for one in LONG.leaves if one.rule.kind == "relative_to_leader")


@pytest.mark.parametrize(
    ("text", "points", "evidence"),
    [
        ("9 – BC số 45/BC-SCT ngày 12/6/2026", "9", "BC số 45/BC-SCT ngày 12/6/2026"),
        ("9 BC số 45", "9", "BC số 45"),
        ("9, kèm BC 45", "9", "kèm BC 45"),
        ("8,5 đ theo CV 12", "8.5", "theo CV 12"),
        ("9 45/BC-SCT", "9", "45/BC-SCT"),
        ("7,5 điểm", "7.5", ""),
        ("9/10", "9", ""),
    ],
)
def test_what_follows_the_points_is_evidence(text: str, points: str, evidence: str) -> None:
    reading = read_answer(TEN, text)

    assert (reading.answer["points"], reading.evidence) == (Decimal(points), evidence)


@pytest.mark.parametrize("text", ["9/20", "95%", "chín", "", "👍"])
def test_points_are_not_guessed(text: str) -> None:
    with pytest.raises(RuleError):
        read_answer(TEN, text)


@pytest.mark.parametrize(
    "text",
    [
        "100 96,5",
        "96,5/100",
        "100; 96,5",
        "kế hoạch 100 thực hiện 96,5",
        "thực hiện 96,5 kế hoạch 100",
        "KH: 100, TH: 96,5",
        "100 - 96,5",
        "100 và 96,5",
    ],
)
def test_plan_comes_first_unless_said_otherwise(text: str) -> None:
    assert read_answer(leaf("I.1a"), text).answer == {"plan": Decimal(100), "actual": Decimal("96.5")}


@pytest.mark.parametrize("text", ["100", "0 5", "một trăm"])
def test_a_plan_needs_two_numbers_and_is_above_zero(text: str) -> None:
    with pytest.raises(RuleError):
        read_answer(leaf("I.1a"), text)


@pytest.mark.parametrize("text", ["8 – BC số 5/BC-SCT", "Không có kế hoạch: 8 – BC số 5/BC-SCT", "không có kế hoạch, thực hiện 8 – BC số 5/BC-SCT"])
def test_evidence_keeps_its_marks_also_behind_words_that_are_read(text: str) -> None:
    reading = read_answer(replace(leaf("I.1d"), rule=RELATIVE) if "kế" in text else TEN, text)

    assert reading.evidence == "BC số 5/BC-SCT"


@pytest.mark.parametrize(("address", "text", "answer"), [
    ("I.1a", "Kế hoạch 100 · Thực hiện 96,5 · 96,5 %", {"plan": Decimal(100), "actual": Decimal("96.5")}),
    ("II.5", "cộng 2 lần, trừ 1 lần", {"plus": Decimal(2), "minus": Decimal(1)}),
    ("II.4", "không có lỗi", {"violations": {"V1": Decimal(0), "V2": Decimal(0), "V3": Decimal(0)}}),
])  # fmt: skip
def test_what_the_bot_shows_can_be_typed_back(address: str, text: str, answer: object) -> None:
    assert read_answer(leaf(address), text).answer == answer


@pytest.mark.parametrize("text", ["chậm 3 ngày", "Nộp chậm 3 ngày", "trễ 3", "3 ngày"])
def test_days_late_are_read_with_the_words_around_them(text: str) -> None:
    late = next(one for one in LONG.leaves if one.rule.kind == "lateness_bands")

    assert read_answer(late, text).answer == {"days_late": Decimal(3)}


@pytest.mark.parametrize("text", ["có", "Có", "co", "CÓ", "đạt", "rồi", "đã có", "x", "1", "Có – QĐ số 3"])
def test_yes_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_answer(leaf("I.3c"), text).answer == {"yes": True}


@pytest.mark.parametrize("text", ["không", "Khong", "ko", "k", "chưa", "không có", "0", "chưa đạt"])
def test_no_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_answer(leaf("I.3c"), text).answer == {"yes": False}


@pytest.mark.parametrize(("address", "text"), [("I.2a", "95%"), ("I.2a", "95 %"), ("I.2a", "95"), ("I.3a", "95%")])
def test_a_percent_sign_is_read_where_a_rate_is_asked(address: str, text: str) -> None:
    assert Decimal(95) in read_answer(leaf(address), text).answer.values()


@pytest.mark.parametrize(("text", "counts"), [("V1 2, V3 1", (2, 0, 1)), ("v1: 2", (2, 0, 0)), ("không", (0, 0, 0)), ("0", (0, 0, 0))])
def test_violations_come_in_one_line(text: str, counts: tuple[int, int, int]) -> None:
    violations = read_answer(leaf("II.4"), text).answer["violations"]

    assert violations == dict(zip(("V1", "V2", "V3"), map(Decimal, counts), strict=True))


def test_an_unknown_violation_is_refused() -> None:
    with pytest.raises(RuleError):
        read_answer(leaf("II.4"), "V9 1")


@pytest.mark.parametrize("text", ["V1 2, V9 1", "V1 2 V9: 1", "V1 1; V9 2 lần", "V1 2, V9 1, V2 1"])
def test_an_unknown_violation_behind_a_known_one_is_refused_too(text: str) -> None:
    with pytest.raises(UnknownViolation):
        read_answer(leaf("II.4"), text)


@pytest.mark.parametrize(("text", "evidence"), [("V1 2, QĐ 15/QĐ-UBND", "QĐ 15/QĐ-UBND"), ("V1 2 – biên bản số 7", "biên bản số 7")])
def test_a_document_behind_a_violation_is_its_evidence(text: str, evidence: str) -> None:
    assert read_answer(leaf("II.4"), text).evidence == evidence


@pytest.mark.parametrize(
    ("text", "reason"),
    [("không áp dụng", ""), ("Khong ap dung – đơn vị không được giao", "đơn vị không được giao"), ("không phát sinh: chưa có", "chưa có")],
)
def test_not_applicable_is_read_with_its_reason(text: str, reason: str) -> None:
    assert not_applicable_reason(text) == reason


def test_skipping_is_no_answer() -> None:
    assert is_skip("Bỏ qua") and is_skip("bo qua") and not is_skip("9")


@given(st.text(max_size=60))
def test_no_text_brings_the_reader_down(text: str) -> None:
    targets: list[Leaf | Item] = [*LONG.leaves, *LONG.items]
    for target in targets:
        try:
            answer = read_answer(target, text).answer
        except RuleError:
            continue
        target.rule.check(answer)


@given(st.decimals(min_value=0, max_value=10, places=2).filter(lambda value: value % Decimal("0.25") == 0))
def test_an_answer_returns_from_its_json_exactly(value: Decimal) -> None:
    answer = read_answer(TEN, str(value).replace(".", ",")).answer

    assert from_json(to_json(answer)) == answer


def test_a_figure_below_zero_is_refused_and_never_loses_its_sign() -> None:
    leaf = rubric_of(text_of("mau-1000")).leaf("I.1a")
    assert leaf is not None
    with pytest.raises(BelowRange):
        read_answer(leaf, "100 -5")
