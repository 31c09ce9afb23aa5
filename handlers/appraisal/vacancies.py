"""What nobody can appraise as people are seated now: whoever would belongs to the unit, or has not joined. Said before it holds everybody up."""

from domain.criteria.manual import External
from domain.rubrics import Leaf
from handlers.flow import Said, say
from handlers.results import Result, UnitResult
from handlers.stand_ins import is_left


def vacancies(result: Result) -> tuple[Said, ...]:
    """A sentence for each gap among those who appraise; nothing where all that is left can be decided."""
    left = [unit for unit in result.units if is_left(result, unit)]
    without = [unit for unit in left if not result.deciders.appraise(unit.place.unit_id)]
    said = (say("appraisal.nobody_appraises", units=_names(without)),) if without else ()
    return (*said, *(said for leaf in result.rubric.leaves for said in _nobody_enters(result, leaf)))


def _nobody_enters(result: Result, leaf: Leaf) -> tuple[Said, ...]:
    if not isinstance(leaf.rule, External):
        return ()
    appraiser = leaf.rule.appraiser
    left = [unit for unit in result.units if leaf.address in unit.undecided(result.rubric)]
    without = [unit for unit in left if not result.deciders.enter(appraiser, unit.place.unit_id)]
    if not without:
        return ()
    who = say("appraisal.appraiser_named", name=appraiser) if appraiser else say("appraisal.appraiser_unnamed")
    return (say("appraisal.nobody_enters", address=leaf.address, who=who, units=_names(without)),)


def _names(units: list[UnitResult]) -> str:
    return ", ".join(unit.place.unit_name for unit in units)
