"""Whoever decides hears that something waits: what the secretariat proposed, in one message once it has come to rest; and that everything is appraised."""

from collections import Counter
from datetime import timedelta

from config.bloc_files import bloc_file_of
from domain.calendar.deadlines import after_quiet
from domain.people import CHAIR
from handlers.appraisal.case import changed_said
from handlers.flow import Due, Turn, choice, say
from handlers.results import Result, UnitResult, result_of
from handlers.stand_ins import is_left
from storage.periods import Period

REST = timedelta(minutes=15)
"""So long after the last proposal who decides is told of all of them."""

Waiting = tuple[UnitResult, int]
"""A unit with how many proposals wait for it."""


async def note_proposals(turn: Turn, period: Period) -> None:
    """Something was proposed: who decides hears of it once the proposing rests, outside the quiet hours."""
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    at = after_quiet(turn.now + REST, bloc_file_of(bloc.file).reminding())
    told = await turn.store.notes.read(_told_note(period))
    await turn.store.due.schedule("appraisal.proposals_wait", f"period:{period.id}", f"after {told or 0}", at, period.bloc_id)


def _told_note(period: Period) -> str:
    """Keeps the newest judgement that was looked at: what comes after it is told anew."""
    return f"proposals_told:{period.id}"


async def tell_proposals(turn: Turn, due: Due) -> None:
    """The proposals that wait, unit by unit, to whoever decides on them; nothing where they were decided meanwhile."""
    period = await turn.store.periods.of(due.number)
    if period is None or period.state != "closed" or period.stage != "appraisal":
        return
    result = await result_of(turn, period)
    judged = (one for unit in result.units for standing in unit.standing.values() for one in (standing.appraised, standing.proposed) if one)
    newest = max((one.id for one in judged), default=0)
    await turn.store.notes.leave(_told_note(period), str(newest), turn.now)
    for people, theirs in _by_deciders(result):
        _tell(turn, period, theirs, people)


def _by_deciders(result: Result) -> list[tuple[list[int], list[Waiting]]]:
    """The people who decide on what waits, together where it is the same for them; nobody on what they proposed themselves."""
    theirs: dict[int, list[Waiting]] = {}
    for unit in result.units:
        proposers = [one.proposed.by for one in unit.standing.values() if one.proposed]
        counts = Counter(person for by in proposers for person in result.deciders.answer(unit.place.unit_id, by))
        for person, count in counts.items():
            theirs.setdefault(person, []).append((unit, count))
    found: list[tuple[list[int], list[Waiting]]] = []
    for person, pairs in theirs.items():
        same = next((people for people, others in found if others == pairs), None)
        if same is None:
            found.append(([person], pairs))
        else:
            same.append(person)
    return found


def _tell(turn: Turn, period: Period, waiting: list[Waiting], people: list[int]) -> None:
    lines = tuple(say("appraisal.all_line", unit=unit.place.unit_name, count=count) for unit, count in waiting)
    rows = (
        choice("appraisal.agree_all_label", "appraisal.agree_all", period.id, count=sum(count for _, count in waiting), weight="main"),
        choice("appraisal.see_label", "appraisal.period", period.id, looks=True),
    )
    turn.tell(people, say("appraisal.told_proposals", title=period.title, lines=lines), rows, of=period.bloc_id)


async def tell_when_complete(turn: Turn, result: Result) -> None:
    """The chair hears once, for each closing, that everything is appraised, and what comes next; who speaks sees it on the screen. Who was told of
    proposals of which none is left is asked no more, nor who stands in for the chair on a unit that is appraised."""
    period = result.period
    waiting = {one for people, _ in _by_deciders(result) for one in people}
    deciders = {one for unit in result.units for one in result.deciders.answer(unit.place.unit_id)}
    await turn.store.notices.outdate(deciders - waiting, (f"appraisal.agree_all:{period.id}",))
    for unit in result.units:
        if (stand_ins := result.deciders.stands_in(unit.place.unit_id)) and not is_left(result, unit):
            await turn.store.notices.outdate(stand_ins, (f"appraisal.case:{unit.place.sheet_id}",))
    if not is_complete(result) or await turn.store.notes.read(_complete_note(period)):
        return
    await turn.store.notes.leave(_complete_note(period), "told", turn.now)
    chairs = [one for one in await turn.store.seats.holders(period.bloc_id, CHAIR) if one != turn.me.id]
    told = say("appraisal.told_complete", title=period.title, units=len(result.units), changed=changed_said(result))
    send = choice("appraisal.send_label", "appraisal.send", period.id, weight="main")
    turn.tell(chairs, told, (send, choice("appraisal.see_label", "appraisal.period", period.id, looks=True)), of=period.bloc_id)


def _complete_note(period: Period) -> str:
    return f"appraised:{period.id}:{period.revision}"


def is_complete(result: Result) -> bool:
    """Whether every criterion of every submitted sheet is decided while they are being appraised."""
    period = result.period
    return (
        period.state == "closed"
        and period.stage == "appraisal"
        and bool(result.units)
        and not any(unit.undecided(result.rubric) for unit in result.units)
    )
