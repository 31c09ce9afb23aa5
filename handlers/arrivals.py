"""A spreadsheet that came where none was asked for: by the sender's roles and what is open, what it may be; taken there without sending it again.

What it may be the flows themselves say (`Flow.file_uses`). Where it can be one thing only, the engine takes it there at once.

Scene: period open
Lan sends bang-khoi.xlsx
ktd: Tệp bang-khoi.xlsx là gì?…
  [Phiếu tự chấm của đơn vị] [Bảng chấm điểm của khối] [Không dùng tệp]
Lan: [Bảng chấm điểm của khối]
ktd: …Đã nhận tệp bang-khoi.xlsx, đang đọc…
"""

from domain.people import EVERYONE, UNIT_ROLES
from handlers.documents import HeldFile, require_workbook
from handlers.flow import Choice, FileUse, Flow, Shown, Step, Tap, Turn, ask, choice, end, say

HOME = (choice("engine.home", "home.open"),)


class ChoosingUse(HeldFile):
    """What a spreadsheet is for is asked. `uses` are the label and the action of each choice."""

    uses: tuple[tuple[str, str], ...]


async def sort(turn: Turn, uses: tuple[FileUse, ...]) -> Shown | None:
    """Asks what the file is; where it can be nothing, its sender hears why. Raises what refuses it by its name and size."""
    sent = turn.sent
    if sent is None or not (uses or turn.me.seats_as(UNIT_ROLES)):
        return None
    if not uses:
        return end(say("arrivals.no_sheet", name=sent.file.name), HOME)
    require_workbook(sent.file.name, sent.file.size)
    offered = tuple((turn.written(use.choice.label), use.choice.action) for use in uses)
    file = sent.file
    return _asked(ChoosingUse(ref=file.ref, unique=file.unique, name=file.name, mime=file.mime, size=file.size, caption=sent.caption, uses=offered))


def _asked(state: ChoosingUse) -> Shown:
    rows = [(_offered(label, action),) for label, action in state.uses]
    return ask(say("arrivals.which", name=state.name), *rows, (choice("arrivals.leave_label", "arrivals.leave"),), waits=state)


def _offered(label: str, action: str) -> Choice:
    act, *args = action.split(":")
    return choice("arrivals.use_label", act, *args, name=label)


async def ask_again(turn: Turn, state: ChoosingUse) -> Shown:
    """Something else than a choice was typed."""
    return _asked(state)


async def leave(turn: Turn) -> Shown:
    return end(say("arrivals.left"), HOME)


FLOW = Flow(
    "arrivals",
    taps=(Tap("leave", leave, EVERYONE),),
    steps=(Step(ChoosingUse, ask_again, EVERYONE, again=ask_again),),
    sorts_files=sort,
)
