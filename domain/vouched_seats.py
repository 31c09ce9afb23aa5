"""Who holds which role, held against the audit log: a right that was changed, ended or given back behind the bot's back is named.

Seats from before there was a log have no entry, and are not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.audit import Break, Entry


@dataclass(frozen=True)
class KeptSeat:
    """A seat as it is kept: whose, with which role, in which unit (its code, None outside the units), and whether it has ended."""

    id: int
    person: int
    role: str
    unit: str | None
    has_ended: bool


def seats_unvouched(entries: Iterable[Entry], kept: Iterable[KeptSeat]) -> Iterator[Break]:
    """Every seat that is not as it was given or ended, or that the log names and nobody keeps."""
    given, ended = dict[str, Entry](), set[str]()
    for entry in entries:
        if entry.act == "seat":
            given[entry.subject] = entry
        elif entry.act == "seat_ended":
            ended.add(entry.subject)
    for seat in kept:
        subject = f"seat:{seat.id}"
        if subject not in given:
            continue
        entry = given.pop(subject)
        named = {"person": seat.person, "role": seat.role, "unit": seat.unit}
        other = [name for name, one in named.items() if (entry.values.get(name) or None) != one]
        other += ["end"] * (seat.has_ended != (subject in ended))
        if other:
            yield Break(entry.seq, f"contradicts seat {seat.id} as it is kept: its {', '.join(other)}")
    for subject, entry in given.items():
        yield Break(entry.seq, f"names {subject.replace(':', ' ')}, which is not kept any more")
