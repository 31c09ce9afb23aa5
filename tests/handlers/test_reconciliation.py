"""Reconciliation: what people decide is kept with its grounds, scores are frozen, a correction says what it changes."""

import json

import pytest

from storage.publications import Publications
from tests.appraisals import ACCEPT_ALL, TITLE
from tests.stage import ACCOUNTS, Stage, beginning, forge, says

DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
DECIDER = "Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL"


async def reconciling(stage: Stage, **points: str) -> Stage:
    """A period whose appraisal is over: each of these people's units gave itself these points ten times, and all of it was accepted."""
    await stage.open_period()
    for name, given in points.items():
        await stage.fill(name, [given] * 10)
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL)
    if "Lan" in points:
        await says(stage, "Minh", *ACCEPT_ALL)
    await says(stage, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")
    return stage


@pytest.fixture
@beginning
async def tied(joined: Stage) -> Stage:
    """Two units of equal points and one below."""
    return await reconciling(joined, Lan="8", Minh="9", Hoa="9")


async def published(stage: Stage) -> str:
    """Freezes and publishes; gives the post."""
    await says(stage, "Lan", *DESK, "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")
    newest = await Publications(stage.database.reader).newest(1)
    assert newest is not None
    return newest.post


async def test_who_may_not_sit_at_the_table_sees_nothing_of_it(tied: Stage) -> None:
    for name in ("Hoa", "Nam", "Thu", "Bình"):
        assert "không thuộc quyền" in await forge(tied, name, "reconciliation.open:1")


@pytest.mark.parametrize("action", ["excluding:1:3", "first:1:3", "freeze:1", "frozen:1:9:x", "withdrawn:1:exclusion:3"])
async def test_the_vice_chair_decides_on_the_chair_s_unit_alone(action: str, tied: Stage) -> None:
    refused = await forge(tied, "Minh", f"reconciliation.{action}")

    assert "không thuộc quyền" in refused or "Không quyết định về đơn vị của mình" in refused


async def test_equals_are_named_and_one_is_put_first_with_its_grounds(tied: Stage) -> None:
    assert "Bằng điểm: Sở Tài nguyên và Môi trường, Sở Xây dựng" in await says(tied, "Lan", *DESK)
    text = await says(tied, "Lan", "[Bằng điểm]", "[Sở Xây dựng đứng trước]", "Điểm mục I cao hơn năm trước", DECIDER)

    assert "1. Sở Xây dựng – 90 điểm" in text and "2. Sở Tài nguyên và Môi trường – 90 điểm" in text
    decided = "Đã ghi quyết định: khi bằng điểm, Sở Xây dựng đứng trước Sở Tài nguyên và Môi trường. Lý do: Điểm mục I cao hơn năm trước."
    assert text.startswith(decided)


async def test_the_post_says_that_equals_were_decided_on_and_by_whom(tied: Stage) -> None:
    await says(tied, "Lan", *DESK, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", "Điểm mục I cao hơn năm trước", DECIDER)

    assert f"theo quyết định: Điểm mục I cao hơn năm trước ({DECIDER})" in await published(tied)


async def test_a_decision_taken_back_leaves_them_equal_again(tied: Stage) -> None:
    await says(tied, "Lan", *DESK, "[Bằng điểm]", "[Sở Xây dựng đứng trước]", "Điểm mục I cao hơn năm trước", DECIDER)

    text = await says(tied, "Lan", "[Bằng điểm]", "[Bỏ quyết định thứ tự]")

    assert text.startswith("Đã bỏ quyết định thứ tự khi bằng điểm: Sở Tài nguyên và Môi trường, Sở Xây dựng.")
    assert "1. Sở Tài nguyên và Môi trường – 90 điểm" in text


async def test_an_excluded_unit_stands_in_an_annex_with_reason_and_decision_maker(tied: Stage) -> None:
    await says(tied, "Lan", *DESK, "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", DECIDER)
    post = await published(tied)

    assert (
        f"Sở Xây dựng: không xếp hạng – Đang bị thanh tra ({DECIDER})." in post
        and "1. Sở Tài nguyên và Môi trường" in post
        and "Sở Xây dựng – 90" not in post
    )


async def test_scores_are_not_frozen_while_an_appeal_waits(joined: Stage) -> None:
    await joined.open_period()
    await joined.fill("Hoa", ["9"] * 10)
    await says(joined, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(joined, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(joined, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    await says(joined, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    assert "Còn 1 giải trình chưa quyết định" in await says(joined, "Lan", "[Kết thúc giải trình]")
    await says(joined, "Lan", "[Xác nhận]", "[Rà soát, chốt điểm]")

    assert "Còn giải trình chưa quyết định" in await says(joined, "Lan", "[Chốt điểm]")


async def test_every_criterion_has_a_final_value_once_scores_are_frozen(tied: Stage) -> None:
    await says(tied, "Lan", *DESK, "[Chốt điểm]", "[Xác nhận]")
    rows = await tied.database.reader.rows("SELECT count(*) AS n FROM judgements WHERE value = 'final' AND basis = 'frozen'", {})

    assert rows[0]["n"] == 30


@pytest.mark.parametrize("stage_words", [(), DESK])
async def test_nothing_is_published_between_appraisal_and_frozen_scores(stage_words: tuple[str, ...], tied: Stage) -> None:
    await says(tied, "Lan", *stage_words)

    assert "Cần rà soát và chốt điểm" in await forge(tied, "Lan", "ranking.preview:1")


async def test_words_that_are_not_the_ones_asked_publish_nothing(tied: Stage) -> None:
    await says(tied, "Lan", *DESK, "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "được")

    assert await Publications(tied.database.reader).newest(1) is None and "Chưa công bố" in tied.last("Lan").text


async def test_a_correction_is_a_new_version_that_says_what_changed_and_why(tied: Stage) -> None:
    await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Đính chính]", "Cộng sót một sáng kiến")
    await says(tied, "Lan", "[Màn hình thẩm định]", "[Sở Xây dựng]", "I.1", "10 – cộng bổ sung sáng kiến")
    post = await published(tied)

    assert post.startswith("Đính chính lần 1: Kết quả chấm điểm thi đua") and "Lý do đính chính: Cộng sót một sáng kiến" in post
    assert "Sở Xây dựng: 90 → 91 điểm, vẫn hạng 1" in post and "Sở Tài nguyên và Môi trường: 90 điểm (không đổi), hạng 1 → 2" in post


async def test_what_was_published_is_still_seen_once_the_period_is_reopened(tied: Stage) -> None:
    before = await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sở Xây dựng nộp thiếu số liệu", "[Xác nhận]")
    text = await says(tied, "Hoa", "/xephang")

    assert before in text and "đang được xem lại" in text


async def test_what_is_published_again_after_a_reopening_says_what_changed_and_why_too(tied: Stage) -> None:
    await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Sở Xây dựng nộp thiếu số liệu", "[Xác nhận]")
    await says(tied, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "I.1", "8", "/chamdiem", "[Xem lại và nộp]", "[Nộp]")
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]", *ACCEPT_ALL)
    await says(tied, "Lan", "/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]", "[Kết thúc giải trình]", "[Xác nhận]")
    post = await published(tied)

    assert post.startswith("Đính chính lần 1") and "Lý do đính chính: Sở Xây dựng nộp thiếu số liệu" in post
    assert "Sở Xây dựng: 90 → 89 điểm, hạng 1 → 2" in post and "Lý do: Sở Xây dựng nộp thiếu số liệu" in tied.last("Hoa").text


async def test_the_audit_log_says_which_version_a_correction_replaces(tied: Stage) -> None:
    await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Đính chính]", "Cộng sót một sáng kiến")
    await published(tied)
    entries = [entry for entry, _ in await tied.store.audit.named(1) if entry.act == "publication"]

    assert [json.loads(entry.old).get("version") for entry in entries] == [None, 1]


async def test_a_unit_whose_points_a_correction_changed_is_told_and_no_other(tied: Stage) -> None:
    await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Đính chính]", "Cộng sót một sáng kiến")
    await says(tied, "Lan", "[Màn hình thẩm định]", "[Sở Xây dựng]", "I.1", "10 – cộng bổ sung sáng kiến")
    await published(tied)

    assert "Sở Xây dựng: 90 → 91 điểm" in tied.last("Hoa").text and "Xem kết quả thẩm định" in tied.last("Hoa").labels
    assert not [one.text for one in tied.chats[ACCOUNTS["Minh"]] if "điểm." in one.text and "→" in one.text]


async def test_a_published_period_is_looked_at_and_corrected_from_the_appraisal(tied: Stage) -> None:
    await published(tied)

    for name in ("Lan", "Minh"):
        await says(tied, name, "/thamdinh")

    assert "Đính chính" in tied.last("Lan").labels and "Đính chính" not in tied.last("Minh").labels


async def test_what_was_published_is_seen_until_its_correction_is(tied: Stage) -> None:
    before = await published(tied)
    await says(tied, "Lan", "/dotcham", f"[{TITLE}]", "[Đính chính]", "Cộng sót một sáng kiến")

    assert before in await says(tied, "Hoa", "/xephang")


async def test_a_gap_bears_its_sign(stage: Stage) -> None:
    await stage.scene("window over")
    assert "95 → 93,5 (−1,5)" in await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chênh lệch lớn]")
    await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2", "10 – đã bổ sung đủ báo cáo")

    assert "95 → 95,5 (+0,5)" in await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chênh lệch lớn]")
