"""Who answers for which part of a sheet and how far each is, in words."""

from domain.owners import Part, parts
from handlers.assessment.work import Work
from handlers.flow import Said, say


def own_part_said(work: Work) -> Said:
    """ "Phần được phân công: 5/8" """
    return say("owners.own_part", answered=sum(leaf.address in work.answers for leaf in work.part), asked=len(work.part))


def parts_said(work: Work) -> tuple[Said, ...]:
    """ "Phân công: Văn phòng 5/8 · chưa phân công 2"; nothing where nothing is assigned."""
    found = [part_said(part) for part in parts(work.rubric, work.sheet.owners, work.answers)]
    return (say("owners.parts", parts=_in_a_row(found)),) if found else ()


def left_said(work: Work) -> Said | None:
    """ "Văn phòng 2 · chưa phân công 3": who has criteria left to answer, and how many; None where nothing is assigned or nothing is left."""
    found = [_left_of(part) for part in parts(work.rubric, work.sheet.owners, work.answers) if part.answered < part.asked]
    return _in_a_row(found) if found else None


def _left_of(part: Part) -> Said:
    count = part.asked - part.answered
    return say("owners.nobodys", asked=count) if part.owner is None else say("owners.left", owner=part.owner.name, count=count)


def _in_a_row(phrases: list[Said]) -> Said:
    line = phrases[0]
    for one in phrases[1:]:
        line = say("owners.and", first=line, second=one)
    return line


def unmanned_said(work: Work, *, offices: bool = True) -> tuple[Said, ...]:
    """Which owners nobody of the unit stands for: people who have left, and `offices` where nobody has joined; nothing where there are none."""
    unmanned = [owner for owner in work.sheet.owners.values() if not owner.people and (offices or not owner.is_office)]
    names = list(dict.fromkeys(owner.name for owner in unmanned))
    return (say("owners.unmanned", names=", ".join(names)),) if names else ()


def part_said(part: Part) -> Said:
    """ "Văn phòng 5/8" """
    if part.owner is None:
        return say("owners.nobodys", asked=part.asked)
    return say("owners.part", owner=part.owner.name, answered=part.answered, asked=part.asked)
