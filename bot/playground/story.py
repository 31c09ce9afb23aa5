"""What is played of a half-year, from the first invite to the publication: only by typing and tapping, never past the chat.

It goes on from whatever stands: who has joined has joined, a group that is tied is tied, a period that is open is filled in, a sheet that is submitted is
left alone. It is played in the sample bloc alone, whatever own blocs the cast sits in beside it. How it begins is in beginning.py, how people act in
acting.py.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.playground.acting import Acting, has
from bot.playground.beginning import Beginning
from bot.playground.persons import Person
from bot.playground.progress import Progress

if TYPE_CHECKING:
    from bot.playground.stage import Actor, Stage

DRAWING_TAKES = 90.0
ANSWERS_AT_MOST = 150
REMINDERS_AT_MOST = 40


class Story:
    """One half-year of the cast. `progress` is kept up to date, and `kept` called after each of its steps."""

    def __init__(self, stage: "Stage", acting: Acting, progress: Progress, kept: Callable[[], None]) -> None:
        self._stage = stage
        self._acting = acting
        self._progress = progress
        self._kept = kept
        self._words = stage.half_year_words()
        self._beginning = Beginning(stage, acting, progress)

    async def play(self, *, anew: bool) -> None:
        """Plays to the end what is not done yet; `anew` another period beside those there are. Raises PlayStuck where there is no way on."""
        cast = self._stage.cast
        chair, leaders = cast[0], [actor for actor in cast if actor.role == "unit_leader"]
        for number, actor in enumerate(cast):
            self._say("joining", 0.02 + 0.2 * number / len(cast))
            await self._beginning.join(actor)
        await self._beginning.tie_group(chair)
        self._say("period", 0.26)
        state = await self._beginning.period_state(chair, anew=anew)
        if not state:
            await self._beginning.open_period(chair)
            await self._beginning.call_meeting(chair, leaders)
        if state != "closed":
            await self._assess(leaders)
        vice = next(actor for actor in leaders if actor.duty == "vice_chair")
        await self._close(chair)
        self._say("appraising", 0.88)
        await self._appraise(chair, vice, leaders[-1])
        self._say("explaining", 0.93)
        await self._past_window(chair)
        self._say("publishing", 0.96)
        await self._publish(chair)
        self._say("done", 1.0)

    async def _assess(self, leaders: "list[Actor]") -> None:
        """Every unit fills in its sheet and submits; the chair's own does so late."""
        for number, leader in enumerate(leaders[1:]):
            self._say("filling", 0.34 + 0.4 * number / len(leaders))
            await self._fill(leader, number)
        if await self._still_owes(leaders[0]):
            self._say("reminding", 0.78)
            await self._past_deadline()
            self._say("late", 0.84)
            await self._fill(leaders[0], len(leaders) - 1)

    async def _still_owes(self, leader: "Actor") -> bool:
        """Opens the unit's sheet of this period; whether it still takes answers."""
        await self._acting.shows(leader, "/chamdiem")
        if not has(self._acting.last(leader), self._words["review"]) and has(self._acting.last(leader), self._progress.title):
            await self._acting.taps(leader, self._progress.title)
        last = self._acting.last(leader)
        return has(last, self._words["review"]) and self._progress.title in last.text

    async def _fill(self, leader: "Actor", number: int) -> None:
        """Answers whatever criterion is asked until none is, then submits."""
        if not await self._still_owes(leader):
            return
        if has(self._acting.last(leader), self._words["go_on"]):
            await self._acting.taps(leader, self._words["go_on"])
        for _ in range(ANSWERS_AT_MOST):
            last = self._acting.last(leader)
            if has(last, self._words["review"]) and not has(last, self._words["skip"]):
                break
            await self._acting.types(leader, self._answer(last.text, number))
        await self._acting.taps(leader, self._words["review"])
        await self._supply(leader)
        await self._acting.taps(leader, self._words["submit"])

    async def _supply(self, leader: "Actor") -> None:
        """Gives what evidence is still missing, as after a stop between an answer and its evidence, until the sheet may be submitted."""
        for _ in range(ANSWERS_AT_MOST):
            last = self._acting.last(leader)
            if has(last, self._words["submit"]):
                return
            if has(last, self._words["supply"]):
                await self._acting.taps(leader, self._words["supply"])
            elif has(last, self._words["review"]):
                await self._acting.taps(leader, self._words["review"])
            else:
                await self._acting.types(leader, self._words["proof"])

    def _answer(self, text: str, number: int) -> str:
        """A plausible answer to the question a message asks, by the example it gives."""
        for mark, answer in self._stage.half_year_answers():
            if re.search(mark, text):
                return answer.replace("{n}", str(number)).replace("{r}", str(99 - 3 * number))
        asked = re.search(self._words["points_pattern"], text)
        if asked is None:
            return self._words["proof"]
        marks = self._stage.half_year_marks()[number]
        percent = marks[(len(marks) // 2 * (len(asked["section"]) - 1) + int(asked["number"]) - 1) % len(marks)]
        return f"{(Decimal(asked['max']) * percent / 100).normalize():f}".replace(".", ",")

    async def _past_deadline(self) -> None:
        for _ in range(REMINDERS_AT_MOST):
            moved, _ = await self._stage.to_next_due()
            if not moved or self._after_deadline():
                break

    def _after_deadline(self) -> bool:
        chair = Person(self._stage.playground.world, self._stage.cast[0].id)
        lines = (line for message in chair.sees()[-6:] if message.by_bot for line in message.text.splitlines())
        return any(self._progress.title in line and self._words["overdue"] in line for line in lines)

    async def _close(self, chair: "Actor") -> None:
        await self._beginning.show_periods(chair)
        await self._acting.taps(chair, self._progress.title)
        if has(self._acting.last(chair), self._words["close"]):
            await self._acting.taps(chair, self._words["close"])
            await self._acting.taps(chair, self._words["confirm"])

    async def _appraise(self, chair: "Actor", vice: "Actor", unit: "Actor") -> None:
        """The vice chair changes one score and accepts the others, the chair accepts what the vice chair may not; the units hear the result."""
        await self._appraisal(chair)
        if not has(self._acting.last(chair), self._words["accept_rest"]) and not has(self._acting.last(chair), self._words["send_results"]):
            return
        await self._appraisal(vice)
        if has(self._acting.last(vice), self._words["accept_rest"]):
            await self._change_one(vice, unit)
        for actor in (vice, chair):
            await self._appraisal(actor)
            if has(self._acting.last(actor), self._words["accept_rest"]):
                await self._acting.taps(actor, self._words["accept_rest"])
                await self._acting.taps(actor, self._words["confirm"])
        for label in ("send_results", "window", "confirm"):
            await self._acting.taps(chair, self._words[label])

    async def _appraisal(self, actor: "Actor") -> None:
        """Opens the appraisal of this period."""
        await self._acting.shows(actor, "/thamdinh")
        if has(self._acting.last(actor), self._progress.title):
            await self._acting.taps(actor, self._progress.title)

    async def _change_one(self, vice: "Actor", unit: "Actor") -> None:
        await self._acting.taps(vice, unit.unit_name)
        found = re.search(self._words["changed_pattern"], self._acting.last(vice).text)
        if found is not None:
            await self._acting.types(vice, found[1])
            await self._acting.types(vice, self._words["changed"].replace("{points}", str(max(0, int(found[2]) - 1))))

    async def _past_window(self, chair: "Actor") -> None:
        """Time passes until nobody may explain any more."""
        for _ in range(REMINDERS_AT_MOST):
            await self._appraisal(chair)
            if not has(self._acting.last(chair), self._words["end_window"]):
                return
            await self._stage.to_next_due()

    async def _publish(self, chair: "Actor") -> None:
        await self._acting.taps(chair, self._words["reconcile"])
        if not has(self._acting.last(chair), self._words["publish"]):
            await self._acting.taps(chair, self._words["freeze"])
            await self._acting.taps(chair, self._words["confirm"])
        for label in ("publish", "confirm"):
            await self._acting.taps(chair, self._words[label])
        await self._acting.types(chair, self._words["publish_words"])
        await self._pictured(chair)

    async def _pictured(self, chair: "Actor") -> None:
        """Waits for the picture of the ranking, which is drawn after the post."""
        person, group = Person(self._stage.playground.world, chair.id), self._stage.group.id
        await self._acting.until(lambda: any("photo" in one.raw for one in person.sees(group)[-4:]), self._progress.title, DRAWING_TAKES)

    def _say(self, key: str, share: float) -> None:
        self._progress.reaches(self._words[f"progress_{key}"], share)
        self._kept()
