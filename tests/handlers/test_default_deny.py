"""Default deny: every way into every flow, tried by everybody who may not use it."""

from dataclasses import MISSING, fields
from inspect import signature

import pytest

from bot.runtime.table import FlowTable
from domain.people import Role
from handlers.contents import FLOWS
from handlers.dialogue import Tapped
from handlers.flow import Command, Link, Step, Tap, Where
from tests.stage import ACCOUNTS, Stage

TABLE = FlowTable(FLOWS)
ROLES = {
    "Lan": {Role.UNIT_LEADER, Role.BLOC_CHAIR}, "Minh": {Role.UNIT_LEADER, Role.BLOC_VICE_CHAIR}, "Hoa": {Role.UNIT_LEADER}, "Nam": {Role.UNIT_FOCAL_POINT},
    "Thu": {Role.PROVINCE_OFFICE}, "Quý": {Role.SECRETARIAT},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TABLE.taps))
async def test_a_forged_tap_is_refused_to_everyone_without_the_role(name: str, open_period: Stage) -> None:
    tap = TABLE.taps[name]
    outsiders = [person for person, roles in ROLES.items() if tap.roles is not None and not tap.roles & roles]
    for person in outsiders:
        await open_period.happens(person, Tapped(f"{name}:1:1", "x", "t"))

        assert "không thuộc quyền" in open_period.last(person).text


@pytest.mark.parametrize("name", sorted(TABLE.taps))
def test_what_a_button_carries_is_taken_as_text_alone(name: str) -> None:
    _, *taken = signature(TABLE.taps[name].run).parameters.values()

    assert all(one.annotation is str for one in taken if one.kind is not one.KEYWORD_ONLY)


@pytest.mark.parametrize("name", sorted(TABLE.taps))
async def test_a_tap_with_senseless_arguments_is_answered_and_changes_nothing(
    name: str, open_period: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    roles = TABLE.taps[name].roles
    insiders = [person for person in ROLES if roles is None or roles & ROLES[person]]
    senseless = [Tapped(f"{name}{arguments}", "x", "t") for arguments in ("", ":", ":0", ":99:99:99", ":x:y", ":-1:1")]
    for person in insiders:
        before = len(open_period.chats[ACCOUNTS[person]])
        await open_period.happen(person, senseless)

        assert len(open_period.chats[ACCOUNTS[person]]) >= before + len(senseless)
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("word", sorted(TABLE.commands))
async def test_a_command_is_refused_to_everyone_without_the_role(word: str, open_period: Stage) -> None:
    command = TABLE.commands[word]
    for person, roles in ROLES.items():
        if command.roles is not None and not command.roles & roles and command.where is not Where.GROUP:
            await open_period.does(person, f"/{word}")

            assert "không thuộc quyền" in open_period.last(person).text


def test_every_button_of_the_sources_leads_somewhere() -> None:
    import re
    from pathlib import Path

    sources = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "handlers").rglob("*.py"))
    acts = set(re.findall(r"choice\(\s*[^,()]+(?:\([^)]*\))?,\s*\"([a-z_]+\.[a-z_]+)\"", sources))

    assert len(acts) > 40 and not acts - set(TABLE.taps)


@pytest.mark.parametrize("entry", [Command, Tap, Link, Step], ids=lambda entry: entry.__name__)
def test_an_entry_cannot_be_written_without_saying_whose_it_is(entry: type) -> None:
    roles = next(field for field in fields(entry) if field.name == "roles")

    assert roles.default is MISSING and roles.default_factory is MISSING
