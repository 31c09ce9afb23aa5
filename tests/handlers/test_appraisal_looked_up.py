"""Who appraises finds a criterion by what they type: its address, its section counted, or words of its title; side by side, or on a unit's sheet."""

import pytest

from tests.stage import Stage, says

BY_CRITERION = ("/thamdinh", "[Theo tiêu chí]")
SIDE_BY_SIDE = "II.3 Tổ chức phong trào thi đua (tối đa 10 điểm)"


@pytest.mark.parametrize("typed", ["II.3", "2.3", "ii3", "phong trào", "II. 3"])
async def test_an_address_or_words_of_a_title_open_the_criterion_side_by_side(typed: str, closed: Stage) -> None:
    assert SIDE_BY_SIDE in await says(closed, "Lan", *BY_CRITERION, typed)


async def test_they_do_so_from_the_list_of_a_section_and_from_another_criterion_too(closed: Stage) -> None:
    assert SIDE_BY_SIDE in await says(closed, "Lan", *BY_CRITERION, "[Mục I]", "II.3")
    assert "II.4" in await says(closed, "Lan", "2.4") and SIDE_BY_SIDE in await says(closed, "Lan", "II.3")


async def test_the_code_of_a_section_opens_the_section(closed: Stage) -> None:
    assert "II.1" in await says(closed, "Lan", *BY_CRITERION, "II") and "Chọn tiêu chí:" in closed.last("Lan").text


async def test_of_several_criteria_one_is_chosen(closed: Stage) -> None:
    text = await says(closed, "Lan", *BY_CRITERION, "hành chính")

    assert "Tiêu chí khớp với “hành chính”" in text and "Quay lại" in closed.last("Lan").labels and len(closed.last("Lan").labels) > 2


async def test_what_names_no_criterion_is_told_how_one_is_typed(closed: Stage) -> None:
    assert "Gõ mã tiêu chí, ví dụ: I.1" in await says(closed, "Lan", *BY_CRITERION, "IX.9")
    assert "Gõ mã tiêu chí, ví dụ: I.1" in await says(closed, "Lan", "II.3", "không rõ") and SIDE_BY_SIDE in closed.last("Lan").text


@pytest.mark.parametrize("typed", ["2.3", "phong trào"])
async def test_on_a_units_sheet_they_ask_that_criterion_of_the_unit(typed: str, closed: Stage) -> None:
    assert "Nhập điểm thẩm định và lý do cho II.3" in await says(closed, "Lan", "/thamdinh SXD", typed)


async def test_where_points_are_asked_words_of_titles_list_the_criteria_they_fit(closed: Stage) -> None:
    text = await says(closed, "Lan", "/thamdinh SXD", "I.1", "hành chính")

    assert "Tiêu chí khớp với “hành chính”" in text and {"I.3", "I.5"} < set(closed.last("Lan").labels)
    assert "Nhập điểm thẩm định và lý do cho I.5" in await says(closed, "Lan", "[I.5]")
