"""The bloc's tables and their versions; each as a tree, and as a workbook that can be corrected and sent again."""

import json
from typing import Any

from config import yaml_files
from config.rubric_files import rubric_of
from domain.people import STAFF
from domain.tables.writing import tree
from handlers.criteria import table_title
from handlers.dialogue import OutFile
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.proposed_tables import waiting_tables
from handlers.table_names import also, label, listed, named_by
from handlers.tables.authority import decides, to_tables, version_of
from handlers.tables.rules import Told, lines_told
from handlers.tables.understanding import TreeLine, table_of
from storage.documents import Document
from storage.rubrics import RubricVersion

LINES_A_PAGE = 30
VERSIONS_SHOWN = 10


class AwaitingTable(State):
    """The bloc's tables are shown: a workbook sent now is read as one; with a period, as the one it is to use from now on."""

    asks = False
    takes_files = True
    bloc_id: str
    period_id: int = 0


async def open_tables(turn: Turn, bloc_id: str) -> Shown:
    return await tables_screen(turn, bloc_id)


async def tables_screen(turn: Turn, bloc_id: str, *said: Said) -> Shown:
    """The bloc's tables, each by its newest version, below what is said first."""
    turn.require(bloc_id, STAFF)
    newest = _newest(await turn.store.rubrics.of_bloc(bloc_id))
    tables = {version.id: rubric_of(version.text) for version in newest}
    lines = tuple(
        say(
            "tables.table",
            version=one.version,
            title=listed(tables[one.id], tables.values()),
            count=len(tables[one.id].leaves),
            total=tables[one.id].total,
        )
        for one in newest
    )
    rows = [
        (choice("tables.name_label", "tables.show", number, name=label(rubric, tables.values()), also=also(rubric)),)
        for number, rubric in list(tables.items())[:VERSIONS_SHOWN]
    ]
    text = say("tables.list", lines=lines) if lines else say("tables.none")
    waiting = await waiting_tables(turn, bloc_id)
    waits = (say("tables.waiting", lines=tuple([await _waiting_line(turn, one) for one in waiting])),) if waiting else ()
    answers = [(choice("tables.answer_label", "tables.read", one.id, name=one.name),) for one in waiting if decides(turn, bloc_id)]
    last = (choice("tables.template_label", "tables.template", bloc_id), choice("tables.back_label", "periods.open", bloc_id))
    return ask((*said, *waits, text, say("tables.how_to_send")), *answers, *rows, last, waits=AwaitingTable(bloc_id=bloc_id), lasting=bool(said))


async def _waiting_line(turn: Turn, document: Document) -> Said:
    names = [one.full_name for one in await turn.store.people.addressees([document.by])]
    table = table_of(document.found)
    return say("tables.waiting_line", by=", ".join(names), title=named_by(table.text), name=document.name, at=document.at)


def _newest(versions: tuple[RubricVersion, ...]) -> list[RubricVersion]:
    """The newest version of each table; they come newest first."""
    found: dict[str, RubricVersion] = {}
    for version in versions:
        found.setdefault(version.rubric, version)
    return list(found.values())


async def show_table(turn: Turn, number: str) -> Shown:
    """One table with its versions."""
    version = await version_of(turn, number)
    rubric = rubric_of(version.text)
    versions = [one for one in await turn.store.rubrics.of_bloc(version.bloc_id) if one.rubric == version.rubric]
    lines = tuple(say("tables.version", version=one.version, at=one.added_at, periods=one.periods) for one in versions[:VERSIONS_SHOWN])
    rows = [
        (
            choice("tables.tree_label", "tables.tree", one.id, 0, version=one.version),
            choice("tables.export_label", "tables.export", one.id, version=one.version),
        )
        for one in versions[:VERSIONS_SHOWN]
    ]
    text = say("tables.about", title=table_title(rubric), id=version.rubric, lines=lines)
    return ask((text, say("tables.how_to_correct")), *rows, (to_tables(version.bloc_id),), waits=AwaitingTable(bloc_id=version.bloc_id))


async def show_tree(turn: Turn, number: str, page: str) -> Shown:
    """One page of a version's tree."""
    version = await version_of(turn, number)
    data: Any = yaml_files.load(version.text.encode())
    lines = [TreeLine(0, depth, code, title, points, rule) for depth, code, title, points, rule in tree(data)]
    text, turning = tree_page(lines_told(lines, rubric_of(version.text)), id_of(page), "tables.tree", number)
    head = say("tables.tree_head", title=named_by(version.text), version=version.version)
    sample = (say("tables.sample"),) if rubric_of(version.text).sample else ()
    return end((head, *sample, text), turning, (choice("tables.back_label", "tables.show", version.id),))


def tree_page(lines: list[Told], page: int, act: str, *args: object) -> tuple[Said, tuple[Choice, ...]]:
    """One page of a tree and the choices that turn it; `act` with its arguments and the page's number shows another."""
    found = _pages(lines)
    pages = len(found)
    if page >= pages:
        raise Outdated
    shown = found[page] if pages == 1 else (*found[page], say("tables.page_of", page=page + 1, pages=pages))
    turning = [choice("tables.page_before_label", act, *args, page - 1, looks=True)] if page else []
    turning += [choice("tables.page_after_label", act, *args, page + 1, looks=True)] if page + 1 < pages else []
    return say("tables.lines", lines=shown), tuple(turning)


def _pages(lines: list[Told]) -> list[tuple[Said, ...]]:
    """The lines as pages of about LINES_A_PAGE lines of a phone's screen; no page ends with a head."""
    pages: list[list[Told]] = [[]]
    for line in lines:
        if pages[-1] and sum(one.height for one in pages[-1]) + line.height > LINES_A_PAGE:
            full, pages[-1] = pages[-1], _without_last_heads(pages[-1])
            pages.append(full[len(pages[-1]) :])
        pages[-1].append(line)
    return [tuple(line.said for line in page) for page in pages]


def _without_last_heads(page: list[Told]) -> list[Told]:
    """The page without the heads at its end; all of it where it is nothing else."""
    last = max((at for at, line in enumerate(page) if not line.is_head), default=len(page) - 1)
    return page[: last + 1]


# ---------------------------------------------------------------------------------------------------------------- as workbooks


async def give_template(turn: Turn, bloc_id: str) -> Shown:
    turn.require(bloc_id, STAFF)
    file = OutFile(turn.written(say("tables.template_name")), report="rubric_table", facts=json.dumps({"text": ""}))
    return ask(say("tables.template_sent"), (to_tables(bloc_id),), waits=AwaitingTable(bloc_id=bloc_id), files=(file,), fresh=True)


async def export(turn: Turn, number: str) -> Shown:
    """The version as a workbook in the form that is read back."""
    version = await version_of(turn, number)
    name = turn.written(say("tables.export_name", id=version.rubric, version=version.version))
    file = OutFile(name, report="rubric_table", facts=json.dumps({"text": version.text}, ensure_ascii=False))
    text = say("tables.exported", title=named_by(version.text), version=version.version)
    return ask(text, (to_tables(version.bloc_id),), waits=AwaitingTable(bloc_id=version.bloc_id), files=(file,), fresh=True)
