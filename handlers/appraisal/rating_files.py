"""External criteria entered by workbook: given out with the units in it, and read when it comes back."""

import json
from decimal import Decimal

from domain.appraisal import require_stage_act
from domain.rubrics import Leaf
from domain.texts import fold
from handlers import documents
from handlers.appraisal.board import rated_by
from handlers.appraisal.case import period_of
from handlers.appraisal.external import APPRAISER
from handlers.dialogue import OutFile
from handlers.flow import Due, FileUse, NotAllowed, Said, Shown, State, Turn, ask, choice, say
from handlers.results import Result, UnitResult, result_of
from storage.documents import Document

PURPOSE = "appraisal.ratings_read"


class AwaitingRatings(State):
    """The filled workbook is awaited; nothing that is typed has a meaning of its own."""

    asks = False
    takes_files = True
    period_id: int


async def rated_result(turn: Turn, period_id: int | str) -> tuple[Result, tuple[Leaf, ...]]:
    """The result, and the external criteria the person enters; in the stage for it. Raises NotAllowed where there is none."""
    period = await period_of(turn, period_id, APPRAISER)
    require_stage_act("enter_external", period.state, period.stage, turn.me.roles(period.bloc_id))
    result = await result_of(turn, period)
    leaves = tuple(rated_by(turn, result))
    if not leaves:
        raise NotAllowed
    return result, leaves


def heading_of(turn: Turn, leaf: Leaf) -> str:
    """How a criterion heads its column: the way it is found again when the file comes back."""
    return turn.written(say("ratings.column", address=leaf.address, title=leaf.title, max=leaf.max))


async def give_workbook(turn: Turn, period_id: str) -> Shown:
    """The workbook with every unit and what was entered so far; the filled one is awaited."""
    result, leaves = await rated_result(turn, period_id)
    facts = {
        "title": result.period.title,
        "criteria": [heading_of(turn, leaf) for leaf in leaves],
        "units": [[unit.place.code, unit.place.unit_name, [_text(entered(unit, leaf)) for leaf in leaves]] for unit in result.units],
    }
    file = OutFile(turn.written(say("ratings.name", title=result.period.title)), report="rating_sheet", facts=json.dumps(facts, ensure_ascii=False))
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return ask(say("appraisal.fill_ratings"), back, waits=AwaitingRatings(period_id=result.period.id), fresh=True, files=(file,))


def entered(unit: UnitResult, leaf: Leaf) -> Decimal | None:
    standing = unit.standing.get(leaf.address)
    return standing.decided.points if standing and standing.decided else None


def _text(points: Decimal | None) -> str | None:
    return None if points is None else format(points, "f")


async def take_workbook(turn: Turn, state: AwaitingRatings) -> Shown:
    """The filled workbook is noted to be read; anything typed says what is awaited."""
    result, _ = await rated_result(turn, state.period_id)
    if turn.sent is None:
        return await awaiting_again(turn, state)
    return _awaiting(result, await documents.note(turn, result.period.bloc_id, PURPOSE, f"period:{result.period.id}", turn.sent))


async def ratings_use(turn: Turn) -> tuple[FileUse, ...]:
    """A spreadsheet may be an external appraiser's, of any period in which external criteria are entered now."""
    periods = [period for seat in turn.me.blocs_as(APPRAISER) for period in await turn.store.periods.of_bloc(seat.bloc_id)]
    rated = [period for period in periods if (period.state, period.stage) == ("closed", "appraisal")]
    return tuple(FileUse(choice("appraisal.as_ratings_label", "appraisal.take_ratings", one.id, title=one.title)) for one in rated)


async def take_ratings(turn: Turn, period_id: str, document_id: str = "") -> Shown:
    """The file that came is the filled workbook: it is noted to be read."""
    result, _ = await rated_result(turn, period_id)
    return _awaiting(result, await documents.note_arrived(turn, result.period.bloc_id, PURPOSE, f"period:{result.period.id}", document_id))


def _awaiting(result: Result, said: Said) -> Shown:
    back = (choice("appraisal.back_label", "appraisal.period", result.period.id),)
    return ask(said, back, waits=AwaitingRatings(period_id=result.period.id))


async def awaiting_again(turn: Turn, state: AwaitingRatings) -> Shown:
    """Awaited again only while points are entered. Raises what stands against it."""
    await rated_result(turn, state.period_id)
    return ask(say("appraisal.awaiting_ratings"), (choice("appraisal.back_label", "appraisal.period", state.period_id),), waits=state)


async def tell_read(turn: Turn, due: Due) -> None:
    """The workbook was read: its sender may look at what it would change, or hears why there is nothing."""
    document = await turn.store.documents.of(due.number)
    if document is None or document.by not in await turn.store.seats.holders(document.bloc_id, APPRAISER):
        return
    why = documents.refusal(document)
    if why is None and not json.loads(document.found)["is_ours"]:
        why = say("appraisal.no_ratings", name=document.name)
    why = why or await _of_another_period(turn, document)
    if why is not None:
        turn.tell([document.by], why, (choice("appraisal.see_label", "appraisal.period", document.number),), of=document.bloc_id, asks=False)
        return
    turn.tell(
        [document.by],
        say("appraisal.ratings_read", name=document.name),
        (choice("appraisal.compare_label", "appraisal.ratings", document.id, weight="main"),),
        of=document.bloc_id,
    )


async def _of_another_period(turn: Turn, document: Document) -> Said | None:
    """What is said of a workbook that bears another period's title, and not that of the one it is read for: its points are not for this one."""
    titles = {fold(one) for one in json.loads(document.found).get("titles", ())}
    borne = [one for one in await turn.store.periods.of_bloc(document.bloc_id) if fold(one.title) in titles]
    if not borne or any(one.id == document.number for one in borne):
        return None
    return say("appraisal.ratings_other_period", name=document.name, title=borne[0].title)
