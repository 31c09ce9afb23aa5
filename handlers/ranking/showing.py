"""A published ranking, as it was published: also while the period is reopened or a correction is being prepared."""

from domain.people import EVERYONE
from handlers.flow import Said, Shown, Turn, choice, end, say
from handlers.ranking.publishing import period_of, picture
from handlers.titles import label_of
from storage.periods import Period
from storage.publications import Publication

HOME = (choice("engine.home", "home.open"),)


async def open_ranking(turn: Turn, *_: str) -> Shown:
    published = await _published(turn, {seat.bloc_id for seat in turn.me.seats})
    if not published:
        return end(say("ranking.not_yet"), (choice("ranking.back_label", "home.open"),))
    if len(published) == 1:
        return await show(turn, str(published[0].id))
    rows = ((choice(label_of(one, published, turn.me.seats), "ranking.show", one.id),) for one in published[:8])
    return end(say("ranking.which"), *rows, HOME)


async def ranking_command(turn: Turn, rest: str) -> Shown:
    if turn.incoming and turn.incoming.chat.kind == "group":
        group = await turn.store.groups.of_chat(turn.incoming.platform, turn.incoming.chat.ref)
        if group is None:
            return end(say("engine.group_untied"))
        published = await _published(turn, {group.bloc_id})
        newest = await turn.store.publications.newest(published[0].id) if published else None
        return end(_as_published(published[0], newest)) if newest else end(say("ranking.not_yet"))
    return await open_ranking(turn)


async def show(turn: Turn, period_id: str) -> Shown:
    period = await period_of(turn, period_id, EVERYONE)
    newest = await turn.store.publications.newest(period.id)
    back = (choice("ranking.back_label", "home.open"),)
    if newest is None:
        return end(say("ranking.not_yet"), back)
    return end(_as_published(period, newest), back, files=(picture(newest.ranking),), fresh=True)


def _as_published(period: Period, newest: Publication) -> tuple[Said, ...]:
    """What was published last; and that it is looked at again, where the period was reopened or is corrected."""
    post = say("ranking.as_published", post=newest.post)
    return (post,) if period.state == "published" else (post, say("ranking.looked_at_again"))


async def _published(turn: Turn, blocs: set[str]) -> list[Period]:
    """The periods with a published result, the newest first; also while they are reopened or corrected."""
    found = [period for bloc_id in sorted(blocs) for period in await turn.store.periods.of_bloc(bloc_id)]
    return [period for period in found if period.published_at is not None]
