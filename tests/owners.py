"""Criteria of a sheet assigned within its unit, for tests: Nam answers for section II, an office for I.1 and I.2; I.3 to I.5 are nobody's."""

from domain.people import Role
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, Stage, says


async def office(stage: Stage, name: str, *what: str) -> None:
    """The leader assigns something to an office."""
    await says(stage, "Hoa", "/chamdiem", "[Phân công]", "[Thêm phòng, ban]", name, *what)


async def assigned(stage: Stage) -> None:
    """Section II to Nam by name, I.1 and I.2 to an office where nobody has joined."""
    await says(stage, "Hoa", "/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]")
    await office(stage, "Văn phòng", "I.1, I.2")


async def manned(stage: Stage) -> None:
    """Bảo, a colleague of Nam's who speaks as "Khách", is in the office."""
    async with stage.database.writing() as connection:
        store = Store(connection)
        unit = next(unit for unit in await store.units.of_bloc(BLOC_ID) if unit.code == "SXD")
        bao = await store.people.add("Đỗ Quốc Bảo", "", stage.now)
        await store.people.tie("telegram", ACCOUNTS["Khách"], ACCOUNTS["Khách"], bao)
        await store.seats.grant(bao, BLOC_ID, unit.id, Role.UNIT_FOCAL_POINT, stage.now)
    await says(stage, "Hoa", "/chamdiem", "[Phân công]", "[Văn phòng]", "[Thêm Đỗ Quốc Bảo vào phòng]")
