"""The first screen and help."""

import pytest

from config.bloc_files import read_bloc_file
from domain.people import Role
from handlers.blocs import load_bloc
from storage.store import Store
from tests.stage import BLOC, BLOC_ID, Stage, says


async def with_a_telephone(stage: Stage) -> None:
    text = BLOC.read_text("utf-8").replace("secretary: {name: Tổ thư ký}", 'secretary: {name: Tổ thư ký, phone: "0226 3852 000"}')
    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(text.encode()), stage.now)


async def test_help_names_whom_to_ask_with_the_telephone_of_the_bloc_file(joined: Stage) -> None:
    await with_a_telephone(joined)
    await joined.does("Hoa", "/trogiup")

    assert "liên hệ Tổ thư ký" in joined.last("Hoa").text and "0226 3852 000" in joined.last("Hoa").text


async def test_who_asks_about_a_criterion_sees_whom_to_call(open_period: Stage) -> None:
    await with_a_telephone(open_period)
    for words in ("/chamdiem", "[Chấm tiếp]", "[Hỏi về tiêu chí này]"):
        await open_period.does("Hoa", words)

    assert "0226 3852 000" in open_period.last("Hoa").text


async def test_without_a_telephone_the_people_of_the_secretariat_are_named(joined: Stage) -> None:
    await joined.does("Hoa", "/trogiup")

    assert "liên hệ Tổ thư ký (Khối thi đua kinh tế ngành tỉnh Hà Nam): Mai Văn Quý." in joined.last("Hoa").text


async def test_help_names_the_office_that_watches_the_bloc(joined: Stage) -> None:
    await joined.does("Hoa", "/trogiup")

    assert "Cơ quan theo dõi của Khối thi đua kinh tế ngành tỉnh Hà Nam: Ban Thi đua - Khen thưởng tỉnh." in joined.last("Hoa").text


async def test_before_a_period_opens_the_chair_sees_what_comes_first_first(joined: Stage) -> None:
    await joined.does("Lan", "/start")
    labels = joined.last("Lan").labels

    assert labels[:4] == ["Đợt chấm điểm", "Đơn vị, người dùng", "Tạo cuộc họp", "Gửi thông báo"]
    assert labels[-2:] == ["Tài khoản", "Trợ giúp"] and "Nhắc đơn vị chưa nộp" not in labels


async def test_while_a_period_is_open_its_work_comes_first(open_period: Stage) -> None:
    await open_period.does("Lan", "/start")
    labels = [label for label in open_period.last("Lan").labels if "đang chờ" not in label]

    assert labels[:3] == ["Tự chấm điểm", "Tình hình", "Nhắc đơn vị chưa nộp"] and labels[-2:] == ["Tài khoản", "Trợ giúp"]


async def leading_twice(stage: Stage) -> None:
    """Hoa also leads the unit of the same name in a second bloc, in which a period of the same name opens."""
    second = BLOC.read_text("utf-8").replace(BLOC_ID, "khoi-hai").replace("Khối thi đua kinh tế", "Khối thứ hai")
    async with stage.database.writing() as connection:
        store = Store(connection)
        await load_bloc(store, read_bloc_file(second.encode()), stage.now)
        unit = next(one.id for one in await store.units.of_bloc("khoi-hai") if one.code == "SXD")
        (hoa,) = await store.seats.of_unit(next(one.id for one in await store.units.of_bloc(BLOC_ID) if one.code == "SXD"), {Role.UNIT_LEADER})
        await store.seats.grant(hoa, "khoi-hai", unit, Role.UNIT_LEADER, stage.now)
    await stage.open_period(bloc="khoi-hai")


async def test_who_sits_in_two_blocs_hears_in_which_one_a_period_was_opened(open_period: Stage) -> None:
    await leading_twice(open_period)

    assert open_period.last("Hoa").text.startswith("Khối thứ hai")


@pytest.mark.parametrize("screen", ["/start", "/toi"])
async def test_units_of_one_name_in_two_blocs_are_told_apart(open_period: Stage, screen: str) -> None:
    await leading_twice(open_period)
    await open_period.does("Hoa", screen)
    shown = [*open_period.last("Hoa").text.split("\n\n")[1:], *(one for one in open_period.last("Hoa").labels if "Người của" in one)]

    assert len(shown) == len(set(shown)) > 1


@pytest.mark.parametrize(("name", "reads_of_it"), [("Lan", True), ("Minh", False), ("Quý", False)])
async def test_help_tells_of_tying_a_group_whom_it_is_open_to(name: str, reads_of_it: bool, joined: Stage) -> None:
    assert ("/nhom" in await says(joined, name, "/trogiup")) is reads_of_it


async def test_the_first_screen_says_how_much_time_is_left_and_how_late_it_is(open_period: Stage) -> None:
    assert "hạn nộp 17:00 thứ Hai 15/06/2026 (còn 14 ngày)." in await says(open_period, "Hoa", "/start")
    await open_period.to("2026-06-16 08:00")

    assert "hạn nộp 17:00 thứ Hai 15/06/2026 (quá hạn 1 ngày)." in await says(open_period, "Hoa", "/start")


async def test_where_a_bloc_has_no_other_table_a_period_s_is_changed_by_a_file(open_period: Stage) -> None:
    said = await says(open_period, "Lan", "/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đổi bảng chấm điểm]")

    assert "tải bảng về, sửa rồi gửi tệp Excel vào đây" in said and "phiên bản có sẵn" not in said
