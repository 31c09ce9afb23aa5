"""Numbers as officials type them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import number
from domain.numbers import AmbiguousNumber, NotANumber, NotWhole, OutOfRange, Range, read_number, readings, rounded, unmistakable

TEN = Range(high=Decimal(10))


@pytest.mark.parametrize("text", ["7,5", "7.5", "7 5", "７．５", " 7,5 ", "7,50", "\u200e7,5"])
def test_seven_and_a_half_is_read_however_it_is_typed(text: str) -> None:
    assert read_number(text, TEN) == Decimal("7.5")


@pytest.mark.parametrize(
    ("text", "value"), [("1.000", "1000"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("12 000", "12000"), ("1.000.000", "1000000")]
)
def test_thousands_are_read_where_only_thousands_fit(text: str, value: str) -> None:
    assert read_number(text, Range(low=Decimal(100))) == Decimal(value)


@pytest.mark.parametrize("text", ["0,125", "0.125", "-0,125"])
def test_nothing_before_the_comma_is_no_group_of_thousands(text: str) -> None:
    assert abs(read_number(text, Range(low=None))) == Decimal("0.125")


def test_a_dot_and_three_digits_is_asked_back_where_both_readings_fit() -> None:
    with pytest.raises(AmbiguousNumber):
        read_number("1.000", Range())


def test_a_dot_and_three_digits_is_one_where_a_thousand_does_not_fit() -> None:
    assert read_number("1.000", TEN) == 1


@pytest.mark.parametrize("text", ["", "abc", "7,5,5", "1e3", "--3", "😀", "½", "7,", "NaN", "inf"])
def test_what_is_no_number_is_not_guessed_at(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text, TEN)


@pytest.mark.parametrize("text", ["11", "-1", "10,01"])
def test_out_of_range_names_the_range(text: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        read_number(text, TEN)

    assert refused.value.facts == {"low": Decimal(0), "high": Decimal(10)}


def test_a_fraction_is_refused_where_a_whole_number_is_asked() -> None:
    with pytest.raises(NotWhole):
        read_number("2,5", Range(whole=True))


@given(st.decimals(min_value=0, max_value=999, places=2))
def test_what_the_bot_writes_it_reads_back(value: Decimal) -> None:
    assert value in readings(number(value))


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=4))
def test_rounding_never_moves_a_value_by_more_than_half_a_step(value: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(value, places, "half_up")) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [("0.125", "half_up", "0.13"), ("0.125", "half_even", "0.12"), ("0.135", "half_even", "0.14"), ("0.129", "down", "0.12"),
     ("-0.125", "half_up", "-0.13"), ("-0.129", "down", "-0.12")],
)  # fmt: skip
def test_halves_go_where_the_rubric_says(value: str, mode: str, expected: str) -> None:
    assert rounded(Fraction(value), 2, mode) == Decimal(expected)  # type: ignore[arg-type]  # the modes are spelled out above


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_number_written_unmistakably_has_one_reading(value: Decimal) -> None:
    assert readings(unmistakable(value)) == (value,)


@pytest.mark.parametrize("text", ["0.500", "0,500"])
def test_what_begins_with_a_nought_is_no_thousand(text: str) -> None:
    assert readings(text) == (Decimal("0.500"),)


@pytest.mark.parametrize(("value", "shown"), [("-20", "−20"), ("-0.5", "−0,5"), ("-1234.50", "−1.234,5"), ("-0", "0"), ("20", "20")])
def test_a_number_below_zero_is_shown_with_a_minus_sign(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


@pytest.mark.parametrize("text", ["-20", "−20", "－20", "−20,0"])
def test_a_number_below_zero_is_read_as_it_is_typed_and_as_it_is_shown(text: str) -> None:
    assert read_number(text, Range(low=Decimal(-20))) == Decimal(-20)
