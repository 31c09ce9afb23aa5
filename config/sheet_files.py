"""A filled sheet as a file (`ktd-sheet/1`, RUBRIC.md): read against its rubric, every fault reported at its address."""

from collections.abc import Mapping
from decimal import Decimal

from config import yaml_files
from domain.criteria.answers import Answer, AnswerRefused, is_not_applicable
from domain.numbers import is_whole
from domain.rubric_reading import Fault
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Sheet, check_answer

KEYS = frozenset({"format", "unit", "days_late", "excluded", "answers", "bonus", "penalties"})
LONGEST_UNIT = 120


class SheetFaults(Exception):
    """The file is no usable sheet; every fault found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_sheet_file(content: bytes, rubric: Rubric) -> Sheet:
    """The sheet in a file's bytes; its answers fit the rubric. Raises SheetFaults with every fault."""
    try:
        data = yaml_files.load(content)
    except yaml_files.FileRefused as refusal:
        raise SheetFaults((Fault("file", str(refusal)),)) from refusal
    if not isinstance(data, dict) or data.get("format") != "ktd-sheet/1":
        raise SheetFaults((Fault("file", "is not of the format ktd-sheet/1"),))
    reader = _Reader(rubric)
    sheet = reader.sheet(data)
    if reader.faults:
        raise SheetFaults(tuple(reader.faults))
    return sheet


class _Reader:
    """Reads one file, collecting faults."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self.faults: list[Fault] = []

    def sheet(self, data: Mapping[str, object]) -> Sheet:
        self.faults += [Fault(key, "is not known here") for key in data if key not in KEYS]
        unit = data.get("unit")
        if not (isinstance(unit, str) and unit.strip() and len(unit) <= LONGEST_UNIT):
            self._fault("unit", "must be the unit's code, as text")
        leaves = {leaf.address: leaf for leaf in self._rubric.leaves}
        answers = self._answers(data, "answers", leaves)
        bonus = self._answers(data, "bonus", {item.code: item for item in self._rubric.bonus}, "bonus.")
        penalties = self._answers(data, "penalties", {item.code: item for item in self._rubric.penalties}, "penalties.")
        if leaves and len(answers) == len(leaves) and all(is_not_applicable(answer) for answer in answers.values()):
            self._fault("answers", "says of every criterion that it does not apply")
        return Sheet(str(unit), answers, bonus, penalties, self._days_late(data), self._excluded(data))

    def _fault(self, address: str, problem: str) -> None:
        self.faults.append(Fault(address, problem))

    def _days_late(self, data: Mapping[str, object]) -> int:
        days = data.get("days_late", Decimal(0))
        if not (isinstance(days, Decimal) and is_whole(days)):
            self._fault("days_late", "must be a whole number")
            return 0
        return int(days)

    def _excluded(self, data: Mapping[str, object]) -> str | None:
        reason = data.get("excluded")
        known = self._rubric.exclusions
        if reason is not None and not (isinstance(reason, str) and reason in known):
            self._fault("excluded", "must be null or the code of an exclusion of the rubric")
        return reason if isinstance(reason, str) else None

    def _answers(self, data: Mapping[str, object], key: str, targets: Mapping[str, Leaf | Item], prefix: str = "") -> dict[str, Answer]:
        given = data.get(key, {})
        if not isinstance(given, dict):
            self._fault(key, "must be a mapping")
            return {}
        found: dict[str, Answer] = {}
        for name, answer in given.items():
            if name not in targets:
                self._fault(prefix + name, "is not in the rubric")
            elif isinstance(answer, dict) and answer:
                found[name] = answer
                self._check(prefix + name, targets[name], answer)
            elif answer is not None and answer != {}:
                self._fault(prefix + name, "must be a mapping of the answer's fields")
        return found

    def _check(self, address: str, target: Leaf | Item, answer: Answer) -> None:
        try:
            check_answer(self._rubric, target, answer)
        except AnswerRefused as refusal:
            self._fault(address, refusal.problem)
