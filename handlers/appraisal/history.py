"""What was recorded of a criterion since its period was closed: judgements, and what its unit was asked and answered, in the order of time."""

from collections.abc import Sequence
from datetime import datetime

from domain.judgements import Judged
from domain.rubrics import Item, Leaf
from handlers.appraisal.case import Case, judged_said
from handlers.flow import Said, Turn, say
from storage.explanations import Explanation

ENTRIES_AT_MOST = 6


async def history_said(turn: Turn, case: Case, target: Leaf | Item, judged: Sequence[Judged]) -> tuple[Said, ...]:
    """The newest entries as one paragraph, the latest last; nothing where nothing was recorded."""
    entries = [(one.at, _judgement(case, target, one)) for one in judged]
    entries += [(_last_said(one), _said(one)) for one in await _explanations(turn, case, target.address)]
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


def _said(said: Explanation) -> Said:
    if said.kind == "appeal":
        return say("appraisal.appeal_line", text=said.text, by=said.by_name, at=said.at)
    return _question(said)


def _question(question: Explanation) -> Said:
    facts = {"asked": question.asked, "asked_by": question.asked_name}
    if question.text:
        return say("appraisal.question_answered_line", **facts, text=question.text, by=question.by_name, at=question.at)
    return say("appraisal.question_line", **facts, at=question.asked_at, until=question.until)
