"""Publishing the ranking: the chair sees the exact post, confirms, and the group gets the text and a picture; the table goes out in private.

Scene: closed with scores
Lan: /dotcham
ktd: …
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …đã đóng…
  [Công bố] [Mở lại]
Lan: [Công bố]
ktd: …Tổng hợp điểm tự chấm (chưa thẩm định)…1. Sở Xây dựng – 95 điểm…Chưa nộp…
  [Xác nhận] [Quay lại]
Lan: [Xác nhận]
ktd: …Đã công bố…
ktd → group: …Tổng hợp điểm tự chấm (chưa thẩm định)…1. Sở Xây dựng – 95 điểm…
Nam: /xephang
ktd: …1. Sở Xây dựng – 95 điểm…
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import days_late
from domain.criteria.answers import Answer, from_json
from domain.errors import RuleError
from domain.people import CHAIR, CHAIRS, EVERYONE, STAFF, Role
from domain.periods import require_move
from domain.ranking import Ranking, rank
from domain.rubrics import Rubric
from domain.scoring import SheetScore, score_all, sheet_of
from handlers.dialogue import OutFile
from handlers.flow import Command, Flow, Outdated, Said, Shown, Tap, Turn, Where, choice, end, id_of, say
from storage.periods import Period
from storage.sheets import Place

TABLE_READERS = CHAIRS | {Role.PROVINCE_OFFICE}


class NothingToRank(RuleError):
    """No unit has submitted."""

    key = "ranking.nothing_to_rank"


@dataclass(frozen=True)
class Result:
    """A period's scores and ranking, with the units' names."""

    period: Period
    rubric: Rubric
    places: tuple[Place, ...]
    scores: tuple[SheetScore, ...]
    ranking: Ranking

    def name(self, code: str) -> str:
        return next(place.unit_name for place in self.places if place.code == code)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(place.unit_name for place in self.places if place.state != "submitted")


async def preview(turn: Turn, period_id: str) -> Shown:
    """The exact post, before it is posted."""
    period = await _period(turn, period_id, STAFF)
    require_move("publish", period.state)
    result = await _result(turn, period)
    if not result.ranking.places:
        raise NothingToRank
    rows = (
        choice("ranking.confirm_label", "ranking.publish", period.id, period.revision, weight="main"),
        choice("ranking.back_label", "periods.period", period.id),
    )
    return end((_post(result), say("ranking.preview")), rows)


async def publish(turn: Turn, period_id: str, revision: str) -> Shown:
    period = await _period(turn, period_id, STAFF)
    require_move("publish", period.state)
    if str(period.revision) != revision:
        raise Outdated
    result = await _result(turn, period)
    if not turn.me.roles(period.bloc_id) & CHAIR:
        return await _ask_chair(turn, result)
    if await turn.store.periods.move_state(period, "published", turn.now) is None:
        raise Outdated
    post = _post(result)
    facts = json.dumps(picture_facts(turn, result), ensure_ascii=False)
    words = turn.written(post)
    version = await turn.store.publications.publish(period.id, turn.me.id, words, facts, turn.now)
    await turn.record("publication", period.bloc_id, f"period:{period.id}", period_id=period.id, new={"version": version, "post": words})
    turn.post(period.bloc_id, post, key=f"ranking:{period.id}", files=(_picture(turn, facts),), about=f"ranking:{period.id}")
    readers = await turn.store.seats.holders(period.bloc_id, TABLE_READERS)
    table = OutFile(
        turn.written(say("ranking.table_name", title=period.title)),
        report="score_table",
        facts=json.dumps(table_facts(turn, result), ensure_ascii=False),
    )
    turn.tell(readers, say("ranking.table", title=period.title), files=(table,))
    await turn.store.due.schedule("standings.post", f"period:{period.id}", f"published {period.revision}", turn.now, period.bloc_id)
    posted = "ranking.published" if await turn.store.groups.of_bloc(period.bloc_id) else "ranking.published_without_group"
    return end(say(posted, title=period.title), (choice("ranking.result_label", "ranking.show", period.id), choice("engine.home", "home.open")))


async def open_ranking(turn: Turn, *_: str) -> Shown:
    published = await _published(turn, {seat.bloc_id for seat in turn.me.seats})
    if not published:
        return end(say("ranking.not_yet"), (choice("ranking.back_label", "home.open"),))
    if len(published) == 1:
        return await show(turn, str(published[0].id))
    return end(say("ranking.which"), *((choice("ranking.period_label", "ranking.show", one.id, title=one.title),) for one in published[:8]))


async def ranking_command(turn: Turn, rest: str) -> Shown:
    if turn.incoming and turn.incoming.chat.kind == "group":
        group = await turn.store.groups.of_chat(turn.incoming.platform, turn.incoming.chat.ref)
        published = await _published(turn, {group.bloc_id} if group else set())
        if not published:
            return end(say("ranking.not_yet"))
        newest = await turn.store.publications.newest(published[0].id)
        return end(say("ranking.as_published", post=newest.post)) if newest else end(say("ranking.not_yet"))
    return await open_ranking(turn)


async def show(turn: Turn, period_id: str) -> Shown:
    """A published ranking, as it was published."""
    period = await _period(turn, period_id, EVERYONE)
    newest = await turn.store.publications.newest(period.id)
    if newest is None:
        return end(say("ranking.not_yet"), (choice("ranking.back_label", "home.open"),))
    back = (choice("ranking.back_label", "home.open"),)
    return end(say("ranking.as_published", post=newest.post), back, files=(_picture(turn, newest.ranking),), fresh=True)


async def _published(turn: Turn, blocs: set[str]) -> list[Period]:
    found = [period for bloc_id in sorted(blocs) for period in await turn.store.periods.of_bloc(bloc_id)]
    return [period for period in found if period.state == "published"]


async def _period(turn: Turn, period_id: str, roles: frozenset[Role]) -> Period:
    period = await turn.store.periods.of(id_of(period_id))
    if period is None:
        raise Outdated
    turn.require(period.bloc_id, roles)
    return period


async def _result(turn: Turn, period: Period) -> Result:
    """Scores every sheet of the period together. Submitted sheets alone are ranked."""
    rubric = rubric_of(await turn.store.rubrics.text_of(period.rubric_id))
    places = await turn.store.sheets.board(period.id)
    answers: dict[int, dict[str, Answer]] = {place.sheet_id: {} for place in places}
    for sheet_id, address, answer in await turn.store.sheets.answers_of_period(period.id):
        answers[sheet_id][address] = from_json(answer)
    bloc = await turn.store.blocs.of(period.bloc_id)
    workdays = bloc_file_of(bloc.file).reminding().workdays if bloc else None
    submitted = [place for place in places if place.submitted_at is not None and place.state == "submitted"]
    sheets = []
    for place in submitted:
        late = days_late(period.closes_at, place.submitted_at, turn.zone, period.late_days, workdays) if workdays and place.submitted_at else 0
        sheets.append(sheet_of(rubric, place.code, answers[place.sheet_id], late))
    scores = score_all(rubric, sheets)
    return Result(period, rubric, places, scores, rank(rubric, scores))


def _post(result: Result) -> Said:
    lines = tuple(say("ranking.line", rank=place.rank, unit=result.name(place.unit), points=place.total) for place in result.ranking.places)
    apart = tuple(say("ranking.incomplete", unit=result.name(code)) for code in result.ranking.incomplete)
    missing = (say("ranking.missing", names=", ".join(result.missing)),) if result.missing else ()
    sample = (say("ranking.sample"),) if result.rubric.sample else ()
    return say("ranking.post", title=result.period.title, lines=lines, notes=(*apart, *missing, _tie_rule(result), *sample))


def _tie_rule(result: Result) -> Said:
    words: list[Said] = []
    for rule in result.rubric.tie_break:
        name, _, code = rule.partition(":")
        words.append(say("ranking.tie_section", code=code) if name == "section" else say(f"ranking.tie_{name}"))
    return say("ranking.tie_rule", rules=say("ranking.tie_then", rules=_joined(words))) if words else say("ranking.tie_shared")


def _joined(words: list[Said]) -> Said:
    """Several rules as one phrase."""
    phrase = words[0]
    for word in words[1:]:
        phrase = say("ranking.tie_and", first=phrase, second=word)
    return phrase


def _picture(turn: Turn, facts: str) -> OutFile:
    return OutFile("xep-hang.png", report="ranking_picture", facts=facts, picture=True)


def picture_facts(turn: Turn, result: Result) -> dict[str, Any]:
    """What the picture is drawn from."""
    rows = [[place.rank, result.name(place.unit), str(place.total)] for place in result.ranking.places]
    return {"title": result.period.title, "rows": rows, "total": str(result.rubric.total), "subtitle": turn.written(say("ranking.title"))}


def table_facts(turn: Turn, result: Result) -> dict[str, Any]:
    """What the score table is drawn from: one column a unit, one line a criterion."""
    ranks = {place.unit: place.rank for place in result.ranking.places}
    units = [{"code": score.unit, "name": result.name(score.unit), "rank": ranks.get(score.unit), **_sums(score)} for score in result.scores]
    return {
        "title": result.period.title,
        "subtitle": turn.written(say("ranking.title")),
        "units": units,
        "missing": list(result.missing),
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "max": str(section.max),
                "leaves": [_leaf_row(result, leaf.address) for leaf in section.leaves],
            }
            for section in result.rubric.sections
        ],
    }


def _sums(score: SheetScore) -> Mapping[str, str]:
    return {name: str(getattr(score, name)) for name in ("base", "bonus", "penalty", "late", "total")}


def _leaf_row(result: Result, address: str) -> dict[str, Any]:
    leaf = result.rubric.leaf(address)
    points = [score.leaves[address] for score in result.scores]
    return {
        "code": leaf.code if leaf else address, "title": leaf.title if leaf else "", "max": str(leaf.max) if leaf else "",
        "points": [None if one is None else str(one) for one in points],
    }  # fmt: skip


async def _ask_chair(turn: Turn, result: Result) -> Shown:
    period = result.period
    chairs = await turn.store.seats.holders(period.bloc_id, CHAIR)
    rows = (choice("ranking.confirm_label", "ranking.publish", period.id, period.revision, weight="main"),)
    turn.tell(chairs, (_post(result), say("ranking.proposed", by=turn.me.full_name)), rows)
    return end(say("ranking.sent_to_chair"), (choice("ranking.back_label", "periods.period", period.id),))


FLOW = Flow(
    "ranking",
    commands=(Command("xephang", ranking_command, where=Where.BOTH, menu="ranking.menu"),),
    taps=(
        Tap("open", open_ranking),
        Tap("show", show),
        Tap("preview", preview, STAFF),
        Tap("publish", publish, STAFF),
    ),
)
