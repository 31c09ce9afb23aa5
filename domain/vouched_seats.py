"""Who holds which role, and which unit holds which post, held against the audit log: a right that was given, changed or ended behind the bot's back is named.

What is from before there was a log has no entry, and is not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.audit import Break, Entry


@dataclass(frozen=True)
class KeptSeat:
    """A seat as it is kept: whose, with which role, in which unit (its code, None outside the units), since when (UTC text), and whether it has ended."""

    id: int
    person: int
    role: str
    unit: str | None
    since: str
    has_ended: bool


@dataclass(frozen=True)
class KeptUnit:
    """A unit that has not left its bloc, as it is kept."""

    bloc_id: str
    code: str
    name: str
    post: str | None


def seats_unvouched(entries: Iterable[Entry], kept: Iterable[KeptSeat], begun: str) -> Iterator[Break]:
    """Every seat that is not as it was given or ended, that nobody gave since the log has `begun` (UTC text), or that the log names and nobody keeps."""
    given, ended = dict[str, Entry](), set[str]()
    for entry in entries:
        if entry.act == "seat":
            given[entry.subject] = entry
        elif entry.act == "seat_ended":
            ended.add(entry.subject)
    for seat in kept:
        subject = f"seat:{seat.id}"
        if subject in given:
            yield from _seat(seat, given.pop(subject), has_ended=subject in ended)
        elif seat.since > begun:
            yield Break(0, f"the log has no entry of seat {seat.id}: {seat.role}{f' of {seat.unit}' if seat.unit else ''}")
    for subject, entry in given.items():
        yield Break(entry.seq, f"names {subject.replace(':', ' ')}, which is not kept any more")


def _seat(seat: KeptSeat, entry: Entry, *, has_ended: bool) -> Iterator[Break]:
    named = {"person": seat.person, "role": seat.role, "unit": seat.unit}
    other = [name for name, one in named.items() if (entry.values.get(name) or None) != one]
    other += ["beginning"] * (entry.at != seat.since) + ["end"] * (seat.has_ended != has_ended)
    if other:
        yield Break(entry.seq, f"contradicts seat {seat.id} as it is kept: its {', '.join(other)}")


def units_unvouched(entries: Iterable[Entry], kept: Iterable[KeptUnit]) -> Iterator[Break]:
    """Every unit whose name or post is not what the newest entry of its bloc says, or that it does not know."""
    newest = {entry.bloc_id: entry for entry in entries if entry.act == "bloc"}
    for unit in kept:
        entry = newest.get(unit.bloc_id)
        units = entry.values.get("units") if entry else None
        if entry and isinstance(units, dict) and units.get(unit.code) != {"name": unit.name, "post": unit.post}:
            yield Break(entry.seq, f"contradicts the unit {unit.code} of {unit.bloc_id} as it is kept: its name or its post")
