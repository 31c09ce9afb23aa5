"""A table before it is confirmed, and afterwards: how each criterion is scored, with its numbers, and the rules that hold for all of it."""

from pathlib import Path
from typing import Any

from config import yaml_files, yaml_writing
from config.rubric_files import text_of
from handlers.reports import rubric_table
from tests.stage import Stage, says
from tests.tables import send
from tests.transcripts import SENT
from tests.workbooks import workbook

TABLES = ("/dotcham", "[Bảng chấm điểm]")


def large(tmp_path: Path, **general: object) -> bytes:
    """The sample table with every rule, as the bot's workbook; `general` in place of its own general rules."""
    data: Any = yaml_files.load(text_of("mau-1000").encode())
    rubric_table.draw({"text": yaml_writing.dump({**data, **general})}, tmp_path / "bang.xlsx")
    return (tmp_path / "bang.xlsx").read_bytes()


async def all_pages(stage: Stage, name: str) -> str:
    """The screen with all that follows it."""
    texts = [stage.last(name).text]
    while "Trang sau" in stage.last(name).labels:
        texts.append(await says(stage, name, "[Trang sau]"))
    return "\n".join(texts)


async def test_before_a_table_is_confirmed_every_criterion_says_how_it_is_scored_with_its_numbers(joined: Stage, tmp_path: Path) -> None:
    await says(joined, "Lan", *TABLES)
    await send(joined, "Lan", large(tmp_path))
    text = await all_pages(joined, "Lan")

    for title, how in (
        ("T1 Được tặng Cờ thi đua của Chính phủ trong kỳ", "Có: thưởng 30 điểm."),
        ("P1 Không gửi tài liệu theo yêu cầu của khối", "Mỗi trường hợp trừ 5 điểm."),
        ("I.3a Điểm chỉ số cải cách hành chính năm gần nhất: 60", "Chấm theo khoảng: từ 90 đến 100: 60 điểm; từ 80 đến dưới 90: 50 điểm;"),
        ("III.3 Gửi báo cáo sơ kết đúng thời hạn: 25", "Chấm theo số ngày chậm: 0 ngày: 25 điểm; 1 – 2 ngày: 18 điểm;"),
        ("I.3d Ứng dụng công nghệ thông tin trong điều hành: 30", "Tự chấm từ 0 đến 30 điểm, theo bước 0,5. Dưới 5 điểm là điểm liệt."),
        ("I.1d Kết quả vượt chỉ tiêu so với các đơn vị trong khối: 80", "đạt kế hoạch được 40 điểm, vượt cao nhất được 80 điểm"),
    ):
        assert how in text[text.index(title) :].splitlines()[1]
    assert "Xác nhận" in joined.last("Lan").labels


async def test_before_a_table_is_confirmed_the_rules_for_all_of_it_stand_on_its_last_page(joined: Stage, tmp_path: Path) -> None:
    await says(joined, "Lan", *TABLES)
    assert "Quy định chung của bảng ở trang cuối." in await send(joined, "Lan", large(tmp_path))
    await all_pages(joined, "Lan")

    for line in (
        "Tiêu chí không áp dụng: Quy đổi theo các tiêu chí còn lại", "Điểm thưởng tối đa: 50", "Điểm trừ tối đa: 100",
        "Trừ điểm nộp muộn: 1 – 2 ngày: 5 điểm; từ 3 ngày trở lên: 10 điểm", "Hoàn thành xuất sắc nhiệm vụ: từ 90 %, nhiều nhất 20 % số đơn vị",
        "Thứ tự phân định đồng điểm: mục I; ít điểm trừ; điểm gốc", "Lý do không xếp hạng: Đang trong thời gian thi hành kỷ luật",
        "Cách làm tròn: Từ nửa trở lên thì tăng, 2 chữ số thập phân",
    ):  # fmt: skip
        assert line in joined.last("Lan").text


async def test_no_page_of_a_table_ends_with_the_head_of_what_comes_next(joined: Stage) -> None:
    rows = [(code, f"Mục {code}", 4) if of == "I" else (of, "Việc", 2) for code in ("I", "II", "III", "IV", "V", "VI", "VII") for of in ("I", 1, 2)]
    long = workbook([("STT", "Tiêu chí", "Điểm"), *((row[0], f"{row[1]} dài", row[2]) for row in rows), ("VIII", "Mục VIII", 16),
                     *((number, "Việc", 2) for number in range(1, 9)), ("IX", "Mục IX", 2), (1, "Việc", 2)])  # fmt: skip
    await says(joined, "Lan", *TABLES)

    assert "IX" not in await send(joined, "Lan", long) and "IX Mục IX: 2" in await says(joined, "Lan", "[Trang sau]")


async def test_a_plain_table_says_in_one_line_that_all_of_it_is_given_by_hand_and_which_rules_hold_by_default(joined: Stage) -> None:
    await says(joined, "Lan", *TABLES)
    text = await send(joined, "Lan", SENT["bang-khoi.xlsx"])

    assert "mọi tiêu chí là tự cho điểm" in text and "Tự chấm từ 0" not in text
    assert "Trừ điểm nộp muộn: không trừ" in text and "Thứ tự phân định đồng điểm: bằng điểm thì đồng hạng" in text


async def test_a_version_that_is_kept_shows_its_rules_too(joined: Stage, tmp_path: Path) -> None:
    await says(joined, "Lan", *TABLES)
    await send(joined, "Lan", large(tmp_path))
    await says(joined, "Lan", "[Xác nhận]", "[mau-1000]", "[Xem phiên bản 1]")

    assert "Trừ điểm nộp muộn: 1 – 2 ngày: 5 điểm" in await all_pages(joined, "Lan")


async def test_a_newer_version_says_what_its_general_rules_were_and_are(joined: Stage, tmp_path: Path) -> None:
    await says(joined, "Lan", *TABLES)
    await send(joined, "Lan", large(tmp_path))
    await says(joined, "Lan", "[Xác nhận]")
    late = {"bands": yaml_files.load(b"[{days_min: 1, days_max: null, points: 7}]")}
    text = await send(joined, "Lan", large(tmp_path, late_submission=late))

    assert "Trừ điểm nộp muộn. Trước: 1 – 2 ngày: 5 điểm; từ 3 ngày trở lên: 10 điểm. Nay: từ 1 ngày trở lên: 7 điểm." in text
