"""The units' explanations as whoever appraises sees them: all of a period, and each with what it is about and how it is decided."""

from domain.decided_points import higher_example
from domain.rubrics import Item, Leaf
from handlers.appraisal.case import Case, judged_said, load, own_said, period_of
from handlers.criteria import named_said, shown_address
from handlers.dialogue import OutFile
from handlers.files import kept_files
from handlers.flow import Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from storage.explanations import Explanation

APPEALS_A_PAGE = 20


class Deciding(State):
    """The outcome of an appeal is asked: points with a reason, or, once `keeps`, the reason alone. `words`, `file` and `judged` are what was `shown_now` of
    it."""

    number: int
    words: int
    file: int
    judged: int = 0
    keeps: bool = False

    @property
    def seen(self) -> "Seen":
        return self.words, self.file, self.judged


Seen = tuple[int, int, int]
"""The length of the unit's words, which only grow; the number of its newest file, kept or on its way; the number of the judgement that counts now."""


async def list_appeals(turn: Turn, period_id: str, page: str = "0") -> Shown:
    """Every appeal of the period, those that wait first, so many a page; the last page for any beyond."""
    period = await period_of(turn, period_id)
    appeals = [one for one in await turn.store.explanations.of_period(period.id) if one.kind == "appeal"]
    units = {place.sheet_id: place.unit_name for place in await turn.store.sheets.board(period.id)}
    appeals.sort(key=lambda one: one.outcome is not None)
    pages = max(1, -(-len(appeals) // APPEALS_A_PAGE))
    at = min(id_of(page), pages - 1)
    rows = [
        (
            choice(
                "appraisal.appeal_label" if one.outcome is None else "appraisal.appeal_decided_label", "appraisal.appeal", one.id,
                unit=units[one.sheet_id], address=shown_address(one.address),
            ),
        )
        for one in appeals[at * APPEALS_A_PAGE : (at + 1) * APPEALS_A_PAGE]
    ]  # fmt: skip
    if not appeals:
        return end(say("appraisal.no_appeals"), (choice("appraisal.back_label", "appraisal.period", period.id),))
    text = say("appraisal.appeals_all", count=len(appeals))
    if pages > 1:
        text = say("appraisal.appeals", first=at * APPEALS_A_PAGE + 1, last=at * APPEALS_A_PAGE + len(rows), count=len(appeals))
    turning = [choice("appraisal.page_before_label", "appraisal.appeals", period.id, at - 1)] if at > 0 else []
    turning += [choice("appraisal.page_after_label", "appraisal.appeals", period.id, at + 1)] if at < pages - 1 else []
    return end(text, *rows, *([tuple(turning)] if turning else []), (choice("appraisal.back_label", "appraisal.period", period.id),))


async def open_appeal(turn: Turn, number: str) -> Shown:
    appeal, case, target = await appeal_of(turn, number)
    return await appeal_screen(turn, appeal, case, target)


async def appeal_of(turn: Turn, number: int | str) -> tuple[Explanation, Case, Leaf | Item]:
    """An appeal since the period was last closed, the unit's case, and what it is about. Raises Outdated for any other number."""
    appeal = await turn.store.explanations.of(id_of(str(number)))
    if appeal is None or appeal.kind != "appeal" or appeal.at is None:
        raise Outdated
    case = await load(turn, appeal.sheet_id)
    closed_at = case.result.period.closed_at
    if closed_at is None or appeal.at < closed_at:
        raise Outdated  # it was about what could be answered anew since
    return appeal, case, case.target(appeal.address)


def shown_now(appeal: Explanation, case: Case) -> Seen:
    """What whoever decides has before them."""
    decided = case.standing(appeal.address).decided
    newest = max((one.id for one in case.sheet.evidence_for(f"appeal:{appeal.address}")), default=0)
    return len(appeal.text), newest, decided.id if decided else 0


def seen_of(*numbers: str) -> Seen:
    """What was shown, as a button carries it."""
    words, file, judged = map(id_of, numbers)
    return words, file, judged


async def appeal_screen(
    turn: Turn, appeal: Explanation, case: Case, target: Leaf | Item, *said: Said, sending: tuple[OutFile, ...] = (), fresh: bool = False
) -> Shown:
    """The appeal, and who may decide it is asked; `sending` follows in a message of its own."""
    standing, files, seen = case.standing(appeal.address), _files(case, appeal.address), shown_now(appeal, case)
    judged = tuple(
        judged_said(case, target, one) for one in (standing.appraised, standing.final) if one and not (appeal.outcome and one.basis == "appeal")
    )
    about = say(
        "appraisal.appeal", unit=case.sheet.unit_name, named=named_said(target), own=own_said(case, target),
        judged=judged, text=appeal.text, by=appeal.by_name,
        at=appeal.at or turn.now, files=_files_said(case, appeal.address, files),
    )  # fmt: skip
    shown = [choice("appraisal.appeal_files_label", "appraisal.appeal_files", appeal.id, count=len(files))] if files else []
    last = (*shown, choice("appraisal.back_label", "appraisal.appeals", case.result.period.id))
    if appeal.outcome is not None:
        return end((*said, about, await outcome_said(turn, appeal)), last, files=sending, fresh=fresh)
    if case.decides is None or case.result.period.state != "closed" or case.result.period.stage not in {"explanation", "reconciliation"}:
        return end((*said, about), last, files=sending, fresh=fresh)
    keep = choice("appraisal.keep_label", "appraisal.keep", appeal.id, *seen)
    accept_label = choice("appraisal.accept_appeal_label", "appraisal.accept_appeal", appeal.id, *seen, weight="main")
    accept = [accept_label] if has_own(case, target) else []
    question = say(
        "appraisal.ask_outcome" if accept else "appraisal.ask_outcome_without_own", named=named_said(target),
        example=higher_example(case.rubric, target),
    )  # fmt: skip
    words, file, decided = seen
    waits = Deciding(number=appeal.id, words=words, file=file, judged=decided)
    return ask((*said, about, question), (*accept, keep), last, waits=waits, files=sending, fresh=fresh)


def _files_said(case: Case, address: str, kept: tuple[OutFile, ...]) -> Said | str:
    """How many files the unit sent with its words, and how many of them are still on their way to our disk; nothing where there are none."""
    count, coming = len(kept), len(case.sheet.evidence_for(f"appeal:{address}")) - len(kept)
    if count and coming:
        return say("appraisal.appeal_files_both", count=count, coming=coming)
    if coming:
        return say("appraisal.appeal_files_coming", count=coming)
    return say("appraisal.appeal_files", count=count) if count else ""


def has_own(case: Case, target: Leaf | Item) -> bool:
    """Whether the unit's own answer can hold: what others enter has none; a bonus or penalty that was not claimed is none."""
    return isinstance(target, Item) or target.address in case.unit.answers


async def outcome_said(turn: Turn, appeal: Explanation) -> Said:
    """How an appeal was decided; where points were given, how many, whatever counts by now."""
    by = say("appraisal.by", name=appeal.decided_name, role=say(f"joining.role.{appeal.decided_as}"))
    match appeal.outcome:
        case "accepted":
            return say("appraisal.outcome_accepted", reason=appeal.outcome_reason, by=by)
        case "changed":
            history = await turn.store.judgements.of_sheet(appeal.sheet_id)
            given = [one for one in history if one.address == appeal.address and one.basis == "appeal" and appeal.at and one.at >= appeal.at]
            return say("appraisal.outcome_changed", points=given[0].points, reason=appeal.outcome_reason, by=by)
        case _:
            return say("appraisal.outcome_kept", reason=appeal.outcome_reason, by=by)


def _files(case: Case, address: str) -> tuple[OutFile, ...]:
    return kept_files(case.sheet, f"appeal:{address}")


async def send_files(turn: Turn, number: str) -> Shown:
    """The files that came with an appeal; what was asked stays asked, for they are looked at to answer it."""
    appeal, case, target = await appeal_of(turn, number)
    files = _files(case, appeal.address)
    sent = say("appraisal.files", named=named_said(target), unit=case.sheet.unit_name, count=len(files))
    return await appeal_screen(turn, appeal, case, target, sent, sending=files, fresh=True)
