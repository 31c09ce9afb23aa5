"""Who may do what: roles, and the seats in which people hold them.

Chair and vice chair are never given to a person: they are the `unit_leader`s of the units that hold those posts in the year (docs/formats.md, "Bloc").
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.errors import RuleError
from domain.job_titles import TITLE
from domain.texts import clean

NAME = re.compile(r"[^\W\d_][^\W\d_'’.\- ]*([ '’.-]+([^\W\d_'’.\- ]+|\d{1,3}))+")
"""Two words at least; a short number may tell two people of one name apart."""
BETWEEN = re.compile(r"[,;\n]|\s[-–—]\s")
NOT_IN_A_TITLE = re.compile(r"\d{5}|[@/\\<>]|https?:")
NAME_LENGTH, TITLE_LENGTH = 60, 80


class Role(StrEnum):
    """The roles of the bloc; `ktd invite new` takes their values (README.md, "Commands")."""

    BLOC_CHAIR = "bloc_chair"
    BLOC_VICE_CHAIR = "bloc_vice_chair"
    SECRETARIAT = "secretariat"
    UNIT_LEADER = "unit_leader"
    UNIT_FOCAL_POINT = "unit_focal_point"
    EXTERNAL_APPRAISER = "external_appraiser"
    PROVINCE_OFFICE = "province_office"
    SYS_ADMIN = "sys_admin"


CHAIR = frozenset({Role.BLOC_CHAIR})
CHAIRS = frozenset({Role.BLOC_CHAIR, Role.BLOC_VICE_CHAIR})
STAFF = CHAIRS | {Role.SECRETARIAT}
OVERSEERS = STAFF | {Role.PROVINCE_OFFICE}
LEADERS = frozenset({Role.UNIT_LEADER})
UNIT_ROLES = frozenset({Role.UNIT_LEADER, Role.UNIT_FOCAL_POINT})
EVERYONE = frozenset(Role)

Post = Literal["chair", "vice_chair"]
POST_ROLES: dict[Post, Role] = {"chair": Role.BLOC_CHAIR, "vice_chair": Role.BLOC_VICE_CHAIR}


@dataclass(frozen=True)
class Seat:
    """A role held in a bloc, for a unit where the role is a unit's; `post` is what that unit holds in the bloc this year, `scope` under
    which name an external appraiser stands in the rubric (empty: every external criterion)."""

    bloc_id: str
    bloc_name: str
    zone: str
    role: Role
    unit_id: int | None = None
    unit_code: str = ""
    unit_name: str = ""
    post: Post | None = None
    scope: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """The role itself, and the bloc's post where a leader's unit holds one."""
        return roles_of(self.role, self.post)


def roles_of(role: Role, post: Post | None) -> frozenset[Role]:
    """What a seat gives: its role, and for a unit's leader the post that the unit holds."""
    if role is Role.UNIT_LEADER and post is not None:
        return frozenset({role, POST_ROLES[post]})
    return frozenset({role})


@dataclass(frozen=True)
class Person:
    """Somebody who has joined: the name and job title they gave, and every seat they hold now."""

    id: int
    full_name: str
    job_title: str
    seats: tuple[Seat, ...]

    def roles(self, bloc_id: str | None = None) -> frozenset[Role]:
        """All roles held, in one bloc or in any."""
        held = (seat.roles for seat in self.seats if bloc_id in (None, seat.bloc_id))
        return frozenset().union(*held)

    def seats_as(self, roles: Collection[Role]) -> tuple[Seat, ...]:
        """The seats that give one of these roles."""
        return tuple(seat for seat in self.seats if seat.roles & frozenset(roles))

    def blocs_as(self, roles: Collection[Role]) -> tuple[Seat, ...]:
        """One seat for each bloc in which the person holds one of these roles."""
        return tuple({seat.bloc_id: seat for seat in self.seats_as(roles)}.values())

    def seat_in(self, unit_id: int, roles: Collection[Role]) -> Seat | None:
        """The seat in this unit that gives one of these roles."""
        return next((seat for seat in self.seats_as(roles) if seat.unit_id == unit_id), None)


class NotAllowed(RuleError):
    """The person holds no role that allows this."""

    key = "engine.not_allowed"
    is_for_good = True


class NameUnclear(RuleError):
    """What was typed is no full name."""

    key = "joining.name_unclear"


class NameTooLong(NameUnclear):
    """A name, or a name with the job title and no comma between, that is longer than names are."""

    key = "joining.name_too_long"


class TitleTooLong(NameUnclear):
    """A job title longer than the records take."""

    key = "joining.title_too_long"


class TitleUnclear(NameUnclear):
    """A job title holds no digits, addresses or signs."""

    key = "joining.title_unclear"


def read_name(text: str) -> tuple[str, str]:
    """Full name and job title of "Nguyễn Văn An, Phó Giám đốc"; the title may be left out, and stand after a comma, a dash or on a line of its own.

    A usual title is known without a sign before it. Raises NameUnclear, or what of it says more.
    """
    name, title = (*(clean(part) for part in BETWEEN.split(text.strip(), maxsplit=1)), "")[:2]
    if found := TITLE.search(name):
        name, title = name[: found.start()], ", ".join(part for part in (name[found.start() + 1 :], title) if part)
    title = title.strip(" .")
    if len(name) > NAME_LENGTH:
        raise NameTooLong(most=NAME_LENGTH)
    if not NAME.fullmatch(name):
        raise NameUnclear
    if len(title) > TITLE_LENGTH:
        raise TitleTooLong(most=TITLE_LENGTH)
    if NOT_IN_A_TITLE.search(title):
        raise TitleUnclear
    return name, title


def begun_with_a_capital(title: str) -> str:
    """A word or a job title as official papers write it."""
    return title[:1].upper() + title[1:]


def in_capitals(name: str) -> str:
    """The name as official papers write it, where it was typed without capitals or in nothing but capitals; else as it is."""
    words = (name.lower() if name.isupper() else name).split(" ")
    return " ".join(begun_with_a_capital(word) for word in words)
