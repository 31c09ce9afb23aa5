"""The flows' literal tables, turned once into look-ups."""

from collections.abc import Iterable
from typing import TypeVar

from config.catalogue import fold
from domain.people import Person
from handlers.flow import Command, Flow, Job, Link, Step, Tap

K = TypeVar("K")
V = TypeVar("V")


class FlowTable:
    """Every entry of every flow by the name it is called by. Raises ValueError where two entries claim one name."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self.flows = tuple(flows)
        self.commands: dict[str, Command] = {}
        self.taps: dict[str, Tap] = {}
        self.links: dict[str, Link] = {}
        self.steps: dict[tuple[str, str], Step] = {}
        self.jobs: dict[str, Job] = {}
        for flow in self.flows:
            self._enter(flow)
        self.strangers = _only([flow.strangers for flow in self.flows if flow.strangers])
        self.home = _only([flow.home for flow in self.flows if flow.home])
        self.codes = _only([flow.codes for flow in self.flows if flow.codes])
        self.code_shape = _only([flow.code_shape for flow in self.flows if flow.code_shape])
        self.corrections = _only([flow.corrections for flow in self.flows if flow.corrections])
        self.sorts_files = _only([flow.sorts_files for flow in self.flows if flow.sorts_files])
        self.file_uses = tuple(flow.file_uses for flow in self.flows if flow.file_uses)
        self.stray_files = _only([flow.stray_files for flow in self.flows if flow.stray_files])
        self._stems = {step.state: flow.stem for flow in self.flows for step in flow.steps}

    def stem_of(self, state: type) -> str:
        """The stem of the flow whose step waits with this state."""
        return self._stems[state]

    def command(self, word: str) -> Command | None:
        """The command people mean by this word, with or without diacritics, capitals and blanks."""
        return self.commands.get(fold(word).replace(" ", ""))

    def takes_number(self, action: str) -> bool:
        """Whether a typed number may stand for this choice: it only shows or asks something."""
        tap = self.taps.get(action.partition(":")[0])
        return tap is not None and tap.by_number

    def words_for(self, person: Person) -> tuple[Command, ...]:
        """The commands somebody may use, in the order of the table."""
        return tuple(dict.fromkeys(command for command in self.commands.values() if may_use(command, person)))

    def _enter(self, flow: Flow) -> None:
        for command in flow.commands:
            for word in (command.word, *command.aliases):
                _once(self.commands, word, command)
        for tap in flow.taps:
            _once(self.taps, f"{flow.stem}.{tap.name}", tap)
        for link in flow.links:
            _once(self.links, link.word, link)
        for step in flow.steps:
            _once(self.steps, (flow.stem, step.state.__name__), step)
        for job in flow.jobs:
            _once(self.jobs, job.kind, job)


def may_use(entry: Command | Tap | Link | Step, person: Person | None) -> bool:
    """Whether an entry is open to somebody: without roles to everyone, a seatless one to whoever has joined, else to the holders of its roles."""
    if entry.roles is None or person is None:
        return entry.roles is None
    return entry.seatless or bool(entry.roles & person.roles())


def _once(table: dict[K, V], name: K, entry: V) -> None:
    if name in table:
        raise ValueError(f"two entries are called {name}")
    table[name] = entry


def _only(found: list[V]) -> V:
    if len(found) != 1:
        raise ValueError(f"exactly one flow must take this, not {len(found)}")
    return found[0]
