"""Strict YAML: what is refused, in one plain line each (RUBRIC.md, "Files")."""

import unicodedata
from decimal import Decimal

import pytest

from config.yaml_files import FileRefused, load


def test_numbers_are_exact_decimals() -> None:
    assert load(b"a: 0.1\nb: [1, -2.50]") == {"a": Decimal("0.1"), "b": [Decimal(1), Decimal("-2.50")]}


def test_quoted_text_stays_text() -> None:
    assert load(b'a: "5"') == {"a": "5"}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "a: !!int 1",
        "a: 1\n---\nb: 2",
        "a: 1\na: 2",
        "a: 1,5",
        "a: 1e3",
        "a: .nan",
        "a: .inf",
        "a: 1_000",
        "",
        "a: [",
        "a: 1234567890123456",
        "{[1]: 2}",
    ],
)
def test_what_is_not_plain_is_refused_whole(text: str) -> None:
    with pytest.raises(FileRefused):
        load(text.encode())


def test_text_that_is_not_in_nfc_is_refused_not_repaired() -> None:
    with pytest.raises(FileRefused, match="NFC"):
        load(unicodedata.normalize("NFD", "a: Sở").encode())


def test_another_encoding_is_refused() -> None:
    with pytest.raises(FileRefused, match="UTF-8"):
        load("a: Sở".encode("utf-16"))


def test_a_file_over_one_mebibyte_is_refused_unread() -> None:
    with pytest.raises(FileRefused, match="1 MiB"):
        load(b"a: " + b"x" * 1024 * 1024)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FileRefused, match="nested"):
        load(b"[" * 60 + b"]" * 60)
