"""Points while scores are reconciled: the secretariat proposes, who decides on the unit confirms or refuses by one tap."""

import pytest

from domain.people import Role
from storage.judgements import Judgements
from storage.store import Store
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, forge, says

PROPOSE = ("/thamdinh", "[Sở Xây dựng]", "I.2", "9 – một báo cáo đã có")
DESK = ("/thamdinh", "[Rà soát, chốt điểm]")


async def newest(stage: Stage) -> tuple[str, bool, str]:
    """(points, decided, role) of the newest judgement."""
    one = (await Judgements(stage.database.reader).of_sheet(3))[-1]
    return str(one.points), one.is_decided, one.as_role


@pytest.fixture
@beginning
async def proposed(stage: Stage) -> Stage:
    """Scores are reconciled; the secretariat has proposed 9 points for I.2, which stands at 8."""
    await stage.scene("window over")
    await says(stage, "Quý", *PROPOSE)
    return stage


async def test_a_final_value_is_asked_and_recorded_as_such(stage: Stage) -> None:
    await stage.scene("window over")
    assert "Nhập điểm chốt và lý do cho I.2" in await says(stage, "Lan", "/thamdinh SXD", "I.2")
    assert "Đã ghi điểm chốt I.2" in await says(stage, "Lan", "9 – một báo cáo đã có") and "điểm thẩm định" not in stage.last("Lan").text
    assert "• Sở Xây dựng: tự chấm 9,5 · điểm chốt 9" in await says(stage, "Lan", "/thamdinh", "[Theo tiêu chí]", "I.2")
    await says(stage, "Lan", "/thamdinh SXD", "I.2", "[Tính theo tự chấm]", "đủ cả hai báo cáo")
    assert "Đã ghi điểm chốt I.2 Chất lượng tham mưu, đề xuất: 9,5, theo tự chấm." in stage.last("Lan").text


async def test_the_secretariat_proposes_points_and_the_chair_hears_it_at_once(proposed: Stage) -> None:
    assert "Trưởng khối quyết định" in proposed.last("Quý").text and await newest(proposed) == ("9", False, "secretariat")
    assert "Mai Văn Quý đề xuất Sở Xây dựng, I.2" in proposed.last("Lan").text and "một báo cáo đã có" in proposed.last("Lan").text
    assert not [one for one in proposed.chats[ACCOUNTS["Minh"]] if "Mai Văn Quý đề xuất" in one.text]


async def test_the_chair_confirms_by_one_tap_and_the_secretariat_hears_it(proposed: Stage) -> None:
    await says(proposed, "Lan", "[Xác nhận]")

    assert await newest(proposed) == ("9", True, "bloc_chair") and "đã xác nhận" in proposed.last("Quý").text
    assert "1. Sở Xây dựng – 94,5 điểm" in await says(proposed, "Lan", *DESK)


async def test_a_refused_proposal_changes_nothing_and_waits_no_more(proposed: Stage) -> None:
    await says(proposed, "Lan", "[Không đồng ý]")
    text = await says(proposed, "Lan", *DESK)

    assert "không đồng ý. Đề xuất Sở Xây dựng, I.2" in proposed.last("Quý").text and "1. Sở Xây dựng – 93,5 điểm" in text and "đề xuất" not in text
    assert "Không đồng ý đề xuất" in await says(proposed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.2")


async def test_the_desk_names_what_waits_and_leads_to_it(proposed: Stage) -> None:
    assert "Sở Xây dựng, I.2" in await says(proposed, "Lan", *DESK)
    await says(proposed, "Lan", "[Trả lời đề xuất I.2: Sở Xây dựng]", "[Đồng ý đề xuất]")

    assert await newest(proposed) == ("9", True, "bloc_chair")


async def test_freezing_says_what_still_waits(proposed: Stage) -> None:
    assert "Còn 1 đề nghị chờ quyết định" in await says(proposed, "Lan", *DESK, "[Chốt điểm]")


async def test_a_later_proposal_takes_the_place_of_the_one_before(proposed: Stage) -> None:
    await says(proposed, "Quý", "I.2", "8,5 – thiếu một báo cáo")
    await forge(proposed, "Lan", f"appraisal.points_agreed:3:I.2:{(await Judgements(proposed.database.reader).of_sheet(3))[-2].id}")

    assert await newest(proposed) == ("8.5", False, "secretariat")


async def test_points_are_not_agreed_to_under_what_the_unit_said_meanwhile(proposed: Stage) -> None:
    async with proposed.database.writing() as connection:  # sent in time, read only now
        await Store(connection).explanations.appeal(3, "I.2", "Báo cáo thứ hai đã gửi ngày 12/6", 1, proposed.now)
    text = await says(proposed, "Lan", "[Xác nhận]")

    assert "vừa có thêm hỏi đáp" in text and await newest(proposed) == ("9", False, "secretariat")
    await says(proposed, "Lan", "[Đồng ý đề xuất]")
    assert await newest(proposed) == ("9", True, "bloc_chair")


async def test_the_unit_s_own_points_can_be_proposed(proposed: Stage) -> None:
    await says(proposed, "Quý", "I.2", "[Tính theo tự chấm]", "hai báo cáo đã có đủ")
    await says(proposed, "Lan", "[Xác nhận]")

    assert await newest(proposed) == ("None", True, "bloc_chair") and "1. Sở Xây dựng – 95 điểm" in await says(proposed, "Lan", *DESK)


async def test_a_proposal_that_nobody_can_decide_says_so(stage: Stage) -> None:
    await stage.scene("window over")
    async with stage.database.writing() as connection:
        store = Store(connection)
        for seat in await store.seats.of_bloc(BLOC_ID):
            if seat.role is Role.UNIT_LEADER:
                await store.seats.end(seat.id, seat.person_id, stage.now)

    assert "Chưa có ai tham gia để quyết định" in await says(stage, "Quý", *PROPOSE)


async def test_a_proposal_says_why(stage: Stage) -> None:
    await stage.scene("window over")

    assert "Lý do chấm 9,5 điểm" in await says(stage, "Quý", *PROPOSE[:3], "9,5")


@pytest.mark.parametrize("name", ["Quý", "Hoa", "Thu"])
async def test_nobody_confirms_but_who_decides_on_the_unit(name: str, proposed: Stage) -> None:
    number = (await Judgements(proposed.database.reader).of_sheet(3))[-1].id
    await forge(proposed, name, f"appraisal.points_agreed:3:I.2:{number}")
    await forge(proposed, name, f"appraisal.points_refused:3:I.2:{number}")

    assert await newest(proposed) == ("9", False, "secretariat")


@pytest.mark.parametrize("answer", ["[Đồng ý đề xuất]", "[Không đồng ý]"])
async def test_from_an_answered_proposal_one_tap_leads_back_to_the_desk(answer: str, proposed: Stage) -> None:
    await says(proposed, "Lan", *DESK, "[Trả lời đề xuất I.2: Sở Xây dựng]", answer)

    assert "1. Sở Xây dựng –" in await says(proposed, "Lan", "[Rà soát, chốt điểm]")


async def test_who_does_not_sit_at_the_desk_is_offered_no_way_to_it(proposed: Stage) -> None:
    await says(proposed, "Thu", "/thamdinh", "[Sở Xây dựng]")

    assert "Rà soát, chốt điểm" not in proposed.last("Thu").labels
