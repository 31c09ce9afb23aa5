"""Posts that stand in the group and are redrawn as things change: brought up to date unasked, where the group has missed something."""

from handlers.flow import Turn

STATUS, MEETING = "standings", "meeting"


async def renew_posts(turn: Turn, bloc_id: str, why: str) -> None:
    """The group can be posted to again: the status posts of open periods are drawn anew, those of closed ones and the cards of meetings where they stand.

    `why` begins the occurrence of the open ones: "renew …" posts them anew instead of redrawing them.
    """
    rows = await turn.store.outbox.unsent(bloc_id)
    missed = {row.subject for row in rows}
    for period in await turn.store.periods.of_bloc(bloc_id):
        if period.state == "open":
            await turn.store.due.schedule("standings.post", f"period:{period.id}", f"{why} {turn.now.isoformat()}", turn.now, bloc_id)
        elif (key := f"{STATUS}:{period.id}") in missed and await stands(turn, bloc_id, key):
            await turn.store.due.schedule("standings.post", f"period:{period.id}", f"back {turn.now.isoformat()}", turn.now, bloc_id)
    for subject in sorted(missed):
        if subject.startswith(f"{MEETING}:") and await stands(turn, bloc_id, subject):
            await turn.store.due.schedule("meetings.redraw", subject, turn.now.isoformat(), turn.now, bloc_id)
    await turn.store.outbox.give_up([row.id for row in rows if row.subject.startswith(f"{STATUS}:")], turn.now)


async def stands(turn: Turn, bloc_id: str, key: str) -> bool:
    """Whether a post of this outbox key stands in the group that the bloc's posts reach now."""
    groups = [group for group in await turn.store.groups.of_bloc(bloc_id) if group.reachable]
    return any([await turn.store.outbox.message_of(group.platform, group.chat, key) for group in groups])
