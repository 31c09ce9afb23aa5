"""A comparison in sentences: what changes, what is contradicted, what is wrong by row, what stays; and the choices below."""

from dataclasses import dataclass

from domain.doubts import is_hard_to_believe
from domain.filled_rows import RowFault
from domain.filling import Change, Comparison
from handlers.assessment.amended import shown_answer
from handlers.assessment.work import Work
from handlers.criteria import recorded, shown_address
from handlers.flow import Choice, Rows, Said, choice, say
from storage.documents import Document

CONFLICTS_AT_MOST = 20
CODES_SHOWN = 40
TEXT_SHOWN = 200


@dataclass(frozen=True)
class Compared:
    """A document compared with its sheet; without a trace the file no longer says what it was made from; `unread` are worksheets beside the one that
    was read, `columns` those that somebody added and filled; `has_notes` where cells
    bear notes."""

    document: Document
    work: Work
    comparison: Comparison
    has_trace: bool
    is_older_rubric: bool
    sheet: str = ""
    unread: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    has_notes: bool = False


def comparison_said(found: Compared, *, is_rest: bool = False) -> tuple[Said, ...]:
    """The heading, the changes, the conflicts, the faults by row, and what stays as it is; `is_rest` where some of the file was taken over."""
    comparison, sheet = found.comparison, found.work.sheet
    key = "filling.head_of_rest" if is_rest else "filling.head"
    texts = [say(key, name=found.document.name, title=sheet.period.title, unit=sheet.unit_name)]
    texts += [say("filling.older_rubric")] if found.is_older_rubric else []
    texts += [say("filling.no_trace")] if not found.has_trace else []
    texts += [say("filling.unread", sheet=found.sheet, names=", ".join(found.unread))] if found.unread else []
    texts += [say("filling.columns", names=_listed(found.columns))] if found.columns else []
    texts += [say("filling.notes")] if found.has_notes else []
    if comparison.safe:
        texts.append(say("filling.changes", count=len(comparison.safe), lines=tuple(_lines(found.work, comparison.safe))))
    if comparison.conflicts:
        lines = tuple(_conflict(found.work, change) for change in comparison.conflicts)
        texts.append(say("filling.conflicts", count=len(lines), lines=lines))
    if comparison.faults:
        texts.append(say("filling.faults", count=len(comparison.faults), lines=tuple(_fault(found.work, one) for one in comparison.faults)))
    texts += [say("filling.emptied", addresses=_listed(comparison.emptied))] if comparison.emptied else []
    texts += [say("filling.missing", addresses=_listed(comparison.missing))] if comparison.missing else []
    texts += [] if comparison.changes or comparison.faults else [say("filling.nothing_new")]
    return tuple(texts)


def _listed(codes: tuple[str, ...]) -> object:
    """Codes of rows; what is more than fits a line is counted."""
    shown = ", ".join(codes[:CODES_SHOWN])
    more = len(codes) - CODES_SHOWN
    return say("filling.and_more", codes=shown, count=more) if more > 0 else shown


def _lines(work: Work, changes: tuple[Change, ...]) -> list[Said]:
    found = []
    for change in changes:
        address = shown_address(change.target)
        if change.answer is not None:
            found.append(_answer_line(work, change))
        if change.explanation:
            found.append(say("filling.explained", address=address, text=_opening(change.explanation)))
        found += [say("filling.documented", address=address, text=_opening(text)) for text in change.documents]
    return found


def _opening(text: str) -> str:
    """A text, or as much of it as tells it from others: ten long ones would fill many messages."""
    return text if len(text) <= TEXT_SHOWN else text[:TEXT_SHOWN].rsplit(" ", 1)[0] + " …"


def _answer_line(work: Work, change: Change) -> Said:
    """ "I.1: 7,5 → 8" """
    assert change.answer is not None  # asked only of changes that have one
    target, now = change.target, work.answers.get(change.target.address)
    after = recorded(target, change.answer)
    if now is None:
        said = say("filling.new", address=shown_address(target), after=after)
    else:
        said = say("filling.changed", address=shown_address(target), before=recorded(target, now), after=after)
    return say("filling.look_again", line=said) if is_hard_to_believe(target, change.answer) else said


def _conflict(work: Work, change: Change) -> Said:
    """Both values, and who gave the one that stands."""
    target, given = change.target, work.sheet.answers[change.target.address]
    if change.answer is None:
        return say(
            "filling.conflict_explained",
            address=shown_address(target),
            by=given.by_name,
            at=given.at,
            theirs=_opening(given.explanation),
            mine=_opening(change.explanation),
        )
    theirs = shown_answer(work, target, say("assessment.not_answered"))
    return say("filling.conflict", address=shown_address(target), by=given.by_name, at=given.at, theirs=theirs, mine=recorded(target, change.answer))


def _fault(work: Work, fault: RowFault) -> Said:
    """ "Dòng 14 (II.3): …" """
    reason = Said(fault.refusal.key, fault.refusal.facts)
    return (
        say("filling.fault", row=fault.row, code=fault.code, reason=reason) if fault.code else say("filling.fault_bare", row=fault.row, reason=reason)
    )


def comparison_rows(found: Compared) -> Rows:
    """The changes at once, each conflict by a tap of its own, a new file, the board."""
    sheet, comparison, number = found.work.sheet, found.comparison, found.document.id
    rows: list[tuple[Choice, ...]] = []
    if comparison.safe:
        rows.append((choice("filling.take_label", "assessment.take", number, sheet.revision, count=len(comparison.safe), weight="main"),))
    for change in comparison.conflicts[:CONFLICTS_AT_MOST]:
        address = change.target.address
        rows.append((choice("filling.take_one_label", "assessment.take_one", number, sheet.revision, address, address=shown_address(change.target)),))
    return (
        *rows,
        (choice("filling.again_label", "assessment.fill_in", sheet.id), choice("assessment.back_label", "assessment.board", sheet.id, leaves=True)),
    )
