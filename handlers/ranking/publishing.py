"""Publishing: the exact post is shown, confirmed, and then typed; the group gets it with a picture, each unit hears its own place, and chair, vice chair
and observer get the score table."""

import json
from zlib import crc32

from domain.errors import RuleError
from domain.people import CHAIR, CHAIRS, STAFF, Role
from domain.periods import require_move, require_period_act
from domain.texts import fold
from domain.vouching import SealedTable, of_ranking
from handlers.delivery import unmanned_said
from handlers.dialogue import OutFile
from handlers.explaining import outdate_said
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, say
from handlers.overtaken import outdate_appraising, outdate_deciding
from handlers.proposals import outdate_proposals, propose
from handlers.ranking.post import Before, picture_facts, post_of, published_before
from handlers.ranking.table import Standing, published_standing, standing_of, state_said, table_facts, table_name
from handlers.ranking.telling import tell_secretariat, tell_units
from handlers.results import Result, result_of
from storage.periods import Period
from storage.publications import Publication

TABLE_READERS = CHAIRS | {Role.PROVINCE_OFFICE}
PREVIEW = ("ranking.preview", "ranking.preview_group_lost", "ranking.preview_without_group")
PUBLISHED = ("ranking.published", "ranking.published_group_lost", "ranking.published_without_group")
RESTS_ON: tuple[SealedTable, ...] = ("decisions", "explanations", "evidence")
"""What a publication rests on beside the final scores: its entry in the audit log vouches for it."""
AROUND = " .,;:!\"'“”‘’«»"
"""What phones put around typed words."""


class NothingToRank(RuleError):
    """No unit has a rank: none has submitted all criteria, or all are left out."""

    key = "ranking.nothing_to_rank"


class StillAppraising(RuleError):
    """Scores are being appraised: what is published then is what was frozen."""

    key = "ranking.still_appraising"


class NotTyped(RuleError):
    """The words that publish were not typed."""

    key = "ranking.not_typed"


class Publishing(State):
    """The words that publish are asked; `revision` is the period's as the post was shown, `shown` what stands for that post's words."""

    period_id: int
    revision: int
    shown: str


class Posted(State):
    """The result is out; the words that publish, typed once more, publish nothing."""

    asks = False
    period_id: int


async def preview(turn: Turn, period_id: str) -> Shown:
    """The exact post, before it is posted."""
    period, result, before = await _publishable(turn, period_id)
    rows = (
        _confirm(turn, result, before),
        choice("ranking.back_label", "periods.period", period.id),
    )
    return end((post_of(result, before), *await _of_group(turn, period, PREVIEW)), rows)


async def _of_group(turn: Turn, period: Period, keys: tuple[str, str, str], **facts: str) -> tuple[Said, ...]:
    """The sentence for a group that is reached, for one that the bot may not write in, or for a bloc without a group; without one that is reached also
    which units nobody can be told of."""
    groups = await turn.store.groups.of_bloc(period.bloc_id)
    gone = ", ".join(one.title for one in groups if not one.reachable)
    reached, lost, none = keys
    if groups and not gone:
        return (say(reached, **facts),)
    return (say(lost, **facts, group=gone) if gone else say(none, **facts), *await unmanned_said(turn, period.bloc_id))


async def _publishable(turn: Turn, period_id: int | str) -> tuple[Period, Result, Before | None]:
    """The period, its result, and what was published before; if it may be published now. Raises what stands against it."""
    period = await turn.period(str(period_id), STAFF)
    require_move("publish", period.state)
    result = await result_of(turn, period)
    if period.stage != "final" and (period.stage != "appraisal" or result.is_appraised):
        raise StillAppraising
    if not result.ranking.places:
        raise NothingToRank
    newest = await turn.store.publications.newest(period.id)
    return period, result, published_before(result, newest, await _why_again(turn, period, newest)) if newest else None


async def _why_again(turn: Turn, period: Period, newest: Publication) -> str:
    """Why something else is published than before: the correction's reason, or those for which the period was reopened since."""
    changes = await turn.store.periods.changes(period.id)
    return period.correction or "; ".join(one.reason for one in changes if one.act == "reopen" and one.at >= newest.at)


def _confirm(turn: Turn, result: Result, before: Before | None) -> Choice:
    """Confirms the very post that is shown: a sheet that waited for its files, or a unit's new name, makes it another."""
    period = result.period
    return choice("ranking.confirm_label", "ranking.publish", period.id, period.revision, _shown(turn, result, before), weight="main")


def _shown(turn: Turn, result: Result, before: Before | None) -> str:
    """Stands for the words of the post, short enough for a button."""
    return f"{crc32(turn.written(post_of(result, before)).encode()):08x}"


async def publish(turn: Turn, period_id: str, revision: str, shown: str = "") -> Shown:
    """The post was confirmed: the words that publish are asked, or what the secretariat prepared goes to the chair."""
    period, result, before = await _publishable(turn, period_id)
    if (str(period.revision), _shown(turn, result, before)) != (revision, shown):
        raise Outdated
    if not turn.me.roles(period.bloc_id) & CHAIR:
        return await _ask_chair(turn, result, before)
    return _ask_words(period, shown)


def _ask_words(period: Period, shown: str) -> Shown:
    back = (choice("ranking.back_label", "periods.period", period.id),)
    waits = Publishing(period_id=period.id, revision=period.revision, shown=shown)
    return ask(say("ranking.ask_words", title=period.title), back, waits=waits)


async def words_again(turn: Turn, state: Publishing) -> Shown:
    """Asked again only while that can still be published. Raises what stands against it."""
    period, result, before = await _publishable(turn, state.period_id)
    turn.require(period.bloc_id, CHAIR)
    if (period.revision, _shown(turn, result, before)) != (state.revision, state.shown):
        raise Outdated
    return _ask_words(period, state.shown)


async def give_words(turn: Turn, state: Publishing) -> Shown:
    """The words were typed: the result is published."""
    period, result, before = await _publishable(turn, state.period_id)
    require_period_act("publish", period.state, turn.me.roles(period.bloc_id))
    if (period.revision, _shown(turn, result, before)) != (state.revision, state.shown):
        raise Outdated
    if fold(turn.text).strip(AROUND) != fold(turn.written(say("ranking.words"))):
        raise NotTyped
    return await _published(turn, period, result, before)


async def _published(turn: Turn, period: Period, result: Result, before: Before | None) -> Shown:
    if await turn.store.periods.move_state(period, "published", turn.now) is None:
        raise Outdated
    await outdate_proposals(turn, period)
    await outdate_said(turn, period)
    await outdate_appraising(turn, period)
    await outdate_deciding(turn, period)
    post = post_of(result, before)
    facts, words = json.dumps(picture_facts(turn, result, before), ensure_ascii=False), turn.written(post)
    version = await turn.store.publications.publish(period.id, turn.me.id, words, facts, before.reason if before else "", turn.now)
    old = {"version": before.number} if before else None
    new = {"version": version, "post": words, "reason": before.reason if before else "", "ranking": of_ranking(facts)}
    for table in RESTS_ON:
        new |= await turn.sealed(table, period.id)
    await turn.record("publication", period.bloc_id, f"period:{period.id}", period_id=period.id, old=old, new=new)
    turn.post(period.bloc_id, post, key=f"ranking:{period.id}", files=(picture(facts),), about=f"ranking:{period.id}")
    await _send_table(turn, result, published_standing(result, before))
    await tell_units(turn, result, before)
    await tell_secretariat(turn, result, version)
    await turn.store.due.schedule("standings.post", f"period:{period.id}", f"published {period.revision}", turn.now, period.bloc_id)
    posted = await _of_group(turn, period, PUBLISHED, title=period.title)
    return ask(posted, _onward(period.id), waits=Posted(period_id=period.id))


def _onward(period_id: int) -> tuple[Choice, ...]:
    return (choice("ranking.result_label", "ranking.show", period_id), choice("engine.home", "home.open"))


async def words_once_more(turn: Turn, state: Posted) -> Shown:
    """The words that publish were sent twice; anything else is not understood here."""
    again = fold(turn.text).strip(AROUND) == fold(turn.written(say("ranking.words")))
    return end(say("ranking.published_already") if again else say("engine.not_understood"), _onward(state.period_id))


async def _send_table(turn: Turn, result: Result, standing: Standing) -> None:
    period = result.period
    told = say("ranking.table", title=period.title, state=state_said(turn, standing))
    readers = await turn.store.seats.holders(period.bloc_id, TABLE_READERS)
    turn.tell(readers, told, of=period.bloc_id, files=(await table_of(turn, result, standing),))


async def table_of(turn: Turn, result: Result, standing: Standing) -> OutFile:
    """The score tables as a workbook of what stands now, drawn when it leaves."""
    facts = await table_facts(turn, result, standing)
    return OutFile(table_name(turn, result, standing), report="score_table", facts=json.dumps(facts, ensure_ascii=False))


async def send_table(turn: Turn, period_id: str) -> Shown:
    """The score tables as they stand, for who may see every sheet once the period is closed; recorded, for it leaves the house."""
    period = await turn.period(period_id, TABLE_READERS | STAFF)
    if period.state not in {"closed", "published"}:
        raise Outdated
    result = await result_of(turn, period)
    await turn.record("export", period.bloc_id, f"period:{period.id}", period_id=period.id, new={"table": "xlsx", "stage": period.stage})
    back = (
        choice("ranking.back_label", "periods.period" if turn.me.roles(period.bloc_id) & STAFF else "home.open", *_period_of_staff(turn, period)),
    )
    standing = await standing_of(turn, result)
    told = say("ranking.table", title=period.title, state=state_said(turn, standing))
    return end(told, back, files=(await table_of(turn, result, standing),), fresh=True)


def _period_of_staff(turn: Turn, period: Period) -> tuple[int, ...]:
    return (period.id,) if turn.me.roles(period.bloc_id) & STAFF else ()


def picture(facts: str) -> OutFile:
    """The ranking's picture, drawn when it leaves."""
    return OutFile("xep-hang.png", report="ranking_picture", facts=facts, picture=True)


async def _ask_chair(turn: Turn, result: Result, before: Before | None) -> Shown:
    period = result.period
    text = (post_of(result, before), say("ranking.proposed", by=turn.me.full_name))
    said = await propose(turn, period, "publish", text, _confirm(turn, result, before))
    return end(said, (choice("ranking.back_label", "periods.period", period.id),))
