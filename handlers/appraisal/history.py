"""What was recorded of a criterion since its period was closed: judgements, and what its unit was asked and answered, in the order of time."""

from collections.abc import Sequence
from datetime import datetime

from domain.judgements import Judged
from domain.rubrics import Item, Leaf
from handlers.appraisal.case import Case, judged_said
from handlers.flow import Said, Turn, say
from storage.explanations import Explanation

ENTRIES_AT_MOST = 6
FILES_AT_MOST = 8


async def history_said(turn: Turn, case: Case, target: Leaf | Item, judged: Sequence[Judged]) -> tuple[Said, ...]:
    """The newest entries as one paragraph, the latest last; nothing where nothing was recorded."""
    entries = [(one.at, _judgement(case, target, one)) for one in judged]
    said = await _explanations(turn, case, target.address)
    with_files = _with_files(said)
    entries += [(_last_said(one), _said(one, _files_said(case, one) if one.id in with_files else "")) for one in said]
    lines = tuple(line for _, line in sorted(entries, key=lambda entry: entry[0])[-ENTRIES_AT_MOST:])
    return (say("appraisal.history", lines=lines),) if lines else ()


def _judgement(case: Case, target: Leaf | Item, judged: Judged) -> Said:
    line = judged_said(case, target, judged)
    return say("appraisal.gone_line", line=line) if judged.id in case.unit.gone else line


async def _explanations(turn: Turn, case: Case, address: str) -> list[Explanation]:
    """What the unit was asked of this criterion, and what it said to it, since the period was last closed."""
    said = await turn.store.explanations.of_period(case.result.period.id)
    return [one for one in said if one.sheet_id == case.sheet.id and one.address == address]


def _last_said(question: Explanation) -> datetime:
    """When the unit answered; else when it was asked."""
    at = question.at or question.asked_at
    assert at is not None  # a CHECK of the table: a question was asked at a time
    return at


def _with_files(said: Sequence[Explanation]) -> frozenset[int]:
    """Beside which of these their files are named: they lie together for all answers to questions on a criterion, so beside the newest answer."""
    newest = {one.kind: one.id for one in sorted(said, key=_last_said) if one.text}
    return frozenset(newest.values())


def _files_said(case: Case, said: Explanation) -> Said | str:
    """The names of the files that came with what the unit said; nothing where none did."""
    names = [one.name for one in case.sheet.evidence_for(f"{said.kind}:{said.address}")]
    if not names:
        return ""
    shown, more = ", ".join(names[:FILES_AT_MOST]), len(names) - FILES_AT_MOST
    return say("appraisal.said_more_files", names=shown, count=more) if more > 0 else say("appraisal.said_files", names=shown)


def _said(said: Explanation, files: Said | str) -> Said:
    if said.kind == "appeal":
        return say("appraisal.appeal_line", text=said.text, by=said.by_name, at=said.at, files=files)
    return _question(said, files)


def _question(question: Explanation, files: Said | str) -> Said:
    facts = {"asked": question.asked, "asked_by": question.asked_name}
    if question.text:
        return say("appraisal.question_answered_line", **facts, text=question.text, by=question.by_name, at=question.at, files=files)
    return say("appraisal.question_line", **facts, at=question.asked_at, until=question.until)
