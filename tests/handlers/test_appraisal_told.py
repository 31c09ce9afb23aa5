"""What units and the secretariat hear of an appraisal: its results, the end of the time to explain, an appeal, the publication."""

import pytest

from tests.stage import Stage, beginning, heard, says

APPEAL = ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
END = ("/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
PUBLISH = ("/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")


@pytest.fixture
@beginning
async def sent(stage: Stage) -> Stage:
    """Hoa's unit was given other points for I.2, and may explain until 4 June, 17:00."""
    await stage.scene("results sent")
    return stage


@pytest.fixture
@beginning
async def unchanged(stage: Stage) -> Stage:
    """Hoa's unit keeps all the points it gave itself, and has been told so."""
    await stage.scene("closed with scores")
    await says(stage, "Lan", "/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")
    return stage


# ------------------------------------------------------------------------------------------------ an early end


async def test_a_unit_that_could_still_explain_hears_that_the_time_was_ended_early(sent: Stage) -> None:
    assert "kết thúc sớm: Sở Xây dựng" in await says(sent, "Lan", *END[:2])
    await says(sent, "Lan", "[Xác nhận]")

    for name in ("Hoa", "Nam"):
        assert "sớm hơn hạn 17:00 thứ Năm 04/06/2026. Sở Xây dựng chưa giải trình I.2" in sent.last(name).text


async def test_a_unit_that_has_explained_everything_is_not_told_of_an_early_end(sent: Stage) -> None:
    await says(sent, "Hoa", *APPEAL)
    await says(sent, "Lan", *END)

    assert not heard(sent, "Hoa", "sớm hơn hạn")


# ------------------------------------------------------------------------------------------------ nothing to explain


async def test_a_unit_without_changes_is_not_told_until_when_it_may_explain(unchanged: Stage) -> None:
    assert "các tiêu chí giữ nguyên điểm tự chấm" in unchanged.last("Hoa").text and "Giải trình" not in unchanged.last("Hoa").text
    assert "giải trình" not in await says(unchanged, "Hoa", "[Xem kết quả thẩm định]")


async def test_a_result_says_until_when_only_while_something_can_be_explained(sent: Stage) -> None:
    assert "có thể giải trình" in await says(sent, "Hoa", "[Xem kết quả thẩm định]")
    assert "có thể giải trình" not in await says(sent, "Hoa", *APPEAL[1:])


async def test_no_line_of_a_result_ends_in_blanks(sent: Stage) -> None:
    text = await says(sent, "Hoa", "[Xem kết quả thẩm định]")

    assert [line for line in text.splitlines() if line != line.rstrip()] == []


# ------------------------------------------------------------------------------------------------ the secretariat


async def test_the_secretariat_hears_once_that_results_were_sent_and_of_each_appeal(sent: Stage) -> None:
    await says(sent, "Hoa", *APPEAL)

    assert heard(sent, "Quý", "đã gửi kết quả thẩm định cho 1 đơn vị") == 1
    assert heard(sent, "Quý", "Sở Xây dựng giải trình I.2") == 1
    assert "Hai báo cáo đã gửi" in await says(sent, "Quý", "[Xem giải trình]")


async def test_the_secretariat_hears_of_the_publication_and_of_its_correction(unchanged: Stage) -> None:
    await says(unchanged, "Lan", *END, *PUBLISH)
    assert unchanged.last("Quý").text == "Nguyễn Thị Lan đã công bố kết quả Sơ kết 6 tháng đầu năm 2026."
    await says(unchanged, "Lan", "/thamdinh", "[Đính chính]", "Cộng sót một sáng kiến", *PUBLISH)

    assert "đính chính lần 1" in unchanged.last("Quý").text and heard(unchanged, "Quý", "đã công bố") == 2
