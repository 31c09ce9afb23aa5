"""Deadlines of several blocs: what comes at one time is one message to each person, and names each bloc."""

from itertools import pairwise

import pytest

from domain.people import Role
from storage.store import Store
from tests.blocs import NAME, SECOND, SECOND_NAME, leads_there_too, second_bloc
from tests.stage import ACCOUNTS, CAST, Shown, Stage, down_until

TITLE = "Sơ kết 6 tháng đầu năm 2026"


async def a_period_in_each(stage: Stage, *, at: str = "07:30", closes: str = "2026-06-15 17:00") -> None:
    """A period of one name is open in both blocs; Lan and Hoa lead a unit in each."""
    await second_bloc(stage, at)
    for name in ("Lan", "Hoa"):
        await leads_there_too(stage, name)
    await stage.open_period(bloc=SECOND, closes=closes)


def told(stage: Stage, name: str, words: str) -> list[Shown]:
    return [shown for shown in stage.chats[ACCOUNTS[name]] if words in shown.text]


async def test_reminders_of_two_blocs_that_meet_are_one_message_that_names_each(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await open_period.to("2026-06-08 08:00")
    (reminder,) = told(open_period, "Hoa", "chưa nộp phiếu")

    for name in (NAME, SECOND_NAME):
        assert reminder.text.count(f"{name}\n\n{TITLE}: còn 7 ngày. Sở Xây dựng chưa nộp phiếu") == 1


async def test_the_buttons_of_such_a_message_name_the_bloc_and_open_its_sheet(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await open_period.to("2026-06-08 08:00")
    (reminder,) = told(open_period, "Hoa", "chưa nộp phiếu")

    assert reminder.labels == [f"Chấm tiếp: {bloc}: {TITLE}" for bloc in ("Kinh tế ngành", "Số hai")]
    assert len({button.action for button in reminder.buttons}) == 2


async def test_the_bloc_whose_deadline_is_the_nearest_comes_first(joined: Stage) -> None:
    await joined.open_period()
    await a_period_in_each(joined, closes="2026-06-11 17:00")
    await joined.to("2026-06-08 08:00")
    reminder = told(joined, "Hoa", "chưa nộp phiếu")[-1].text

    assert reminder.index(SECOND_NAME) < reminder.index("còn 3 ngày") < reminder.index(NAME) < reminder.index("còn 7 ngày")


async def test_two_units_of_one_bloc_stand_under_its_name_once(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    async with open_period.database.writing() as connection:
        store = Store(connection)
        unit = next(one.id for one in await store.units.of_bloc(SECOND) if one.code == "SKHCN")
        hoa = next(seat.person_id for seat in await store.seats.of_bloc(SECOND) if seat.full_name == CAST["Hoa"][0])
        await store.seats.grant(hoa, SECOND, unit, Role.UNIT_FOCAL_POINT, open_period.now)
    await open_period.to("2026-06-08 08:00")
    (reminder,) = told(open_period, "Hoa", "chưa nộp phiếu")

    assert reminder.text.count(f"{SECOND_NAME}\n") == 1 and reminder.text.count("chưa nộp phiếu") == 3


async def test_who_owes_in_one_of_their_two_blocs_hears_of_that_one_alone(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    sheets = await open_period.store.sheets.owing(1)
    hoa = next(seat.person_id for seat in await open_period.store.seats.of_bloc(SECOND) if seat.full_name == CAST["Hoa"][0])
    sheet = next(one.sheet_id for one in sheets if one.person_id == hoa)
    async with open_period.database.writing() as connection:
        await connection.rows("UPDATE sheets SET state = 'submitted' WHERE id = :id", {"id": sheet})
    await open_period.to("2026-06-08 08:00")
    (reminder,) = told(open_period, "Hoa", "chưa nộp phiếu")

    assert reminder.text.startswith(f"{SECOND_NAME}\n\n") and NAME not in reminder.text and reminder.labels == ["Chấm tiếp"]


async def test_who_sits_in_one_bloc_is_told_of_no_bloc(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await open_period.to("2026-06-08 08:00")
    (reminder,) = told(open_period, "Nam", "chưa nộp phiếu")

    assert reminder.text.startswith(f"{TITLE}: còn 7 ngày.")


async def test_blocs_that_remind_at_different_hours_each_remind_at_theirs(open_period: Stage) -> None:
    await a_period_in_each(open_period, at="08:15")
    await open_period.to("2026-06-08 08:30")

    assert [one.text.partition("\n")[0] for one in told(open_period, "Hoa", "chưa nộp phiếu")] == [NAME, SECOND_NAME]


async def test_what_two_blocs_missed_and_send_later_is_one_message_that_says_so_once(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await down_until(open_period, "2026-06-08 10:00")
    await open_period.to("2026-06-09 08:00")
    (reminder,) = told(open_period, "Hoa", "chưa nộp phiếu")

    assert reminder.text.count("gửi muộn") == 1 and reminder.text.count("còn 6 ngày") == 2


@pytest.mark.parametrize("morning", ["2026-06-16", "2026-06-17", "2026-06-18"])
async def test_every_overdue_morning_is_one_message_too(open_period: Stage, morning: str) -> None:
    await a_period_in_each(open_period)
    await open_period.to(f"{morning} 07:00")
    before = len(told(open_period, "Hoa", "quá hạn"))
    await open_period.to(f"{morning} 08:00")

    assert len(told(open_period, "Hoa", "quá hạn")) == before + 1


async def without_summaries(stage: Stage) -> None:
    """Nobody's bloc sends a summary: the chair hears of what is overdue by itself."""
    async with stage.database.writing() as connection:
        await connection.rows("UPDATE due SET state = 'skipped', done_at = at WHERE kind = 'digests.send'", {})


async def test_the_chair_of_two_blocs_hears_of_what_is_overdue_in_both_by_one_message(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await open_period.to("2026-06-15 18:00")
    await without_summaries(open_period)
    await open_period.to("2026-06-16 08:00")
    (overdue,) = told(open_period, "Lan", "Đơn vị chưa nộp:")

    positions = [overdue.text.index(words) for words in (NAME, "Đơn vị chưa nộp", SECOND_NAME)]
    assert all(one < other for one, other in pairwise(positions)) and overdue.text.count("Đơn vị chưa nộp") == 2


async def test_a_bloc_whose_table_cannot_be_read_keeps_no_reminder_of_another_back(open_period: Stage) -> None:
    await a_period_in_each(open_period)
    await open_period.to("2026-06-15 07:00")
    async with open_period.database.writing() as connection:
        sql = "UPDATE rubrics SET text = 'spoilt' WHERE id = (SELECT rubric_id FROM periods WHERE bloc_id = :bloc)"
        await connection.rows(sql, {"bloc": SECOND})
    before = len(told(open_period, "Nam", "chưa nộp phiếu"))
    await open_period.to("2026-06-15 08:00")

    assert len(told(open_period, "Nam", "chưa nộp phiếu")) == before + 1
