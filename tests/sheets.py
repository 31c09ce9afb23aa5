"""A unit's sheet, for tests: answering its criteria, and what is kept of it. Sheet 3 is that of Hoa's and Nam's unit."""

from storage.answers import Evidence, OpenSheet
from tests.stage import Shown, Stage


async def answers(stage: Stage, sheet: int = 3) -> dict[str, str]:
    """Every answer that is kept, as JSON, by its criterion's address."""
    return {address: given.answer for address, given in (await _kept(stage, sheet)).answers.items()}


async def answer(stage: Stage, address: str, sheet: int = 3) -> str:
    """The answer that is kept of one criterion, as JSON."""
    return (await answers(stage, sheet))[address]


async def evidence(stage: Stage, sheet: int = 3) -> tuple[Evidence, ...]:
    """Everything that proves the sheet's answers."""
    return (await _kept(stage, sheet)).evidence


async def documents(stage: Stage, address: str, sheet: int = 3) -> list[str]:
    """The documents by whose number a criterion is proved."""
    return [one.text for one in (await _kept(stage, sheet)).evidence_for(address) if one.kind == "document"]


async def at(stage: Stage, address: str, *words: str, name: str = "Hoa") -> Shown:
    """Asks a criterion and answers it; gives what is shown then."""
    for one in (address, *words):
        await stage.does(name, one)
    return stage.last(name)


async def _kept(stage: Stage, sheet: int) -> OpenSheet:
    opened = await stage.store.answers.open_sheet(sheet)
    assert opened is not None
    return opened
