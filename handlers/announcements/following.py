"""Who has received an announcement, whom it did not reach and why; one tap reminds the units that have not acknowledged."""

from datetime import timedelta

from domain.people import OVERSEERS, STAFF, UNIT_ROLES
from handlers.announcements.acknowledging import announcement_of
from handlers.announcements.listing import opening_of
from handlers.announcements.parts import files_of
from handlers.delivery import look_back, missed_said, reach_of
from handlers.flow import Kind, Said, Shown, Turn, choice, end, say
from handlers.lately import done_lately
from storage.outbox import Delivery
from storage.people import Addressee

REMIND_AGAIN_AFTER = timedelta(minutes=10)
HOME = (choice("engine.home", "home.open"),)


async def who(turn: Turn, number: str) -> Shown:
    """By unit who has received it; whether it stands in the group; and whom it did not reach, and why."""
    announcement = await announcement_of(turn, number)
    turn.require(announcement.bloc_id, OVERSEERS)
    units = await turn.store.announcements.units(announcement.id, announcement.bloc_id)
    lines = tuple(say(_unit_key(unit.acknowledged, unit.people), unit=unit.name) for unit in units)
    text = say(
        "announcements.who", text=opening_of(announcement.text), received=sum(unit.acknowledged > 0 for unit in units), units=len(units), lines=lines
    )
    rows = await turn.store.outbox.delivery(f"announcement:{announcement.id}")
    failed = {one.full_name: one for one in rows if one.state == "undeliverable" and one.person_id is not None}
    unreached = missed_said(Addressee(one.person_id or 0, one.full_name, reachable=False, why=one.reason) for one in failed.values())
    in_group = (_in_group([one for one in rows if one.person_id is None]),) if announcement.audience != "members" else ()
    remind_row = (choice("announcements.remind_label", "announcements.remind", number),)
    return end((text, *in_group, *unreached), remind_row, HOME)


def _in_group(rows: list[Delivery]) -> Said:
    """What became of the post in the group."""
    if not rows:
        return say("delivery.no_group")
    states = {"undeliverable" if one.state == "superseded" and one.reason else one.state for one in rows}
    if states & {"undeliverable", "unknown"}:
        return say("announcements.group_failed")
    return say("announcements.group_sent") if states <= {"sent", "superseded"} else say("announcements.group_on_its_way")


def _unit_key(acknowledged: int, people: int) -> str:
    if acknowledged:
        return "announcements.unit_received"
    return "announcements.unit_not_yet" if people else "announcements.unit_nobody"


async def remind(turn: Turn, number: str) -> Shown:
    """Reminds the units that have not acknowledged; says of each of them whether somebody is reminded."""
    announcement = await announcement_of(turn, number)
    turn.require(announcement.bloc_id, STAFF)
    back = (choice("announcements.back_label", "announcements.who", number),)
    silent = [one for one in await turn.store.announcements.units(announcement.id, announcement.bloc_id) if one.acknowledged == 0 and one.people]
    if not silent:
        return end(say("announcements.all_received"), back)
    if at := await done_lately(turn, f"announcement_reminded:{announcement.id}", REMIND_AGAIN_AFTER):
        return end(say("announcements.reminded_lately", at=at), back)
    reached: dict[str, tuple[int, ...]] = {}
    missed: list[Addressee] = []
    for unit in silent:
        others = [one for one in await turn.store.seats.of_unit(unit.unit_id, UNIT_ROLES) if one != turn.me.id]
        reach = await reach_of(turn, others)
        reached[unit.name] = reach.ids
        missed += reach.missed
    row = (choice("announcements.received_label", "announcements.received", number, weight="main"),)
    text = (say("announcements.text_again", text=announcement.text, by=announcement.by), say("announcements.reminder"))
    people = [one for ids in reached.values() for one in ids]
    turn.tell(people, text, row, of=announcement.bloc_id, kind=Kind.REMINDER, files=files_of(announcement.file))
    await look_back(turn, announcement.bloc_id, f"announcement:{announcement.id}", people)
    return end((*_reminded_said(reached), *missed_said(missed)), back, lasting=True)


def _reminded_said(reached: dict[str, tuple[int, ...]]) -> tuple[Said, ...]:
    told, not_told = ", ".join(name for name, ids in reached.items() if ids), ", ".join(name for name, ids in reached.items() if not ids)
    said = (say("announcements.reminded", names=told),) if told else ()
    return (*said, say("announcements.nobody_to_remind", names=not_told)) if not_told else said
