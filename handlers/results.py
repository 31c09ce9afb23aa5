"""A period's scores as they stand: what the units gave themselves, and what counts now. Computed anew each time from what is kept.

Not a conversation: appraisal, explanation and ranking all show these.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from config.bloc_files import bloc_file_of
from config.rubric_files import rubric_of
from domain.calendar.deadlines import days_late
from domain.classification import level_of
from domain.criteria.answers import from_json
from domain.deciders import Deciders
from domain.judgements import NOTHING, Judged, Standing, decided_points, lapsed, standings, unappraised
from domain.numbers import exact_sum
from domain.ranking import Ranking, by_decision, rank, with_quota
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Sheet, SheetScore, score_all, sheet_of
from domain.tables.changes import changes, ruled_anew
from handlers.deciding import deciders_of
from handlers.flow import Said, Turn, say
from storage.answers import OpenSheet
from storage.decisions import Decision, DecisionKind
from storage.periods import Period
from storage.sheets import Place


@dataclass(frozen=True)
class UnitResult:
    """One submitted sheet: its place, its answers (JSON by address), what was judged of each, and its scores. `own` is the self score, `claimed` that with
    what external appraisers entered, which no unit scores itself, `appraised` what the appraisers made of it, `score` what counts now. `again` are the
    addresses that were decided before a reopening and must be once more, `gone` the ids of the judgements that no longer stand."""

    place: Place
    answers: Mapping[str, str]
    standing: Mapping[str, Standing]
    own: SheetScore
    claimed: SheetScore
    appraised: SheetScore
    score: SheetScore
    again: frozenset[str]
    gone: frozenset[int]

    @property
    def entered(self) -> Decimal | None:
        """The points of the criteria that external appraisers entered, as they count now; None where none were."""
        external = [address for address, one in self.standing.items() if one.appraised is not None and one.appraised.basis == "external"]
        return exact_sum(self.score.leaves.get(address) or Decimal(0) for address in external) if external else None

    @property
    def own_total(self) -> Said | Decimal:
        """The total the unit gave itself, as it is shown beside the one that counts now: with what others entered, which is part of that one alone."""
        return self.own.total if self.entered is None else say("appraisal.own_and_entered", own=self.own.total, entered=self.entered)

    def undecided(self, rubric: Rubric) -> tuple[str, ...]:
        """The addresses that still need an appraiser's decision."""
        return unappraised(rubric, self.standing, self.answers)

    def changed(self, rubric: Rubric) -> list[Leaf | Item]:
        """Everything whose points are not, or for a while were not, what the unit gave itself, and what others entered for it: what it may explain."""
        targets: tuple[Leaf | Item, ...] = rubric.leaves + rubric.items
        return [target for target in targets if self._is_changed(target)]

    def _is_changed(self, target: Leaf | Item) -> bool:
        standing = self.standing.get(target.address, NOTHING)
        if standing.decided is None:
            return False
        was_changed = standing.appraised is not None and standing.appraised.points is not None
        return was_changed or self.score.points_of(target) != self.own.points_of(target)


@dataclass(frozen=True)
class Result:
    """A period's submitted sheets, all places, the ranking, what people decided where the rules leave it to them, and who decides now. `outdated` are the
    decisions that no longer apply, for the points they rest on are others."""

    period: Period
    rubric: Rubric
    places: tuple[Place, ...]
    units: tuple[UnitResult, ...]
    ranking: Ranking
    decisions: tuple[Decision, ...]
    deciders: Deciders
    outdated: tuple[Decision, ...] = ()

    @property
    def is_appraised(self) -> bool:
        """Whether anything was decided by an appraiser: what counts is no longer the self score alone."""
        return any(standing.decided for unit in self.units for standing in unit.standing.values())

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(place.unit_name for place in self.places if place.state != "submitted")

    @property
    def left(self) -> tuple[str, ...]:
        """The units whose sheets count though they have left the bloc since the period was closed."""
        return tuple(unit.place.unit_name for unit in self.units if unit.place.has_left)

    @property
    def equals(self) -> tuple[tuple[str, ...], ...]:
        """The codes of units that are equal by points and tie breaks, group by group, whether people put them in order or not."""
        groups: dict[int, list[str]] = {}
        for place in rank(self.rubric, [unit.score for unit in self.units]).places:
            if place.tied:
                groups.setdefault(place.rank, []).append(place.unit)
        return tuple(tuple(units) for units in groups.values())

    @property
    def ordered(self) -> tuple[Decision, ...]:
        """The decisions on the order among equals that still order anybody: of units that are equal now, the first first."""
        equal = {code for group in self.equals for code in group}
        return tuple(sorted((one for one in self.decided("tie").values() if one.unit_code in equal), key=lambda one: int(one.value)))

    def unit(self, code: str) -> UnitResult:
        return next(one for one in self.units if one.place.code == code)

    def name(self, code: str) -> str:
        return next(place.unit_name for place in self.places if place.code == code)

    def decided(self, kind: DecisionKind) -> Mapping[str, Decision]:
        """The decisions of a kind that apply, by unit code."""
        return {one.unit_code: one for one in self.decisions if one.kind == kind}


def void_of(sheet: OpenSheet) -> tuple[Leaf | Item, ...]:
    """The criteria withdrawn from a sheet's table while the period ran, as they last stood there."""
    found = (rubric_of(sheet.earlier_rubrics[rubric]).at(address) for address, rubric in sheet.void.items())
    return tuple(one for one in found if one is not None)


async def result_of(turn: Turn, period: Period) -> Result:
    """Scores every submitted sheet of the period together, and ranks them."""
    rubric = rubric_of(await turn.store.rubrics.text_of(period.rubric_id))
    places = await turn.store.sheets.board(period.id)
    sheets = await _sheets(turn, period, rubric, places)
    kept = await turn.store.decisions.in_force(period.id)
    excluded = {one.unit_code: one.value for one in kept if one.kind == "exclusion"}
    own = [replace(one.own, excluded=excluded.get(one.place.code)) for one in sheets]
    appraised = [replace(mine, decided=decided_points(one.standing, "appraised")) for mine, one in zip(own, sheets, strict=True)]
    now = [replace(mine, decided=decided_points(one.standing)) for mine, one in zip(own, sheets, strict=True)]
    is_appraised = any(standing.decided for one in sheets for standing in one.standing.values())
    ungraded = _scored(rubric, now, is_appraised=is_appraised)
    outdated = _outdated(rubric, kept, {score.unit: score.total for score in ungraded})
    decisions = tuple(one for one in kept if one not in outdated)
    scores = with_quota(rubric, _graded(ungraded, decisions))
    own_scores, appraised_scores = _scored(rubric, own, is_appraised=False), _scored(rubric, appraised, is_appraised=True)
    claimed_scores = _claimed(rubric, appraised) if len(rubric.own_leaves) < len(rubric.leaves) else own_scores
    units = tuple(
        UnitResult(one.place, one.answers, one.standing, mine, claimed, appraisers, present, one.again, one.gone)
        for one, mine, claimed, appraisers, present in zip(sheets, own_scores, claimed_scores, appraised_scores, scores, strict=True)
    )
    tied = {one.unit_code: int(one.value) for one in decisions if one.kind == "tie"}
    ranking = by_decision(rank(rubric, scores), tied)
    return Result(period, rubric, places, units, ranking, decisions, await deciders_of(turn, period.bloc_id), outdated)


@dataclass(frozen=True)
class _Sheet:
    """A submitted sheet before it is scored: what the unit answered, and what stands of what was judged (see UnitResult)."""

    place: Place
    answers: Mapping[str, str]
    standing: Mapping[str, Standing]
    again: frozenset[str]
    gone: frozenset[int]
    own: Sheet


async def _sheets(turn: Turn, period: Period, rubric: Rubric, places: Iterable[Place]) -> list[_Sheet]:
    """The submitted sheets, in the order of their places."""
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for sheet_id, address, answer in await turn.store.sheets.answers_of_period(period.id):
        answers[sheet_id][address] = answer
    history = await turn.store.judgements.of_period(period.id)
    judged = {sheet_id: tuple(one for one in each if rubric.at(one.address)) for sheet_id, each in history.items()}
    anew = await _ruled_anew(turn, period, rubric, judged)
    submitted = [place for place in places if place.state == "submitted"]
    late = await _days_late(turn, period, submitted)
    found = []
    for place in submitted:
        given, mine = answers[place.sheet_id], judged.get(place.sheet_id, ())
        gone = lapsed(mine, given, anew, period.closed_at)
        standing = standings(mine, gone)
        own = sheet_of(rubric, place.code, {address: from_json(text) for address, text in given.items()}, late[place.code])
        found.append(_Sheet(place, given, standing, _again(mine, standing), gone, own))
    return found


def _outdated(rubric: Rubric, kept: Iterable[Decision], totals: Mapping[str, Decimal]) -> tuple[Decision, ...]:
    """The grades and places among equals that rested on other points: the unit's total has changed since, or nobody is left of those it was equal to. What
    was decided before totals were kept applies. A grade that the table has no more applies no more either."""
    dated = [one for one in kept if one.kind != "exclusion" and one.points is not None]
    still = [one for one in dated if totals.get(one.unit_code) == one.points]
    gone = [one for one in kept if one.kind == "grade" and level_of(rubric, one.value) is None]
    equals = Counter(one.points for one in still if one.kind == "tie")
    return tuple(one for one in kept if one in gone or (one in dated and (one not in still or (one.kind == "tie" and equals[one.points] < 2))))


async def _ruled_anew(turn: Turn, period: Period, rubric: Rubric, judged: Mapping[int, tuple[Judged, ...]]) -> dict[int, frozenset[str]]:
    """The criteria whose points or rule are others than in an earlier version by which something was judged, by that version."""
    earlier = {one.rubric_id for history in judged.values() for one in history} - {None, period.rubric_id}
    return {
        version: ruled_anew(changes(rubric_of(await turn.store.rubrics.text_of(version)), rubric)) for version in earlier if version is not None
    }  # fmt: skip


def _again(judged: Iterable[Judged], standing: Mapping[str, Standing]) -> frozenset[str]:
    """What was decided once and is not any more."""
    once = {one.address for one in judged if one.is_decided}
    return frozenset(address for address in once if standing.get(address, NOTHING).decided is None)


def _scored(rubric: Rubric, sheets: list[Sheet], *, is_appraised: bool) -> tuple[SheetScore, ...]:
    """The scores; before appraisal a sheet is complete where the unit has answered all that it answers itself."""
    scores = score_all(rubric, sheets)
    if is_appraised:
        return scores
    own = {leaf.address for leaf in rubric.own_leaves}
    return tuple(replace(score, complete=not own & set(score.unanswered)) for score in scores)


def _claimed(rubric: Rubric, appraised: list[Sheet]) -> tuple[SheetScore, ...]:
    """The self scores, with the points of external criteria as their appraisers entered them."""
    own = {leaf.address for leaf in rubric.own_leaves} | {item.address for item in rubric.items}
    given = [replace(sheet, decided={address: points for address, points in sheet.decided.items() if address not in own}) for sheet in appraised]
    return _scored(rubric, given, is_appraised=True)


def _graded(scores: tuple[SheetScore, ...], decisions: tuple[Decision, ...]) -> tuple[SheetScore, ...]:
    """The scores with the grades that people decided."""
    grades = {one.unit_code: one.value for one in decisions if one.kind == "grade"}
    return tuple(replace(score, grade=grades[score.unit], needs_decision=None) if score.unit in grades else score for score in scores)


async def _days_late(turn: Turn, period: Period, submitted: list[Place]) -> dict[str, int]:
    """By unit code; counted as the period says, in the bloc's zone."""
    bloc = await turn.store.blocs.of(period.bloc_id)
    if bloc is None:
        raise LookupError(period.bloc_id)
    workdays = bloc_file_of(bloc.file).reminding().workdays
    return {
        place.code: days_late(period.closes_at, place.submitted_at, bloc.zone, period.late_days, workdays) if place.submitted_at else 0
        for place in submitted
    }  # fmt: skip
