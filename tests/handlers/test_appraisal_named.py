"""A unit named behind `/thamdinh` is opened at once, by any name it bears or bore."""

from pathlib import Path

import pytest

from config.bloc_files import read_bloc_file
from config.rubric_files import text_of
from domain.people import Role
from handlers.blocs import issue_invite, load_bloc
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, TITLE, seated
from tests.stage import BLOC, BLOC_ID, Stage, says

OLD, NEW = "Sở Xây dựng", "Sở Quy hoạch và Hạ tầng"
SHEET = f"{OLD} – {TITLE} (trang 1/1)"


async def renamed(stage: Stage) -> None:
    """SXD bears another name now, and no alias."""
    text = BLOC.read_text("utf-8").replace(f"{OLD}, aliases: [Xây dựng]", NEW)
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(text.encode()), stage.now)


@pytest.mark.parametrize("words", ["SXD", "xây dựng", "so xay dung"])
async def test_a_unit_named_behind_the_command_is_opened_at_once(words: str, closed: Stage) -> None:
    assert (await says(closed, "Lan", f"/thamdinh {words}")).startswith(SHEET)


async def test_a_unit_that_is_not_there_is_told_above_those_that_are(closed: Stage) -> None:
    text = await says(closed, "Lan", "/thamdinh Sở lạ")

    assert text.startswith("Không có đơn vị “Sở lạ” trong khối.") and OLD in closed.last("Lan").labels


async def test_a_unit_that_has_not_submitted_is_told_so(closed: Stage) -> None:
    text = await says(closed, "Lan", "/thamdinh KH&CN")

    assert text.startswith("Sở Khoa học và Công nghệ chưa nộp phiếu tự chấm.") and OLD in closed.last("Lan").labels


async def test_a_name_that_two_units_bear_is_asked_back(closed: Stage) -> None:
    async with closed.database.writing() as connection:
        await connection.rows("UPDATE units SET aliases = '[\"Tài nguyên Xây dựng\"]' WHERE code IN ('STNMT', 'SXD')", {})
    text = await says(closed, "Lan", "/thamdinh tài nguyên xây dựng")

    assert "nhiều đơn vị" in text and "Sở Tài nguyên và Môi trường" in closed.last("Lan").labels
    assert (await says(closed, "Lan", f"[{OLD}]")).startswith(SHEET)


async def test_of_several_periods_the_one_that_is_not_published_is_meant(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL)
    await says(closed, "Minh", *ACCEPT_ALL)
    await says(closed, "Lan", *SEND, "[Kết thúc giải trình]", "[Xác nhận]", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
    await says(closed, "Lan", "[Công bố]", "[Xác nhận]", "CÔNG BỐ")
    await closed.open_period(closes="2026-06-20 17:00")
    await closed.fill("Hoa", ["5"] * 10)
    await says(closed, "Lan", "/dotcham", f"[{TITLE} (hạn 20/06/2026)]", "[Đóng đợt]", "[Xác nhận]")

    assert "Tự chấm 50 " in await says(closed, "Lan", "/thamdinh SXD")
    assert "Chọn đợt" in await says(closed, "Lan", "/thamdinh Sở lạ")


async def test_an_external_appraiser_enters_a_unit_s_points_behind_its_name(joined: Stage, tmp_path: Path) -> None:
    rubric = tmp_path / "ngoai.yaml"
    rubric.write_text(text_of("ngan-10").replace("rule: {type: manual, step: 0.25}", "rule: {type: external}", 2), "utf-8")
    await joined.open_period(str(rubric))
    await joined.fill("Hoa", ["9"] * 8)
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await seated(joined, "Bình", Role.EXTERNAL_APPRAISER)

    assert "Chọn tiêu chí để chấm cho Sở Xây dựng" in await says(joined, "Bình", "/thamdinh SXD")
    assert "Sở Xây dựng: nhập điểm cho I.2" in await says(joined, "Bình", "[I.2]")


async def test_a_unit_is_found_by_the_name_it_bore_before(closed: Stage) -> None:
    await renamed(closed)

    assert (await says(closed, "Lan", f"/thamdinh {OLD}")).startswith(f"{NEW} – {TITLE}")
    assert (await says(closed, "Lan", "/thamdinh", OLD)).startswith(f"{NEW} – {TITLE}")
    assert (await says(closed, "Lan", f"/donvi {OLD}")).startswith(f"{NEW}\n")


async def test_an_invite_is_issued_by_the_name_a_unit_bore_before(closed: Stage) -> None:
    await renamed(closed)
    async with closed.database.writing() as connection:
        issued = await issue_invite(Store(connection), BLOC_ID, OLD, Role.UNIT_LEADER, 1, closed.now - closed.now, closed.now)

    assert issued.unit == "SXD"


async def test_the_unit_that_bears_a_name_now_comes_before_the_one_that_bore_it(closed: Stage) -> None:
    await renamed(closed)
    async with closed.database.writing() as connection:
        await connection.rows("UPDATE units SET name = 'Sở Xây dựng' WHERE code = 'STNMT'", {})

    assert "Tự chấm 85 " in await says(closed, "Lan", f"/thamdinh {OLD}")
