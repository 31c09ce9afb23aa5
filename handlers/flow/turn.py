"""One event's turn: who speaks, what is remembered, and what is to be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from config.catalogue import Catalogue, Said
from domain.audit import Act, Entry
from domain.calendar.remaining import time_left
from domain.people import NotAllowed, Person, Role, Seat
from domain.vouching import SealedTable
from handlers.dialogue import Incoming, OutFile, Sent, Tapped, Typed
from handlers.flow.screens import Choice, Outdated, Screen, State, id_of, paragraphs
from handlers.flow.telling import Kind, Told
from storage.notices import Notice
from storage.periods import Period
from storage.store import Store

LEFT = {
    "days": "calendar.left_days", "hours": "calendar.left_hours", "hours_minutes": "calendar.left_hours_minutes",
    "minutes": "calendar.left_minutes", "over_days": "calendar.over_days", "over_today": "calendar.over_today",
}  # fmt: skip


@dataclass
class Turn:
    """One event's turn: who, what, when, the memory, and what is to be told. Everything in it happens in one transaction."""

    now: datetime
    store: Store
    zone: ZoneInfo
    incoming: Incoming | None = None
    person: Person | None = None
    bot_link: str = ""
    catalogue: Catalogue | None = None
    open: State | None = None  # the question that was open when the event came
    notices: tuple[Notice, ...] = ()  # what was told in this chat and waits for an answer, the newest first
    told: list[Told] = field(default_factory=list)

    @property
    def me(self) -> Person:
        """Who speaks; entries open to strangers look at `person` instead."""
        if self.person is None:
            raise NotAllowed
        return self.person

    @property
    def text(self) -> str:
        """What was typed, or the caption of what was sent; empty where neither."""
        match self.incoming.what if self.incoming else None:
            case Typed(text):
                return text
            case Sent(_, caption):
                return caption
            case _:
                return ""

    @property
    def sent(self) -> Sent | None:
        """The file that was sent, if it was one."""
        what = self.incoming.what if self.incoming else None
        return what if isinstance(what, Sent) else None

    @property
    def is_tap(self) -> bool:
        """Whether a button was tapped: only then can a toast answer."""
        return self.incoming is not None and isinstance(self.incoming.what, Tapped)

    def written(self, said: Said) -> str:
        """A sentence as plain text, where it becomes a value (a suggested title, a post that is kept)."""
        if self.catalogue is None:
            raise TypeError("this turn has no catalogue")
        return self.catalogue.text(said.key, self.zone, said.facts).plain

    def left(self, until: datetime) -> Said:
        """How much time is left until an instant, or how long it is past."""
        left = time_left(until, self.now, self.zone)
        return Said(LEFT[left.unit], {"n": left.n, "more": left.more})

    def require(self, bloc_id: str, roles: Iterable[Role]) -> None:
        """Raises NotAllowed unless the person holds one of the roles in that bloc."""
        if not self.me.roles(bloc_id) & frozenset(roles):
            raise NotAllowed

    async def period(self, number: str, roles: Iterable[Role]) -> Period:
        """The period of the number a button carries, if the person holds one of the roles in its bloc. Raises Outdated or NotAllowed."""
        found = await self.store.periods.of(id_of(number))
        if found is None:
            raise Outdated
        self.require(found.bloc_id, roles)
        return found

    def require_seat(self, unit_id: int, roles: Iterable[Role]) -> Seat:
        """The person's seat in that unit; raises NotAllowed where there is none with one of the roles."""
        seat = self.me.seat_in(unit_id, frozenset(roles))
        if seat is None:
            raise NotAllowed
        return seat

    async def record(
        self, act: Act, bloc_id: str, subject: str, *, period_id: int | None = None,
        old: Mapping[str, object] | None = None, new: Mapping[str, object] | None = None,
    ) -> Entry:  # fmt: skip
        """Puts a decisive act of whoever speaks into the audit log; of the clock or a command where nobody does."""
        by = self.person.id if self.person else None
        return await self.store.audit.record(act, bloc_id, subject, by=by, now=self.now, period_id=period_id, old=old, new=new)

    async def sealed(self, table: SealedTable, period_id: int) -> Mapping[str, object]:
        """The seal over a period's rows as they stand, to be named in an entry under the table's name."""
        return {table: (await self.store.audit.sealed(table, period_id, self.now)).named}

    def tell(
        self,
        people: Iterable[int],
        text: Said | tuple[Said, ...],
        *rows: tuple[Choice, ...],
        of: str,
        kind: Kind = Kind.NOTICE,
        key: str = "",
        redraws: bool = False,
        about: str = "",
        files: tuple[OutFile, ...] = (),
        asks: bool = True,
        lasting: bool = False,
    ) -> None:
        """Tells people in private. Who speaks is told too if listed; each person once. `key` + `redraws` replaces the earlier message of that key; no
        tap draws over a `lasting` one.

        `of`: the id of the bloc it is about. Who sits in that bloc alone is told the text, who holds a seat in another one too is told the bloc's name
        first. Empty where the text names every bloc itself.

        The choices can be typed until one of them is taken or outdated; those of a message that does not `ask`, until the next screen.
        """
        once = tuple(dict.fromkeys(people))
        screen = Screen(paragraphs(text), rows, files, lasting=lasting)
        if once:
            self.told.append(Told(screen, kind, people=once, of=of, key=key, redraws=redraws, about=about, zone=self.zone, asks=asks))

    def post(
        self,
        bloc_id: str,
        text: Said | tuple[Said, ...],
        *rows: tuple[Choice, ...],
        kind: Kind = Kind.POST,
        key: str = "",
        redraws: bool = False,
        else_nothing: bool = False,
        pin: bool = False,
        retired: Said | None = None,
        about: str = "",
        files: tuple[OutFile, ...] = (),
    ) -> None:
        """Posts to the bloc's group, if one is tied. `key` + `redraws` edits the earlier post of that key, and posts it anew where it was deleted unless
        `else_nothing`; `key` alone posts anew under it.

        One that is to `pin` stands instead of the earlier one, which is taken off, or says `retired` where the platform lets it stand.
        """
        screen = Screen(paragraphs(text), rows, files)
        self.told.append(
            Told(
                screen, kind, group_of=bloc_id, key=key, redraws=redraws, else_nothing=else_nothing, pin=pin, retired=retired, about=about,
                zone=self.zone,
            )
        )  # fmt: skip
