"""What is wrong in a file, gathered while it is read: each fault once, at its address, as one plain line whatever the file holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.criteria import RuleData
from domain.texts import one_line

LONGEST_PROBLEM = 300
MOST_FAULTS = 10_000
"""A file with more was never meant to be read; listing a million lines helps nobody."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and where: `<section>.<code>`, `bonus.<code>`, a top-level key, or `file`."""

    address: str
    problem: str


class TooManyFaults(Exception):
    """The file holds so many faults that reading it has ended."""


class Findings:
    """The faults of one file, and the checks that every part of it needs."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, address: str, problem: str) -> None:
        """Notes a fault. Raises TooManyFaults after the last one that is listed."""
        self.faults.append(Fault(one_line(address), one_line(problem, LONGEST_PROBLEM)))
        if len(self.faults) == MOST_FAULTS:
            self.faults.append(Fault("file", f"holds more than {MOST_FAULTS} faults; these are the first"))
            raise TooManyFaults

    def at(self, address: str, data: Mapping[str, object]) -> RuleData:
        """A mapping whose faults are reported at the address."""
        return RuleData(data, lambda problem: self.fault(address, problem))

    def mapping(self, key: str, data: Mapping[str, object]) -> RuleData | None:
        """The mapping under a top-level key; None where it is left out, or is none (which is reported)."""
        if key not in data:
            return None
        value = data[key]
        if not isinstance(value, dict):
            self.fault(key, "must be a mapping")
            return None
        return self.at(key, value)

    def code(self, row: RuleData, *, banned: str = "", longest: int | None = None) -> str | None:
        """A row's `code`, of at most `longest` UTF-8 bytes; None where there is none that can be used, which is reported."""
        code = row.data.get("code")
        if (
            isinstance(code, str)
            and code.strip()
            and code.isprintable()
            and not set(code) & set(banned)
            and (longest is None or len(code.encode()) <= longest)
        ):
            return code
        limits = f", at most {longest} characters (a Vietnamese letter counts as 2 or 3)" if longest else ""
        without = f", without {' and '.join(banned)}" if banned else ""
        row.report(f"`code` must be text in quotes{limits}{without}" if "code" in row.data else "`code` is missing")
        return None

    def once(self, codes: Iterable[tuple[str, str | None]], where: str) -> None:
        """Reports at its address each code that stands more than once; `codes` are (address, code)."""
        counted = Counter(address for address, code in codes if code is not None)
        for address, times in counted.items():
            if times > 1:
                self.fault(address, f"stands {times} times {where}")


def one_of(row: RuleData, name: str, allowed: tuple[str, ...], default: str) -> str:
    """A word out of a few."""
    value = row.data.get(name, default)
    if not isinstance(value, str) or value not in allowed:
        row.report(f"`{name}` must be one of {', '.join(allowed)}")
        return default
    return value
