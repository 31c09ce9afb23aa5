"""Corrections of a publication find each unit by its code: two units of one bloc may bear the same name."""

import json

import pytest

from storage.publications import Publications
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.stage import Stage, beginning, says

FREEZE = ("/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
PUBLISH = ("[Công bố]", "[Xác nhận]", "công bố")
CORRECT = ("/dotcham", f"[{TITLE}]", "[Đính chính]", "nhầm số liệu", "[Màn hình thẩm định]")


async def named_alike(stage: Stage) -> None:
    """The unit STNMT bears the name of SXD from now on."""
    async with stage.database.writing() as connection:
        await connection.rows("UPDATE units SET name = 'Sở Xây dựng' WHERE code = 'STNMT'", {})


@pytest.fixture
@beginning
async def published(open_period: Stage) -> Stage:
    """Two units of one name are ranked: STNMT with 95, SXD with 90 points."""
    await named_alike(open_period)
    await open_period.fill("Minh", ["9,5"] * 10)
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(open_period, "Lan", *ACCEPT_ALL, *SEND, "[Kết thúc giải trình]", "[Xác nhận]", *FREEZE, *PUBLISH)
    return open_period


async def test_a_publication_keeps_the_units_codes_in_the_order_of_its_rows(published: Stage) -> None:
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and json.loads(newest.ranking)["codes"] == ["STNMT", "SXD"]


async def test_of_two_units_with_one_name_each_hears_its_own_place(published: Stage) -> None:
    assert "hạng 1/2, 95 điểm" in published.last("Minh").text and "hạng 2/2, 90 điểm" in published.last("Nam").text


async def test_a_correction_says_what_changed_of_the_unit_it_changed_alone(published: Stage) -> None:
    await says(published, "Lan", *CORRECT)
    await says(published, "Lan", "[Sở Xây dựng]", "I.2", "8 – thiếu báo cáo", *FREEZE, *PUBLISH)
    newest = await Publications(published.database.reader).newest(1)

    assert newest is not None and newest.post.count("→") == 1
