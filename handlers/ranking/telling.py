"""What is heard of a publication in private: a unit hears its own place, or what a correction changed of it, for the group's post may be seen by few of
them; the secretariat that it is out."""

from domain.appraisal import PROPOSERS
from domain.people import UNIT_ROLES
from handlers.flow import Choice, Said, Turn, choice, say
from handlers.ranking.post import Before, changes_of
from handlers.results import Result


async def tell_units(turn: Turn, result: Result, before: Before | None) -> None:
    """The people of every unit of the bloc hear what became of it, but for whoever publishes; of a correction only those whom it changes."""
    for code, told in (_places(result) if before is None else _corrections(result, before)).items():
        place = next(place for place in result.places if place.code == code)
        people = await turn.store.seats.of_unit(place.unit_id, UNIT_ROLES)
        turn.tell(
            [person for person in people if person != turn.me.id],
            told,
            (_look(result, place.sheet_id, is_submitted=place.state == "submitted"),),
            of=result.period.bloc_id,
            asks=False,
        )


async def tell_secretariat(turn: Turn, result: Result, version: int) -> None:
    """The secretariat hears that the result, or which correction of it, is out; not whoever was told as one of a unit."""
    period = result.period
    told_already = {person for told in turn.told for person in told.people}
    people = [one for one in await turn.store.seats.holders(period.bloc_id, PROPOSERS) if one not in told_already]
    facts = {"title": period.title, "by": turn.me.full_name}
    told = say("ranking.told_published", **facts) if version == 1 else say("ranking.told_corrected", **facts, number=version - 1)
    turn.tell(people, told, (choice("ranking.result_label", "ranking.show", period.id),), of=period.bloc_id, asks=False)


def _places(result: Result) -> dict[str, Said]:
    """By unit code."""
    ranked = {place.unit: place for place in result.ranking.places}
    title, count = result.period.title, len(ranked)
    return {
        place.code: say("ranking.told", title=title, unit=place.unit_name, rank=ranked[place.code].rank, count=count, points=ranked[place.code].total)
        if place.code in ranked
        else say("ranking.told_apart", title=title, unit=place.unit_name)
        for place in result.places
    }


def _corrections(result: Result, before: Before) -> dict[str, Said]:
    return {
        code: say("ranking.told_correction", title=result.period.title, reason=before.reason, change=change)
        for code, change in changes_of(result, before).items()
    }


def _look(result: Result, sheet_id: int, *, is_submitted: bool) -> Choice:
    if result.is_appraised and is_submitted:
        return choice("ranking.see_result_label", "explanations.result", sheet_id, weight="main")
    return choice("ranking.result_label", "ranking.show", result.period.id, weight="main")
