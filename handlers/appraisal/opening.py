"""`/thamdinh`: the periods that were closed, or the unit that is named behind the command, whatever it is called."""

from domain.appraisal import APPRAISERS
from domain.people import STAFF
from domain.texts import fold
from domain.units import named
from handlers.appraisal.board import period_screen
from handlers.appraisal.case import READERS
from handlers.appraisal.external import rate_unit
from handlers.appraisal.sheet import open_case
from handlers.flow import Said, Shown, Turn, choice, end, say
from handlers.titles import label_of
from storage.periods import Period
from storage.sheets import Place

WORDS_SHOWN = 60
HOME = (choice("engine.home", "home.open"),)

Found = list[tuple[Period, Place]]
"""Units' places, each in its period."""


async def open_appraisals(turn: Turn) -> Shown:
    """The closed periods of the person's blocs; the only one is opened at once."""
    return await _periods_screen(turn, await _periods(turn))


async def command(turn: Turn, rest: str) -> Shown:
    """The closed periods; or the sheet of the unit that stands behind the command, by its code, a name or a former name. What fits several is asked."""
    periods = await _periods(turn)
    if not fold(rest) or not periods:
        return await _periods_screen(turn, periods)
    places = [(period, place) for period in periods for place in await turn.store.sheets.board(period.id)]
    units = {unit.id for unit in named(rest, {place.unit_id: place.unit for _, place in places}.values())}
    meant = [(period, place) for period, place in places if place.unit_id in units]
    submitted = [(period, place) for period, place in meant if place.state == "submitted"]
    if not meant:
        return await _periods_screen(turn, periods, say("appraisal.no_such_unit", name=rest[:WORDS_SHOWN]))
    if not submitted:
        names = ", ".join(dict.fromkeys(place.unit_name for _, place in meant))
        return await _periods_screen(turn, periods, say("appraisal.not_submitted", names=names))
    return await _open(turn, rest, [one for one in submitted if one[0].state == "closed"] or submitted)


async def _periods(turn: Turn) -> list[Period]:
    """The periods of the person's blocs that can be looked at: a closed one; a published one stays where its scores were appraised."""
    found = [period for seat in turn.me.blocs_as(APPRAISERS) for period in await turn.store.periods.of_bloc(seat.bloc_id)]
    return [one for one in found if one.state == "closed" or (one.state == "published" and one.stage == "final")]


async def _periods_screen(turn: Turn, periods: list[Period], *said: Said) -> Shown:
    match periods:
        case []:
            closing = ((choice("appraisal.periods_label", "periods.open"),),) if turn.me.blocs_as(STAFF) else ()
            return end(say("appraisal.none"), *closing, HOME)
        case [only]:
            return await period_screen(turn, only, *said)
    seats = turn.me.blocs_as(APPRAISERS)
    rows = [(choice(label_of(period, periods, seats), "appraisal.period", period.id),) for period in periods]
    return end((*said, say("appraisal.which")), *rows, HOME)


async def _open(turn: Turn, words: str, found: Found) -> Shown:
    """The only sheet meant, or which of several it is: of several units, or of one unit in several periods."""
    if len(found) == 1:
        period, place = found[0]
        return await (open_case if _reads(turn, period) else rate_unit)(turn, str(place.sheet_id))
    units = {place.unit_id: place.unit_name for _, place in found}
    periods, seats = [period for period, _ in found], turn.me.blocs_as(APPRAISERS)
    label = "appraisal.unit_of_period_label" if len({one.id for one in periods}) > 1 else "appraisal.unit_label"
    rows = [
        (choice(label, _act(turn, period), place.sheet_id, unit=place.unit_name, title=label_of(period, periods, seats)),)
        for period, place in found
    ]  # fmt: skip
    question = (
        say("appraisal.several_units", name=words[:WORDS_SHOWN]) if len(units) > 1 else say("appraisal.which_sheet", unit=found[0][1].unit_name)
    )
    return end(question, *rows, HOME)


def _reads(turn: Turn, period: Period) -> bool:
    """Whether the person sees whole sheets; else they enter the criteria that are theirs."""
    return bool(turn.me.roles(period.bloc_id) & READERS)


def _act(turn: Turn, period: Period) -> str:
    return "appraisal.case" if _reads(turn, period) else "appraisal.rate_unit"
