"""What the bot shows of an answer, typed back, is the same answer: for every rule, whatever its data."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import Catalogue
from domain.criteria import Rule
from domain.criteria.answers import Answer
from domain.numbers import rounded
from domain.reading import read_answer
from domain.rubrics import Leaf
from handlers.criteria import recorded
from tests.domain.rules import KINDS, answers, lightly, rules
from tests.stage import ZONE

WORDS = Catalogue.load()


def leaf_of(rule: Rule) -> Leaf:
    return Leaf("I.1", "I", "1", "Tiêu chí", rule.ceiling, rule, "optional")


def shown(leaf: Leaf, answer: Answer) -> str:
    said = recorded(leaf, answer)
    return WORDS.text(said.key, ZONE, said.facts).plain


def in_hundredths(answer: Answer) -> Answer:
    """The answer with no third decimal: what has three may be thousands, and is asked back."""
    return {name: rounded(value, 2, "half_up") if isinstance(value, Decimal) else value for name, value in answer.items()}


def meant(answer: Answer) -> object:
    """The answer as it is told: who was early was on time, and a violation that did not happen is not said."""
    if "days_late" in answer:
        return {"days_late": max(Decimal(0), Decimal(str(answer["days_late"])))}
    given = answer.get("violations")
    return {"violations": {code: count for code, count in given.items() if count}} if isinstance(given, dict) else answer


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_what_is_shown_of_an_answer_is_read_as_that_answer(kind: str, data: st.DataObject) -> None:
    leaf = leaf_of(data.draw(rules(kind)))
    answer = in_hundredths(data.draw(answers(leaf.rule)))
    text = shown(leaf, answer)
    reading = read_answer(leaf, text)

    assert meant(reading.answer) == meant(answer) and not reading.evidence, text
