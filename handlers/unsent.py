"""An announcement that is being written is kept until it is sent or dropped: leaving, another command or a restart loses none of it."""

import json
from dataclasses import asdict, dataclass

from handlers.flow import Turn


@dataclass(frozen=True)
class Unsent:
    """The draft as far as it has come: its text, empty before it was typed, and the file as JSON, empty for none."""

    text: str
    file: str


async def keep_unsent(turn: Turn, bloc_id: str, unsent: Unsent) -> None:
    """Keeps the speaker's draft for this bloc in place of an earlier one."""
    await _leave(turn, bloc_id, json.dumps(asdict(unsent), ensure_ascii=False))


async def drop_unsent(turn: Turn, bloc_id: str) -> None:
    await _leave(turn, bloc_id, "")


async def unsent_of(turn: Turn, bloc_id: str) -> Unsent | None:
    """The speaker's draft for this bloc, if there is one."""
    kept = await turn.store.notes.read(_name(turn, bloc_id))
    return Unsent(**json.loads(kept)) if kept else None


async def _leave(turn: Turn, bloc_id: str, value: str) -> None:
    await turn.store.notes.leave(_name(turn, bloc_id), value, turn.now, person_id=turn.me.id, bloc_id=bloc_id)


def _name(turn: Turn, bloc_id: str) -> str:
    return f"unsent:{turn.me.id}:{bloc_id}"
