"""The rules of a scoring table that hold for all of it (docs/formats.md, "Rubric"): rounding, what does not apply, lateness, bounds, classification, order,
exclusions.

Each is read from its own top-level key; domain/rubric_reading.py reads the criteria and puts both together.
"""

from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, cast

from domain.criteria import RuleData
from domain.criteria.bands import DayBand, read_day_bands
from domain.faults import Findings, one_of
from domain.numbers import Rounding, is_whole, places_of
from domain.rubrics import Classification, Level, NotApplicable, Rubric
from domain.texts import one_line

NOT_APPLICABLE: tuple[NotApplicable, ...] = ("full_marks", "rescale", "average", "forbidden")
TIE_BREAKS = ("base", "fewer_penalties", "earlier_submission")
ZERO, ONE = Decimal(0), Decimal(1)
FINEST = 9  # what a number in a file can be; stands in for `places` that cannot be read


class GeneralRules(Findings):
    """Reads them, collecting faults. `places` is how finely the rubric rounds, once `rounding` was read."""

    def __init__(self) -> None:
        super().__init__()
        self.places = 2

    def rounding(self, data: dict[str, object]) -> tuple[int, Rounding]:
        rows = self.mapping("rounding", data)
        if rows is None:
            return 2 if "rounding" not in data else FINEST, "half_up"
        rows.only(frozenset({"places", "mode"}))
        before, places = rows.faults, rows.number("places", Decimal(2), low=ZERO, high=Decimal(FINEST))
        if not is_whole(places):
            rows.report("`places` must be a whole number")
        is_read = rows.faults == before
        mode = cast("Rounding", one_of(rows, "mode", ("half_up", "half_even", "down"), "half_up"))
        return int(places) if is_read else FINEST, mode

    def sample(self, data: dict[str, object]) -> bool:
        rows = self.mapping("source", data)
        if rows is None:
            return False
        rows.only(frozenset({"number", "issuer", "date", "sample"}))
        for name in ("number", "issuer", "date"):
            rows.text(name, "")
        return rows.flag("sample", default=False)

    def not_applicable(self, data: dict[str, object]) -> NotApplicable:
        rows = self.mapping("not_applicable", data)
        if rows is None:
            return "forbidden"
        rows.only(frozenset({"policy"}))
        return cast("NotApplicable", one_of(rows, "policy", NOT_APPLICABLE, "forbidden"))

    def late(self, data: dict[str, object]) -> tuple[DayBand, ...]:
        here = self.mapping("late_submission", data)
        if here is None:
            return ()
        here.only(frozenset({"bands"}))
        bands = read_day_bands(here, None, least=0)
        if any(places_of(band.points) > self.places for band in bands):
            here.report(f"`points` is finer than {self.places} decimals")
        return bands

    def sheet(self, data: dict[str, object]) -> dict[str, Any]:
        here = self.mapping("sheet", data)
        if here is None:
            return {}
        here.only(frozenset({"min", "max"}))
        least, most = here.number("min", ZERO), here.maybe_number("max")
        self.fine(here, "min", "max")
        if most is not None and most < least:
            here.report("`max` must not be below `min`")
        return {"least": least, "most": most}

    def fine(self, here: RuleData, *names: str) -> None:
        """Reports numbers that are finer than the rubric rounds."""
        for name in names:
            value = here.data.get(name)
            if isinstance(value, Decimal) and self.places < places_of(value) <= FINEST:
                here.report(f"`{name}` is finer than {self.places} decimals")

    # ------------------------------------------------------------------------------------------------ classification, ranking

    def classification(self, data: dict[str, object]) -> Classification | None:
        here = self.mapping("classification", data)
        if here is None:
            return None
        here.only(frozenset({"on", "unit", "levels"}))
        levels = tuple(self._level(row) for row in here.rows("levels"))
        self._require_order(here, levels)
        return Classification(
            cast("Literal['total', 'capped_total']", one_of(here, "on", ("total", "capped_total"), "total")),
            cast("Literal['percent', 'points']", one_of(here, "unit", ("percent", "points"), "percent")),
            levels,
        )

    def _level(self, row: RuleData) -> Level:
        row.only(frozenset({"code", "name", "min", "criterion_floor_percent", "max_share"}))
        share = row.maybe_number("max_share", low=ZERO, high=ONE)
        if share == 0:
            row.report("`max_share` must be above 0")
        return Level(self.code(row) or "", row.text("name"), row.maybe_number("min"), row.maybe_number("criterion_floor_percent"), share)

    def _require_order(self, here: RuleData, levels: tuple[Level, ...]) -> None:
        are_read = not here.faults
        self._codes_once(here, [level.code for level in levels])
        if not are_read:
            return
        if any(level.min is None for level in levels[:-1]):
            here.report("only the last level may leave out `min`")
        mins = [level.min for level in levels if level.min is not None]
        if any(higher <= lower for higher, lower in pairwise(mins)):
            here.report("levels stand highest first, each `min` below the one before")

    def tie_break(self, data: dict[str, object], rubric: Rubric) -> tuple[str, ...]:
        here = self.mapping("ranking", data)
        if here is None:
            return ()
        here.only(frozenset({"tie_break"}))
        rules = here.data.get("tie_break", [])
        if not isinstance(rules, list):
            here.report("`tie_break` must be a list")
            return ()
        sections = {f"section:{section.code}" for section in rubric.sections}
        for at, rule in enumerate(rules, 1):
            is_section = isinstance(rule, str) and (rule in sections or (not sections and rule.startswith("section:")))
            if rule not in TIE_BREAKS and not is_section:
                here.report(f"rule {at} of `tie_break`: there is no {one_line(str(rule), 40)}")
        return tuple(str(rule) for rule in rules)

    def exclusions(self, data: dict[str, object]) -> dict[str, str]:
        if "exclusions" not in data:
            return {}
        here = self.at("exclusions", data)
        found = [(self._exclusion(row), row) for row in here.rows("exclusions", least=0)]
        self._codes_once(here, [code for code, _ in found])
        return {code: row.text("title") for code, row in found}

    def _exclusion(self, row: RuleData) -> str:
        row.only(frozenset({"code", "title"}))
        return self.code(row) or ""

    def _codes_once(self, here: RuleData, codes: list[str]) -> None:
        for code, times in Counter(code for code in codes if code).items():
            if times > 1:
                here.report(f"the code {one_line(code, 40)} stands {times} times")
