"""Periods by name, told apart where two bear the same."""

from collections.abc import Iterable

from handlers.flow import Said, say
from storage.periods import Period


def label_of(period: Period, among: Iterable[Period]) -> Said:
    """A period's name for a button; with its deadline where another one of those shown bears the same name."""
    namesakes = [one for one in among if one.title == period.title and one.bloc_id == period.bloc_id and one.id != period.id]
    return say("periods.titled_until", title=period.title, at=period.closes_at) if namesakes else say("periods.name_label", name=period.title)
