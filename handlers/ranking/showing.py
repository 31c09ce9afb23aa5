"""A published ranking, as it was published: also while the period is reopened or a correction is being prepared."""

from domain.people import EVERYONE
from handlers.flow import Said, Shown, Turn, choice, end, id_of, say
from handlers.ranking.publishing import picture
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


async def show(turn: Turn, period_id: str, version: str = "0") -> Shown:
    """What was published last, or an earlier version of it; each leads to the one before."""
    period = await turn.period(period_id, EVERYONE)
    newest = await turn.store.publications.newest(period.id)
    back = (choice("ranking.back_label", "home.open"),)
    if newest is None:
        return end(say("ranking.not_yet"), back)
    earlier = await turn.store.publications.of(period.id, id_of(version)) if 0 < id_of(version) < newest.version else None
    shown = earlier or newest
    said = (*_published_by(shown), say("ranking.earlier", number=shown.version, newest=newest.version)) if earlier else _as_published(period, newest)
    others = [number for number in (shown.version - 1, newest.version) if 0 < number != shown.version]
    versions = tuple(choice("ranking.version_label", "ranking.show", period.id, number, number=number) for number in others)
    return end(said, versions, back, files=(picture(shown.ranking),), fresh=True)


def _as_published(period: Period, newest: Publication) -> tuple[Said, ...]:
    """What was published last; and that it is looked at again, where the period was reopened or is corrected."""
    said = _published_by(newest)
    return said if period.state == "published" else (*said, say("ranking.looked_at_again"))


def _published_by(one: Publication) -> tuple[Said, ...]:
    """The post word for word; when it was published, and by whom."""
    return say("ranking.as_published", post=one.post), say("ranking.published_by", at=one.at, by=one.by_name)


async def _published(turn: Turn, blocs: set[str]) -> list[Period]:
    """The periods with a published result, the newest first; also while they are reopened or corrected."""
    found = [period for bloc_id in sorted(blocs) for period in await turn.store.periods.of_bloc(bloc_id)]
    return [period for period in found if period.published_at is not None]
