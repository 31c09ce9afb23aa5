"""A table that was read, before it is kept: what was understood with its faults by row; of a newer version what it changes first, its tree on demand.

The chair keeps it as a version of the bloc's. The secretariat puts it before the chair, who confirms or refuses; either way whoever sent it hears so.
"""

from typing import TypeAlias

from config.rubric_files import rubric_of
from domain.people import CHAIR, STAFF
from domain.tables.changes import changes
from handlers.criteria import table_title
from handlers.flow import Choice, Outdated, Said, Shown, Turn, choice, end, id_of, say
from handlers.proposed_tables import answered, let_wait, waiting_tables
from handlers.table_names import named_by
from handlers.tables.authority import decides, document_of, to_tables
from handlers.tables.differences import differences_said
from handlers.tables.listing import tables_screen, tree_page
from handlers.tables.naming import table_in
from handlers.tables.rules import lines_told
from handlers.tables.understanding import ReadTable, faults_said, passed_over, table_of
from storage.documents import Document
from storage.rubrics import RubricVersion

Known: TypeAlias = tuple[RubricVersion | None, RubricVersion | None]
Screen = tuple[tuple[Said, ...], tuple[tuple[Choice, ...], ...]]


# ---------------------------------------------------------------------------------------------------------------- what is shown


async def read_screen(turn: Turn, document: Document, table: ReadTable, *, is_proposed: bool = False) -> Screen:
    """What was understood, and the way to keep it; the differences alone where the bloc has an earlier version of the table."""
    known = await _known(turn, document, table)
    earlier, same = known
    if earlier is None:
        return _tree(document, table, 0, known, is_proposed=is_proposed)
    see = choice("tables.whole_label", "tables.page", document.id, 0, looks=True)
    if same is not None:
        return (_head(document, table), *_same_said(earlier, same)), ((see,), (to_tables(document.bloc_id),))
    head = (_head(document, table), say("tables.newer", version=earlier.version))
    found = changes(rubric_of(earlier.text), rubric_of(table.text))
    differences = differences_said(found) if found else (say("tables.only_words_differ"),)
    return (*head, *differences, *passed_over(table), *_question(table, earlier)), (
        _deciding(document, table, earlier, is_proposed=is_proposed),
        (see,),
    )


async def _known(turn: Turn, document: Document, table: ReadTable) -> Known:
    """The version of the bloc's that this one follows, and the one that it is word for word."""
    if table.faults:
        return None, None
    versions = [one for one in await turn.store.rubrics.of_bloc(document.bloc_id) if one.rubric == table.id]
    return next(iter(versions), None), next((one for one in versions if one.text == table.text), None)


def _same_said(newest: RubricVersion, same: RubricVersion) -> tuple[Said, ...]:
    """That the table is a version already; of an older one, which version new periods use, and how to come back to this one."""
    said = say("tables.same_as_before", version=same.version)
    return (said,) if same.id == newest.id else (said, say("tables.same_as_older", version=newest.version))


def _head(document: Document, table: ReadTable) -> Said:
    form = say("tables.form_template" if table.is_template else "tables.form_plain")
    return say(
        "tables.read",
        name=document.name,
        title=table_title(rubric_of(table.text)) if table.text else table.title,
        count=table.count,
        total=table.total,
        form=form,
    )


def _tree(document: Document, table: ReadTable, page: int, known: Known, *, is_proposed: bool) -> Screen:
    """A page of the tree with its sums, what was passed over, and either the faults or the way to keep it."""
    if table.faults and not table.lines:
        told = say("tables.unusable", name=document.name, lines=faults_said(table.faults))
        return (told,), ((choice("tables.template_label", "tables.template", document.bloc_id, looks=True), _back(document)),)
    earlier, same = known
    lines, turning = tree_page(lines_told(table.lines, rubric_of(table.text) if table.text else None), page, "tables.page", document.id)
    text = (_head(document, table), *((lines,) if table.lines else ()), *passed_over(table))
    if table.faults:
        return (*text, say("tables.faults", count=len(table.faults), lines=faults_said(table.faults))), (turning, (_back(document),))
    if earlier is not None and same is not None:
        return (*text, *_same_said(earlier, same)), (turning, (to_tables(document.bloc_id),))
    return (*text, *_question(table, earlier)), (turning, _deciding(document, table, earlier, is_proposed=is_proposed))


def _back(document: Document) -> Choice:
    """The way back from a table with faults: to where the mended one is to be sent."""
    return choice("tables.back_label", "tables.amend", document.number, leaves=True) if document.number else to_tables(document.bloc_id)


def _question(table: ReadTable, earlier: RubricVersion | None) -> tuple[Said, ...]:
    """As which version the table would be kept; that it takes the id of the bloc's usual table where it has none of its own."""
    said = (say("tables.takes_usual_id", id=table.id),) if table.is_usual else ()
    return (*said, say("tables.confirm_question", version=earlier.version + 1 if earlier else 1))


def _beside(table: ReadTable, earlier: RubricVersion | None) -> str:
    """What the table was shown beside: the version it follows, or none; and then, whether it takes the usual table's id."""
    return str(earlier.id) if earlier else "usual" if table.is_usual else "0"


def _deciding(document: Document, table: ReadTable, earlier: RubricVersion | None, *, is_proposed: bool) -> tuple[Choice, ...]:
    """To keep it, as the one that follows the version it was shown beside; or not to."""
    confirm = choice("tables.confirm_label", "tables.adopt", document.id, _beside(table, earlier), weight="main")
    if is_proposed:
        return (confirm, choice("periods.refuse_label", "tables.refuse", document.id))
    return (confirm, choice("tables.cancel_label", "tables.open", document.bloc_id))


def _is_proposed_to(turn: Turn, document: Document) -> bool:
    return document.by != turn.me.id and decides(turn, document.bloc_id)


async def show_read(turn: Turn, number: str) -> Shown:
    """What was understood, as it is now."""
    document = await document_of(turn, number)
    text, rows = await read_screen(turn, document, await table_in(turn, document), is_proposed=_is_proposed_to(turn, document))
    return end(text, *rows)


async def turn_page(turn: Turn, number: str, page: str) -> Shown:
    """A page of the tree that was understood."""
    document = await document_of(turn, number)
    table = await table_in(turn, document)
    text, rows = _tree(document, table, id_of(page), await _known(turn, document, table), is_proposed=_is_proposed_to(turn, document))
    return end(text, *rows)


# ---------------------------------------------------------------------------------------------------------------- decided


async def adopt(turn: Turn, number: str, beside: str) -> Shown:
    """The chair keeps the table as a version of the bloc's; the secretariat puts it before the chair. Raises Outdated where the table has a newer
    version than the one it was shown beside."""
    document = await document_of(turn, number)
    table = await table_in(turn, document)
    earlier, same = await _known(turn, document, table)
    if table.faults or same is not None or _beside(table, earlier) != beside:
        raise Outdated
    if not decides(turn, document.bloc_id):
        chairs = await turn.store.seats.holders(document.bloc_id, CHAIR)
        await _settle(turn, document)
        await let_wait(turn, document)
        text, rows = await read_screen(turn, document, table, is_proposed=True)
        turn.tell(chairs, (say("tables.proposed", by=turn.me.full_name), *text), *rows, of=document.bloc_id, lasting=True)
        return await tables_screen(turn, document.bloc_id, say("tables.sent_to_chair") if chairs else say("tables.no_chair_yet"))
    return await _adopted(turn, document, table)


async def _adopted(turn: Turn, document: Document, table: ReadTable) -> Shown:
    """The decisive act: the table is a version of the bloc's."""
    version = await turn.store.rubrics.version(await turn.store.rubrics.freeze(document.bloc_id, table.id, table.text, turn.now))
    await turn.record("rubric", document.bloc_id, f"rubric:{version.id}", new=version.described)
    await _settle(turn, document)
    said = say("tables.adopted", title=named_by(version.text), version=version.version)
    turn.tell([one for one in (document.by,) if one != turn.me.id], said, of=document.bloc_id)
    return await tables_screen(turn, document.bloc_id, said)


async def _settle(turn: Turn, document: Document) -> None:
    """Nothing waits for the chair any more that holds the same table."""
    for one in await waiting_tables(turn, document.bloc_id):
        if one.id == document.id or table_of(one.found).text == table_of(document.found).text:
            await answered(turn, one)


async def refuse(turn: Turn, number: str) -> Shown:
    """The chair does not take the proposed table: nothing is kept, and who sent it hears so. Raises Outdated where it has become a version meanwhile."""
    document = await document_of(turn, number)
    turn.require(document.bloc_id, CHAIR)
    table = await table_in(turn, document)
    if (await _known(turn, document, table))[1] is not None:
        raise Outdated
    await _settle(turn, document)
    if document.by in await turn.store.seats.holders(document.bloc_id, STAFF):
        told = say("tables.refused", by=turn.me.full_name, name=document.name, title=named_by(table.text))
        turn.tell([document.by], told, (to_tables(document.bloc_id),), of=document.bloc_id)
    return end(say("tables.refusal_told", title=named_by(table.text)), (to_tables(document.bloc_id),), lasting=True)
