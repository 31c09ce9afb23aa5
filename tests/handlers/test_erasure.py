"""Erasing somebody's data: whatever any conversation has kept about them outside the records is gone."""

import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from handlers.account import forget
from handlers.contents import FLOWS
from handlers.flow import Flow, Turn
from storage.store import Store
from tests.blocs import sit_elsewhere
from tests.handlers.test_transcripts import transcript_of
from tests.stage import ACCOUNTS, CAST, Stage, says
from tests.transcripts import play

RECORDS = {
    "acknowledgements.person_id": "that a unit has received an announcement",
    "assignments.person_id": "who answered for a criterion",
    "people.id": "the name that the records bear",
    "people_names.person_id": "the names they bore before, without titles",
    "rsvps.person_id": "who came to a meeting",
    "seats.person_id": "who held which role, and from when to when",
    "audit.subject": "the log of decisive acts is never changed",
    "audit.old": "the log of decisive acts is never changed",
    "audit.new": "the log of decisive acts is never changed",
}
"""Where a person's number may stay, besides the columns that say who did something."""
FIRST_NUMBER, FIRST_ACCOUNT = 7_000_000, 8_000_000


@pytest.fixture
async def numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage whose people and accounts have numbers that nothing else has."""
    for at, name in enumerate(ACCOUNTS):
        monkeypatch.setitem(ACCOUNTS, name, str(FIRST_ACCOUNT + at))
    stage = await Stage.open(tmp_path / "ktd.db")
    people = "INSERT INTO people (id, full_name, consented_at) VALUES (1, 'Người đầu', '2026'), (:first, 'Người trước', '2026')"
    async with stage.database.writing() as connection:
        await connection.rows(people, {"first": FIRST_NUMBER})
    yield stage
    await stage.close()


async def erase(stage: Stage, people: dict[int, str]) -> None:
    async def act(turn: Turn) -> None:
        for number, name in people.items():
            await forget(turn, number, name)

    await stage.engine.act(act)


async def where_kept(stage: Stage, numbers: Iterable[str]) -> set[str]:
    """The columns that hold one of the numbers, but those that say who did something."""
    rows, found = stage.database.reader.rows, set()
    sought = re.compile(rf"\b({'|'.join(numbers)})\b")
    for table in [row["name"] for row in await rows("SELECT name FROM sqlite_master WHERE type = 'table'", {})]:
        acts = {row["from"] for row in await rows(f"SELECT * FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'people'", {})} - {"person_id"}
        for column in [row["name"] for row in await rows(f"SELECT name FROM pragma_table_info('{table}')", {}) if row["name"] not in acts]:
            if any(sought.search(str(row["value"])) for row in await rows(f'SELECT DISTINCT "{column}" AS value FROM {table}', {})):
                found.add(f"{table}.{column}")
    return found


async def known(stage: Stage) -> dict[int, tuple[str, str]]:
    """Everybody's number, with name and account."""
    rows = await stage.database.reader.rows("SELECT p.id, p.full_name, a.account FROM people AS p JOIN accounts AS a ON a.person_id = p.id", {})
    return {row["id"]: (row["full_name"], row["account"]) for row in rows}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stem)
async def test_after_erasing_only_records_know_who_it_was(flow: Flow, numbered: Stage) -> None:
    scene, lines = transcript_of(flow)
    await numbered.scene(scene)
    await play(numbered, lines)
    await require_erasable(numbered)


async def test_a_draft_and_what_somebody_did_for_themselves_go_with_their_data(numbered: Stage) -> None:
    await numbered.scene("joined")
    await says(numbered, "Lan", "/thongbao", "Nộp báo cáo quý.", "/donvi", "[Liên kết mời cả khối]")
    assert "notes.name" in await where_kept(numbered, [str(number) for number in await known(numbered)])

    await require_erasable(numbered)


async def notes_about(stage: Stage, name: str) -> set[str]:
    sql = "SELECT n.name FROM notes AS n JOIN people AS p ON p.id = n.person_id WHERE p.full_name = :name"
    return {row["name"].partition(":")[0] for row in await stage.database.reader.rows(sql, {"name": CAST[name][0]})}


async def test_who_leaves_takes_the_notes_about_them_along(open_period: Stage) -> None:
    await open_period.to("2026-06-08 07:30")
    await says(open_period, "Minh", "/thongbao", "Nộp báo cáo quý.")
    assert await notes_about(open_period, "Minh") == {"digest", "digest_told", "unsent"}
    await says(open_period, "Minh", "/toi", "[Rời khối]", "[Xác nhận]")

    assert await notes_about(open_period, "Minh") == set() and await notes_about(open_period, "Thu") == {"digest", "digest_told"}


async def test_who_is_removed_from_one_bloc_keeps_what_concerns_the_other(open_period: Stage) -> None:
    await sit_elsewhere(open_period)
    await open_period.to("2026-06-08 07:30")
    await says(open_period, "Lan", "/donvi", "[Sở Tài nguyên và Môi trường]", "[Gỡ Vũ Đức Minh]", "[Xác nhận]")

    assert await notes_about(open_period, "Minh") == {"digest_told"}


async def test_whoever_reminds_hears_of_the_others_though_one_had_their_data_erased(open_period: Stage) -> None:
    await says(open_period, "Lan", "/nhacnho")
    await says(open_period, "Nam", "/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]")
    async with open_period.database.writing() as connection:
        await Store(connection).people.reach("telegram", ACCOUNTS["Hoa"], reachable=False, why="bot was blocked by the user")
    await open_period.to("2026-06-01 08:10")

    assert "Trần Thị Hoa: đã chặn trợ lý" in open_period.last("Lan").text and "Lê Văn Nam" not in open_period.last("Lan").text


async def require_erasable(stage: Stage) -> None:
    """Everybody's data are erased, the chair's last: no column but the records' holds their number or account then."""
    everybody = await known(stage)
    chair = {number for number, (name, _) in everybody.items() if name == CAST["Lan"][0]}
    for gone in (everybody.keys() - chair, chair):
        people = {number: everybody[number] for number in gone}
        await erase(stage, {number: name for number, (name, _) in people.items()})
        sought = [text for number, (_, account) in people.items() for text in (str(number), account)]

        assert not people or await where_kept(stage, sought) <= RECORDS.keys()


async def test_what_waits_for_others_names_nobody_whose_data_were_erased(open_period: Stage) -> None:
    await says(open_period, "Nam", "/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]")
    named = "SELECT 1 FROM notices WHERE instr(title, 'Lê Văn Nam') > 0"
    assert await open_period.database.reader.rows(named, {})
    await says(open_period, "Nam", "/toi", "[Dữ liệu được lưu]", "[Xóa dữ liệu]", "[Xác nhận]")

    assert not await open_period.database.reader.rows(named, {}) and "đang chờ lãnh đạo duyệt" in await says(open_period, "Hoa", "/start")
