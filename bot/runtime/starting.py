"""What every start of the bot does once."""

from datetime import datetime, timedelta

from handlers.dialogue import Platform
from storage.database import Database
from storage.store import Store

FORGET_EVENTS_AFTER = timedelta(days=7)
FORGET_SENT_AFTER = timedelta(days=90)


async def begun(database: Database, platform: Platform, now: datetime) -> None:
    """Old keys are dropped, the bot's link is left for the commands, each bloc has its next summary planned."""
    async with database.writing() as connection:
        store = Store(connection)
        await store.events.forget(now - FORGET_EVENTS_AFTER)
        await store.outbox.forget(now - FORGET_SENT_AFTER)
        await store.notes.leave(f"link:{platform.name}", platform.link, now)
        for bloc in await store.blocs.everything():
            await store.due.schedule("digests.plan", f"bloc:{bloc.id}", now.isoformat(), now, bloc.id)
