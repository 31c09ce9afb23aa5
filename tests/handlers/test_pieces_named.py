"""How what proves a criterion is named to those who read of it: a file by its own name, also where its caption was the answer."""

import pytest

from tests.appraisals import TITLE
from tests.stage import Stage, beginning, says


@pytest.fixture
@beginning
async def captioned(open_period: Stage) -> Stage:
    """Nam answered by a caption, by one with a document behind, and described a file in words; the sheet lies with Hoa, who leads."""
    await says(open_period, "Nam", "/chamdiem", "[Chấm tiếp]")
    for name, caption in (("mot.pdf", "9"), ("hai.pdf", "9 – BC số 45/BC-SXD"), ("ba.pdf", "Ảnh khai mạc")):
        await open_period.sends("Nam", name, caption=caption)
    await open_period.files_arrive()
    await says(open_period, "Nam", *["9"] * 8, "[Xem lại và nộp]", "[Trình lãnh đạo]")
    await says(open_period, "Hoa", "[Xem phiếu]")
    return open_period


async def test_the_leader_reads_the_names_of_files_and_what_their_captions_say_beside_the_answer(captioned: Stage) -> None:
    text = captioned.last("Hoa").text

    assert "Minh chứng: mot.pdf\n" in text and "Minh chứng: hai.pdf và 1 mục khác\n" in text and "Minh chứng: ba.pdf (Ảnh khai mạc)\n" in text


async def test_the_appraiser_reads_the_name_of_a_file_whose_caption_was_the_answer(captioned: Stage) -> None:
    await says(captioned, "Hoa", "[Duyệt và nộp]")
    await says(captioned, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")

    assert "\n– mot.pdf\n" in await says(captioned, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.1")
    assert "\n– hai.pdf\n– BC số 45/BC-SXD\n" in await says(captioned, "Minh", "I.2")
