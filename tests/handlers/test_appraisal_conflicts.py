"""Conflict of interest: people with seats in two units, and seats given or taken in the middle of an appraisal."""

import pytest

from domain.people import Role
from storage.judgements import Judgements
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, history, number_of, seated, unseated
from tests.blocs import SECOND, second_bloc
from tests.stage import Stage, beginning, forge, heard, says

THIRD, SHEET = 3, 3
DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
GROUNDS = ("Đang bị thanh tra", "Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL")
PROPOSED = ("/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu hai báo cáo")


@pytest.fixture
@beginning
async def two_seats(closed: Stage) -> Stage:
    """The chair is also a focal point of the third unit."""
    await seated(closed, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    return closed


@pytest.fixture
@beginning
async def reconciling(closed: Stage) -> Stage:
    """Everything is accepted and scores are reconciled; then the chair becomes a focal point of the third unit."""
    for name in ("Lan", "Minh"):
        await says(closed, name, *ACCEPT_ALL)
    await says(closed, "Lan", *SEND, "[Kết thúc giải trình]", "[Xác nhận]")
    await seated(closed, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    return closed


# ------------------------------------------------------------------------------------------------ the appraisal


async def test_who_comes_to_decide_is_not_offered_what_they_proposed_themselves_and_cannot_confirm_it(closed: Stage) -> None:
    await seated(closed, "Quý", Role.PROVINCE_OFFICE)
    await says(closed, "Quý", *PROPOSED)
    await seated(closed, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    await says(closed, "Quý", "/thamdinh")
    offered = closed.last("Quý").labels
    await says(closed, "Minh", "/thamdinh")

    assert "Duyệt các đề xuất (1)" not in offered and "Duyệt các đề xuất (1)" in closed.last("Minh").labels
    assert "Không tự duyệt đề xuất của mình" in await forge(closed, "Quý", "appraisal.agree:3:I.1:1")


async def test_who_comes_to_belong_to_the_unit_is_asked_for_no_reason_any_more(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh SXD", "I.1", "8")
    await seated(closed, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    text = await says(closed, "Lan", "thiếu hai báo cáo")

    assert text.startswith("Không tự thẩm định đơn vị của mình") and "Lý do chấm" not in text and not await history(closed, SHEET)


async def test_nobody_is_told_that_their_own_proposals_wait_for_them(closed: Stage) -> None:
    await says(closed, "Quý", *PROPOSED)
    await seated(closed, "Quý", Role.PROVINCE_OFFICE)
    await seated(closed, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    await closed.to("2026-06-01 09:00")

    assert [heard(closed, name, "Sở Xây dựng: 1 tiêu chí") for name in ("Quý", "Minh", "Thu", "Lan")] == [0, 1, 1, 0]
    assert "Không tự duyệt đề xuất của mình. Người duyệt: Vũ Đức Minh, Lương Thị Thu" in await says(
        closed, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1"
    )


async def test_where_no_chair_is_seated_the_vice_chair_hears_what_is_proposed_and_decides(closed: Stage) -> None:
    await unseated(closed, "Lan", Role.UNIT_LEADER)
    assert "Phó Trưởng khối quyết định" in await says(closed, "Quý", *PROPOSED)
    await closed.to("2026-06-01 09:00")

    assert heard(closed, "Minh", "Sở Xây dựng: 1") == 1


async def test_where_nobody_may_decide_no_decider_is_promised(closed: Stage) -> None:
    for name in ("Lan", "Minh"):
        await unseated(closed, name, Role.UNIT_LEADER)
    told = await says(closed, "Quý", *PROPOSED)

    assert "Đã ghi đề xuất" in told and "quyết định." not in told and "/donvi" in told


@pytest.mark.parametrize("action", ["accept:3:I.1", "accept_here:3:I.1", "rest:3:10", "question:3:I.1", "own:3:I.1:0"])
@pytest.mark.parametrize(("name", "role"), [("Lan", Role.UNIT_FOCAL_POINT), ("Minh", Role.UNIT_LEADER), ("Quý", Role.UNIT_FOCAL_POINT)])
async def test_a_seat_given_in_the_middle_takes_the_part_in_that_unit_at_once(name: str, role: Role, action: str, closed: Stage) -> None:
    await seated(closed, name, role, "SXD")
    await forge(closed, name, f"appraisal.{action}")

    assert await history(closed, SHEET) == []


async def test_accepting_everything_leaves_every_unit_out_in_which_one_holds_a_seat(two_seats: Stage) -> None:
    await says(two_seats, "Lan", *ACCEPT_ALL)
    await forge(two_seats, "Lan", "appraisal.across:1:I.1")

    assert [len(await history(two_seats, sheet)) for sheet in (1, 2, 3)] == [0, 10, 0]
    assert not any(label.startswith("Chấp nhận") for label in two_seats.last("Lan").labels)


async def test_with_the_seat_s_end_the_part_in_the_unit_comes_back(two_seats: Stage) -> None:
    await unseated(two_seats, "Lan", Role.UNIT_FOCAL_POINT)
    await says(two_seats, "Lan", *ACCEPT_ALL)

    assert len(await history(two_seats, SHEET)) == 10


@pytest.mark.parametrize(("name", "role"), [("Minh", "bloc_vice_chair"), ("Thu", "province_office")])
async def test_others_appraise_a_unit_the_chair_sits_in_and_the_record_says_as_what(name: str, role: str, two_seats: Stage) -> None:
    assert "Phó Trưởng khối hoặc cơ quan theo dõi của tỉnh quyết định" in await says(two_seats, "Quý", *PROPOSED)
    await two_seats.to("2026-06-01 09:00")
    assert heard(two_seats, name, "Sở Xây dựng: 1") == 1 and heard(two_seats, "Lan", "Sở Xây dựng: 1") == 0
    await says(two_seats, name, "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]")

    assert (await history(two_seats, SHEET))[-1] == ("I.1", "changed", role)


async def test_a_unit_nobody_may_appraise_is_named_on_the_board_and_before_results_go_out(two_seats: Stage) -> None:
    await seated(two_seats, "Minh", Role.UNIT_FOCAL_POINT, "SXD")
    await unseated(two_seats, "Thu", Role.PROVINCE_OFFICE)

    for words in (("/thamdinh",), ("/thamdinh", "[Tiêu chí chưa thẩm định]")):
        assert "Chưa có ai thẩm định được Sở Xây dựng" in await says(two_seats, "Lan", *words)
    assert "Chưa có ai thẩm định được Sở Xây dựng" in await says(two_seats, "Quý", *PROPOSED)


async def test_where_somebody_may_appraise_each_unit_no_gap_is_named(two_seats: Stage) -> None:
    assert "Chưa có ai" not in await says(two_seats, "Lan", "/thamdinh")


async def test_an_appeal_of_a_unit_both_chairs_sit_in_goes_to_the_office(closed: Stage) -> None:
    await says(closed, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(closed, "Minh", *ACCEPT_ALL)
    await says(closed, "Lan", *SEND)
    for name in ("Lan", "Minh"):
        await seated(closed, name, Role.UNIT_FOCAL_POINT, "SXD")
    await says(closed, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await says(closed, "Thu", "[Xem giải trình]", "[Giữ nguyên điểm]", "Chưa thấy báo cáo nào")

    assert (await history(closed, SHEET))[-1] == ("I.2", "appeal", "province_office")


# ------------------------------------------------------------------------------------------------ while scores are reconciled


async def test_the_chair_decides_nothing_about_a_second_unit(reconciling: Stage) -> None:
    assert "có đơn vị của Trưởng khối: Sở Công Thương, Sở Xây dựng" in (await says(reconciling, "Lan", *DESK, "[Không xếp hạng]")).replace("; ", ", ")
    assert "Không quyết định về đơn vị của mình" in await forge(reconciling, "Lan", f"reconciliation.excluding:1:{THIRD}")


@pytest.mark.parametrize(("name", "role"), [("Minh", "bloc_vice_chair"), ("Thu", "province_office")])
async def test_others_decide_on_a_unit_the_chair_sits_in(name: str, role: str, reconciling: Stage) -> None:
    await says(reconciling, name, "/thamdinh", *(() if name == "Thu" else DESK[1:]), "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)

    assert [(one.unit_code, one.as_role) for one in await reconciling.store.decisions.in_force(1)] == [("SXD", role)]


async def test_what_is_prepared_about_a_unit_the_chair_sits_in_reaches_who_stands_in(reconciling: Stage) -> None:
    assert "không quyết định về đơn vị của mình" in await says(reconciling, "Quý", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)
    await says(reconciling, "Quý", *PROPOSED)
    for name, times in (("Lan", 0), ("Minh", 2), ("Thu", 2)):
        assert heard(reconciling, name, "Mai Văn Quý đề nghị") + heard(reconciling, name, "Mai Văn Quý đề xuất") == times


@pytest.fixture
async def own_proposals(reconciling: Stage) -> Stage:
    """The secretary has prepared an exclusion and points of the third unit, and has come to decide on it since."""
    await says(reconciling, "Quý", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)
    await says(reconciling, "Quý", *PROPOSED)
    await seated(reconciling, "Quý", Role.PROVINCE_OFFICE)
    return reconciling


async def test_the_desk_offers_nobody_what_they_prepared_themselves_and_says_who_confirms_it(own_proposals: Stage) -> None:
    text = await says(own_proposals, "Quý", *DESK)

    assert text.count("Không tự duyệt đề xuất của mình. Người duyệt: Vũ Đức Minh, Lương Thị Thu") == 1
    assert not [label for label in own_proposals.last("Quý").labels if label.startswith("Trả lời")]
    await says(own_proposals, "Minh", *DESK)
    assert len([label for label in own_proposals.last("Minh").labels if label.startswith("Trả lời")]) == 2


async def test_an_own_prepared_decision_is_only_looked_at_and_not_confirmed(own_proposals: Stage) -> None:
    assert "Người duyệt: Vũ Đức Minh, Lương Thị Thu" in await forge(own_proposals, "Quý", "reconciliation.proposal:1")
    assert own_proposals.last("Quý").labels == ["Quay lại"]
    assert "Không tự duyệt đề xuất của mình" in await forge(own_proposals, "Quý", "reconciliation.agreed:1")
    assert await own_proposals.store.decisions.in_force(1) == ()


async def test_points_one_proposed_oneself_while_scores_are_reconciled_are_not_confirmed(own_proposals: Stage) -> None:
    assert "Người duyệt: Vũ Đức Minh, Lương Thị Thu" in await says(own_proposals, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1")
    number = (await Judgements(own_proposals.database.reader).of_sheet(SHEET))[-1].id
    assert "Không tự duyệt đề xuất của mình" in await forge(own_proposals, "Quý", f"appraisal.points_agreed:{SHEET}:I.1:{number}")

    assert (await history(own_proposals, SHEET))[-1] == ("I.1", "reconciled", "secretariat")


async def test_where_nobody_else_can_confirm_that_is_said(own_proposals: Stage) -> None:
    for name, role in (("Minh", Role.UNIT_LEADER), ("Thu", Role.PROVINCE_OFFICE)):
        await unseated(own_proposals, name, role)

    assert "Chưa có ai khác duyệt được" in await says(own_proposals, "Quý", *DESK)


async def test_without_a_seated_chair_points_proposed_while_scores_are_reconciled_reach_the_vice_chair(stage: Stage) -> None:
    await stage.scene("window over")
    await unseated(stage, "Lan", Role.UNIT_LEADER)

    assert "Phó Trưởng khối quyết định" in await says(stage, "Quý", *PROPOSED)
    await says(stage, "Minh", "[Xác nhận]")
    assert (await history(stage, SHEET))[-1] == ("I.1", "reconciled", "bloc_vice_chair")


async def test_the_office_finds_what_was_prepared_before_it_came_to_decide_on_the_appraisal_s_board(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Quý", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)
    await says(stage, "Thu", "/thamdinh")
    assert "Trả lời đề nghị: Sở Xây dựng" not in stage.last("Thu").labels
    for name in ("Lan", "Minh"):
        await seated(stage, name, Role.UNIT_FOCAL_POINT, "SXD")
    await says(stage, "Thu", "/thamdinh", "[Trả lời đề nghị: Sở Xây dựng]", "[Xác nhận]")

    assert [(one.unit_code, one.as_role) for one in await stage.store.decisions.in_force(1)] == [("SXD", "province_office")]


async def test_what_one_may_not_answer_any_more_is_listed_as_waiting_no_more_once_it_was_refused(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Quý", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)
    await seated(stage, "Lan", Role.UNIT_FOCAL_POINT, "SXD")
    assert "Mai Văn Quý đề nghị" in await says(stage, "Lan", "/tieptuc")

    assert "Không quyết định về đơn vị của mình" in await says(stage, "Lan", "[Xác nhận A]")
    assert "Mai Văn Quý đề nghị" not in await says(stage, "Lan", "/tieptuc")


# ------------------------------------------------------------------------------------------------ the same department in another bloc


@pytest.fixture
async def chair_from_elsewhere(closed: Stage) -> Stage:
    """The chair also leads, in a second bloc, the department that is the third unit here."""
    await second_bloc(closed)
    async with closed.database.writing() as connection:
        store = Store(connection)
        unit = next(one.id for one in await store.units.of_bloc(SECOND) if one.code == "SXD")
        await store.seats.grant(await number_of(closed, "Lan"), SECOND, unit, Role.UNIT_LEADER, closed.now)
    return closed


async def test_nobody_appraises_the_department_they_belong_to_in_another_bloc(chair_from_elsewhere: Stage) -> None:
    await says(chair_from_elsewhere, "Lan", *ACCEPT_ALL)
    await forge(chair_from_elsewhere, "Lan", f"appraisal.accept:{SHEET}:I.1")

    assert "Không tự thẩm định đơn vị của mình" in chair_from_elsewhere.last("Lan").text and await history(chair_from_elsewhere, SHEET) == []
    assert "Sở Xây dựng: 0/10 · tự chấm 95 · hiện tại 95 · đơn vị của mình" in await says(chair_from_elsewhere, "Lan", "/thamdinh")


async def test_others_appraise_the_department_the_chair_belongs_to_in_another_bloc(chair_from_elsewhere: Stage) -> None:
    assert "Phó Trưởng khối hoặc cơ quan theo dõi của tỉnh quyết định" in await says(chair_from_elsewhere, "Quý", *PROPOSED)
    await says(chair_from_elsewhere, "Thu", "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]")

    assert (await history(chair_from_elsewhere, SHEET))[-1] == ("I.1", "changed", "province_office")


async def test_who_left_the_department_of_another_bloc_has_their_part_again(chair_from_elsewhere: Stage) -> None:
    async with chair_from_elsewhere.database.writing() as connection:
        store = Store(connection)
        for seat in await store.seats.of_person(await number_of(chair_from_elsewhere, "Lan")):
            if seat.bloc_id == SECOND:
                await store.seats.end(seat.id, seat.person_id, chair_from_elsewhere.now)
    await says(chair_from_elsewhere, "Lan", *ACCEPT_ALL)

    assert len(await history(chair_from_elsewhere, SHEET)) == 10
