"""What the bot shows of an answer can be typed back: it reads as the same answer, or is asked back, never as another one."""

import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import Catalogue
from domain.criteria import Rule
from domain.criteria.answers import Answer
from domain.criteria.counts import Deduct
from domain.errors import RuleError
from domain.numbers import AmbiguousNumber
from domain.reading import read_answer
from domain.reading.kinds import not_applicable_reason
from domain.rubrics import Leaf
from handlers.criteria import recorded
from tests.domain.rules import KINDS, MAX, answers, lightly, rules

CATALOGUE = Catalogue.load()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def shown(rule: Rule, answer: Answer) -> str:
    said = recorded(Leaf("I.1", "I", "1", "Một", MAX, rule, "optional"), answer)
    return CATALOGUE.text(said.key, ZONE, said.facts).plain


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_an_answer_as_shown_reads_as_itself_or_is_asked_back(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(kind))
    answer = data.draw(answers(rule))
    try:
        reading = read_answer(Leaf("I.1", "I", "1", "Một", MAX, rule, "optional"), shown(rule, answer))
    except AmbiguousNumber:
        return  # 2,144 is two and a bit, or two thousand

    assert (reading.answer, reading.evidence) == (meant(rule, answer), "")


def meant(rule: Rule, answer: Answer) -> Answer:
    """The answer as the chat writes it: early is on time, and a violation that is not named did not happen."""
    if "days_late" in answer:
        return {"days_late": max(Decimal(0), Decimal(str(answer["days_late"])))}
    counts = answer.get("violations")
    if isinstance(rule, Deduct) and isinstance(counts, dict):
        return {"violations": {one.code: counts.get(one.code, Decimal(0)) for one in rule.violations}}
    return answer


PIECES = st.sampled_from(
    ["9", "9,5", "1.000", "10", "100", "-5", "%", "/", " ", " ", " – ", ", ", "; ", ":", "\t", "điểm", "đ", "ngày", "lần", "tỷ", "BC 45/BC-SXD", "12/6", "12/6/2026",
     "có", "không", "nhưng", "hoặc", "kế hoạch", "thực hiện", "V1", "trên", "đạt", "ạ", "👍", "chín", "(", ")", "khoảng", "không áp dụng"]
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_whatever_is_typed_is_an_answer_of_the_rule_or_told_what_to_type(kind: str, data: st.DataObject) -> None:
    target = Leaf("I.1", "I", "1", "Một", MAX, data.draw(rules(kind)), "optional")
    try:
        reading = read_answer(target, "".join(data.draw(st.lists(PIECES, max_size=7))))
    except RuleError as refusal:
        CATALOGUE.text(refusal.key, ZONE, refusal.facts)  # raises where the sentence misses a fact
        return

    assert not reading.evidence or any(letter.isalpha() for letter in reading.evidence) or re.search(r"\d/\d{1,2}/\d{2,4}\b", reading.evidence)


def test_a_reason_as_shown_reads_as_itself() -> None:
    answer: Answer = {"not_applicable": True, "reason": "đơn vị không được giao"}

    assert not_applicable_reason(shown(Rule(max=MAX), answer)) == "đơn vị không được giao"
