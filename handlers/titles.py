"""Periods by name, told apart where two bear the same."""

import re
from collections.abc import Iterable, Mapping

from domain.blocs import short_names
from handlers.flow import Said, Seat, say
from storage.periods import Period

YEAR = re.compile(r"\b(20\d\d)$")
"""The year at the end of a title, where a phone cuts a button."""


def label_of(period: Period, among: Iterable[Period], seats: Iterable[Seat]) -> Said:
    """A period's name for a button; with its deadline where another one of those shown bears the same name, and behind its bloc's name where they are of
    several blocs (by the `seats` of who looks)."""
    return label_among(period, among, {seat.bloc_id: seat.bloc_name for seat in seats})


def label_among(period: Period, among: Iterable[Period], blocs: Mapping[str, str]) -> Said:
    """The same, by the names of the `blocs` of which the periods are."""
    among = tuple(among)
    shown = {one.bloc_id: blocs[one.bloc_id] for one in among if blocs.get(one.bloc_id)}
    bloc = short_names(shown).get(period.bloc_id, "")
    name = _in_bloc(period, among)
    return say("periods.titled_of_bloc", bloc=bloc, title=name) if bloc and len({one.bloc_id for one in among}) > 1 else name


def _in_bloc(period: Period, among: tuple[Period, ...]) -> Said:
    namesakes = [one for one in among if one.title == period.title and one.bloc_id == period.bloc_id and one.id != period.id]
    if namesakes:
        return say("periods.titled_until", title=period.title, at=period.closes_at)
    year = YEAR.search(period.title)
    if year and any(one.title != period.title and YEAR.sub("", one.title) == YEAR.sub("", period.title) for one in among):
        return say("periods.titled_in_year", year=year[1], title=period.title)
    return say("periods.name_label", name=period.title)
