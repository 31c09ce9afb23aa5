"""A receipt's file stands by itself: whole, or with what is wrong named."""

from typing import Any

import pytest

from domain.audit import Entry, valued
from domain.receipts import receipt_document, receipt_faults
from domain.sheets import digest, receipt_code

SHEET = (
    '{"answers":{"I.1":{"answer":{"points":"9"},"explanation":""}},"evidence":[],"format":"ktd-receipt/1","period":1,"rubric":"ngan-10","unit":"SXD"}'
)


def document() -> dict[str, Any]:
    sha = digest(SHEET)
    new = {"receipt": receipt_code("SXD", 1, 2, sha), "version": 2, "total": "9", "sha256": sha, "authority": "leader",
           "asked_at": "2026-06-01T01:00:00+00:00", "unit_name": "Sở Xây dựng", "title": "Sơ kết"}  # fmt: skip
    entry = Entry(12, "2026-06-01T01:00:00.000000Z", "b", 1, 7, "submission", "sheet:3", "{}", valued(new), "ab").sealed()
    return receipt_document(SHEET, entry)


def test_a_receipt_as_it_was_given_is_whole() -> None:
    assert receipt_faults(document()) == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sheet", SHEET.replace('"9"', '"10"')),
        ("total", "10"),
        ("version", 3),
        ("receipt", "SXD-1-2-00000000"),
        ("sha256", "0"),
        ("authority", "paper"),
        ("unit_name", "Sở Y tế"),
        ("title", "Tổng kết"),
        ("asked_at", "2025"),
    ],
)
def test_anything_changed_in_it_is_found(key: str, value: object) -> None:
    assert receipt_faults(document() | {key: value})


@pytest.mark.parametrize(
    ("key", "value"), [("seq", 13), ("previous", "cd"), ("at", "2025"), ("new", "{}"), ("hash", "0"), ("by", None), ("act", "withdrawal")]
)
def test_anything_changed_in_its_link_of_the_chain_is_found(key: str, value: object) -> None:
    whole = document()

    assert receipt_faults(whole | {"entry": whole["entry"] | {key: value}})


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "x",
        {},
        {"format": "ktd-receipt-file/1"},
        {**document(), "version": True},
        {**document(), "sheet": "\ud800"},
        {**document(), "entry": {"seq": 1}},
    ],
)
def test_what_is_no_receipt_is_told_and_never_raises(bad: object) -> None:
    assert receipt_faults(bad)
