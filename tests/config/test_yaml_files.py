"""Strict YAML: what is refused, in one plain line each (docs/formats.md, "Files")."""

import os
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from config.yaml_files import LARGEST, FileRefused, content_of, load


def test_numbers_are_exact_decimals() -> None:
    assert load(b"a: 0.1\nb: [1, -2.50]") == {"a": Decimal("0.1"), "b": [Decimal(1), Decimal("-2.50")]}


def test_quoted_text_stays_text() -> None:
    assert load(b'a: "5"') == {"a": "5"}


@pytest.mark.parametrize(
    "text", ["1,5", "1e3", "1e400", ".nan", ".inf", "-.inf", "1_000", "0x10", "+5", "5.", ".5", "1234567890123456", "0.1234567891", "٣", "9" * 5000]
)
def test_a_number_in_any_other_form_is_text_so_that_it_is_a_fault_where_a_number_is_asked(text: str) -> None:
    assert load(f"[{text}]".encode() if "," not in text else f"- {text}".encode()) == [text]


@pytest.mark.parametrize("text", ["-0", "0", "-0.00"])
def test_there_is_no_negative_zero(text: str) -> None:
    assert str(load(f"- {text}".encode())) == "[Decimal('0')]"


def test_the_words_of_yaml_are_themselves_and_others_are_text() -> None:
    assert load(b"[true, False, null, ~, yes, on, off, 2026-01-02]") == [True, False, None, None, "yes", "on", "off", "2026-01-02"]


def test_keys_are_text_whatever_they_look_like() -> None:
    assert load(b"{on: total, yes: true, 5: five, null: x}") == {"on": "total", "yes": True, "5": "five", "null": "x"}


def test_a_byte_order_mark_is_no_text() -> None:
    assert load(b"\xef\xbb\xbfa: 1") == {"a": Decimal(1)}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "a: !!int 1",
        "a: 1\n---\nb: 2",
        "a: 1\na: 2",
        "a: !x 1",
        "a: &x [1]",
        "a: 1\n...\n---\n",
        'a: 1\n"a": 2',
        "",
        "# nothing",
        "a: [",
        "{[1]: 2}",
        "? [a]\n: 1",
        "a: b: c",
        "a:\n\tb: 1",
        "a: \0",
        'a: "\\ud800"',
        'a: "e\\u0301"',
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


def test_forty_levels_are_read_and_one_more_is_refused() -> None:
    assert load(b"[" * 40 + b"1" + b"]" * 40)

    with pytest.raises(FileRefused, match="nested"):
        load(b"[" * 41 + b"]" * 41)


def test_a_file_of_just_one_mebibyte_is_read() -> None:
    assert load(b"a: " + b"x" * (1024 * 1024 - 3))


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(FileRefused, match="regular"):
        content_of(tmp_path / "pipe")


@pytest.mark.parametrize(("name", "why"), [("none.yaml", "No such file"), (".", "directory"), ("a\0b", "null byte")])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        content_of(tmp_path / name)


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (3 << 20))

    assert len(content_of(tmp_path / "large")) == LARGEST + 1
