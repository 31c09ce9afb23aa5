"""The file by which a bloc describes itself (`ktd-bloc/1`; docs/formats.md, "Bloc"): its units, its observer, when it reminds and sums up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from config import yaml_files
from config.plain_faults import in_words
from domain.calendar.deadlines import Reminders
from domain.calendar.workdays import Workdays
from domain.texts import one_line
from domain.units import Unit, shared_names

HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
SPAN = re.compile(r"(\d{1,3})([dh])")
UNIT_CODE = "^[A-Za-z0-9]{2,16}$"
BLOC_ID = "^[a-z0-9-]{3,40}$"
FROM_A_FILE = "file"
PATTERNS = {
    UNIT_CODE: "must be 2 to 16 letters without diacritics and digits, like SXD",
    BLOC_ID: "must be 3 to 40 lower-case letters without diacritics, digits and hyphens, like ha-nam-kinh-te",
}


class BlocFaults(Exception):
    """The file is no usable bloc file; one fault a line, each with its place."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def _whole(value: object) -> object:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _hour(value: object) -> object:
    if isinstance(value, time):
        return value
    text = str(value).removesuffix(":00") if str(value).count(":") == 2 else str(value)  # as the database keeps it: 07:30:00
    found = HOUR.fullmatch(text)
    if found is None:
        raise ValueError('is no time of the day; write it like "07:30"')
    return time(int(found[1]), int(found[2]))


Hour = Annotated[time, BeforeValidator(_hour)]
Whole = Annotated[int, BeforeValidator(_whole)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitLine(_Part):
    code: Annotated[str, Field(pattern=UNIT_CODE)]
    name: Annotated[str, Field(min_length=2, max_length=120)]
    aliases: tuple[str, ...] = ()
    role: Literal["chair", "vice_chair"] | None = None


class Named(_Part):
    name: str
    phone: str = ""


class Quiet(_Part):
    begin: Hour = Field(default=time(21), alias="from")
    to: Hour = time(6, 30)


class ReminderLine(_Part):
    at: Hour = time(7, 30)
    deadline_days: tuple[Whole, ...] = (7, 3, 1, 0)
    overdue: Literal["daily"] = "daily"
    meeting: tuple[str, ...] = ("3d", "1d", "2h")
    quiet: Quiet = Quiet()
    workdays_only: bool = True
    days_off: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    @field_validator("meeting")
    @classmethod
    def _spans(cls, spans: tuple[str, ...]) -> tuple[str, ...]:
        for span in spans:
            if not SPAN.fullmatch(span):
                raise ValueError(f"{span} is not like 3d or 2h")
        return spans


class DigestLine(_Part):
    at: Hour = time(7, 30)
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon",)
    last_week: Literal["daily", "none"] = "daily"


class BlocFile(_Part):
    """A bloc file, read. Its JSON is what the database keeps."""

    format: Literal["ktd-bloc/1"]
    id: Annotated[str, Field(pattern=BLOC_ID)]
    name: Annotated[str, Field(min_length=3, max_length=150)]
    timezone: str = "Asia/Ho_Chi_Minh"
    year: Annotated[Whole, Field(ge=2000, le=2100)]
    units: Annotated[tuple[UnitLine, ...], Field(min_length=1, max_length=40)]
    observer: Named = Named(name="")
    secretary: Named = Named(name="")
    rubric: str = ""
    reminders: ReminderLine = ReminderLine()
    digest: DigestLine = DigestLine()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(f"{name} is no time zone") from fault
        return name

    @field_validator("units")
    @classmethod
    def _posts_and_names(cls, units: tuple[UnitLine, ...], reading: ValidationInfo) -> tuple[UnitLine, ...]:
        """What is wrong between units, a line each. Names that several share are refused where a file is read; a bloc kept from before stays readable."""
        faults = _codes_twice([unit.code for unit in units])
        chairs, vice_chairs = ([unit.code for unit in units if unit.role == role] for role in ("chair", "vice_chair"))
        if len(chairs) != 1:
            faults.append(f"exactly one unit must have role: chair; here it is {_named(chairs)}")
        if len(vice_chairs) > 1:
            faults.append(f"at most one unit may have role: vice_chair; here it is {_named(vice_chairs)}")
        if reading.context == FROM_A_FILE:
            faults += [f"{one_line(name)} is a code, name or alias of both {' and '.join(shared)}" for name, shared in _shared_names(units)]
        if faults:
            raise ValueError("\n".join(faults))
        return units

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def reminding(self) -> Reminders:
        """When this bloc reminds, as the calendar's rules take it."""
        line = self.reminders
        return Reminders(
            line.at, line.deadline_days, tuple(_span(span) for span in line.meeting), line.quiet.begin, line.quiet.to, self.zone,
            Workdays(frozenset(line.days_off), frozenset(line.workdays)), line.workdays_only,
        )  # fmt: skip


def read_bloc_file(content: bytes) -> BlocFile:
    """The bloc in a file's bytes. Raises BlocFaults with every fault."""
    try:
        data = yaml_files.load(content)
    except yaml_files.FileRefused as refusal:
        raise BlocFaults((f"file: {refusal}",)) from refusal
    if not isinstance(data, Mapping):
        raise BlocFaults(("file: is not of the format ktd-bloc/1",))
    try:
        return BlocFile.model_validate(data, context=FROM_A_FILE)
    except ValidationError as invalid:
        raise BlocFaults((*_lines(data, invalid.errors()), *_codes_beside(data, invalid.errors()))) from invalid


def bloc_file_of(text: str) -> BlocFile:
    """The bloc file as the database keeps it."""
    return BlocFile.model_validate_json(text)


def _lines(data: Mapping[object, object], errors: list[ErrorDetails]) -> Iterator[str]:
    """Every fault with its place; a list whose entries are faulty is not called too short as well."""
    places = [one["loc"] for one in errors]
    for one in errors:
        loc = one["loc"]
        if one["type"] == "too_short" and any(len(other) > len(loc) and other[: len(loc)] == loc for other in places):
            continue
        yield from (f"{_place(data, loc)}: {line}" for line in in_words(one, PATTERNS).split("\n"))


def _codes_beside(data: Mapping[object, object], errors: list[ErrorDetails]) -> Iterator[str]:
    """The codes that stand twice among units of which one is faulty in itself: what is wrong between units was not looked at then."""
    units = data.get("units")
    if isinstance(units, Sequence) and any(one["loc"][0] == "units" and len(one["loc"]) > 1 for one in errors):
        codes = [code for unit in units if isinstance(unit, Mapping) and isinstance(code := unit.get("code"), str)]
        yield from (f"units: {line}" for line in _codes_twice(codes))


def _codes_twice(codes: list[str]) -> list[str]:
    return [f"the code {one_line(code)} stands {codes.count(code)} times" for code in dict.fromkeys(codes) if codes.count(code) > 1]


def _place(data: object, loc: tuple[int | str, ...]) -> str:
    """Where a fault is: `units.SXD.name`; an entry that has no code is counted from 1: `units.#3.code`."""
    parts = []
    for part in loc:
        if isinstance(part, int):
            data = data[part] if isinstance(data, Sequence) and part < len(data) else None
            code = data.get("code") if isinstance(data, Mapping) else None
            parts.append(code if isinstance(code, str) and re.fullmatch(UNIT_CODE, code) else f"#{part + 1}")
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
            parts.append(one_line(part))
    return ".".join(parts) or "file"


def _shared_names(units: tuple[UnitLine, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return shared_names(Unit(number, "", unit.code, unit.name, unit.aliases) for number, unit in enumerate(units))


def _named(codes: list[str]) -> str:
    return ", ".join(codes) or "none"


def _span(text: str) -> timedelta:
    found = SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    count = int(found[1])
    return timedelta(days=count) if found[2] == "d" else timedelta(hours=count)
