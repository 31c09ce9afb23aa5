"""The appraisal of a closed period, for tests: what is said in it, and what is kept."""

from pathlib import Path

from config.rubric_files import text_of
from domain.people import Role
from storage.judgements import Judgements
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, Stage, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"
ACCEPT_ALL = ("/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]")
SEND = ("/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")


async def history(stage: Stage, sheet_id: int) -> list[tuple[str, str, str]]:
    """(address, basis, role) of every judgement of a sheet."""
    return [(one.address, one.basis, one.as_role) for one in await Judgements(stage.database.reader).of_sheet(sheet_id)]


async def appraised(stage: Stage) -> None:
    """Hoa's I.2 is changed; everything else is accepted."""
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(stage, "Lan", *ACCEPT_ALL)


async def number_of(stage: Stage, name: str) -> int:
    """The number under which somebody who has joined is kept."""
    found = await stage.store.dialogues.visit("telegram", ACCOUNTS[name], ACCOUNTS[name], stage.now)
    assert found.person is not None
    return found.person.id


async def seated(stage: Stage, name: str, role: Role, unit: str = "", scope: str = "") -> None:
    """Somebody who has joined is given another seat."""
    person = await number_of(stage, name)
    async with stage.database.writing() as connection:
        store = Store(connection)
        units = {one.code: one.id for one in await store.units.of_bloc(BLOC_ID)}
        await store.seats.grant(person, BLOC_ID, units.get(unit), role, stage.now, scope)


async def unseated(stage: Stage, name: str, role: Role) -> None:
    """Somebody's seats of this role end."""
    person = await number_of(stage, name)
    async with stage.database.writing() as connection:
        store = Store(connection)
        for seat in await store.seats.of_person(person):
            if seat.role is role:
                await store.seats.end(seat.id, person, stage.now)


async def closed_with_external(stage: Stage, folder: Path) -> None:
    """A table whose I.1 the Department of Finance scores; Hoa's and Minh's units have submitted, the period is closed."""
    rubric = folder / "ngoai.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: external, appraiser: Sở Tài chính}", 1), "utf-8")
    await stage.open_period(str(rubric))
    for name in ("Hoa", "Minh"):
        await stage.fill(name, ["9"] * 9)
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
