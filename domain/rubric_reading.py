"""A scoring table read from a file's data, with every fault reported at its address (RUBRIC.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, cast

from domain.criteria import BONUS_KINDS, LEAF_KINDS, PENALTY_KINDS, RuleData, build_rule
from domain.criteria.bands import DayBand, read_day_bands
from domain.numbers import Rounding, is_whole, places_of
from domain.rubrics import Classification, EvidencePolicy, Item, Leaf, Level, NotApplicable, Rubric, Section

EVIDENCE: tuple[EvidencePolicy, ...] = ("required", "required_or_explained", "optional")
NOT_APPLICABLE: tuple[NotApplicable, ...] = ("full_marks", "rescale", "average", "forbidden")
STAND_IN = {"type": "manual"}
TIE_BREAKS = ("base", "fewer_penalties", "earlier_submission")
TOP_KEYS = frozenset(
    [
        "format",
        "id",
        "title",
        "source",
        "total",
        "rounding",
        "evidence",
        "not_applicable",
        "sections",
        "bonus",
        "penalties",
        "late_submission",
        "sheet",
        "classification",
        "ranking",
        "exclusions",
    ]
)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and where: `<section>.<code>`, `bonus.<code>`, a top-level key, or `file`."""

    address: str
    problem: str


class RubricFaults(Exception):
    """The file is no usable rubric; every fault found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_rubric(data: object) -> Rubric:
    """The rubric in a file's data (config.yaml_files.load). Raises RubricFaults with every fault."""
    reader = _Reader()
    rubric = reader.rubric(data)
    if rubric is None or reader.faults:
        raise RubricFaults(tuple(reader.faults) or (Fault("file", "is no rubric"),))
    return rubric


class _Reader:
    """Reads one file, collecting faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._places = 2

    def at(self, address: str, data: Mapping[str, object]) -> RuleData:
        return RuleData(data, lambda problem: self.fault(address, problem))

    def fault(self, address: str, problem: str) -> None:
        self.faults.append(Fault(address, problem))

    def rubric(self, data: object) -> Rubric | None:
        if not isinstance(data, dict) or data.get("format") != "ktd-rubric/1":
            self.fault("file", "is not of the format ktd-rubric/1")
            return None
        for key in data:
            if key not in TOP_KEYS:
                self.fault(str(key), "is not known here")
        rubric = self._head(data)
        rubric = replace(rubric, sections=self._sections(data), **self._items(data))
        rubric = replace(rubric, late=self._late(data), **self._sheet(data), classification=self._classification(data))
        rubric = replace(rubric, tie_break=self._tie_break(data, rubric), exclusions=self._exclusions(data))
        self._sums(rubric)
        return rubric

    # ------------------------------------------------------------------------------------------------ the head

    def _head(self, data: dict[str, object]) -> Rubric:
        places, mode = self._rounding(data)
        self._places = places
        id, title, source = data.get("id"), data.get("title"), self._mapping("source", data)
        if not (isinstance(id, str) and 3 <= len(id) <= 40 and set(id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")):
            self.fault("id", "must be 3 to 40 of a-z, 0-9 and -")
        if not (isinstance(title, str) and title.strip()):
            self.fault("title", "is missing")
        rows = self.at("source", source)
        rows.only(frozenset({"number", "issuer", "date", "sample"}))
        for name in ("number", "issuer", "date"):
            rows.text(name)
        total = self.at("total", data).number("total", low=Decimal(0))
        policy = self._mapping("not_applicable", data)
        self.at("not_applicable", policy).only(frozenset({"policy"}))
        return Rubric(
            str(id), str(title), total, (), rows.flag("sample", default=False), places, mode,
            cast("NotApplicable", self._one_of("not_applicable", policy.get("policy", "forbidden"), NOT_APPLICABLE)),
        )  # fmt: skip

    def _rounding(self, data: dict[str, object]) -> tuple[int, Rounding]:
        rounding = self._mapping("rounding", data)
        rows = self.at("rounding", rounding)
        rows.only(frozenset({"places", "mode"}))
        places = rows.number("places", Decimal(2), low=Decimal(0), high=Decimal(9))
        if not is_whole(places):
            rows.report("`places` must be a whole number")
        mode = self._one_of("rounding", rounding.get("mode", "half_up"), ("half_up", "half_even", "down"))
        return int(places), cast("Rounding", mode)

    # ------------------------------------------------------------------------------------------------ sections and leaves

    def _sections(self, data: dict[str, object]) -> tuple[Section, ...]:
        policy = cast("EvidencePolicy", self._one_of("evidence", data.get("evidence", "optional"), EVIDENCE))
        rows = self.at("sections", data).rows("sections")
        sections = tuple(self._section(row, policy) for row in rows)
        self._once("sections", [section.code for section in sections])
        return sections

    def _section(self, row: RuleData, policy: EvidencePolicy) -> Section:
        code = self._code("sections", row)
        here = self.at(code, row.data)
        here.only(frozenset({"code", "title", "max", "criteria"}))
        self._title(here)
        top = here.number("max", low=Decimal(0))
        leaves = tuple(self._leaves(code, here.rows("criteria"), policy, ()))
        codes = [leaf.code for leaf in leaves]
        for twice in sorted({one for one in codes if codes.count(one) > 1}):
            self.fault(f"{code}.{twice}", "stands twice in its section")
        if (total := sum((leaf.max for leaf in leaves), Decimal(0))) != top:
            self.fault(code, f"`max` is {top}, but its criteria sum to {total}")
        return Section(code, here.text("title"), top, leaves)

    def _leaves(self, section: str, rows: tuple[RuleData, ...], policy: EvidencePolicy, parents: tuple[str, ...]) -> Iterator[Leaf]:
        for row in rows:
            code = self._code(section, row, banned=":")
            here = self.at(f"{section}.{code}", row.data)
            self._title(here)
            if "criteria" in row.data:
                yield from self._parent(section, here, policy, parents)
            else:
                yield from self._leaf(section, code, here, policy, parents)

    def _parent(self, section: str, here: RuleData, policy: EvidencePolicy, parents: tuple[str, ...]) -> Iterator[Leaf]:
        here.only(frozenset({"code", "title", "max", "criteria"}))
        leaves = tuple(self._leaves(section, here.rows("criteria"), policy, (*parents, here.text("title"))))
        stated, total = here.maybe_number("max"), sum((leaf.max for leaf in leaves), Decimal(0))
        if stated is not None and stated != total:
            here.report(f"`max` is {stated}, but its criteria sum to {total}")
        yield from leaves

    def _leaf(self, section: str, code: str, here: RuleData, policy: EvidencePolicy, parents: tuple[str, ...]) -> Iterator[Leaf]:
        here.only(frozenset({"code", "title", "max", "rule", "owner", "evidence", "floor"}))
        top, floor = here.number("max", low=Decimal(0)), here.maybe_number("floor")
        self._fine(here, "max", top)
        self._fine(here, "floor", floor)
        if floor is not None and floor > top:
            here.report("`floor` must not be above `max`")
        own = self._one_of(f"{section}.{code}", here.data.get("evidence", policy), EVIDENCE)
        rule = build_rule(here.data.get("rule"), top, LEAF_KINDS, here.report)
        rule = rule or build_rule(STAND_IN, top, LEAF_KINDS, here.report)  # one faulty rule is one fault: the sums still count its leaf
        if rule is not None:
            evidence = cast("EvidencePolicy", own)
            yield Leaf(f"{section}.{code}", section, code, here.text("title"), top, rule, evidence, here.text("owner"), floor, parents)

    # ------------------------------------------------------------------------------------------------ bonus, penalties, late

    def _items(self, data: dict[str, object]) -> dict[str, Any]:
        bonus, penalties = self._mapping("bonus", data), self._mapping("penalties", data)
        self.at("bonus", bonus).only(frozenset({"stacking", "cap", "items"}))
        self.at("penalties", penalties).only(frozenset({"cap", "items"}))
        return {
            "bonus": self._item_rows("bonus", bonus, BONUS_KINDS),
            "bonus_stacking": self._one_of("bonus", bonus.get("stacking", "sum"), ("sum", "highest")),
            "bonus_cap": self._cap("bonus", bonus),
            "penalties": self._item_rows("penalties", penalties, PENALTY_KINDS),
            "penalty_cap": self._cap("penalties", penalties),
        }

    def _item_rows(self, key: str, data: Mapping[str, object], kinds: frozenset[str]) -> tuple[Item, ...]:
        rows = self.at(key, data).rows("items") if data else ()
        items = tuple(item for row in rows if (item := self._item(key, row, kinds)))
        self._once(key, [item.code for item in items])
        return items

    def _item(self, key: str, row: RuleData, kinds: frozenset[str]) -> Item | None:
        code = self._code(key, row)
        here = self.at(f"{key}.{code}", row.data)
        here.only(frozenset({"code", "title", "max", "rule"}))
        self._title(here)
        top = here.maybe_number("max")
        self._fine(here, "max", top)
        if top is not None and top < 0:
            here.report("`max` must not be below 0")
        rule = build_rule(here.data.get("rule"), top, kinds, here.report)
        return None if rule is None else Item(f"{key}.{code}", code, here.text("title"), rule)

    def _cap(self, key: str, data: Mapping[str, object]) -> Decimal | None:
        rows = self.at(key, data)
        cap = rows.maybe_number("cap")
        if cap is not None and cap < 0:
            rows.report("`cap` must not be below 0")
        self._fine(rows, "cap", cap)
        return cap

    def _late(self, data: dict[str, object]) -> tuple[DayBand, ...]:
        late = self._mapping("late_submission", data)
        if not late:
            return ()
        rows = self.at("late_submission", late)
        rows.only(frozenset({"bands"}))
        bands = read_day_bands(rows, None)
        for band in bands:
            self._fine(rows, "points", band.points)
        return bands

    def _sheet(self, data: dict[str, object]) -> dict[str, Any]:
        sheet = self._mapping("sheet", data)
        rows = self.at("sheet", sheet)
        rows.only(frozenset({"min", "max"}))
        least, most = rows.number("min", Decimal(0)), rows.maybe_number("max")
        self._fine(rows, "min", least)
        self._fine(rows, "max", most)
        if most is not None and most < least:
            rows.report("`max` must not be below `min`")
        return {"least": least, "most": most}

    # ------------------------------------------------------------------------------------------------ classification, ranking

    def _classification(self, data: dict[str, object]) -> Classification | None:
        found = self._mapping("classification", data)
        if not found:
            return None
        rows = self.at("classification", found)
        rows.only(frozenset({"on", "unit", "levels"}))
        levels = tuple(self._level(row) for row in rows.rows("levels"))
        self._levels_in_order(levels)
        return Classification(
            cast("Literal['total', 'capped_total']", self._one_of("classification", found.get("on", "total"), ("total", "capped_total"))),
            cast("Literal['percent', 'points']", self._one_of("classification", found.get("unit", "percent"), ("percent", "points"))),
            levels,
        )

    def _level(self, row: RuleData) -> Level:
        row.only(frozenset({"code", "name", "min", "criterion_floor_percent", "max_share"}))
        code = self._code("classification", row)
        self._title(row, "name")
        share = row.maybe_number("max_share")
        if share is not None and not 0 < share <= 1:
            row.report("`max_share` must be above 0 and at most 1")
        return Level(code, row.text("name"), row.maybe_number("min"), row.maybe_number("criterion_floor_percent"), share)

    def _levels_in_order(self, levels: tuple[Level, ...]) -> None:
        self._once("classification", [level.code for level in levels])
        if any(level.min is None for level in levels[:-1]):
            self.fault("classification", "only the last level may leave out `min`")
        mins = [level.min for level in levels if level.min is not None]
        if any(higher <= lower for higher, lower in pairwise(mins)):
            self.fault("classification", "levels stand highest first, each `min` below the one before")

    def _tie_break(self, data: dict[str, object], rubric: Rubric) -> tuple[str, ...]:
        ranking = self._mapping("ranking", data)
        self.at("ranking", ranking).only(frozenset({"tie_break"}))
        rules = ranking.get("tie_break", [])
        if not isinstance(rules, list):
            self.fault("ranking", "`tie_break` must be a list")
            return ()
        known = {*TIE_BREAKS, *(f"section:{section.code}" for section in rubric.sections)}
        for rule in rules:
            if not isinstance(rule, str) or rule not in known:
                self.fault("ranking", f"there is no tie break {rule}")
        return tuple(str(rule) for rule in rules)

    def _exclusions(self, data: dict[str, object]) -> dict[str, str]:
        if "exclusions" not in data:
            return {}
        rows = self.at("exclusions", data).rows("exclusions")
        found = {}
        for row in rows:
            row.only(frozenset({"code", "title"}))
            self._title(row)
            found[self._code("exclusions", row)] = row.text("title")
        if len(found) < len(rows):
            self.fault("exclusions", "a code stands twice")
        return found

    # ------------------------------------------------------------------------------------------------ small checks

    def _sums(self, rubric: Rubric) -> None:
        total = sum((section.max for section in rubric.sections), Decimal(0))
        if total != rubric.total:
            self.fault("total", f"is {rubric.total}, but the sections sum to {total}")

    def _mapping(self, key: str, data: Mapping[str, object]) -> dict[str, object]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "must be a mapping")
            return {}
        return value

    def _one_of(self, address: str, value: object, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.fault(address, f"must be one of {', '.join(allowed)}")
            return allowed[0]
        return str(value)

    def _code(self, address: str, row: RuleData, *, banned: str = ".:") -> str:
        code = row.data.get("code")
        if not isinstance(code, str) or not code.strip() or set(code) & set(banned) or len(code) > 20:
            without = "without colon" if banned == ":" else "without point and colon"
            self.fault(address, f"a `code` must be quoted text of 1 to 20 characters {without}")
            return "?"
        return code

    def _title(self, row: RuleData, name: str = "title") -> None:
        if not row.text(name).strip():
            row.report(f"`{name}` is missing")

    def _fine(self, row: RuleData, name: str, value: Decimal | None) -> None:
        if value is not None and places_of(value) > self._places:
            row.report(f"`{name}` is finer than {self._places} decimals")

    def _once(self, address: str, codes: list[str]) -> None:
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.fault(address, f"the code {code} stands twice")
