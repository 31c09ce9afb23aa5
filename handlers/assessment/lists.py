"""Criteria as lists, a short button for each: of a section, of one's own part, of what has no answer or lacks evidence, of bonus and penalty items."""

from domain.rubrics import Item, Leaf
from handlers.assessment import amended
from handlers.assessment.board import OnBoard, unanswered
from handlers.assessment.part_words import own_part_said
from handlers.assessment.totals import limits_said
from handlers.assessment.work import Work, load_to_fill
from handlers.criteria import shown_address
from handlers.flow import Ask, Choice, Outdated, Said, Shown, Turn, ask, choice, say

LIST_AT_MOST = 40
BUTTONS_A_ROW, PROOFS_A_ROW = 4, 2


async def list_criteria(turn: Turn, sheet_id: str, which: str) -> Shown:
    """A section's criteria, or those that lack something, one button each."""
    work = await load_to_fill(turn, sheet_id)
    leaves: tuple[Leaf, ...]
    if which == "items":
        return _items(work, work.rubric.items)
    if which == "again":
        return _items(work, work.again)
    if which == "open":
        title, leaves = say("assessment.list_open"), unanswered(work)
    elif which == "proof":
        title, leaves = say("assessment.list_proof"), work.unproven
    elif which == "mine":
        title, leaves = own_part_said(work), work.part
    else:
        section = next((one for one in work.rubric.sections if one.code == which), None)
        if section is None:
            raise Outdated
        title, leaves = say("assessment.list_section", code=section.code, title=section.title), section.leaves
    return list_of(work, title, leaves, proving=which == "proof")


def list_of(work: Work, title: Said, leaves: tuple[Leaf, ...], *, proving: bool = False) -> Ask:
    """Criteria with their answers, a short button for each; with `proving` it asks for evidence alone, one criterion after the other."""
    return _list(work, title, tuple(leaf for leaf in leaves if not leaf.is_external), say("assessment.not_answered"), proving=proving)


def _items(work: Work, targets: tuple[Leaf | Item, ...]) -> Ask:
    """Bonus and penalty items, or what must be answered again."""
    title = say("assessment.list_items" if targets == work.rubric.items else "assessment.list_again")
    limits = limits_said(work.rubric, work.rubric.items) if targets == work.rubric.items else ()
    return _list(work, title, targets, say("assessment.not_claimed"), *limits)


def _list(work: Work, title: Said, targets: tuple[Leaf | Item, ...], nothing: Said, *below: Said, proving: bool = False) -> Ask:
    """The list in the text, for a messenger cuts long labels; the answer stands first, so that no line reads as a question."""
    shown = targets[:LIST_AT_MOST]
    lines = [
        say("assessment.list_line", address=shown_address(one), title=one.title, answer=amended.shown_answer(work, one, nothing)) for one in shown
    ]
    buttons = [_choice_of(work, one, proving=proving) for one in shown]
    a_row = PROOFS_A_ROW if proving else BUTTONS_A_ROW
    rows = [tuple(buttons[at : at + a_row]) for at in range(0, len(buttons), a_row)]
    back = (choice("assessment.back_label", "assessment.board", work.sheet.id),)
    return ask((title, say("assessment.lines", lines=tuple(lines)), *below), *rows, back, waits=OnBoard(sheet_id=work.sheet.id))


def _choice_of(work: Work, target: Leaf | Item, *, proving: bool) -> Choice:
    """The button that asks a criterion, or its evidence; a bare address always asks the criterion."""
    address = shown_address(target)
    if proving:
        return choice("assessment.prove_one_label", "assessment.prove", work.sheet.id, target.address, "1", address=address)
    return choice("assessment.at_address", "assessment.ask", work.sheet.id, target.address, address=address)
