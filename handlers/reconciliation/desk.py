"""The closed stage before publication: chair, vice chair and secretariat look at what the appraisal came to."""

from domain.appraisal import RECONCILERS
from domain.people import CHAIR
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.results import Result, UnitResult, result_of
from storage.periods import Period

STAGES = {"reconciliation", "final"}


async def period_of(turn: Turn, period_id: int | str) -> Period:
    """The period, if it is being reconciled and the person sits at the table. Raises Outdated or NotAllowed."""
    period = await turn.store.periods.of(id_of(str(period_id)))
    if period is None or period.state != "closed" or period.stage not in STAGES:
        raise Outdated
    turn.require(period.bloc_id, RECONCILERS)
    return period


async def open_desk(turn: Turn, period_id: str) -> Shown:
    return await desk(turn, await result_of(turn, await period_of(turn, period_id)))


async def desk(turn: Turn, result: Result, *said: Said) -> Shown:
    """The order as it would be published, what needs people's decision, and the ways to look closer."""
    period = result.period
    text = say("reconciliation.desk", title=period.title, stage=say(f"appraisal.stage_{period.stage}"), lines=_order(result))
    notes = (*_open_questions(result), *await _appeals(turn, period))
    return end((*said, text, *notes), *_rows(turn, result), lasting=bool(said))


def _order(result: Result) -> tuple[Said, ...]:
    lines = [
        say(
            "reconciliation.place", rank=place.rank, unit=result.name(place.unit), points=place.total, own=result.unit(place.unit).own.total,
            grade=_grade(result, result.unit(place.unit)),
        )
        for place in result.ranking.places
    ]  # fmt: skip
    excluded = result.decided("exclusion")
    lines += [say("reconciliation.excluded", unit=result.name(code), reason=excluded[code].reason) for code, _ in result.ranking.excluded]
    lines += [say("reconciliation.incomplete", unit=result.name(code)) for code in result.ranking.incomplete]
    lines += [say("reconciliation.missing", unit=name) for name in result.missing]
    return tuple(lines)


def _grade(result: Result, unit: UnitResult) -> Said | str:
    classification = result.rubric.classification
    if classification is None:
        return ""
    name = next((level.name for level in classification.levels if level.code == unit.score.grade), None)
    return say("reconciliation.grade", grade=name) if name else say("reconciliation.no_grade")


def _open_questions(result: Result) -> tuple[Said, ...]:
    """What the rules leave to people: grades that need a decision, levels over their quota, equals, criteria below their floor."""
    notes = [note for unit in result.units for note in _questions_of(result, unit)]
    notes += [say("reconciliation.tied", units=", ".join(result.name(code) for code in group)) for group in tied_groups(result)]
    return (say("reconciliation.questions", lines=tuple(notes)),) if notes else ()


def _questions_of(result: Result, unit: UnitResult) -> list[Said]:
    score, name = unit.score, unit.place.unit_name
    notes = [say("reconciliation.needs_decision", unit=name, points=score.total, why=_why(result, unit))] if score.needs_decision else []
    notes += [say("reconciliation.over_quota", unit=name)] if score.over_quota else []
    notes += [say("reconciliation.below_floor", unit=name, addresses=", ".join(score.below_floor))] if score.below_floor else []
    return notes


def _why(result: Result, unit: UnitResult) -> Said:
    """Why no level fits: which criteria fall short of the share their level asks of every criterion."""
    if not unit.score.short:
        return say("reconciliation.below_all_levels")
    shorts = [say("reconciliation.short", address=one.address, percent=one.percent) for one in unit.score.short]
    phrase = shorts[0]
    for short in shorts[1:]:
        phrase = say("reconciliation.and", first=phrase, second=short)
    return phrase


def tied_groups(result: Result) -> list[tuple[str, ...]]:
    """The units that share a rank, group by group."""
    ranks: dict[int, list[str]] = {}
    for place in result.ranking.places:
        if place.tied:
            ranks.setdefault(place.rank, []).append(place.unit)
    return [tuple(units) for units in ranks.values()]


async def _appeals(turn: Turn, period: Period) -> tuple[Said, ...]:
    waiting = await turn.store.explanations.appeals_waiting(period.id)
    return (say("reconciliation.appeals_wait", count=waiting),) if waiting else ()


def _rows(turn: Turn, result: Result) -> list[tuple[Choice, ...]]:
    period = result.period
    look = [choice(f"reconciliation.{which}_label", "reconciliation.look", period.id, which) for which in ("changes", "gaps", "full", "flat")]
    rows: list[tuple[Choice, ...]] = [tuple(look[:2]), tuple(look[2:])]
    decides = bool(turn.me.roles(period.bloc_id) & CHAIR)
    if decides and period.stage == "reconciliation":
        decisions = [choice("reconciliation.exclude_label", "reconciliation.exclude", period.id)]
        decisions += [choice("reconciliation.tie_label", "reconciliation.tie", period.id)] if tied_groups(result) or result.decided("tie") else []
        decisions += [choice("reconciliation.grades_label", "reconciliation.grades", period.id)] if result.rubric.classification else []
        rows += [tuple(decisions), (choice("reconciliation.freeze_label", "reconciliation.freeze", period.id, weight="main"),)]
    if decides and period.stage == "final":
        unfreeze = choice("reconciliation.unfreeze_label", "reconciliation.unfreeze", period.id, period.revision)
        rows.append((choice("reconciliation.publish_label", "ranking.preview", period.id, weight="main"), unfreeze))
    rows.append((choice("reconciliation.table_label", "ranking.table", period.id),))
    rows.append((choice("reconciliation.cases_label", "appraisal.period", period.id), choice("engine.home", "home.open")))
    return rows
