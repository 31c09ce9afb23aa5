"""Who sees and decides on tables: a bloc's staff prepare, the chair adopts; and the versions and documents that a button names."""

from config.rubric_files import rubric_of
from domain.people import CHAIR, STAFF
from domain.periods import require_move
from domain.rubrics import Rubric
from handlers.flow import Choice, Outdated, Turn, choice, id_of
from storage.documents import Document
from storage.periods import Period
from storage.rubrics import RubricVersion

PURPOSE = "tables.read"
"""What documents of this flow are noted for: the reader in READERS, and the job."""


def decides(turn: Turn, bloc_id: str) -> bool:
    """Whether the person is the chair."""
    return bool(turn.me.roles(bloc_id) & CHAIR)


async def version_of(turn: Turn, number: str) -> RubricVersion:
    """A version of a table, if the person is of its bloc's staff. Raises Outdated or NotAllowed."""
    try:
        version = await turn.store.rubrics.version(id_of(number))
    except KeyError:
        raise Outdated from None
    turn.require(version.bloc_id, STAFF)
    return version


async def document_of(turn: Turn, number: str) -> Document:
    """A workbook that was read as a table, if the person is of its bloc's staff. Raises Outdated or NotAllowed."""
    document = await turn.store.documents.of(id_of(number))
    if document is None or document.purpose != PURPOSE or document.state != "read":
        raise Outdated
    turn.require(document.bloc_id, STAFF)
    return document


async def amendable(turn: Turn, period_id: str) -> Period:
    """The period, if the person is of its bloc's staff and its table may be changed now."""
    period = await turn.period(period_id, STAFF)
    require_move("amend", period.state)
    return period


async def table_in_use(turn: Turn, period: Period) -> Rubric:
    """The table the period uses."""
    return rubric_of(await turn.store.rubrics.text_of(period.rubric_id))


def to_tables(bloc_id: str) -> Choice:
    return choice("tables.back_label", "tables.open", bloc_id, leaves=True)


def to_period(period: Period) -> Choice:
    return choice("tables.back_label", "periods.period", period.id, leaves=True)
