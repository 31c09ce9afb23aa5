"""Evidence asked by itself: a document, an explanation or a file for an answer that stands, one criterion after another where several lack it."""

from dataclasses import replace

from domain.errors import RuleError
from domain.reading.dates import require_dates
from domain.reading.following import is_spelled_number
from domain.reading.kinds import is_document, is_document_alone, is_still_to_come
from domain.rubrics import Item, Leaf
from domain.sheets import require_explanation
from domain.texts import clean
from handlers.assessment.board import board_of
from handlers.assessment.criterion import Buttons, ask_target, present
from handlers.assessment.going_on import ask_next
from handlers.assessment.work import Work, load, load_to_fill, message_of, require_own
from handlers.criteria import named_said, shown_address
from handlers.flow import Ask, Choice, Outdated, Said, Shown, State, Turn, ask, choice, say


class ProofRequired(RuleError):
    """This criterion takes evidence, not an explanation."""

    key = "assessment.proof_required"


class GivingProof(State):
    """Evidence or an explanation for an answer that stands is asked; `walks` where one criterion that lacks it follows the other."""

    longest = 2000
    takes_files = True
    sheet_id: int
    address: str
    walks: bool = False


def ask_proof(turn: Turn, work: Work, target: Leaf | Item, *said: Said, last: Buttons = (), walks: bool = False) -> Ask:
    """Asks for evidence, or an explanation where the policy takes one."""
    is_required = isinstance(target, Leaf) and target.evidence == "required"
    key = "assessment.ask_proof" if is_required else "assessment.ask_proof_or_explanation"
    rows = (past_proof(work, target, "assessment.skip_label", walks=walks), choice("assessment.back_label", "assessment.board", work.sheet.id))
    waits = GivingProof(sheet_id=work.sheet.id, address=target.address, walks=walks)
    text = (*said, say(key, address=shown_address(target), title=target.title), *no_secrets(turn, work))
    return ask(text, rows, last, waits=waits, lasting=bool(said))


def past_proof(work: Work, target: Leaf | Item, label: str, *, walks: bool) -> Choice:
    """The choice to go on from where evidence is asked: to the next criterion that lacks it, or to the next without an answer."""
    return choice(label, "assessment.walk" if walks else "assessment.skip", work.sheet.id, target.address)


def no_secrets(turn: Turn, work: Work) -> tuple[Said, ...]:
    """What must not be sent here, said to each person until the sheet has their first piece of evidence."""
    return () if any(one.by == turn.me.id for one in work.sheet.evidence) else (say("assessment.no_secrets"),)


def ask_more_proof(work: Work, target: Leaf | Item, *said: Said, walks: bool) -> Ask:
    """Some evidence came; more may follow, or one goes on."""
    on = past_proof(work, target, "assessment.go_label", walks=walks)
    rows = (replace(on, weight="main"), choice("assessment.back_label", "assessment.board", work.sheet.id))
    waits = GivingProof(sheet_id=work.sheet.id, address=target.address, walks=walks)
    return ask((*said, say("assessment.more_files", named=named_said(target))), rows, waits=waits, lasting=bool(said))


async def proof_again(turn: Turn, state: GivingProof) -> Shown:
    work = await load(turn, state.sheet_id)
    target = work.target(state.address)
    if state.address in work.others:
        return ask_target(turn, work, target)
    if work.sheet.evidence_for(target.address):
        return ask_more_proof(work, target, walks=state.walks)
    return ask_proof(turn, work, target, walks=state.walks)


async def prove(turn: Turn, sheet_id: str, address: str, walks: str = "") -> Shown:
    """Asks for evidence for an answer that stands; `walks` goes on with the next criterion that lacks it."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address)
    if address not in work.answers or address in work.others:
        return ask_target(turn, work, target)
    return _ask(turn, work, target, walks=bool(walks))


def _ask(turn: Turn, work: Work, target: Leaf | Item, *said: Said, walks: bool) -> Shown:
    return ask_proof(turn, work, target, *said, *present(work, target), walks=walks)


async def walk(turn: Turn, sheet_id: str, after: str = "") -> Shown:
    """The next criterion that lacks evidence."""
    return await went_on(turn, sheet_id, after)


async def went_on(turn: Turn, sheet_id: int | str, after: str, *said: Said) -> Shown:
    """What was said, then the next criterion after this one that lacks evidence; after the last, what else is missing."""
    work = await load_to_fill(turn, sheet_id)
    order = [leaf.address for leaf in work.rubric.own_leaves]
    at = order.index(after) if after in order else -1
    following = next((leaf for leaf in work.unproven if order.index(leaf.address) > at), None)
    if following is not None:
        return _ask(turn, work, following, *said, walks=True)
    return await (board_of(turn, work, *said) if work.unproven else ask_next(turn, work, "", *said))


async def skip_proof(turn: Turn, work: Work, state: GivingProof) -> Shown:
    """Goes on without evidence."""
    return await (went_on(turn, state.sheet_id, state.address) if state.walks else ask_next(turn, work, state.address))


async def keep_proof(turn: Turn, work: Work, target: Leaf | Item, state: GivingProof) -> Shown:
    """A document's number and date, or an explanation."""
    text = clean(turn.text)
    if is_document(text):
        said = await keep_document(turn, work, target, text, message_of(turn))
    else:
        said = await keep_explanation(turn, work, target, text, message_of(turn))
    after = await load(turn, work.sheet.id)
    return await (went_on(turn, work.sheet.id, state.address, said) if state.walks else ask_next(turn, after, state.address, said, is_answered=True))


async def keep_document(turn: Turn, work: Work, target: Leaf | Item, text: str, message: str) -> Said:
    """Keeps a document's number and date, which `message` gave; says so."""
    require_own(work, target)
    require_dates(text)
    await turn.store.evidence.add_document(work.sheet.id, target.address, text, turn.me.id, message, turn.now)
    return say("assessment.document_kept", text=text, address=shown_address(target))


async def keep_explanation(turn: Turn, work: Work, target: Leaf | Item, text: str, message: str) -> Said:
    """Keeps what explains an answer, which `message` gave; says so. Raises ProofRequired, ExplanationTooShort, or Outdated where no answer stands."""
    require_own(work, target)
    if isinstance(target, Leaf) and target.evidence == "required":
        raise ProofRequired
    require_explanation(text)
    if target.address not in work.sheet.answers:
        raise Outdated
    await turn.store.answers.explain(work.sheet.id, target.address, text, turn.me.id, message, turn.now)
    return say("assessment.explanation_kept", address=shown_address(target))


async def instead_of_answer(turn: Turn, work: Work, target: Leaf | Item) -> Shown | None:
    """A text that is plainly no answer, where one is asked: a document is kept as evidence; where an answer stands already, other words explain it."""
    text = clean(turn.text)
    if is_document_alone(text):
        said = await keep_document(turn, work, target, text, message_of(turn))
    elif target.address in work.answers and explains(target, text):
        said = await keep_explanation(turn, work, target, text, message_of(turn))
    else:
        return None
    after = await load(turn, work.sheet.id)
    return ask_target(turn, after, target, said)


def explains(target: Leaf | Item, text: str) -> bool:
    """Whether words without a figure, long enough, may stand beside an answer; "chín phẩy năm" is a figure too."""
    has_figure = (any(letter.isdigit() for letter in text) and not is_still_to_come(text)) or is_spelled_number(text)
    return isinstance(target, Leaf) and target.evidence != "required" and len(text) >= 10 and not has_figure
