"""One owner on the screen: what it answers for, who is in it, and what is assigned to it: a section, a group, single criteria, by tap or typed."""

import re
from collections.abc import Collection, Mapping

from domain.errors import RuleError
from domain.owners import Owner, Part, groups
from domain.rubrics import Leaf
from domain.texts import clean, fold
from handlers.assessment.part_words import part_said
from handlers.assessment.unit_owners import addresses_of, addresses_said, assignable, focal_points, leaves_of_section, owner_at
from handlers.assessment.work import Work, load
from handlers.flow import Ask, Choice, Outdated, Said, Shown, State, Turn, ask, choice, id_of, say
from storage.seats import HeldSeat


class NotCriteria(RuleError):
    """What was typed names no section, group or criterion."""

    key = "owners.not_criteria"


class Assigning(State):
    """An owner is on the screen: addresses typed now are assigned to it."""

    asks = False
    reads_numbers = True
    sheet_id: int
    owner: str


async def show_owner(turn: Turn, sheet_id: str, ref: str) -> Shown:
    """What an owner answers for, and what can be assigned to it."""
    return await _owner(turn, sheet_id, ref)


async def _owner(turn: Turn, sheet_id: str, ref: str, *said: Said) -> Shown:
    work = await assignable(turn, sheet_id)
    owner = await owner_at(turn, work, ref)
    own = [leaf for leaf in work.rubric.own_leaves if leaf.address in addresses_of(work, owner)]
    part = Part(owner, sum(leaf.address in work.answers for leaf in own), len(own))
    text = [say("owners.owner", part=part_said(part), addresses=addresses_said(own)) if own else say("owners.owner_bare", name=owner.name)]
    text.append(say("owners.how_to_assign"))
    rows = [_section_row(work, owner, code) for code in [section.code for section in work.rubric.sections]]
    rows += [(_place_choice(work, owner, seat),) for seat in await focal_points(turn, work)] if owner.is_office else []
    if own:
        rows.append((choice("owners.unassign_label", "assessment.unassign", sheet_id, ref, "all", count=len(own), weight="grave"),))
    elif owner.is_office:
        rows.append((choice("owners.drop_label", "assessment.drop_office", sheet_id, ref, weight="grave"),))
    rows.append((choice("assessment.back_label", "assessment.owners", sheet_id),))
    return ask((*said, *text), *rows, waits=Assigning(sheet_id=work.sheet.id, owner=ref), lasting=bool(said))


def _section_row(work: Work, owner: Owner, code: str) -> tuple[Choice, ...]:
    leaves = leaves_of_section(work, code)
    if not leaves:
        return ()
    has = sum(leaf.address in addresses_of(work, owner) for leaf in leaves)
    whole = choice("owners.section_label", "assessment.assign", work.sheet.id, owner.ref, "section", code, code=code, has=has, of=len(leaves))
    return (whole, choice("owners.within_label", "assessment.own_section", work.sheet.id, owner.ref, code, code=code))


def _place_choice(work: Work, owner: Owner, seat: HeldSeat) -> Choice:
    key = "owners.out_label" if seat.person_id in owner.people else "owners.in_label"
    return choice(key, "assessment.place", work.sheet.id, owner.ref, seat.person_id, name=seat.full_name)


async def show_section(turn: Turn, sheet_id: str, ref: str, code: str) -> Shown:
    """A section's groups and criteria; a tap gives one to the owner, or takes it back."""
    work = await assignable(turn, sheet_id)
    owner = await owner_at(turn, work, ref)
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
    rows += [(_criterion_choice(work, owner, leaf),) for leaf in leaves_of_section(work, code)]
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


async def place(turn: Turn, sheet_id: str, ref: str, person_id: str) -> Shown:
    """Puts a focal point into the office, or takes them out of it where they are in it."""
    work = await assignable(turn, sheet_id)
    owner, person = await owner_at(turn, work, ref), id_of(person_id)
    if not owner.is_office or person not in {seat.person_id for seat in await focal_points(turn, work)}:
        raise Outdated
    if person in owner.people:
        await turn.store.owners.displace(work.sheet.unit_id, person)
    else:
        await turn.store.owners.place(work.sheet.unit_id, person, id_of(ref[1:]), turn.me.id, turn.now)
    return await show_owner(turn, sheet_id, ref)


# ---------------------------------------------------------------------------------------------------------------- assigning


async def assign(turn: Turn, sheet_id: str, ref: str, kind: str, which: str, number: str = "") -> Shown:
    """Gives a section, a group or one criterion to the owner, whoever had it before."""
    work = await assignable(turn, sheet_id)
    owner = await owner_at(turn, work, ref)
    await keep_assigned(turn, work, dict.fromkeys(_meant(work, kind, which, number), owner))
    if kind == "section":
        return await show_owner(turn, sheet_id, ref)
    after = await load(turn, sheet_id)
    return _section_screen(after, owner, which if kind == "group" else _section_of(work, which))


def _meant(work: Work, kind: str, which: str, number: str) -> tuple[str, ...]:
    """The addresses that a button means. Raises Outdated where the table has no such thing."""
    if kind == "one":
        leaves = tuple(leaf for leaf in work.rubric.own_leaves if leaf.address == which)
    elif kind == "section":
        leaves = leaves_of_section(work, which)
    else:
        found = dict(enumerate(groups(leaves_of_section(work, which))))
        leaves = found.get(id_of(number), ("", ()))[1]
    if not leaves:
        raise Outdated
    return tuple(leaf.address for leaf in leaves)


def _section_of(work: Work, address: str) -> str:
    leaf = work.rubric.leaf(address)
    if leaf is None:
        raise Outdated
    return leaf.section


async def unassign(turn: Turn, sheet_id: str, ref: str, kind: str, address: str = "") -> Shown:
    """Takes one criterion back from the owner, or all of them."""
    work = await assignable(turn, sheet_id)
    owner = await owner_at(turn, work, ref)
    has = addresses_of(work, owner)
    taken = has if kind == "all" else has & {address}
    await _take_back(turn, work, sorted(taken))
    if kind == "all":
        return await _owner(turn, sheet_id, ref, say("owners.taken_back", count=len(taken), name=owner.name))
    return _section_screen(await load(turn, sheet_id), owner, _section_of(work, address))


async def type_addresses(turn: Turn, state: Assigning) -> Shown:
    """ "II, I.2, III.4": sections, groups and criteria are assigned to the owner on the screen."""
    work = await assignable(turn, str(state.sheet_id))
    owner = await owner_at(turn, work, state.owner)
    addresses = [leaf.address for word in re.split(r"[,;\s]+", clean(turn.text)) if word for leaf in _named(work, word)]
    await keep_assigned(turn, work, dict.fromkeys(addresses, owner))
    return await _owner(turn, str(state.sheet_id), state.owner, say("owners.assigned", count=len(set(addresses)), name=owner.name))


async def addresses_again(turn: Turn, state: Assigning) -> Shown:
    return await show_owner(turn, str(state.sheet_id), state.owner)


def _named(work: Work, word: str) -> tuple[Leaf, ...]:
    """The criteria that a word names: a section's code, a group's address or a criterion's. Raises NotCriteria for any other word."""
    section = next((one.code for one in work.rubric.sections if fold(one.code) == fold(word)), "")
    if section:
        return leaves_of_section(work, section)
    target = work.named(word, numbers=True)
    leaves = (target,) if isinstance(target, Leaf) else work.matching(word) if "." in word else ()
    if not leaves:
        raise NotCriteria(text=word[:40])
    return leaves


async def keep_assigned(turn: Turn, work: Work, owners: Mapping[str, Owner]) -> None:
    """The one place where criteria are assigned."""
    await turn.store.owners.assign(work.sheet.id, owners, turn.me.id, turn.now)
    await _record(turn, work, {address: owner.name for address, owner in owners.items()})


async def _take_back(turn: Turn, work: Work, addresses: Collection[str]) -> None:
    """The one place where they are taken back."""
    await turn.store.owners.unassign(work.sheet.id, addresses)
    await _record(turn, work, dict.fromkeys(addresses))


async def _record(turn: Turn, work: Work, new: Mapping[str, str | None]) -> None:
    """Who may fill a criterion was changed: that is a right given and taken."""
    sheet = work.sheet
    old = {address: sheet.owners[address].name if address in sheet.owners else None for address in new}
    if old != new:
        await turn.record("assignment", sheet.period.bloc_id, f"sheet:{sheet.id}", period_id=sheet.period.id, old=old, new=new)
