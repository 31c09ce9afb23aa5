"""What is asked as proof of an answer, by the table's policy: evidence, an explanation in its place, or nothing."""

from tests.sheets import at, evidence
from tests.stage import Stage


async def test_an_answer_that_needs_proof_asks_for_it_in_the_same_reply(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.3d", "20")

    assert "Đã ghi I.3d" in shown.text
    assert "Gửi minh chứng cho I.3d" in shown.text
    assert "Không gửi tài liệu mật" in shown.text


async def test_what_must_not_be_sent_is_said_beside_a_first_document_given_with_the_answer(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.3d", "20 – BC số 45/BC-SXD")
    assert "Không gửi tài liệu mật" in shown.text

    assert "Không gửi tài liệu mật" not in (await at(of_1000, "I.1a", "100 96,5")).text


async def test_what_must_not_be_sent_is_said_to_each_of_a_unit_where_evidence_is_first_asked_of_them(of_1000: Stage) -> None:
    await at(of_1000, "I.3d", "20 – BC số 45/BC-SXD")

    assert "Không gửi tài liệu mật" in (await at(of_1000, "/chamdiem", "I.1a", "100 96,5", name="Nam")).text


async def test_passing_over_the_proof_goes_on_and_it_stays_listed_as_missing(of_1000: Stage) -> None:
    await at(of_1000, "I.3d", "20", "bỏ qua")
    assert "Gửi minh chứng" not in of_1000.last("Hoa").text

    await of_1000.does("Hoa", "[Quay lại]")
    assert "Thiếu minh chứng (1)" in of_1000.last("Hoa").labels


async def test_an_explanation_serves_where_the_policy_takes_one(of_1000: Stage) -> None:
    await at(of_1000, "I.3d", "20", "Số liệu do Văn phòng tổng hợp", "[Quay lại]")

    assert not any("Thiếu minh chứng" in label for label in of_1000.last("Hoa").labels)


async def test_an_explanation_does_not_serve_where_evidence_is_required(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.1a", "100 96,5", "Số liệu do Văn phòng tổng hợp")

    assert "bắt buộc có minh chứng" in shown.text


async def test_a_document_named_by_number_is_evidence(of_1000: Stage) -> None:
    await at(of_1000, "I.1a", "100 96,5", "Báo cáo số 45/BC-SXD ngày 12/6/2026")

    assert [one.kind for one in await evidence(of_1000)] == ["document"]


async def test_an_answer_without_points_needs_no_proof(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.3d", "0")

    assert "Gửi minh chứng" not in shown.text


async def test_where_evidence_is_optional_the_reply_goes_straight_on(of_1000: Stage) -> None:
    shown = await at(of_1000, "I.2b", "1")

    assert "I.2c Tỷ lệ giải ngân" in shown.text
