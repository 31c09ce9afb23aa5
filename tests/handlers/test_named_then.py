"""Who did something is named as they were named then, also after they have given themselves another name."""

from datetime import timedelta

from tests.stage import Stage, says

RENAME = ("/toi", "[Sửa họ tên, chức vụ]")


async def renamed(stage: Stage, name: str, to: str) -> None:
    """Somebody is named otherwise from an hour later on, and acts an hour after that."""
    stage.now += timedelta(hours=1)
    await says(stage, name, *RENAME, to)
    stage.now += timedelta(hours=1)


async def test_points_given_before_a_renaming_bear_the_name_of_then_and_later_ones_the_new_one(stage: Stage) -> None:
    await stage.scene("closed with scores")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")
    await renamed(stage, "Minh", "Vũ Minh Đức")
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.3", "7 – chưa có kế hoạch")

    assert "Vũ Đức Minh (Phó Trưởng khối)" in await says(stage, "Lan", "/thamdinh", "[Sở Xây dựng]", "I.2")
    assert "Vũ Minh Đức (Phó Trưởng khối)" in await says(stage, "Lan", "I.3")


async def test_answers_and_explanations_bear_the_name_of_then(stage: Stage) -> None:
    await stage.scene("results sent")
    await says(stage, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6", "[Xong]")
    await renamed(stage, "Hoa", "Trần Hoa Mới")
    text = await says(stage, "Minh", "/thamdinh", "[Giải trình]", "[I.2: Sở Xây dựng]")

    assert "Người gửi: Trần Thị Hoa" in text and "Trần Hoa Mới" not in text


async def test_a_publication_bears_the_name_of_then(stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")
    await renamed(stage, "Lan", "Nguyễn Lan Mới")

    assert "Người công bố: Nguyễn Thị Lan." in await says(stage, "Hoa", "/xephang")


async def test_a_closing_bears_the_name_of_then_and_so_does_what_was_changed_before(open_period: Stage) -> None:
    await says(open_period, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Gia hạn]", "25/6", "nhiều đơn vị đề nghị", "[Xác nhận]")
    await says(open_period, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]")
    await renamed(open_period, "Lan", "Nguyễn Lan Mới")
    text = await says(open_period, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]")

    assert "(Nguyễn Thị Lan)" in text and "Nguyễn Lan Mới" not in text
