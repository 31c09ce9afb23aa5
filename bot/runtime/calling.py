"""Calling an entry with what a button or a link carried."""

from collections.abc import Awaitable, Callable
from inspect import signature

from bot.runtime.table import FlowTable
from bot.runtime.writing import LASTING
from handlers.flow import Outdated, Shown, Turn


async def called(run: Callable[..., Awaitable[Shown]], turn: Turn, args: list[str]) -> Shown:
    """Calls an entry with the texts a button or link carried. Raises Outdated where they are not as many as it takes: both can be forged."""
    try:
        signature(run).bind(turn, *args)
    except TypeError as fault:
        raise Outdated from fault
    return await run(turn, *args)


def again(table: FlowTable, action: str) -> str:
    """The tap that draws what a refused button stands for; empty for none."""
    name, *args = action.removeprefix(LASTING).split(":")
    tap = table.taps.get(name)
    if tap is None or not tap.again:
        return ""
    taken = [one for one in signature(table.taps[tap.again].run).parameters.values() if one.default is one.empty]
    return ":".join((tap.again, *args[: len(taken) - 1]))
