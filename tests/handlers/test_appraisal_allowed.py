"""Who appraises whom, and who sees what of it: nobody their own unit, the chair's unit those who stand in, the units nothing yet."""

import pytest

from tests.appraisals import ACCEPT_ALL, history
from tests.stage import Stage, forge, says


@pytest.mark.parametrize(("name", "sheet"), [("Lan", 1), ("Minh", 2)])
@pytest.mark.parametrize("action", ["appraisal.accept:{}:I.1", "appraisal.question:{}:I.1", "appraisal.rest:{}:10"])
async def test_nobody_judges_the_unit_they_belong_to_not_by_a_forged_button_either(name: str, sheet: int, action: str, closed: Stage) -> None:
    assert "Không tự thẩm định đơn vị của mình" in await forge(closed, name, action.format(sheet))
    assert await history(closed, sheet) == []


async def test_typing_points_for_ones_own_unit_is_no_judgement(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Công Thương]", "I.1", "5 – vì")

    assert await history(closed, 1) == []


async def test_accepting_everything_leaves_ones_own_unit_out(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL)

    assert [len(await history(closed, sheet)) for sheet in (1, 2, 3)] == [0, 10, 10]


@pytest.mark.parametrize(("name", "role"), [("Minh", "bloc_vice_chair"), ("Thu", "province_office")])
async def test_the_chairs_unit_is_judged_by_the_vice_chair_or_the_office_and_the_record_says_so(name: str, role: str, closed: Stage) -> None:
    await says(closed, name, "/thamdinh", "[Sở Công Thương]", "I.1", "8 – thiếu báo cáo quý II")

    assert await history(closed, 1) == [("I.1", "changed", role)]


async def test_the_office_looks_at_other_units_and_judges_none_of_them(closed: Stage) -> None:
    assert "Chỉ xem, không thẩm định" in await says(closed, "Thu", "/thamdinh", "[Sở Xây dựng]")
    await forge(closed, "Thu", "appraisal.accept:3:I.1")
    assert await history(closed, 3) == []


@pytest.mark.parametrize(("name", "sees"), [("Hoa", True), ("Nam", True), ("Bình", False)])
async def test_who_asks_for_a_result_before_it_was_sent_sees_the_own_sheet_and_nothing_of_the_appraisal(name: str, sees: bool, closed: Stage) -> None:
    await says(closed, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")
    text = await forge(closed, name, "explanations.result:3")

    assert ("Tổng điểm tự chấm: 95/100" in text) is sees and "thiếu hai báo cáo" not in text and "thẩm định" not in text.casefold()


@pytest.mark.parametrize("name", ["Hoa", "Nam", "Bình"])
async def test_units_see_nothing_of_the_appraisal(name: str, closed: Stage) -> None:
    for action in (
        "appraisal.period:1",
        "appraisal.case:3",
        "appraisal.leaf:3:I.1",
        "appraisal.across:1:I.1",
        "ranking.table:1",
    ):
        assert "tự chấm" not in (await forge(closed, name, action)).casefold()


@pytest.mark.parametrize("action", ["appraisal.case:3", "appraisal.leaf:3:I.1", "appraisal.across:1:I.1", "ranking.table:1", "appraisal.files:3:I.1"])
async def test_nobody_sees_a_sheet_before_the_period_is_closed(action: str, open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9,5"] * 10)
    for name in ("Lan", "Minh", "Quý", "Thu"):
        assert "9,5" not in await forge(open_period, name, action) and not open_period.last(name).files
