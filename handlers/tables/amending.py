"""The table of a period changed while it runs: what differs is shown, the chair confirms with a reason, and only answers it touches are asked again.

The criteria of the new version are those of the old one where their addresses are the same. A sheet that was submitted and is touched goes back to its
unit with the reason; its submissions and receipts stay as versions. One that is not touched stays submitted. What is withdrawn becomes void.
"""

from config.rubric_files import rubric_of
from domain.errors import RuleError
from domain.people import CHAIR
from domain.periods import require_period_act
from domain.rubrics import Rubric
from domain.tables.changes import Changes, changes
from domain.texts import clean, is_in_words
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from handlers.proposals import propose, refuse_choice
from handlers.table_names import label, named_by
from handlers.tables.authority import amendable, decides, document_of, table_in_use, to_period, to_tables, version_of
from handlers.tables.differences import differences_said
from handlers.tables.listing import AwaitingTable
from handlers.tables.naming import text_named
from handlers.tables.taking_over import affected, amend_now, reach_said
from handlers.tables.understanding import ReadTable, table_of
from storage.documents import Document
from storage.periods import Period

SHORTEST_REASON = 5
VERSIONS_SHOWN = 8


class AmendmentReasonMissing(RuleError):
    """Why must be said."""

    key = "tables.reason_missing"


class NothingChanges(RuleError):
    """The version sent or chosen is the one the period uses."""

    key = "tables.nothing_changes"


class ExplainingAmendment(State):
    """The reason is asked. `source` names the version: `d7` a document, `v3` a version; `rubric_id` is the version in use when it was shown."""

    period_id: int
    rubric_id: int
    source: str


class ConfirmingAmendment(ExplainingAmendment):
    """The whole is shown, and waits for its confirmation."""

    asks = False
    reason: str


# ---------------------------------------------------------------------------------------------------------------- which version


async def choose_version(turn: Turn, period_id: str) -> Shown:
    return await amend_screen(turn, period_id)


async def amend_screen(turn: Turn, period_id: str, *said: Said) -> Shown:
    """The table in use, the other versions that may be chosen, and that a corrected workbook may be sent."""
    period = await amendable(turn, period_id)
    used = await turn.store.rubrics.version(period.rubric_id)
    others = [one for one in await turn.store.rubrics.of_bloc(period.bloc_id) if one.id != used.id][:VERSIONS_SHOWN]
    among = [rubric_of(one.text) for one in (used, *others)]
    rows = [
        (choice("tables.version_label", "tables.compare", period.id, f"v{one.id}", name=label(rubric, among), version=one.version),)
        for one, rubric in zip(others, among[1:], strict=True)
    ]
    text = say("tables.amend" if others else "tables.amend_by_file", title=period.title, table=named_by(used.text), version=used.version)
    last = (choice("tables.export_label", "tables.export", used.id, version=used.version), to_period(period))
    waits = AwaitingTable(bloc_id=period.bloc_id, period_id=period.id)
    return ask((*said, text), *rows, last, waits=waits, lasting=bool(said))


async def text_of_source(turn: Turn, period: Period, source: str) -> str:
    """The text of the version a button names, under the id of the table in use: a period's table keeps its name. Raises Outdated."""
    if source.startswith("d"):
        document = await document_of(turn, source[1:])
        table = table_of(document.found)
        if document.bloc_id != period.bloc_id or table.faults:
            raise Outdated
        text = table.text
    else:
        version = await version_of(turn, source.removeprefix("v"))
        if version.bloc_id != period.bloc_id:
            raise Outdated
        text = version.text
    return text_named(text, (await turn.store.rubrics.version(period.rubric_id)).rubric)


async def _compared(turn: Turn, period: Period, source: str) -> tuple[Rubric, Changes]:
    """The new version and what it changes. Raises NothingChanges."""
    new = rubric_of(await text_of_source(turn, period, source))
    found = changes(await table_in_use(turn, period), new)
    if not found:
        raise NothingChanges
    return new, found


async def compare(turn: Turn, period_id: str, source: str) -> Shown:
    """What another version would change."""
    period = await amendable(turn, period_id)
    _, found = await _compared(turn, period, source)
    return end((say("tables.compared", title=period.title), *differences_said(found)), *_rows(period, source))


def _rows(period: Period, source: str) -> tuple[tuple[Choice, ...], ...]:
    go_on = choice("tables.go_on_label", "tables.reason", period.id, source, weight="main")
    return ((go_on, choice("tables.cancel_label", "tables.amend", period.id)),)


async def tell_amendment(turn: Turn, document: Document, table: ReadTable) -> None:
    """The corrected workbook was read: its sender sees what it would change in the period's table."""
    period = await turn.store.periods.of(document.number)
    if period is None or period.bloc_id != document.bloc_id:
        turn.tell([document.by], say("tables.read_for_no_period", name=document.name), (to_tables(document.bloc_id),), of=document.bloc_id)
        return
    if period.state not in {"preparing", "open"}:
        told = say("tables.read_after_closing", name=document.name, title=period.title)
        turn.tell([document.by], told, (to_period(period),), of=document.bloc_id)
        return
    text = text_named(table.text, (await turn.store.rubrics.version(period.rubric_id)).rubric)
    found = changes(await table_in_use(turn, period), rubric_of(text))
    if not found:
        turn.tell(
            [document.by], say("tables.nothing_changes"), (choice("tables.back_label", "tables.amend", period.id, leaves=True),), of=document.bloc_id
        )
        return
    turn.tell(
        [document.by], (say("tables.compared", title=period.title), *differences_said(found)), *_rows(period, f"d{document.id}"), of=document.bloc_id
    )


# ---------------------------------------------------------------------------------------------------------------- the reason, the whole


async def ask_reason(turn: Turn, period_id: str, source: str) -> Shown:
    period = await amendable(turn, period_id)
    await _compared(turn, period, source)
    return await ask_reason_again(turn, ExplainingAmendment(period_id=period.id, rubric_id=period.rubric_id, source=source))


async def ask_reason_again(turn: Turn, state: ExplainingAmendment) -> Shown:
    return ask(say("tables.ask_reason"), (choice("tables.cancel_label", "tables.amend", state.period_id),), waits=state)


async def give_reason(turn: Turn, state: ExplainingAmendment) -> Shown:
    reason = clean(turn.text)
    if not is_in_words(reason, SHORTEST_REASON):
        raise AmendmentReasonMissing
    return await confirm(turn, ConfirmingAmendment(**state.model_dump(), reason=reason))


async def confirm(turn: Turn, state: ConfirmingAmendment) -> Shown:
    """What changes, why, and how many submitted sheets go back."""
    period = await amendable(turn, str(state.period_id))
    _, found = await _compared(turn, period, state.source)
    count = sum(sheet.is_submitted for sheet in await affected(turn, period, found))
    text = (
        say("tables.confirm_amendment", title=period.title, reason=state.reason), *differences_said(found),
        say("tables.sheets_go_back", count=count) if count else say("tables.no_sheet_goes_back"),
    )  # fmt: skip
    rows = (choice("tables.confirm_label", "tables.amended", weight="main"), choice("tables.cancel_label", "tables.amend", period.id))
    return ask(text, rows, waits=state)


async def amend(turn: Turn) -> Shown:
    """The chair changes the table now; the secretariat puts it before the chair."""
    state = turn.open
    if not isinstance(state, ConfirmingAmendment):
        raise Outdated
    period = await amendable(turn, str(state.period_id))
    if period.rubric_id != state.rubric_id:
        raise Outdated
    if not decides(turn, period.bloc_id):
        return await _propose(turn, period, state)
    return await _amended(turn, period, state.source, state.reason)


async def _propose(turn: Turn, period: Period, state: ConfirmingAmendment) -> Shown:
    _, found = await _compared(turn, period, state.source)
    number = await turn.store.periods.propose_table(period, state.source, state.reason, turn.me.id, turn.now)
    text = say("tables.proposed_amendment", by=turn.me.full_name, title=period.title, reason=state.reason)
    said = await propose(turn, period, "amend", (text, *differences_said(found)), _agree_choice(period, number))
    return end(said, (to_period(period),), lasting=True)


def _agree_choice(period: Period, number: int) -> Choice:
    return choice("tables.confirm_label", "tables.agreed", period.id, number, weight="main")


async def open_prepared(turn: Turn, period_id: str) -> Shown:
    """The other table that waits for the chair: why, what it changes, its confirmation, the way to refuse it. Raises Outdated where none does."""
    period = await amendable(turn, period_id)
    turn.require(period.bloc_id, CHAIR)
    move = next((one for one in await turn.store.periods.prepared(period) if one.act == "amend" and one.by != turn.me.id), None)
    number = await turn.store.periods.newest_proposal(period.id, "amend")
    proposal = await turn.store.periods.table_proposal(number, period.id)
    if move is None or proposal is None or proposal.old != str(period.rubric_id):
        raise Outdated
    _, found = await _compared(turn, period, proposal.new)
    text = say("tables.proposed_amendment", by=move.by_name, title=period.title, reason=proposal.reason)
    rows = ((_agree_choice(period, number), refuse_choice(period, "amend", move.by)), (to_period(period),))
    return end((text, *differences_said(found)), *rows)


async def agree(turn: Turn, period_id: str, number: str) -> Shown:
    """The chair confirms what the secretariat prepared, if the table is still the one it was prepared for."""
    period = await amendable(turn, period_id)
    proposal = await turn.store.periods.table_proposal(id_of(number), period.id)
    if proposal is None or proposal.old != str(period.rubric_id):
        raise Outdated
    return await _amended(turn, period, proposal.new, proposal.reason)


async def _amended(turn: Turn, period: Period, source: str, reason: str) -> Shown:
    """The decisive act: the version is kept, the period uses it, everybody hears what changed."""
    require_period_act("amend", period.state, turn.me.roles(period.bloc_id))
    _, found = await _compared(turn, period, source)
    text = await text_of_source(turn, period, source)
    version, returned = await amend_now(turn, period, text, found, reason)
    sheets = say("tables.sheets_went_back", count=returned) if returned else say("tables.no_sheet_goes_back")
    said = say("tables.amended", title=period.title, table=named_by(version.text), version=version.version, sheets=sheets)
    return end((said, *await reach_said(turn, period)), (to_period(period),), lasting=True)
