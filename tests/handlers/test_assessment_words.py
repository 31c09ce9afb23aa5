"""What the bot shows of an answer can be typed back: it reads as the same answer, or is asked back, never as another one."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import Catalogue
from domain.criteria import Rule
from domain.criteria.answers import Answer
from domain.criteria.counts import Deduct
from domain.numbers import AmbiguousNumber
from domain.reading import read_answer
from domain.reading.kinds import not_applicable_reason
from domain.rubrics import Leaf
from handlers.criteria import recorded
from tests.domain.rules import KINDS, MAX, answers, lightly, rules

CATALOGUE = Catalogue.load()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def shown(rule: Rule, answer: Answer) -> str:
    said = recorded(rule, answer)
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


def test_a_reason_as_shown_reads_as_itself() -> None:
    answer: Answer = {"not_applicable": True, "reason": "đơn vị không được giao"}

    assert not_applicable_reason(shown(Rule(max=MAX), answer)) == "đơn vị không được giao"
