"""What a conversation is made of.

A flow is a literal table: commands, taps (buttons), links (start codes), steps (what typed text means while a question is open) and jobs (what happens
at a time). Each entry names the roles that may use it; the engine refuses everyone else from the database, before the function runs. An entry's
function takes the `Turn` and says what to show; it never sends, never commits, never catches broadly.

    async def open_board(turn, rest) -> Shown            a command; `rest` is what was typed after the word
    async def review(turn, *args) -> Shown               a tap; args are the texts the button carries
    async def give_points(turn, state) -> Shown          a step; the input is `turn.text` or `turn.sent`
    async def remind(turn, due) -> None                  a job: it has nobody to answer, it tells

`Shown` is one of: `Ask` (a screen that waits for typed text or a file), `End` (a screen with no question open), `Toast` (a word for a tap, nothing else
changes), `Passed` (done, and there is nothing to say here).
"""

from config.catalogue import Said
from domain.people import NotAllowed, Person, Role, Seat
from handlers.flow.entries import STRANGERS, Command, FileUse, Flow, Job, Link, Step, Tap, Where
from handlers.flow.screens import (
    LETTERS,
    Ask,
    Choice,
    End,
    Outdated,
    Passed,
    Rows,
    Screen,
    Shown,
    State,
    Toast,
    ask,
    choice,
    end,
    id_of,
    into_private,
    say,
)
from handlers.flow.telling import Kind, Told
from handlers.flow.turn import Turn
from storage.due import Due
from storage.notices import Notice

__all__ = [
    "LETTERS",
    "STRANGERS",
    "Ask",
    "Choice",
    "Command",
    "Due",
    "End",
    "FileUse",
    "Flow",
    "Job",
    "Kind",
    "Link",
    "NotAllowed",
    "Notice",
    "Outdated",
    "Passed",
    "Person",
    "Role",
    "Rows",
    "Said",
    "Screen",
    "Seat",
    "Shown",
    "State",
    "Step",
    "Tap",
    "Toast",
    "Told",
    "Turn",
    "Where",
    "ask",
    "choice",
    "end",
    "id_of",
    "into_private",
    "say",
]
