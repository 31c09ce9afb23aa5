"""Texts as they are cleaned: nothing unseen stays in them, and lines stay where lines are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from domain.texts import clean, clean_lines, fold


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_a_cleaned_text_can_stand_in_any_workbook(text: str) -> None:
    assert not ILLEGAL_CHARACTERS_RE.search(clean(text)) and not ILLEGAL_CHARACTERS_RE.search(clean_lines(text))


@pytest.mark.parametrize(("text", "lines"), [("a\r\nb", "a\nb"), ("a\n\n\n\nb", "a\n\nb"), ("  a \x07 b\n c ", "a b\nc"), ("\n\na\n", "a")])
def test_lines_stay_where_lines_are_meant(text: str, lines: str) -> None:
    assert clean_lines(text) == lines


def test_a_control_character_leaves_no_gap_in_a_word() -> None:
    assert clean("B\x00C số\x0b45") == "BC số 45"


def test_a_label_with_a_minus_sign_can_be_typed_with_a_hyphen() -> None:
    assert fold("Chấp nhận −20") == fold("chấp nhận -20")
