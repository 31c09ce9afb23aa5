"""Side by side and step by step: a criterion accepted across units, and who hears that something waits or that all is done."""

import pytest

from storage.judgements import Judgements
from tests.appraisals import ACCEPT_ALL
from tests.stage import Stage, forge, heard, says

I_1 = ("/thamdinh", "[Theo tiêu chí]", "[Mục I]", "[I.1]")


async def accepted(stage: Stage) -> list[tuple[int, str, str]]:
    """(sheet, address, role) of every judgement."""
    found = await Judgements(stage.database.reader).of_period(1)
    return sorted((sheet, one.address, one.as_role) for sheet, judged in found.items() for one in judged)


# ------------------------------------------------------------------------------------------------ side by side


async def test_one_criterion_of_all_units_is_accepted_in_one_tap_but_for_the_own_unit(closed: Stage) -> None:
    text = await says(closed, "Lan", *I_1, "[Chấp nhận cả (2)]")

    assert "Đã chấp nhận I.1: Sở Tài nguyên và Môi trường, Sở Xây dựng" in text
    assert await accepted(closed) == [(2, "I.1", "bloc_chair"), (3, "I.1", "bloc_chair")]


async def test_one_unit_s_criterion_is_accepted_where_it_is_seen(closed: Stage) -> None:
    text = await says(closed, "Minh", *I_1, "[Chấp nhận SCT: 9]")

    assert "Sở Công Thương: tự chấm 9 · đã chấp nhận" in text and await accepted(closed) == [(1, "I.1", "bloc_vice_chair")]


async def test_what_was_proposed_is_not_swept_away_side_by_side(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    text = await says(closed, "Lan", *I_1)

    assert "Sở Xây dựng: tự chấm 9,5 · đề xuất 8 điểm" in text and not [one for one in closed.last("Lan").labels if one.startswith("Chấp nhận SXD")]


async def test_what_changed_since_it_was_shown_is_shown_again_and_not_accepted(closed: Stage) -> None:
    await says(closed, "Lan", *I_1)
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")
    await closed.taps("Lan", "Chấp nhận cả")

    assert "đề xuất 8 điểm" in closed.last("Lan").text and len(await accepted(closed)) == 1


@pytest.mark.parametrize(("name", "sheet"), [("Lan", 1), ("Minh", 2), ("Thu", 3), ("Hoa", 3)])
async def test_nobody_accepts_side_by_side_what_is_not_theirs_to_judge(name: str, sheet: int, closed: Stage) -> None:
    await forge(closed, name, f"appraisal.accept_here:{sheet}:I.1")

    assert await accepted(closed) == []


async def test_what_the_secretariat_accepts_is_called_a_proposal(closed: Stage) -> None:
    assert "Đã đề xuất giữ nguyên điểm tự chấm I.1" in await says(closed, "Quý", *I_1, "[Chấp nhận cả (3)]")
    assert "Đã đề xuất giữ nguyên điểm tự chấm I.2" in await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.2", "[Chấp nhận 9,5]")
    assert "Đã đề xuất giữ nguyên điểm tự chấm cho 26 tiêu chí" in await says(closed, "Quý", *ACCEPT_ALL)
    assert "Sở Xây dựng: 10 tiêu chí giữ nguyên điểm tự chấm" in await says(closed, "Lan", "/thamdinh", "[Duyệt các đề xuất]")


async def test_a_proposal_on_the_chair_s_unit_says_who_decides(closed: Stage) -> None:
    text = await says(closed, "Quý", "/thamdinh", "[Sở Công Thương]", "I.1", "8 – thiếu hai báo cáo")

    assert "Phó Trưởng khối hoặc cơ quan theo dõi của tỉnh quyết định" in text


# ------------------------------------------------------------------------------------------------ what waits


PROPOSED = ("/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo", "7 – thiếu ba báo cáo")


async def test_the_chair_hears_of_all_proposals_in_one_message_once_they_have_come_to_rest(closed: Stage) -> None:
    await says(closed, "Quý", *PROPOSED)
    assert not heard(closed, "Lan", "đã đề xuất điểm")
    await closed.to("2026-06-01 08:30")

    assert heard(closed, "Lan", "Sở Xây dựng: 2 tiêu chí") == 1 and not heard(closed, "Minh", "đã đề xuất điểm")
    assert "Duyệt 2 đề xuất" in await says(closed, "Lan", "[Duyệt các đề xuất]")


async def test_proposals_on_the_chair_s_unit_are_told_to_who_decides_on_it(closed: Stage) -> None:
    await says(closed, "Quý", "/thamdinh", "[Sở Công Thương]", "I.1", "8 – thiếu hai báo cáo")
    await closed.to("2026-06-01 08:30")

    assert [heard(closed, name, "đã đề xuất điểm") for name in ("Lan", "Minh", "Thu")] == [0, 1, 1]


async def test_later_proposals_are_told_again_and_decided_ones_never(closed: Stage) -> None:
    await says(closed, "Quý", *PROPOSED)
    await says(closed, "Lan", "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]")
    await closed.to("2026-06-01 08:30")
    assert not heard(closed, "Lan", "đã đề xuất điểm")
    await says(closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.3", "8 – thiếu hai báo cáo")
    await closed.to("2026-06-01 09:00")

    assert heard(closed, "Lan", "Sở Xây dựng: 1 tiêu chí") == 1


async def test_nobody_is_told_of_proposals_at_night(closed: Stage) -> None:
    await closed.to("2026-06-01 21:50")
    await says(closed, "Quý", *PROPOSED)
    await closed.to("2026-06-02 06:00")
    assert not heard(closed, "Lan", "đã đề xuất điểm")
    await closed.to("2026-06-02 06:30")

    assert heard(closed, "Lan", "đã đề xuất điểm") == 1


async def test_the_chair_hears_once_that_everything_is_appraised_with_the_next_step(closed: Stage) -> None:
    await says(closed, "Lan", *ACCEPT_ALL)
    await says(closed, "Minh", *ACCEPT_ALL, "/thamdinh", "[Sở Công Thương]", "I.1", "8 – thiếu hai báo cáo")

    assert heard(closed, "Lan", "đã thẩm định xong 3 đơn vị") == 1
    assert "Đơn vị được giải trình đến khi nào" in await says(closed, "Lan", "[Gửi kết quả cho đơn vị]")


async def test_the_chair_who_decides_last_sees_the_next_step_on_the_screen(closed: Stage) -> None:
    await says(closed, "Minh", *ACCEPT_ALL)
    await says(closed, "Lan", *ACCEPT_ALL)
    await says(closed, "Lan", "[Sở Xây dựng]")

    assert "Gửi kết quả cho đơn vị" in closed.last("Lan").labels and not heard(closed, "Lan", "đã thẩm định xong")


async def test_where_nothing_was_changed_that_is_said_in_words(closed: Stage) -> None:
    await says(closed, "Minh", *ACCEPT_ALL)
    await says(closed, "Lan", *ACCEPT_ALL)

    assert "không tiêu chí nào điều chỉnh. Đơn vị được giải trình đến khi nào?" in await says(closed, "Lan", "[Gửi kết quả cho đơn vị]")
