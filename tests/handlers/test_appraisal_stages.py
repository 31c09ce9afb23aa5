"""Buttons drawn in one stage and pressed in a later one: nothing is judged by them, and the audit log stays whole."""

import pytest

from bot.verifying import verified
from domain.people import Role
from tests.appraisals import ACCEPT_ALL, SEND, history, seated
from tests.stage import Stage, forge, heard, says

FREEZE = ("/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]")
STAGES: dict[str, tuple[str, ...]] = {
    "explanation": (),
    "reconciliation": ("[Kết thúc giải trình]", "[Xác nhận]"),
    "final": ("[Kết thúc giải trình]", "[Xác nhận]", *FREEZE),
    "published": ("[Kết thúc giải trình]", "[Xác nhận]", *FREEZE, "[Công bố]", "[Xác nhận]", "công bố"),
}
APPRAISING = (
    "accept:3:I.3:99", "accept_here:3:I.3", "accept_across:1:I.3:0:1", "rest:3:0", "all:1:0", "agree:3:I.1:1", "agreed_all:1:9", "question:3:I.1",
    "sent:1:3", "points_agreed:3:I.1:1", "points_refused:3:I.1:1", "accept_appeal:1",
)  # fmt: skip


async def reach(stage: Stage, where: str) -> None:
    """A proposal, a change and all the rest are decided; the period stands in this stage."""
    await says(stage, "Quý", "/thamdinh", "[Sở Xây dựng]", "I.1", "8 – thiếu báo cáo")
    await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(stage, "Minh", *ACCEPT_ALL)
    await says(stage, "Lan", "/thamdinh", "[Duyệt các đề xuất]", "[Xác nhận]", *SEND, *STAGES[where])


@pytest.mark.parametrize("where", STAGES)
async def test_no_button_of_the_appraisal_judges_anything_later_and_the_log_stays_whole(where: str, closed: Stage) -> None:
    await reach(closed, where)
    before = [await history(closed, sheet) for sheet in (1, 2, 3)]
    for name in ("Lan", "Minh", "Quý", "Thu", "Hoa"):
        for action in APPRAISING:
            await forge(closed, name, f"appraisal.{action}")

    assert [await history(closed, sheet) for sheet in (1, 2, 3)] == before
    assert (await verified(closed.store, ()))[1] == []


async def test_of_two_chairs_who_publish_the_second_is_told_and_asked_for_the_words_no_more(closed: Stage) -> None:
    await reach(closed, "final")
    await seated(closed, "Quý", Role.UNIT_LEADER, "SCT")
    for name in ("Lan", "Quý"):
        await says(closed, name, "/thamdinh", "[Rà soát, chốt điểm]", "[Công bố]", "[Xác nhận]")
    await says(closed, "Lan", "công bố")
    text = await says(closed, "Quý", "công bố")

    assert "không còn ở trạng thái" in text and "Gõ:" not in text and heard(closed, "Quý", "Gõ: CÔNG BỐ") == 1
