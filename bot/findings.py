"""What `ktd check` finds, one line for each thing it looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `todo` where nothing is wrong but something is still missing before the bloc can begin."""

    what: str
    ok: bool
    detail: str
    todo: bool = False
