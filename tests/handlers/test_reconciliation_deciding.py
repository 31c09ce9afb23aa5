"""Who decides where the rules leave it to people: nobody on their own unit, and the secretariat prepares what others confirm."""

import json
from pathlib import Path

import pytest

from config.rubric_files import text_of
from domain.people import Role
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, TITLE, unseated
from tests.stage import ACCOUNTS, BLOC_ID, Stage, beginning, forge, heard, says

DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
DECIDER = "Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL"
GROUNDS = ("Điểm mục I cao hơn năm trước", DECIDER)
CHAIRS_UNIT, THIRD, FOURTH = 1, 3, 4


async def decisions(stage: Stage) -> list[tuple[str, str, str, str]]:
    """(kind, unit, value, role) of every decision in force."""
    return [(one.kind, one.unit_code, one.value, one.as_role) for one in await stage.store.decisions.in_force(1)]


async def reconciling(stage: Stage, rubric: str = "ngan-10", **points: str | list[str]) -> Stage:
    """A period whose appraisal is over: each of these people's units gave itself these points (one text: ten times), and all of it was accepted."""
    await stage.open_period(rubric)
    for name, given in points.items():
        await stage.fill(name, [given] * 10 if isinstance(given, str) else given)
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL)
    await says(stage, "Minh", *ACCEPT_ALL)
    await says(stage, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")
    return stage


@pytest.fixture
@beginning
async def own_tie(joined: Stage) -> Stage:
    """The chair's unit and a third one are equal, the vice chair's below."""
    return await reconciling(joined, Lan="9", Minh="8", Hoa="9")


# ------------------------------------------------------------------------------------------------ nobody decides on their own unit


@pytest.mark.parametrize(
    "action", [f"first:1:{CHAIRS_UNIT}", f"first:1:{THIRD}", f"excluding:1:{CHAIRS_UNIT}", f"withdrawn:1:exclusion:{CHAIRS_UNIT}"]
)
async def test_the_chair_decides_nothing_about_the_own_unit(action: str, own_tie: Stage) -> None:
    assert "Không quyết định về đơn vị của mình" in await forge(own_tie, "Lan", f"reconciliation.{action}")


async def test_the_chair_is_offered_neither_the_own_unit_nor_its_equals(own_tie: Stage) -> None:
    assert "vì có đơn vị của Trưởng khối: Sở Công Thương, Sở Xây dựng" in await says(own_tie, "Lan", *DESK, "[Bằng điểm]")
    assert "Sở Công Thương" not in own_tie.last("Lan").labels
    assert "Sở Công Thương" not in await says(own_tie, "Lan", *DESK, "[Không xếp hạng]") or "Sở Công Thương" not in own_tie.last("Lan").labels


async def test_once_one_who_stands_in_has_ordered_equals_the_other_is_asked_no_more(own_tie: Stage) -> None:
    assert "Bằng điểm" in await says(own_tie, "Thu", "/tieptuc")
    await says(own_tie, "Minh", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)

    assert "Bằng điểm" not in await says(own_tie, "Thu", "/tieptuc")


@pytest.mark.parametrize(("name", "role"), [("Minh", "bloc_vice_chair"), ("Thu", "province_office")])
async def test_others_order_the_chair_s_unit_among_its_equals_and_the_record_says_as_what(name: str, role: str, own_tie: Stage) -> None:
    assert "Bằng điểm: Sở Công Thương, Sở Xây dựng" in own_tie.last(name).text
    await says(own_tie, name, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)

    assert sorted(await decisions(own_tie)) == [("tie", "SCT", "2", role), ("tie", "SXD", "1", role)]


async def test_who_decided_is_asked_again_where_too_little_is_said(own_tie: Stage) -> None:
    text = await says(own_tie, "Minh", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", GROUNDS[0], "HĐ")

    assert text.startswith("Cần ghi nơi quyết định hoặc văn bản") and "Nơi quyết định, văn bản?" in text


async def test_the_desk_says_who_noted_a_decision_and_as_what(own_tie: Stage) -> None:
    await says(own_tie, "Minh", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)

    assert "Người ghi: Vũ Đức Minh (Phó Trưởng khối" in await says(own_tie, "Lan", *DESK)


async def test_the_chair_takes_back_no_order_of_the_own_unit(own_tie: Stage) -> None:
    await says(own_tie, "Minh", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)
    await forge(own_tie, "Lan", f"reconciliation.withdrawn:1:tie:{THIRD}")

    assert len(await decisions(own_tie)) == 2


async def test_a_tie_of_chair_and_vice_chair_is_for_the_office(joined: Stage) -> None:
    await reconciling(joined, Lan="9", Minh="9", Hoa="8")
    assert "Không quyết định về đơn vị của mình" in await forge(joined, "Minh", f"reconciliation.first:1:{CHAIRS_UNIT}")
    await says(joined, "Thu", "/thamdinh", "[Bằng điểm]", "[Sở Công Thương đứng trước]", *GROUNDS)

    assert ("tie", "SCT", "1", "province_office") in await decisions(joined)


async def test_who_decides_in_the_chair_s_place_is_named_without_those_the_tie_concerns(joined: Stage) -> None:
    await reconciling(joined, Lan="9", Minh="9", Hoa="8")
    for name in ("Lan", "Minh"):
        assert "Do Lương Thị Thu quyết định, vì có đơn vị của Trưởng khối" in await says(joined, name, *DESK, "[Bằng điểm]")


async def test_where_nobody_is_left_to_decide_that_is_said(joined: Stage) -> None:
    await reconciling(joined, Lan="9", Minh="9", Hoa="8")
    await unseated(joined, "Thu", Role.PROVINCE_OFFICE)

    assert "Chưa có ai quyết định được: Sở Công Thương, Sở Tài nguyên và Môi trường" in await says(joined, "Lan", *DESK, "[Bằng điểm]")


async def test_the_office_is_offered_the_chair_s_unit_alone(own_tie: Stage) -> None:
    await says(own_tie, "Thu", "/thamdinh", "[Không xếp hạng]")

    assert own_tie.last("Thu").labels == ["Sở Công Thương", "Quay lại"]
    assert "không thuộc quyền" in await forge(own_tie, "Thu", f"reconciliation.excluding:1:{THIRD}")


async def test_deciding_among_some_equals_leaves_the_grounds_of_others(joined: Stage) -> None:
    async with joined.database.writing() as connection:
        store = Store(connection)
        person = await store.people.add("Ngô Thị Mai", "", joined.now)
        await store.people.tie("telegram", ACCOUNTS["Khách"], ACCOUNTS["Khách"], person)
        await store.seats.grant(person, BLOC_ID, FOURTH, Role.UNIT_LEADER, joined.now)
    await reconciling(joined, Lan="8", Khách="8", Minh="9", Hoa="9")
    await says(joined, "Lan", *DESK, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)
    await says(joined, "Minh", "[Bằng điểm]", "[Sở Công Thương đứng trước]", "Ít đơn thư hơn", DECIDER)

    assert {(one.unit_code, one.reason) for one in await joined.store.decisions.in_force(1)} >= {("SXD", GROUNDS[0]), ("SCT", "Ít đơn thư hơn")}


# ------------------------------------------------------------------------------------------------ the secretariat prepares


@pytest.fixture
@beginning
async def third_tie(joined: Stage) -> Stage:
    """Vice chair's and a third unit are equal, the chair's below."""
    return await reconciling(joined, Lan="8", Minh="9", Hoa="9")


EXCLUDE = (*DESK, "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", DECIDER)
ORDER = (*DESK, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", *GROUNDS)


@pytest.mark.parametrize(("words", "kept"), [(EXCLUDE, ("exclusion", "SXD", "other", "bloc_chair")), (ORDER, ("tie", "SXD", "1", "bloc_chair"))])
async def test_what_the_secretariat_prepares_the_chair_decides_by_one_tap(words: tuple[str, ...], kept: tuple[str, ...], third_tie: Stage) -> None:
    assert "Đã chuyển Trưởng khối" in await says(third_tie, "Quý", *words)
    assert await decisions(third_tie) == []
    assert "Mai Văn Quý đề nghị" in third_tie.last("Lan").text
    await says(third_tie, "Lan", "[Xác nhận]")

    assert kept in await decisions(third_tie) and "đã xác nhận" in third_tie.last("Quý").text


async def test_what_the_chair_refuses_changes_nothing_and_the_secretariat_hears_it(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *EXCLUDE)
    await says(third_tie, "Lan", "[Không đồng ý]")

    heard = third_tie.last("Quý").text
    assert await decisions(third_tie) == [] and "không đồng ý. Đề nghị không xếp hạng" in heard and "Mai Văn Quý" not in heard


async def test_what_is_prepared_about_the_chair_s_unit_goes_to_who_stands_in(own_tie: Stage) -> None:
    before = own_tie.last("Lan").text
    assert "Trưởng khối không quyết định về đơn vị của mình" in await says(own_tie, "Quý", *ORDER)
    assert own_tie.last("Lan").text == before and "đề nghị xếp Sở Xây dựng đứng trước Sở Công Thương" in own_tie.last("Thu").text
    await says(own_tie, "Minh", "[Xác nhận]")

    assert ("tie", "SXD", "1", "bloc_vice_chair") in await decisions(own_tie)


async def test_what_one_has_answered_the_other_answers_no_more(own_tie: Stage) -> None:
    await says(own_tie, "Quý", *ORDER)
    await says(own_tie, "Minh", "[Xác nhận]")
    await says(own_tie, "Thu", "[Không đồng ý]")

    assert len(await decisions(own_tie)) == 2


async def test_a_decision_is_taken_back_by_a_proposal_too(third_tie: Stage) -> None:
    await says(third_tie, "Lan", *EXCLUDE)
    await says(third_tie, "Quý", *DESK, "[Không xếp hạng]", "[Bỏ quyết định: Sở Xây dựng]")
    assert "đề nghị bỏ quyết định không xếp hạng Sở Xây dựng" in third_tie.last("Lan").text
    await says(third_tie, "Lan", "[Xác nhận]")

    assert await decisions(third_tie) == []


async def test_a_proposal_that_was_overtaken_is_not_confirmed(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *ORDER)
    await says(third_tie, "Lan", *DESK, "[Không xếp hạng]", "[Sở Tài nguyên và Môi trường]", "Đang bị thanh tra", DECIDER)
    await forge(third_tie, "Lan", "reconciliation.agreed:1")

    assert [one[0] for one in await decisions(third_tie)] == ["exclusion"]


async def test_a_proposal_after_which_was_decided_otherwise_offers_no_confirmation_and_can_be_refused(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *EXCLUDE)
    await third_tie.to("2026-06-01 09:00")
    await says(third_tie, "Lan", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", DECIDER)

    assert "đã có quyết định khác" in await says(third_tie, "Lan", "[Trả lời đề nghị: Sở Xây dựng]")
    assert third_tie.last("Lan").labels == ["Không đồng ý", "Quay lại"]
    assert "Trả lời đề nghị" not in await says(third_tie, "Lan", "[Không đồng ý]")


async def test_what_was_prepared_on_a_sheet_that_was_taken_back_since_holds_nobody_up(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *EXCLUDE)
    await says(third_tie, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sở Xây dựng nộp thiếu", "[Xác nhận]")
    await says(third_tie, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]")
    await says(third_tie, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(third_tie, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")

    assert "Đề nghị chờ quyết định" not in await says(third_tie, "Lan", *DESK)
    assert "Còn 1 đề nghị" not in await says(third_tie, "Lan", "[Chốt điểm]")
    assert "Đã chốt điểm" in await says(third_tie, "Lan", "[Xác nhận]")


async def test_what_waits_is_seen_and_answered_at_the_desk(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *EXCLUDE)
    assert "Đề nghị chờ quyết định" in await says(third_tie, "Lan", *DESK)
    await says(third_tie, "Lan", "[Trả lời đề nghị: Sở Xây dựng]", "[Xác nhận]")

    assert len(await decisions(third_tie)) == 1


async def test_freezing_is_prepared_by_the_secretariat_and_done_by_the_chair(third_tie: Stage) -> None:
    assert "Đã chuyển Trưởng khối" in await says(third_tie, "Quý", *DESK, "[Chốt điểm]", "[Xác nhận]")
    assert "1. Sở Tài nguyên và Môi trường – 90 điểm" in third_tie.last("Lan").text
    assert "Đã chốt điểm" in await says(third_tie, "Lan", "[Xác nhận]")

    assert "đã chốt điểm theo đề nghị" in third_tie.last("Quý").text


async def test_a_freezing_that_was_refused_is_told_and_freezes_nothing(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *DESK, "[Chốt điểm]", "[Xác nhận]")
    await says(third_tie, "Lan", "[Không đồng ý]")

    assert "không đồng ý chốt điểm" in third_tie.last("Quý").text and "Giai đoạn: rà soát" in await says(third_tie, "Lan", *DESK)


async def test_what_is_frozen_is_what_was_shown(third_tie: Stage) -> None:
    await says(third_tie, "Quý", *DESK, "[Chốt điểm]", "[Xác nhận]")
    await says(third_tie, "Lan", *ORDER, "/thoat")
    await says(third_tie, "Minh", "/thamdinh", "[Sở Công Thương]", "I.1", "5 – thiếu báo cáo năm")
    await third_tie.taps("Lan", "Xác nhận")

    assert "Đã chốt điểm" not in third_tie.last("Lan").text


async def test_an_order_between_the_units_of_chair_and_vice_chair_is_left_to_the_provinces_office(joined: Stage) -> None:
    await reconciling(joined, Lan="9", Minh="9", Hoa="8")
    text = await says(joined, "Lan", *DESK, "[Bằng điểm]")

    assert "Do Lương Thị Thu quyết định, vì có đơn vị của Trưởng khối: Sở Công Thương" in text
    assert "Sở Công Thương đứng trước" in await says(joined, "Thu", "/thamdinh", "[Bằng điểm]") + " ".join(joined.last("Thu").labels)


# ------------------------------------------------------------------------------------------------ grades

LEVELS = """
classification:
  on: capped_total
  unit: percent
  levels:
    - {code: excellent, name: Hoàn thành xuất sắc nhiệm vụ, min: 90, criterion_floor_percent: 85, max_share: 0.2}
    - {code: good, name: Hoàn thành tốt nhiệm vụ, min: 70}
"""


@pytest.fixture
@beginning
async def graded(joined: Stage, tmp_path: Path) -> Stage:
    """Two units reach the first level, which may be proposed for one; the third reaches it with a criterion below the level's floor, and below its own."""
    rubric = tmp_path / "bang.yaml"
    rubric.write_text(
        text_of("ngan-10").replace('title: "Chế độ báo cáo", max: 10,', 'title: "Chế độ báo cáo", max: 10, floor: 5,') + LEVELS, "utf-8"
    )
    return await reconciling(joined, str(rubric), Lan="9", Minh="9,5", Hoa=["10"] * 8 + ["4,5", "10"])


async def test_what_the_rules_leave_to_people_is_said_in_full(graded: Stage) -> None:
    text = await says(graded, "Lan", *DESK)

    assert "Sở Xây dựng: 94,5 điểm, đạt mức Hoàn thành xuất sắc nhiệm vụ, nhưng tiêu chí II.4 đạt 45 % (mức này cần mọi tiêu chí từ 85 %)" in text
    assert "Sở Xây dựng: tiêu chí II.4 đạt 4,5 điểm, dưới điểm liệt 5" in text
    assert "2 đơn vị đạt, tối đa 1 (tỷ lệ 20 % của 3 đơn vị xếp hạng): Sở Tài nguyên và Môi trường, Sở Công Thương" in text


async def test_a_level_within_its_share_again_after_a_decision_asks_nothing_more(graded: Stage) -> None:
    text = await says(graded, "Lan", *DESK, "[Xếp loại]", "[Sở Tài nguyên và Môi trường]", "[Hoàn thành tốt nhiệm vụ]", *GROUNDS)

    assert "tối đa 1" not in text and "Sở Tài nguyên và Môi trường: Hoàn thành tốt nhiệm vụ. Lý do" in text


async def test_what_was_decided_is_repeated_whole_and_so_is_what_is_taken_back(graded: Stage) -> None:
    grounds = "Lý do: Điểm mục I cao hơn năm trước. Nơi quyết định: "
    text = await says(graded, "Lan", *DESK, "[Xếp loại]", "[Sở Xây dựng]", "[Hoàn thành tốt nhiệm vụ]", *GROUNDS)
    assert text.startswith(f"Đã ghi quyết định: xếp Sở Xây dựng mức Hoàn thành tốt nhiệm vụ. {grounds}")
    text = await says(graded, "Lan", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", *GROUNDS)
    assert text.startswith(f"Đã ghi quyết định: không xếp hạng Sở Xây dựng. {grounds}")

    assert (await says(graded, "Lan", "[Không xếp hạng]", "[Bỏ quyết định: Sở Xây dựng]")).startswith("Đã bỏ quyết định không xếp hạng: Sở Xây dựng.")


async def test_a_decided_grade_answers_what_was_asked_about_the_unit(graded: Stage) -> None:
    text = await says(graded, "Lan", *DESK, "[Xếp loại]", "[Sở Xây dựng]", "[Hoàn thành tốt nhiệm vụ]", *GROUNDS)

    assert "II.4" not in text


async def test_the_audit_log_says_which_grade_another_decision_replaces(graded: Stage) -> None:
    for grade in ("Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"):
        await says(graded, "Lan", *DESK, "[Xếp loại]", "[Sở Xây dựng]", f"[{grade}]", *GROUNDS)
    entries = [json.loads(entry.old) for entry, _ in await graded.store.audit.named(1) if entry.act == "grade"]

    assert entries == [{}, {"SXD": "good"}]


async def test_the_audit_log_says_which_computed_grade_a_decision_replaces(graded: Stage) -> None:
    await says(graded, "Lan", *DESK, "[Xếp loại]", "[Sở Tài nguyên và Môi trường]", "[Hoàn thành tốt nhiệm vụ]", *GROUNDS)
    entries = [json.loads(entry.old) for entry, _ in await graded.store.audit.named(1) if entry.act == "grade"]

    assert entries == [{"STNMT": "excellent"}]


async def test_what_is_left_undecided_is_said_before_scores_are_frozen(graded: Stage) -> None:
    text = await says(graded, "Lan", *DESK, "[Chốt điểm]")

    assert "chưa quyết định" in text and "II.4" in text


async def test_a_correction_of_a_grade_alone_is_said_in_the_post_and_to_the_unit(graded: Stage) -> None:
    publish = (*DESK, "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")
    await says(graded, "Lan", *publish, "/dotcham", f"[{TITLE}]", "[Đính chính]", "Hội đồng xét lại")
    await says(graded, "Lan", "[Xếp loại]", "[Sở Xây dựng]", "[Hoàn thành tốt nhiệm vụ]", *GROUNDS, *publish)
    changed = "Sở Xây dựng: 94,5 điểm, hạng 2 (không đổi); đề nghị xếp loại: chưa xếp loại → Hoàn thành tốt nhiệm vụ"

    assert heard(graded, "Lan", changed) == 1 and changed in graded.last("Hoa").text
