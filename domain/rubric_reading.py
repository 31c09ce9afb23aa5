"""A scoring table read from a file's data, with every fault reported once at its address (docs/formats.md, "Rubric").

What cannot be read is stood in for, so that the rest is still checked; sums over something stood in for are not, for they would name a second fault for one.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from domain.criteria import BONUS_KINDS, LEAF_KINDS, PENALTY_KINDS, Rule, RuleData, build_rule
from domain.criteria.counts import CountTimes
from domain.criteria.manual import Manual
from domain.faults import Fault, TooManyFaults, one_of
from domain.numbers import exact_sum
from domain.rubric_general import ZERO, GeneralRules
from domain.rubrics import EvidencePolicy, Group, Item, Leaf, Rubric, Section

EVIDENCE: tuple[EvidencePolicy, ...] = ("required", "required_or_explained", "optional")
LONGEST_CODE = 20
"""UTF-8 bytes that a code has at most: buttons carry an address, and messengers give them little room."""
STAND_IN_MAX = Decimal(10**15)  # above whatever a file can write, so that nothing is said to exceed it
STAND_IN_RULE = Manual(max=STAND_IN_MAX)
STAND_IN = Leaf("", "", "", "", STAND_IN_MAX, STAND_IN_RULE, "optional")
TOP_KEYS = frozenset({
    "format", "id", "title", "source", "total", "rounding", "evidence", "not_applicable", "sections", "bonus", "penalties", "late_submission",
    "sheet", "classification", "ranking", "exclusions",
})  # fmt: skip


class RubricFaults(Exception):
    """The file is no usable rubric; every fault found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_rubric(data: object) -> Rubric:
    """The rubric in a file's data (config.yaml_files.load). Raises RubricFaults with every fault."""
    if not isinstance(data, dict) or data.get("format") != "ktd-rubric/1":
        raise RubricFaults((Fault("file", "is not of the format ktd-rubric/1"),))
    reader = _Reader()
    try:
        rubric = reader.rubric(data)
    except TooManyFaults:
        raise RubricFaults(tuple(reader.faults)) from None
    if reader.faults:
        raise RubricFaults(tuple(reader.faults))
    return rubric


def is_rubric_id(text: str) -> bool:
    """Whether a table may have this id: 3 to 40 of a-z, 0-9 and hyphens (docs/formats.md, "Rubric")."""
    return 3 <= len(text) <= 40 and set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


class _Reader(GeneralRules):
    """Reads one file."""

    def __init__(self) -> None:
        super().__init__()
        self._evidence: EvidencePolicy = "optional"

    def rubric(self, data: dict[str, object]) -> Rubric:
        for key in data:
            if key not in TOP_KEYS:
                self.fault(key, "is not known here")
        rubric = self._head(data)
        rubric = replace(rubric, **self._sections(data), **self._items(data))
        self._require_own_addresses(rubric)
        rubric = replace(rubric, late=self.late(data), **self.sheet(data), classification=self.classification(data))
        return replace(rubric, tie_break=self.tie_break(data, rubric), exclusions=self.exclusions(data))

    # ------------------------------------------------------------------------------------------------ the head

    def _head(self, data: dict[str, object]) -> Rubric:
        self.places, mode = self.rounding(data)
        self._evidence = cast("EvidencePolicy", one_of(self.at("evidence", data), "evidence", EVIDENCE, "optional"))
        id, title = data.get("id"), self.at("title", data).text("title")
        if not (isinstance(id, str) and is_rubric_id(id)):
            self.fault("id", "must be 3 to 40 of a-z, 0-9 and -")
        return Rubric(str(id), title, ZERO, (), self.sample(data), self.places, mode, self.not_applicable(data))

    # ------------------------------------------------------------------------------------------------ sections and leaves

    def _sections(self, data: dict[str, object]) -> dict[str, Any]:
        head, rows = self.at("total", data), self.at("sections", data)
        total = self._maximum(head, "total")
        given, broken = rows.rows("sections"), rows.faults
        sections = tuple(self._section(row) for row in given)
        self.once(((section.code, section.code or None) for section in sections), "among the sections")
        self._require_sum(head, "total", total, [*(section.max for section in sections), *([STAND_IN_MAX] if broken else [])])
        return {"total": total, "sections": sections}

    def _section(self, row: RuleData) -> Section:
        code = self.code(row, banned=":", longest=LONGEST_CODE)
        here = self.at(code or "sections", row.data)
        here.only(frozenset({"code", "title", "max", "criteria"}))
        title, top = here.text("title"), self._maximum(here, "max")
        leaves = self._leaves(code or "sections", here, ())
        self.once(((leaf.address, leaf.code or None) for leaf in leaves), "in its section")
        self._require_sum(here, "max", top, [leaf.max for leaf in leaves])
        return Section(code or "", title, top, leaves)

    def _leaves(self, section: str, above: RuleData, parents: tuple[Group, ...]) -> tuple[Leaf, ...]:
        before, rows = above.faults, above.rows("criteria")
        found: list[Leaf] = [] if above.faults == before else [STAND_IN]
        for row in rows:
            code = self.code(row, banned=":", longest=LONGEST_CODE)
            here = self.at(section if code is None else f"{section}.{code}", row.data)
            if "criteria" in row.data:
                found += self._under_parent(section, code or "", here, parents)
            else:
                found.append(self._leaf(section, code or "", here, parents))
        return tuple(found)

    def _require_own_addresses(self, rubric: Rubric) -> None:
        """Codes may hold points, so two of them may come to one address."""
        owners = {item.address: "" for item in rubric.items}
        for leaf in rubric.leaves:
            if owners.setdefault(leaf.address, leaf.section) != leaf.section:
                self.fault(leaf.address, "is also the address of something else")

    def _under_parent(self, section: str, code: str, here: RuleData, parents: tuple[Group, ...]) -> tuple[Leaf, ...]:
        here.only(frozenset({"code", "title", "max", "criteria"}))
        leaves = self._leaves(section, here, (*parents, Group(code, here.text("title"))))
        if "max" in here.data:
            self._require_sum(here, "max", self._maximum(here, "max"), [leaf.max for leaf in leaves])
        return leaves

    def _leaf(self, section: str, code: str, here: RuleData, parents: tuple[Group, ...]) -> Leaf:
        here.only(frozenset({"code", "title", "max", "rule", "owner", "evidence", "floor"}))
        title, owner, top = here.text("title"), here.text("owner", ""), self._maximum(here, "max")
        floor = here.maybe_number("floor", high=top)
        self.fine(here, "max", "floor")
        rule = self._rule(here, LEAF_KINDS, top)
        evidence = cast("EvidencePolicy", one_of(here, "evidence", EVIDENCE, self._evidence))
        return Leaf(f"{section}.{code}", section, code, title, top, rule, evidence, owner, floor, parents)

    def _maximum(self, here: RuleData, name: str) -> Decimal:
        """A maximum; stood in for where it cannot be read."""
        before = here.faults
        top = here.number(name, low=ZERO)
        return top if here.faults == before else STAND_IN_MAX

    def _require_sum(self, here: RuleData, name: str, stated: Decimal, parts: list[Decimal]) -> None:
        """Reports a sum that differs, unless it or a part was stood in for."""
        if STAND_IN_MAX not in (stated, *parts) and (total := exact_sum(parts)) != stated:
            here.report(f"`{name}` is {stated:f}, but what it holds sums to {total:f}")

    # ------------------------------------------------------------------------------------------------ rules and items

    def _rule(self, here: RuleData, kinds: frozenset[str], top: Decimal | None) -> Rule:
        """The rule; a faulty one is stood in for, so that the sums still count its leaf."""
        data = here.data.get("rule")
        rule = build_rule(data, top, kinds, here.report)
        if isinstance(rule, CountTimes) and isinstance(data, dict):
            self.fine(RuleData(data, here.report), "cap")
        return rule or STAND_IN_RULE

    def _items(self, data: dict[str, object]) -> dict[str, Any]:
        bonus, penalties = self.mapping("bonus", data), self.mapping("penalties", data)
        return {
            "bonus": self._extra("bonus", bonus, BONUS_KINDS, frozenset({"stacking", "cap", "items"})),
            "bonus_stacking": "sum" if bonus is None else one_of(bonus, "stacking", ("sum", "highest"), "sum"),
            "bonus_cap": self._cap(bonus),
            "penalties": self._extra("penalties", penalties, PENALTY_KINDS, frozenset({"cap", "items"})),
            "penalty_cap": self._cap(penalties),
        }

    def _extra(self, key: str, here: RuleData | None, kinds: frozenset[str], keys: frozenset[str]) -> tuple[Item, ...]:
        """The items of `bonus` or `penalties`."""
        if here is None:
            return ()
        here.only(keys)
        items = tuple(self._item(key, row, kinds) for row in here.rows("items", least=0))
        self.once(((item.address, item.code or None) for item in items), "among the items")
        return items

    def _item(self, key: str, row: RuleData, kinds: frozenset[str]) -> Item:
        code = self.code(row, banned=":", longest=LONGEST_CODE)
        here = self.at(key if code is None else f"{key}.{code}", row.data)
        here.only(frozenset({"code", "title", "max", "rule"}))
        title, top = here.text("title"), here.maybe_number("max", low=ZERO)
        if here.data.get("max") is not None and top is None:
            top = STAND_IN_MAX
        self.fine(here, "max")
        return Item(f"{key}.{code}", code or "", title, self._rule(here, kinds, top))

    def _cap(self, here: RuleData | None) -> Decimal | None:
        if here is None:
            return None
        self.fine(here, "cap")
        return here.maybe_number("cap", low=ZERO)
