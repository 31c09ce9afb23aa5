"""The leader assigns criteria to offices of the unit, or to its people, and sees how far each is.

An office is a name, typed once; the people who have joined may be put into it, and whoever is in it fills its criteria. A unit that assigns nothing meets
none of this.
"""

from collections.abc import Mapping

from config.rubric_files import rubric_of
from domain.owners import LONGEST_NAME, Owner, carried, criteria_of, offices_in, parts, read_office
from domain.texts import fold
from handlers.assessment.assigning import keep_assigned, show_owner
from handlers.assessment.part_words import part_said, unmanned_said
from handlers.assessment.unit_owners import addresses_of, addresses_said, assignable, known_owners, leaves_of_part, owner_at
from handlers.assessment.work import Work
from handlers.flow import Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say


class NamingOffice(State):
    """The name of an office is asked."""

    sheet_id: int

    def too_long(self) -> Said:
        return say("owners.name_unclear", most=LONGEST_NAME)


# ---------------------------------------------------------------------------------------------------------------- all owners


async def show_owners(turn: Turn, sheet_id: str) -> Shown:
    """Who answers for what, and how far each is."""
    return await _owners(turn, sheet_id)


async def _owners(turn: Turn, sheet_id: str, *said: Said) -> Shown:
    work = await assignable(turn, sheet_id)
    found = parts(work.rubric, work.sheet.owners, work.answers)
    lines = tuple(say("owners.line", part=part_said(part), addresses=addresses_said(leaves_of_part(work, part))) for part in found)
    about = say("owners.list", title=work.sheet.period.title, unit=work.sheet.unit_name, lines=lines or (say("owners.none"),))
    known = [choice("owners.owner_label", "assessment.owner", sheet_id, one.ref, name=one.name) for one in await known_owners(turn, work)]
    rows = [tuple(known[at : at + 2]) for at in range(0, len(known), 2)]
    rows.append((choice("owners.new_label", "assessment.office", sheet_id),))
    rows += await _suggestions(turn, work) if not found else [(choice("owners.tell_label", "assessment.tell_owners", sheet_id),)]
    return end((*said, about, *unmanned_said(work)), *rows, (choice("assessment.back_label", "assessment.board", sheet_id),))


async def _suggestions(turn: Turn, work: Work) -> list[tuple[Choice, ...]]:
    """What can be taken over in one tap: what the unit assigned the period before, and the offices that the table names."""
    before, named = await _as_before(turn, work), offices_in(work.rubric)
    rows: list[tuple[Choice, ...]] = []
    if before:
        rows.append((choice("owners.as_before_label", "assessment.suggested", work.sheet.id, "before", count=len(before)),))
    if named:
        rows.append((choice("owners.as_named_label", "assessment.suggested", work.sheet.id, "table", count=len(named)),))
    return rows


async def take_suggestion(turn: Turn, sheet_id: str, which: str) -> Shown:
    work = await assignable(turn, sheet_id)
    if work.sheet.owners:
        raise Outdated
    owners = await _as_before(turn, work) if which == "before" else await _as_named(turn, work)
    await keep_assigned(turn, work, owners)
    return await _owners(turn, sheet_id, say("owners.assigned_all", count=len(owners)))


async def _as_before(turn: Turn, work: Work) -> Mapping[str, Owner]:
    earlier = await turn.store.owners.earlier(work.sheet.id)
    if earlier is None:
        return {}
    same = carried(rubric_of(earlier.rubric_text), work.rubric, earlier.owners)
    return {now: earlier.owners[old] for now, old in same.items()}


async def _as_named(turn: Turn, work: Work) -> Mapping[str, Owner]:
    """The offices that the table names, kept as the unit's own."""
    offices: dict[str, Owner] = {}
    for name in offices_in(work.rubric).values():
        if name not in offices:
            number = await turn.store.owners.add_office(work.sheet.unit_id, name, fold(name))
            offices[name] = Owner(f"o{number}", name, frozenset())
    return {address: offices[name] for address, name in offices_in(work.rubric).items()}


async def tell_owners(turn: Turn, sheet_id: str) -> Shown:
    """Everybody with a part of their own hears which criteria it has."""
    work = await assignable(turn, sheet_id)
    people = sorted({person for owner in work.sheet.owners.values() for person in owner.people} - {turn.me.id})
    for person in people:
        addresses = criteria_of(work.sheet.owners, person)
        leaves = [leaf for leaf in work.rubric.own_leaves if leaf.address in addresses]
        text = say(
            "owners.told", by=turn.me.full_name, title=work.sheet.period.title, at=work.sheet.period.closes_at, count=len(leaves),
            addresses=addresses_said(leaves),
        )  # fmt: skip
        turn.tell([person], text, (choice("assessment.open_label", "assessment.board", work.sheet.id, weight="main"),), of=work.sheet.period.bloc_id)
    back = (choice("assessment.back_label", "assessment.owners", sheet_id),)
    return end(say("owners.told_now", count=len(people)) if people else say("owners.nobody_to_tell"), back, lasting=True)


# ---------------------------------------------------------------------------------------------------------------- an office


async def ask_office(turn: Turn, sheet_id: str) -> Shown:
    work = await assignable(turn, sheet_id)
    back = (choice("assessment.back_label", "assessment.owners", sheet_id),)
    return ask(say("owners.ask_name"), back, waits=NamingOffice(sheet_id=work.sheet.id))


async def give_office(turn: Turn, state: NamingOffice) -> Shown:
    work = await assignable(turn, str(state.sheet_id))
    name = read_office(turn.text)
    number = await turn.store.owners.add_office(work.sheet.unit_id, name, fold(name))
    return await show_owner(turn, str(state.sheet_id), f"o{number}")


async def office_again(turn: Turn, state: NamingOffice) -> Shown:
    return await ask_office(turn, str(state.sheet_id))


async def drop_office(turn: Turn, sheet_id: str, ref: str) -> Shown:
    """Offers an office no more that has no criteria here."""
    work = await assignable(turn, sheet_id)
    owner = await owner_at(turn, work, ref)
    if not owner.is_office or addresses_of(work, owner):
        raise Outdated
    await turn.store.owners.drop_office(id_of(owner.ref[1:]), turn.now)
    return await _owners(turn, sheet_id, say("owners.dropped", name=owner.name))
