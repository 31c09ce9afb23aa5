"""A newer version taken over by a period and its sheets: answers it touches are asked again, submitted sheets they stand in go back, everybody is told."""

from dataclasses import dataclass

from config.rubric_files import rubric_of
from domain.criteria.answers import from_json
from domain.owners import moved as owners_moved
from domain.people import OVERSEERS, UNIT_ROLES
from domain.rubrics import Rubric
from domain.tables.changes import Changes, asks_anew, touched
from handlers.criteria import shown_address
from handlers.delivery import units_missed_said
from handlers.flow import Outdated, Said, Turn, choice, say
from handlers.proposals import outdate_proposals
from handlers.tables.differences import differences_said
from storage.answers import OpenSheet
from storage.periods import Period
from storage.rubrics import RubricVersion

ADDRESSES_SHOWN = 40


@dataclass(frozen=True)
class Affected:
    """A sheet that has something to do after the change: answers to give or keep again, and criteria that are new to it."""

    sheet: OpenSheet
    again: frozenset[str]
    anew: tuple[str, ...]

    @property
    def is_submitted(self) -> bool:
        return self.sheet.state == "submitted"


async def affected(turn: Turn, period: Period, found: Changes) -> tuple[Affected, ...]:
    """The sheets of the period that the change touches; new criteria touch all that were begun."""
    new = tuple(leaf.address for leaf in asks_anew(found))
    sheets = []
    for place in await turn.store.sheets.board(period.id):
        sheet = await turn.store.answers.open_sheet(place.sheet_id)
        if sheet is None or sheet.state == "empty":
            continue
        answers = {address: from_json(given.answer) for address, given in sheet.answers.items()}
        again = touched(found, answers, _proven(sheet))
        anew = tuple(address for address in new if address not in answers)
        if again or anew:
            sheets.append(Affected(sheet, again, anew))
    return tuple(sheets)


def _proven(sheet: OpenSheet) -> frozenset[str]:
    explained = {address for address, given in sheet.answers.items() if given.explanation}
    return frozenset(explained | {one.address for one in sheet.evidence if one.state != "lost"})


async def amend_now(turn: Turn, period: Period, text: str, found: Changes, reason: str) -> tuple[RubricVersion, int]:
    """Keeps the version and has the period use it; gives it, and how many submitted sheets went back. Raises Outdated where somebody was faster."""
    sheets = await affected(turn, period, found)
    before = await turn.store.rubrics.version(period.rubric_id)
    after = await turn.store.rubrics.version(await turn.store.rubrics.freeze(period.bloc_id, before.rubric, text, turn.now))
    withdrawn, added = [one.address for one in found.withdrawn], [one.address for one in found.added]
    moved = await turn.store.periods.move_table(period, after.id, withdrawn, added)
    if moved is None:
        raise Outdated
    await outdate_proposals(turn, period)
    await turn.store.periods.note_change(period, "table", str(before.version), str(after.version), reason, turn.me.id, turn.now)
    new = {**after.described, "reason": reason}
    await turn.record("rubric", period.bloc_id, f"period:{period.id}", period_id=period.id, old=before.described, new=new)
    for one in sheets:
        await _ask_again(turn, one, before.id, reason)
    await _move_owners(turn, period, rubric_of(before.text), rubric_of(text), found)
    if moved.state == "open":
        await _tell(turn, moved, found, sheets, reason)
        await turn.store.due.schedule("standings.post", f"period:{period.id}", f"period {moved.revision}", turn.now, period.bloc_id)
    return after, sum(one.is_submitted for one in sheets)


async def _move_owners(turn: Turn, period: Period, before: Rubric, now: Rubric, found: Changes) -> None:
    """Within each unit the criteria keep their owners where a row was put in and the codes below it moved on."""
    another = [one.new.address for one in found.changed if one.is_another]
    added = [one.address for one in found.added]
    for place in await turn.store.sheets.board(period.id) if another else ():
        sheet = await turn.store.answers.open_sheet(place.sheet_id)
        owners = owners_moved(before, now, sheet.owners, another, added) if sheet is not None else {}
        if sheet is None or not owners:
            continue
        await turn.store.owners.assign(sheet.id, {address: owner for address, owner in owners.items() if owner is not None}, turn.me.id, turn.now)
        await turn.store.owners.unassign(sheet.id, [address for address, owner in owners.items() if owner is None])
        old = {address: sheet.owners[address].name if address in sheet.owners else None for address in owners}
        new = {address: owner.name if owner is not None else None for address, owner in owners.items()}
        await turn.record("assignment", period.bloc_id, f"sheet:{sheet.id}", period_id=period.id, old=old, new=new)


async def _ask_again(turn: Turn, one: Affected, rubric_id: int, reason: str) -> None:
    said = turn.written(say("tables.returned_for", reason=reason))
    await turn.store.answers.ask_again(one.sheet.id, one.again, rubric_id, said)
    if one.is_submitted:
        await turn.store.submissions.withdraw(one.sheet.id, turn.me.id, turn.now)
        period, old, new = one.sheet.period, {"state": one.sheet.state}, {"state": "returned", "reason": said}
        await turn.record("sheet_returned", period.bloc_id, f"sheet:{one.sheet.id}", period_id=period.id, old=old, new=new)


async def _tell(turn: Turn, period: Period, found: Changes, sheets: tuple[Affected, ...], reason: str) -> None:
    """Every unit hears what changed, and what it must look at again; the overseers what changed."""
    head = (say("tables.told_amended", title=period.title, reason=reason), *differences_said(found))
    told: set[int] = set()
    for one in sheets:
        people = [*await turn.store.seats.of_unit(one.sheet.unit_id, UNIT_ROLES)]
        people += [one.sheet.paper_by] if one.sheet.on_paper and one.sheet.paper_by else []
        told.update(people)
        turn.tell(people, (*head, *_to_do(one)), (choice("tables.fill_label", "assessment.go", one.sheet.id, weight="main"),), of=period.bloc_id)
    told.add(turn.me.id)
    others = set(await turn.store.seats.holders(period.bloc_id, UNIT_ROLES)) - told
    turn.tell(sorted(others), (*head, say("tables.nothing_to_do")), of=period.bloc_id)
    turn.tell(sorted(set(await turn.store.seats.holders(period.bloc_id, OVERSEERS)) - told - others), head, of=period.bloc_id)


async def reach_said(turn: Turn, period: Period) -> tuple[Said, ...]:
    """Of an amendment that was told: the units and people whom it does not reach, or that all units were told. Nothing before a period opens."""
    if period.state != "open":
        return ()
    seats = await turn.store.seats.of_bloc(period.bloc_id)
    people = {
        unit.name: [seat.person_id for seat in seats if seat.unit_id == unit.id and seat.role in UNIT_ROLES]
        for unit in await turn.store.units.of_bloc(period.bloc_id)
    }
    return await units_missed_said(turn, people) or (say("tables.units_told"),)


def _to_do(one: Affected) -> tuple[Said, ...]:
    said = [say("tables.sheet_went_back", unit=one.sheet.unit_name)] if one.is_submitted else [say("tables.sheet_of", unit=one.sheet.unit_name)]
    if one.again:
        said.append(say("tables.answers_again", addresses=_listed(sorted(one.again))))
    if one.anew:
        said.append(say("tables.answers_anew", addresses=_listed(list(one.anew))))
    return tuple(said)


def _listed(addresses: list[str]) -> str:
    return ", ".join(map(shown_address, addresses[:ADDRESSES_SHOWN]))
