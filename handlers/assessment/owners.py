"""The leader assigns criteria to offices of the unit, or to its people: a section, a group, single ones; takes them back; sees how far each is.

An office is a name, typed once; the people who have joined may be put into it, and whoever is in it fills its criteria. A unit that assigns nothing meets
none of this.
"""

import re
from collections.abc import Iterable, Mapping

from config.rubric_files import rubric_of
from domain.errors import RuleError
from domain.owners import Owner, Part, carried, criteria_of, groups, named_in, parts, read_office
from domain.people import Role
from domain.rubrics import Leaf
from domain.sheets import require_sheet_act
from domain.texts import clean, fold
from handlers.assessment.board import part_said
from handlers.assessment.work import Work, load, load_led, shown_address
from handlers.flow import Ask, Choice, Outdated, Said, Shown, State, Turn, ask, choice, end, id_of, say
from storage.seats import HeldSeat

ADDRESSES_AT_MOST = 30


class NotCriteria(RuleError):
    """What was typed names no section, group or criterion."""

    key = "owners.not_criteria"


class NamingOffice(State):
    """The name of an office is asked."""

    sheet_id: int


class Assigning(State):
    """An owner is on the screen: addresses typed now are assigned to it."""

    asks = False
    sheet_id: int
    owner: str


# ---------------------------------------------------------------------------------------------------------------- all owners


async def show_owners(turn: Turn, sheet_id: str, *said: Said) -> Shown:
    """Who answers for what, and how far each is."""
    work = await _assignable(turn, sheet_id)
    found = parts(work.rubric, work.sheet.owners, work.answers)
    lines = tuple(say("owners.line", part=part_said(part), addresses=_addresses(_leaves_of(work, part))) for part in found)
    about = say("owners.list", title=work.sheet.period.title, unit=work.sheet.unit_name, lines=lines or (say("owners.none"),))
    known = [choice("owners.owner_label", "assessment.owner", sheet_id, one.ref, name=one.name) for one in await _known(turn, work)]
    rows = [tuple(known[at : at + 2]) for at in range(0, len(known), 2)]
    rows.append((choice("owners.new_label", "assessment.office", sheet_id),))
    rows += await _suggestions(turn, work) if not found else [(choice("owners.tell_label", "assessment.tell_owners", sheet_id),)]
    return end((*said, about), *rows, (choice("assessment.back_label", "assessment.board", sheet_id),))


async def _suggestions(turn: Turn, work: Work) -> list[tuple[Choice, ...]]:
    """What can be taken over in one tap: what the unit assigned the period before, and the offices that the table names."""
    before, named = await _as_before(turn, work), named_in(work.rubric)
    rows: list[tuple[Choice, ...]] = []
    if before:
        rows.append((choice("owners.as_before_label", "assessment.suggested", work.sheet.id, "before", count=len(before)),))
    if named:
        rows.append((choice("owners.as_named_label", "assessment.suggested", work.sheet.id, "table", count=len(named)),))
    return rows


async def take_suggestion(turn: Turn, sheet_id: str, which: str) -> Shown:
    work = await _assignable(turn, sheet_id)
    if work.sheet.owners:
        raise Outdated
    owners = await _as_before(turn, work) if which == "before" else await _as_named(turn, work)
    await _keep(turn, work, owners)
    return await show_owners(turn, sheet_id, say("owners.assigned_all", count=len(owners)))


async def _as_before(turn: Turn, work: Work) -> Mapping[str, Owner]:
    earlier = await turn.store.owners.earlier(work.sheet.id)
    if earlier is None:
        return {}
    same = carried(rubric_of(earlier.rubric_text), work.rubric, earlier.owners)
    return {now: earlier.owners[old] for now, old in same.items()}


async def _as_named(turn: Turn, work: Work) -> Mapping[str, Owner]:
    """The offices that the table names, kept as the unit's own."""
    offices: dict[str, Owner] = {}
    for name in named_in(work.rubric).values():
        if name not in offices:
            number = await turn.store.owners.add_office(work.sheet.unit_id, name, fold(name))
            offices[name] = Owner(f"o{number}", name, frozenset())
    return {address: offices[name] for address, name in named_in(work.rubric).items()}


async def tell_owners(turn: Turn, sheet_id: str) -> Shown:
    """Everybody with a part of their own hears which criteria it has."""
    work = await _assignable(turn, sheet_id)
    people = sorted({person for owner in work.sheet.owners.values() for person in owner.people} - {turn.me.id})
    for person in people:
        addresses = criteria_of(work.sheet.owners, person)
        leaves = [leaf for leaf in work.rubric.own_leaves if leaf.address in addresses]
        text = say(
            "owners.told", by=turn.me.full_name, title=work.sheet.period.title, at=work.sheet.period.closes_at, count=len(leaves),
            addresses=_addresses(leaves),
        )  # fmt: skip
        turn.tell([person], text, (choice("assessment.open_label", "assessment.board", work.sheet.id, weight="main"),))
    back = (choice("assessment.back_label", "assessment.owners", sheet_id),)
    return end(say("owners.told_now", count=len(people)) if people else say("owners.nobody_to_tell"), back, lasting=True)


# ---------------------------------------------------------------------------------------------------------------- an office


async def ask_office(turn: Turn, sheet_id: str) -> Shown:
    work = await _assignable(turn, sheet_id)
    back = (choice("assessment.back_label", "assessment.owners", sheet_id),)
    return ask(say("owners.ask_name"), back, waits=NamingOffice(sheet_id=work.sheet.id))


async def give_office(turn: Turn, state: NamingOffice) -> Shown:
    work = await _assignable(turn, str(state.sheet_id))
    name = read_office(turn.text)
    number = await turn.store.owners.add_office(work.sheet.unit_id, name, fold(name))
    return await show_owner(turn, str(state.sheet_id), f"o{number}")


async def office_again(turn: Turn, state: NamingOffice) -> Shown:
    return await ask_office(turn, str(state.sheet_id))


async def drop_office(turn: Turn, sheet_id: str, ref: str) -> Shown:
    """Offers an office no more that has no criteria here."""
    work = await _assignable(turn, sheet_id)
    owner = await _owner(turn, work, ref)
    if not owner.is_office or _addresses_of(work, owner):
        raise Outdated
    await turn.store.owners.drop_office(id_of(owner.ref[1:]), turn.now)
    return await show_owners(turn, sheet_id, say("owners.dropped", name=owner.name))


async def place(turn: Turn, sheet_id: str, ref: str, person_id: str) -> Shown:
    """Puts a focal point into the office, or takes them out of it where they are in it."""
    work = await _assignable(turn, sheet_id)
    owner, person = await _owner(turn, work, ref), id_of(person_id)
    if not owner.is_office or person not in {seat.person_id for seat in await _focal_points(turn, work)}:
        raise Outdated
    if person in owner.people:
        await turn.store.owners.displace(work.sheet.unit_id, person)
    else:
        await turn.store.owners.place(work.sheet.unit_id, person, id_of(ref[1:]), turn.me.id, turn.now)
    return await show_owner(turn, sheet_id, ref)


# ---------------------------------------------------------------------------------------------------------------- one owner


async def show_owner(turn: Turn, sheet_id: str, ref: str, *said: Said) -> Shown:
    """What an owner answers for, and what can be assigned to it."""
    work = await _assignable(turn, sheet_id)
    owner = await _owner(turn, work, ref)
    own = [leaf for leaf in work.rubric.own_leaves if leaf.address in _addresses_of(work, owner)]
    part = Part(owner, sum(leaf.address in work.answers for leaf in own), len(own))
    text = [say("owners.owner", part=part_said(part), addresses=_addresses(own)) if own else say("owners.owner_bare", name=owner.name)]
    text.append(say("owners.how_to_assign"))
    rows = [_section_row(work, owner, code) for code in [section.code for section in work.rubric.sections]]
    rows += [(_place_choice(work, owner, seat),) for seat in await _focal_points(turn, work)] if owner.is_office else []
    if own:
        rows.append((choice("owners.unassign_label", "assessment.unassign", sheet_id, ref, "all", count=len(own), weight="grave"),))
    elif owner.is_office:
        rows.append((choice("owners.drop_label", "assessment.drop_office", sheet_id, ref, weight="grave"),))
    rows.append((choice("assessment.back_label", "assessment.owners", sheet_id),))
    return ask((*said, *text), *rows, waits=Assigning(sheet_id=work.sheet.id, owner=ref), lasting=bool(said))


def _section_row(work: Work, owner: Owner, code: str) -> tuple[Choice, ...]:
    leaves = _of_section(work, code)
    if not leaves:
        return ()
    has = sum(leaf.address in _addresses_of(work, owner) for leaf in leaves)
    whole = choice("owners.section_label", "assessment.assign", work.sheet.id, owner.ref, "section", code, code=code, has=has, of=len(leaves))
    return (whole, choice("owners.within_label", "assessment.own_section", work.sheet.id, owner.ref, code, code=code))


def _place_choice(work: Work, owner: Owner, seat: HeldSeat) -> Choice:
    key = "owners.out_label" if seat.person_id in owner.people else "owners.in_label"
    return choice(key, "assessment.place", work.sheet.id, owner.ref, seat.person_id, name=seat.full_name)


async def show_section(turn: Turn, sheet_id: str, ref: str, code: str) -> Shown:
    """A section's groups and criteria; a tap gives one to the owner, or takes it back."""
    work = await _assignable(turn, sheet_id)
    owner = await _owner(turn, work, ref)
    return _section_screen(work, owner, code)


def _section_screen(work: Work, owner: Owner, code: str) -> Ask:
    section = next((one for one in work.rubric.sections if one.code == code), None)
    if section is None:
        raise Outdated
    sheet_id = work.sheet.id
    found = enumerate(groups(section.leaves))
    rows = [
        (choice("owners.group_label", "assessment.assign", sheet_id, owner.ref, "group", code, at, title=title, count=len(leaves)),)
        for at, (title, leaves) in found
    ]
    rows += [(_criterion_choice(work, owner, leaf),) for leaf in _of_section(work, code)]
    text = say("owners.within", name=owner.name, code=code, title=section.title)
    return ask(
        text,
        *rows,
        (choice("assessment.back_label", "assessment.owner", sheet_id, owner.ref),),
        waits=Assigning(sheet_id=sheet_id, owner=owner.ref),
    )


def _criterion_choice(work: Work, owner: Owner, leaf: Leaf) -> Choice:
    has, sheet_id = work.sheet.owners.get(leaf.address), work.sheet.id
    if has is not None and has.ref == owner.ref:
        label = say("owners.taken_label", address=leaf.address, title=leaf.title)
        return choice(label, "assessment.unassign", sheet_id, owner.ref, "one", leaf.address)
    label = say("owners.free_label", address=leaf.address, title=leaf.title)
    if has is not None:
        label = say("owners.others_label", address=leaf.address, title=leaf.title, owner=has.name)
    return choice(label, "assessment.assign", sheet_id, owner.ref, "one", leaf.address)


# ---------------------------------------------------------------------------------------------------------------- assigning


async def assign(turn: Turn, sheet_id: str, ref: str, kind: str, which: str, number: str = "") -> Shown:
    """Gives a section, a group or one criterion to the owner, whoever had it before."""
    work = await _assignable(turn, sheet_id)
    owner = await _owner(turn, work, ref)
    await _keep(turn, work, dict.fromkeys(_meant(work, kind, which, number), owner))
    if kind == "section":
        return await show_owner(turn, sheet_id, ref)
    after = await load(turn, sheet_id)
    return _section_screen(after, owner, which if kind == "group" else work.target(which).address.partition(".")[0])


def _meant(work: Work, kind: str, which: str, number: str) -> tuple[str, ...]:
    """The addresses that a button means. Raises Outdated where the table has no such thing."""
    if kind == "one":
        leaves = tuple(leaf for leaf in work.rubric.own_leaves if leaf.address == which)
    elif kind == "section":
        leaves = _of_section(work, which)
    else:
        found = dict(enumerate(groups(_of_section(work, which))))
        leaves = found.get(id_of(number), ("", ()))[1]
    if not leaves:
        raise Outdated
    return tuple(leaf.address for leaf in leaves)


async def unassign(turn: Turn, sheet_id: str, ref: str, kind: str, address: str = "") -> Shown:
    """Takes one criterion back from the owner, or all of them."""
    work = await _assignable(turn, sheet_id)
    owner = await _owner(turn, work, ref)
    has = _addresses_of(work, owner)
    taken = has if kind == "all" else has & {address}
    await turn.store.owners.unassign(work.sheet.id, sorted(taken))
    if kind == "all":
        return await show_owner(turn, sheet_id, ref, say("owners.taken_back", count=len(taken), name=owner.name))
    return _section_screen(await load(turn, sheet_id), owner, address.partition(".")[0])


async def type_addresses(turn: Turn, state: Assigning) -> Shown:
    """ "II, I.2, III.4": sections, groups and criteria are assigned to the owner on the screen."""
    work = await _assignable(turn, str(state.sheet_id))
    owner = await _owner(turn, work, state.owner)
    addresses = [leaf.address for word in re.split(r"[,;\s]+", clean(turn.text)) if word for leaf in _named(work, word)]
    await _keep(turn, work, dict.fromkeys(addresses, owner))
    return await show_owner(turn, str(state.sheet_id), state.owner, say("owners.assigned", count=len(set(addresses)), name=owner.name))


async def addresses_again(turn: Turn, state: Assigning) -> Shown:
    return await show_owner(turn, str(state.sheet_id), state.owner)


def _named(work: Work, word: str) -> tuple[Leaf, ...]:
    """The criteria that a word names: a section's code, a group's address or a criterion's. Raises NotCriteria for any other word."""
    section = next((one.code for one in work.rubric.sections if fold(one.code) == fold(word)), "")
    if section:
        return _of_section(work, section)
    target = work.named(word)
    leaves = (target,) if isinstance(target, Leaf) else work.matching(word) if "." in word else ()
    if not leaves:
        raise NotCriteria(text=word[:40])
    return leaves


async def _keep(turn: Turn, work: Work, owners: Mapping[str, Owner]) -> None:
    """The one place where criteria are assigned."""
    await turn.store.owners.assign(work.sheet.id, owners, turn.me.id, turn.now)


# ---------------------------------------------------------------------------------------------------------------- what there is


async def _assignable(turn: Turn, sheet_id: str) -> Work:
    """The sheet, if the person leads its unit and it is being filled."""
    work = await load_led(turn, sheet_id)
    require_sheet_act("fill", work.sheet.state, work.sheet.period.state)
    return work


async def _known(turn: Turn, work: Work) -> tuple[Owner, ...]:
    """The unit's offices, then its focal points."""
    people = {seat.person_id: seat.full_name for seat in await _focal_points(turn, work)}
    offices = await turn.store.owners.offices(work.sheet.unit_id)
    return (*offices, *(Owner(f"p{id}", name, frozenset({id})) for id, name in people.items()))


async def _owner(turn: Turn, work: Work, ref: str) -> Owner:
    """The owner that a button means. Raises Outdated where the unit has none such."""
    found = next((one for one in await _known(turn, work) if one.ref == ref), None)
    if found is None:
        raise Outdated
    return found


async def _focal_points(turn: Turn, work: Work) -> tuple[HeldSeat, ...]:
    held = await turn.store.seats.of_bloc(work.sheet.period.bloc_id)
    return tuple(seat for seat in held if seat.unit_id == work.sheet.unit_id and seat.role is Role.UNIT_FOCAL_POINT)


def _of_section(work: Work, code: str) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in work.rubric.own_leaves if leaf.section == code)


def _addresses_of(work: Work, owner: Owner) -> frozenset[str]:
    return frozenset(address for address, has in work.sheet.owners.items() if has.ref == owner.ref)


def _leaves_of(work: Work, part: Part) -> list[Leaf]:
    ref = part.owner.ref if part.owner else ""
    owners = work.sheet.owners
    return [leaf for leaf in work.rubric.own_leaves if (owners[leaf.address].ref if leaf.address in owners else "") == ref]


def _addresses(leaves: Iterable[Leaf]) -> str:
    named = [shown_address(leaf) for leaf in leaves]
    return ", ".join(named[:ADDRESSES_AT_MOST]) + (", …" if len(named) > ADDRESSES_AT_MOST else "")
