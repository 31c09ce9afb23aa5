"""Files that came after an answer and were meant for it: by one tap they move from the criterion asked next to the one that was answered.

The button carries the numbers of the first and the newest file that had come when it was drawn; the other files of their albums go with them, those that
arrive later follow by themselves (`evidence.py`).
"""

from dataclasses import replace

from domain.rubrics import Item, Leaf
from handlers.assessment.board import board_of
from handlers.assessment.criterion import GivingAnswer, ask_target
from handlers.assessment.places import place_said
from handlers.assessment.proving import GivingProof, proof_again
from handlers.assessment.work import Work, load, load_to_fill, require_own
from handlers.criteria import address_in, shown_address
from handlers.flow import Outdated, Said, Screen, Shown, Toast, Turn, id_of, say
from storage.answers import Evidence


async def move_before(turn: Turn, sheet_id: str, first: str, newest: str, to: str) -> Shown:
    """Moves what the person sent to the criterion before, says so, and asks on where they stand. Whoever taps twice only hears that it was done."""
    work = await load_to_fill(turn, sheet_id)
    target = work.target(address_in(work.rubric, to))
    require_own(work, target)
    came = _came(turn, work, target, id_of(first), id_of(newest))
    if not came:
        if await turn.store.evidence.was_moved(work.sheet.id, id_of(first), target.address, turn.me.id):
            return Toast(say("assessment.moved_already", address=shown_address(target)))
        raise Outdated
    source = work.target(came[0].address)
    require_own(work, source)
    said = await _move(turn, work, came, target)
    return await _on_from(turn, await load(turn, sheet_id), source, target, said)


def _came(turn: Turn, work: Work, target: Leaf | Item, first: int, newest: int) -> tuple[Evidence, ...]:
    """What the person sent to one other criterion from the first file to the newest, with all of their albums."""
    others = [one for one in work.sheet.evidence if one.by == turn.me.id and one.kind == "file" and one.address != target.address]
    named = [one for one in others if first <= one.id <= newest]
    albums = {one.album for one in named if one.album}
    return tuple(one for one in others if named and one.address == named[0].address and (one in named or one.album in albums))


async def _move(turn: Turn, work: Work, came: tuple[Evidence, ...], target: Leaf | Item) -> Said:
    """Moves each piece, but those that are there already, which are only taken off; says what was moved."""
    there = {mark for one in work.sheet.evidence_for(target.address) for mark in (one.unique, one.sha256) if mark}
    drawn = await _names_of_pictures(turn, work, came[0].address)
    pictures, names = await turn.store.evidence.count_pictures(work.sheet.id, target.address), []
    for one in came:
        if one.unique in there or one.sha256 in there:
            await turn.store.evidence.remove_one(one.id, turn.me.id, turn.now)
            continue
        name = one.name
        if name in drawn:
            pictures += 1
            name = _picture(turn, work, target.address, pictures)
        number, untold = await turn.store.evidence.move(one.id, target.address, name, turn.me.id, turn.now)
        if untold:
            await turn.store.due.schedule(f"assessment.{untold}", f"evidence:{number}", "once", turn.now, work.sheet.period.bloc_id)
        names.append(name)
    if not names:
        return say("assessment.file_known", name=came[0].name, address=shown_address(target))
    if len(names) == 1:
        return say("assessment.moved_file", name=names[0], address=shown_address(target))
    return say("assessment.moved_files", count=len(names), address=shown_address(target))


async def _names_of_pictures(turn: Turn, work: Work, address: str) -> set[str]:
    """The names that pictures without one were given at a criterion: each names that criterion, and is given anew elsewhere."""
    count = await turn.store.evidence.count_pictures(work.sheet.id, address)
    return {_picture(turn, work, address, number) for number in range(1, count + 1)}


def _picture(turn: Turn, work: Work, address: str, number: int) -> str:
    return turn.written(say("assessment.photo_name", number=number, place=place_said(work, address)))


async def _on_from(turn: Turn, work: Work, source: Leaf | Item, target: Leaf | Item, said: Said) -> Shown:
    """What was moved, above the question that is open; where it was asked of the criterion the files came to, a next file may be meant for either still."""
    state = turn.open
    if isinstance(state, GivingProof) and state.sheet_id == work.sheet.id:
        shown = await proof_again(turn, state)
        return replace(shown, text=(said, *shown.text), lasting=True) if isinstance(shown, Screen) else shown
    if isinstance(state, GivingAnswer) and state.sheet_id == work.sheet.id:
        if state.address != source.address:
            return ask_target(turn, work, work.target(state.address), said, before=state.before, first=state.first)
        return ask_target(turn, work, source, said, before=target.address)
    if source.address not in work.answers:
        return ask_target(turn, work, source, said, before=target.address)
    return await board_of(turn, work, said)
