"""The chain of decisive acts: what was changed, taken out or moved is found."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit import ACTS, Act, Entry, Witness, breaks, contradictions, valued

AT = "2026-06-01T01:00:00.000000Z"


def chain(acts: Sequence[Act]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, act in enumerate(acts, 1):
        previous = entries[-1].sha256 if entries else ""
        entries.append(Entry(seq, AT, "b", 1, 7, act, f"sheet:{seq}", "{}", valued({"points": seq}), previous).sealed())
    return entries


def head_of(entries: Sequence[Entry]) -> tuple[int, str]:
    return (entries[-1].seq, entries[-1].sha256) if entries else (0, "")


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_a_chain_that_nobody_touched_holds(acts: list[Act]) -> None:
    entries = chain(acts)

    assert not list(breaks(entries, head_of(entries)))


@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=12), st.data())
def test_any_changed_entry_is_found(acts: list[Act], data: st.DataObject) -> None:
    entries = chain(acts)
    at = data.draw(st.integers(0, len(entries) - 1))
    field, value = data.draw(
        st.sampled_from([("by", 8), ("new", '{"points":99}'), ("old", '{"x":1}'), ("at", "2025"), ("subject", "x"), ("act", "y")])
    )
    changed = Entry(**{**entries[at].facts(), field: value}, sha256=entries[at].sha256)  # type: ignore[arg-type]

    assert [one.seq for one in breaks([*entries[:at], changed, *entries[at + 1 :]], head_of(entries))] == [at + 1]


@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=12), st.data())
def test_any_changed_entry_that_was_sealed_anew_is_found(acts: list[Act], data: st.DataObject) -> None:
    entries = chain(acts)
    at = data.draw(st.integers(0, len(entries) - 1))
    forged = replace(entries[at], by=8).sealed()

    assert list(breaks([*entries[:at], forged, *entries[at + 1 :]], head_of(entries)))


@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=12), st.data())
def test_any_entries_taken_out_are_found_also_the_last(acts: list[Act], data: st.DataObject) -> None:
    entries = chain(acts)
    first = data.draw(st.integers(0, len(entries) - 1))
    last = data.draw(st.integers(first + 1, len(entries)))

    assert list(breaks(entries[:first] + entries[last:], head_of(entries)))


def test_entries_that_changed_places_are_found() -> None:
    entries = chain(["seat", "seat", "seat"])
    moved = [entries[0], replace(entries[2], seq=2).sealed(), replace(entries[1], seq=3).sealed()]

    assert list(breaks(moved, head_of(entries)))


@pytest.mark.parametrize(
    ("taken", "told"), [(slice(1, 2), "entry 2 is missing"), (slice(0, 2), "entry 1 to 2 are missing"), (slice(2, 4), "entry 3 to 4 are missing")]
)
def test_what_is_missing_is_named(taken: slice, told: str) -> None:
    entries = chain(["seat"] * 4)
    left = [one for one in entries if one not in entries[taken]]

    assert told in [one.line for one in breaks(left, head_of(entries))]


def told(entries: Sequence[Entry], *witnesses: Witness) -> list[str]:
    return [one.line for one in contradictions(entries, witnesses)]


def test_an_end_that_was_cut_with_its_head_is_shown_by_the_numbers_once_given() -> None:
    entries = chain(["seat"] * 4)[:2]

    assert [one.line for one in breaks(entries, head_of(entries), given=4)] == ["entry 3 to 4 are missing"]


def test_what_names_an_entry_elsewhere_must_find_it_as_it_was() -> None:
    entries = chain(["seat", "submission", "seat"])
    second = Witness("receipt X", 2, entries[1].sha256, {"points": 2})
    assert told(entries, second, Witness("a note", 2, entries[1].sha256[:16])) == []

    assert told(entries[:1], second) == ["entry 2 is missing, though receipt X names it"]
    assert told(entries, replace(second, seq=3)) == ["entry 3 contradicts receipt X: the log was changed, or the other names another entry"]
    assert told(entries, replace(second, sha256="", new={"points": 3})) == [
        "entry 2 contradicts receipt X: the log was changed, or the other names another entry"
    ]
