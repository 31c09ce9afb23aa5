"""A filled sheet as a file (`ktd-sheet/1`; docs/formats.md, "Sheet"): read against its rubric, every fault reported at its address."""

from collections.abc import Mapping
from decimal import Decimal

from config import yaml_files
from domain.criteria.answers import Answer, AnswerRefused, is_not_applicable
from domain.criteria.commas import joined
from domain.faults import Fault, Findings, TooManyFaults
from domain.numbers import is_whole
from domain.rubrics import Item, Leaf, Rubric
from domain.scoring import Sheet, check_answer
from domain.texts import one_line

KEYS = frozenset({"format", "unit", "days_late", "excluded", "answers", "bonus", "penalties"})


WORKBOOK = (
    'is a workbook (.xlsx), no sheet file: that is a YAML text with one unit\'s answers, as docs/formats.md shows under "Sheet". '
    "The sheet filled in Excel is sent back to the bot"
)


class SheetFaults(Exception):
    """The file is no usable sheet; every fault found is listed. `unit` is whose it is, where it says so."""

    def __init__(self, faults: tuple[Fault, ...], unit: str | None = None) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
        self.unit = unit


def read_sheet_file(content: bytes, rubric: Rubric) -> Sheet:
    """The sheet in a file's bytes; its answers fit the rubric. Raises SheetFaults with every fault."""
    data = read_sheet_data(content)
    reader = _Reader(rubric)
    try:
        sheet = reader.sheet(data)
    except TooManyFaults:
        raise SheetFaults(tuple(reader.faults)) from None
    if reader.faults:
        raise SheetFaults(tuple(reader.faults), sheet.unit or None)
    return sheet


def read_sheet_data(content: bytes) -> Mapping[str, object]:
    """The data of a sheet file, before it is read against a rubric. Raises SheetFaults with the one fault for which it is no such file at all."""
    if yaml_files.is_workbook(content):
        raise SheetFaults((Fault("file", WORKBOOK),))
    try:
        data = yaml_files.load(content)
    except yaml_files.FileRefused as refusal:
        raise SheetFaults((Fault("file", str(refusal)),)) from refusal
    if not isinstance(data, dict) or data.get("format") != "ktd-sheet/1":
        raise SheetFaults((Fault("file", 'is not of the format ktd-sheet/1 (docs/formats.md, "Sheet")'),))
    return data


class _Reader(Findings):
    """Reads one file."""

    def __init__(self, rubric: Rubric) -> None:
        super().__init__()
        self._rubric = rubric

    def sheet(self, data: Mapping[str, object]) -> Sheet:
        for key in data:
            if key not in KEYS:
                self.fault(key, "is not known here")
        unit = self.at("unit", data).text("unit")
        leaves = self._rubric.by_address
        answers = self._answers(data, "answers", leaves)
        bonus = self._answers(data, "bonus", {item.code: item for item in self._rubric.bonus})
        penalties = self._answers(data, "penalties", {item.code: item for item in self._rubric.penalties})
        if leaves and len(answers) == len(leaves) and all(is_not_applicable(answer) for answer in answers.values()):
            self.fault("answers", "says of every criterion that it does not apply")
        return Sheet(unit, answers, bonus, penalties, self._days_late(data), self._excluded(data))

    def _days_late(self, data: Mapping[str, object]) -> int:
        days = data.get("days_late", Decimal(0))
        if not (isinstance(days, Decimal) and is_whole(days)):
            self.fault("days_late", "must be a whole number")
            return 0
        return int(days)

    def _excluded(self, data: Mapping[str, object]) -> str | None:
        reason = data.get("excluded")
        if reason is not None and not (isinstance(reason, str) and reason in self._rubric.exclusions):
            self.fault("excluded", "must be null or the code of an exclusion of the rubric")
        return reason if isinstance(reason, str) else None

    def _answers(self, data: Mapping[str, object], key: str, targets: Mapping[str, Leaf] | Mapping[str, Item]) -> dict[str, Answer]:
        here = self.mapping(key, data)
        found: dict[str, Answer] = {}
        for name, answer in (here.data if here else {}).items():
            target = targets.get(name)
            if target is None:
                self._unknown(key, name)
            elif isinstance(answer, dict) and answer:
                whole, problems = joined(answer)
                for problem in problems.values():
                    self.fault(target.address, problem)
                if self._is_accepted(target, whole):
                    found[name] = whole
            elif answer is not None and answer != {}:
                self.fault(target.address, "must be a mapping of the answer's fields")
        return found

    def _unknown(self, key: str, name: str) -> None:
        """What the rubric does not know: at its own address where it has the form of one, else where it stands."""
        if key != "answers":
            self.fault(f"{key}.{name}", "is not in the rubric")
        elif name.partition(".")[0] in {section.code for section in self._rubric.sections} and "." in name:
            self.fault(name, "is no criterion of the rubric that is scored")
        else:
            self.fault(key, f"{one_line(name)} is no criterion of the rubric")

    def _is_accepted(self, target: Leaf | Item, answer: Answer) -> bool:
        try:
            check_answer(self._rubric, target, answer)
        except AnswerRefused as refusal:
            self.fault(target.address, refusal.problem)
            return False
        return True
