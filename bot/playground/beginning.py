"""How a half-year of the playground begins: everybody joins the sample bloc, its group is tied, a period opens and a meeting is called."""

from typing import TYPE_CHECKING

from bot.playground.acting import Acting, PlayStuck, has
from bot.playground.persons import Person
from bot.playground.progress import Progress

if TYPE_CHECKING:
    from bot.playground.stage import Actor, Stage

PERIODS_AT_MOST = 99


class Beginning:
    """Plays it in the sample bloc, whichever others the cast sits in. Everything raises PlayStuck where there is no way on, with the reason."""

    def __init__(self, stage: "Stage", acting: Acting, progress: Progress) -> None:
        self._stage = stage
        self._acting = acting
        self._progress = progress
        self._words = stage.half_year_words()

    async def join(self, actor: "Actor") -> None:
        """Opens the sample's invite, unless one sits there already."""
        if await self._sits(actor):
            return
        await self._acting.after(actor, lambda: Person(self._stage.playground.world, actor.id).starts(actor.code))
        if has(self._acting.last(actor), self._words["take"]):
            await self._acting.taps(actor, self._words["take"])
        elif has(self._acting.last(actor), self._words["agree"]):
            await self._acting.taps(actor, self._words["agree"])
            await self._acting.types(actor, f"{actor.name}, {actor.title}")
        if not await self._sits(actor):
            raise PlayStuck(self._told("stuck_seat", name=actor.name, said=self._acting.last(actor).text.partition("\n")[0]))

    async def _sits(self, actor: "Actor") -> bool:
        """Whether this person has the place in the sample bloc that the play gives them."""
        await self._stage.look_around()
        places = self._stage.seating.of(actor.id)
        return any((place.bloc, place.unit, place.role) == (self._stage.sample, actor.unit, actor.role) for place in places)

    async def tie_group(self, chair: "Actor") -> None:
        """Ties the sample's group, unless it is; one that an own bloc has taken is not taken away from it."""
        tied = self._stage.seating.tied.get(self._stage.group.id)
        if tied == self._stage.sample:
            return
        if tied is not None:
            raise PlayStuck(self._told("stuck_group", group=self._stage.group.title, bloc=self._stage.seating.blocs[tied], chair=chair.name))
        person = Person(self._stage.playground.world, chair.id)
        await self._acting.after(chair, lambda: person.types("/nhom", self._stage.group.id), self._stage.group.id)
        for label in (self._bloc, self._words["confirm"]):
            if has(next(one for one in reversed(person.sees(self._stage.group.id)) if one.by_bot), label):
                await self._acting.taps(chair, label, self._stage.group.id)

    @property
    def _bloc(self) -> str:
        """The sample bloc's name."""
        return self._stage.seating.blocs[self._stage.sample]

    async def _chooses_bloc(self, actor: "Actor") -> None:
        """Where the bot asks which bloc is meant, it is the sample."""
        if self._bloc in self._acting.last(actor).labels:
            await self._acting.taps(actor, self._bloc)

    async def period_state(self, chair: "Actor", *, anew: bool) -> str:
        """Chooses the period to play and gives its state: the one begun before, else one of its title that is open or closed (not where it begins anew),
        else nothing, and a title that is still free, in the other blocs too: some screens show the periods of all of somebody's blocs."""
        elsewhere = await self._stage.titles_elsewhere()
        if self._progress.title in elsewhere:
            raise PlayStuck(self._told("stuck_title", title=self._progress.title))
        await self.show_periods(chair)
        listed = self._acting.last(chair).text
        for number in range(1, PERIODS_AT_MOST):
            title = self._words["title"] if number == 1 else self._words["title_again"].replace("{n}", str(number))
            if self._progress.title not in {"", title} or title in elsewhere:
                continue
            state = next((state for state in ("open", "closed") if f"{title}: {self._words[state]}" in listed), "")
            if (state and not anew) or f"{title}:" not in listed:
                self._progress.title = title
                return state
        raise PlayStuck(self._words["title"])

    async def show_periods(self, chair: "Actor") -> None:
        await self._acting.shows(chair, "/dotcham")
        await self._chooses_bloc(chair)

    async def open_period(self, chair: "Actor") -> None:
        await self._acting.taps(chair, self._words["new_period"])
        await self._acting.taps(chair, self._words["midyear"])
        await self._acting.types(chair, self._progress.title)
        await self._acting.taps(chair, "mau-1000")
        await self._acting.types(chair, self._words["deadline"])
        await self._acting.taps(chair, self._words["confirm"])

    async def call_meeting(self, chair: "Actor", leaders: "list[Actor]") -> None:
        await self._acting.shows(chair, "/hop")
        await self._chooses_bloc(chair)
        for words in (self._words["meeting"], self._words["meeting_time"], self._words["meeting_place"]):
            await self._acting.types(chair, words)
        await self._acting.taps(chair, self._words["everyone"])
        before = {leader.id: self._acting.newest(leader) for leader in leaders}
        await self._acting.taps(chair, self._words["confirm"])
        for leader in leaders[1:]:
            await self._acting.taps(leader, self._words["come"], after=before[leader.id])

    def _told(self, key: str, **facts: str) -> str:
        """Why there is no way on, in the words of the page."""
        return self._words[key].format(**facts, sample=self._bloc)
