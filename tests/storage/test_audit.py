"""The audit log in the database: appended to, and never otherwise touched."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.verifying import listed
from bot.verifying import verified as told_by_the_command
from storage.database import Database
from storage.store import Store
from tests.appraisals import ACCEPT_ALL, SEND, TITLE
from tests.handlers.test_reconciliation_deciding import EXCLUDE
from tests.stage import BLOC_ID, Stage, beginning, says

CUT = """
DELETE FROM audit WHERE seq = {last};
UPDATE audit_head SET (seq, sha256) = (SELECT seq, sha256 FROM audit WHERE seq = {left});
UPDATE sqlite_sequence SET seq = {left} WHERE name = 'audit';"""


async def verified(stage: Stage) -> list[str]:
    return [one.line for one in (await told_by_the_command(stage.store, ()))[1]]


async def acts(stage: Stage) -> list[str]:
    return [entry.act async for entry in stage.store.audit.everything()]


def tamper(stage: Stage, sql: str) -> None:
    """As somebody would who holds the file: the triggers are taken off first."""
    with sqlite3.connect(stage.database.path) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints = ON; DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_cut; {sql}")


async def test_a_half_year_leaves_its_decisive_acts_in_one_whole_chain(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    for words in ("/chamdiem", "[Rút lại]", "[Xác nhận]", "[Xem lại và nộp]", "[Nộp]"):
        await open_period.does("Hoa", words)
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await open_period.does("Lan", words)

    assert await acts(open_period) == ["bloc", "period", "period_opened", "submission", "withdrawal", "submission", "period_closed"]
    _, _, opened, submitted, withdrawn, _, closed = [entry async for entry in open_period.store.audit.everything()]
    assert [(one.old, one.new) for one in (opened, closed)] == [
        ('{"state":"preparing"}', '{"state":"open"}'),
        ('{"state":"open"}', '{"state":"closed"}'),
    ]
    assert submitted.old == '{"state":"filling"}' and withdrawn.new == '{"state":"filling"}' and '"receipt":"SXD-1-1-' in withdrawn.old
    assert await verified(open_period) == []


@pytest.mark.parametrize("sql", ["UPDATE audit SET new = '{}' WHERE seq = 1", "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit WHERE seq = 3"])
async def test_an_entry_changed_or_taken_out_in_the_file_is_found(sql: str, open_period: Stage) -> None:
    tamper(open_period, sql)

    assert await verified(open_period)


async def test_a_submission_misses_its_entry_also_where_the_cut_was_hidden(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    tamper(open_period, CUT.format(last=4, left=3))

    assert [line[:43] for line in await verified(open_period)] == ["entry 4 is missing, though receipt SXD-1-1-"]


async def test_a_publication_misses_its_entry(open_period: Stage) -> None:
    columns = "period_id, version, at, by, post, ranking, reason"
    tamper(open_period, f"INSERT INTO publications ({columns}) VALUES (1, 1, '2026-06-20T00:00:00.000000Z', 1, 'x', '{{}}', '')")

    assert await verified(open_period) == ["the log has no entry of publication 1 of period 1"]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE audit SET new = '[]' WHERE seq = 4", "entry 4 was changed"),
        ("DELETE FROM audit WHERE seq = 4", "entry 4 is missing"),
        ("DELETE FROM audit_head", "the note of the log's last entry is gone"),
        (
            "UPDATE answers SET answer = '{\"points\":\"10\"}' WHERE address = 'I.1'",
            "{receipt}: the sheet's present answer to I.1 is not what was submitted",
        ),
        ("UPDATE answers SET answer = 'x' WHERE address = 'I.1'", "{receipt}: the sheet's present answer to I.1 is not what was submitted"),
        ("DELETE FROM answers WHERE address = 'I.1'", "{receipt}: the sheet's present answer to I.1 is not what was submitted"),
        ("UPDATE submissions SET sheet = replace(sheet, '9', '8')", "{receipt}: the sheet kept with it is not the one that was submitted"),
        ("UPDATE submissions SET total = '100'", "entry 4 contradicts what is kept of {receipt}: its total"),
        ("UPDATE submissions SET at = '2026-06-02T00:00:00.000000Z', by = 1", "entry 4 contradicts what is kept of {receipt}: its asked_at, by"),
        ("UPDATE submissions SET deadline = '2027-01-01T00:00:00.000000Z'", "entry 4 contradicts what is kept of {receipt}: its deadline"),
        ("UPDATE submissions SET withdrawn_at = at", "entry 4 contradicts what is kept of {receipt}: whether it was taken back"),
        ("UPDATE sheets SET state = 'filling' WHERE id = 3", "{receipt}: it is in force, but its sheet does not stand as submitted"),
        (
            "UPDATE answers SET earlier_rubric_id = 1 WHERE address = 'I.1'",
            "{receipt}: the sheet's present answer to I.1 is not what was submitted",
        ),
        ("DELETE FROM submissions", "entry 4 names {receipt}, which is not kept any more"),
        ("UPDATE rubrics SET text = text || ' '", "version 1 of the table ngan-10 of ha-nam-kinh-te is not the text that was kept"),
        ("UPDATE periods SET closes_at = '2027-01-01T00:00:00.000000Z'", "entry 2 names another deadline than the one period 1 goes by"),
        ("UPDATE periods SET takes_late = 0", "entry 2 names another deadline than the one period 1 goes by"),
    ],
)
async def test_what_was_touched_is_named_in_one_line(sql: str, told: str, open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    submission = await open_period.store.submissions.in_force(3)
    assert submission is not None
    tamper(open_period, sql)

    assert await verified(open_period) == [told.format(receipt=f"receipt {submission.receipt}")]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "UPDATE judgements SET points = '10' WHERE points = '8'",
            "entry 10 contradicts the judgements of period 1 as they are kept: one of them was changed",
        ),
        ("UPDATE publications SET post = 'x'", "entry 11 contradicts publication 1 of period 1 as it is kept: one of them was changed"),
        ("UPDATE publications SET by = 2", "entry 11 contradicts publication 1 of period 1 as it is kept: one of them was changed"),
        ("UPDATE publications SET reason = 'x'", "entry 11 contradicts publication 1 of period 1 as it is kept: one of them was changed"),
        ("UPDATE publications SET ranking = '{}'", "entry 11 contradicts publication 1 of period 1 as it is kept: one of them was changed"),
        ("DELETE FROM publications", "entry 11 names publication 1 of period 1, which is not kept any more"),
    ],
)
async def test_scores_and_posts_that_were_touched_are_named(sql: str, told: str, stage: Stage) -> None:
    await stage.scene("window over")
    await says(stage, "Lan", "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")
    assert await verified(stage) == []
    tamper(stage, f"DROP TRIGGER judgements_are_never_changed; {sql}")

    assert await verified(stage) == [told]


@pytest.fixture
@beginning
async def rested(open_period: Stage) -> Stage:
    """A published result that rests on evidence, an appeal with its file, and an exclusion."""
    await open_period.fill("Minh", ["9"] * 10)
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", "9 – BC số 45/BC-SXD", *["9"] * 9, "[Xem lại và nộp]", "[Nộp]")
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    await says(open_period, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo")
    await says(open_period, "Lan", *ACCEPT_ALL, *SEND)
    await says(open_period, "Hoa", "[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi ngày 12/6")
    await open_period.sends("Hoa", "bao-cao.pdf")
    await open_period.files_arrive()
    await says(open_period, "Lan", "[Xem giải trình]", "[Chấp nhận giải trình]", "/thamdinh", "[Kết thúc giải trình]", "[Xác nhận]")
    open_period.now += timedelta(hours=1)
    await says(open_period, "Lan", *EXCLUDE, "/thamdinh", "[Rà soát, chốt điểm]", "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")
    return open_period


@pytest.mark.parametrize(
    ("table", "to"),
    [
        ("decisions", "reason = 'khác'"),
        ("explanations", "decided_at = '2027-06-01T00:00:00.000000Z'"),
        ("evidence", "state = 'lost' WHERE address = 'appeal:I.2'"),
        ("explanations", "text = 'khác'"),
        ("decisions", "withdrawn_at = '2026-06-01T00:00:00.000000Z'"),
        ("explanations", "outcome = 'kept'"),
        ("evidence", "name = 'khac.pdf' WHERE address = 'appeal:I.2'"),
        ("evidence", "removed_at = at WHERE address = 'appeal:I.2'"),
    ],
)
async def test_what_a_publication_rests_on_is_vouched_for(table: str, to: str, rested: Stage) -> None:
    assert await verified(rested) == []
    with sqlite3.connect(rested.database.path) as connection:
        connection.execute(f"UPDATE {table} SET {to}")

    assert [line.partition(" ")[2].partition(" ")[2] for line in await verified(rested)] == [
        f"contradicts the {table} of period 1 as they are kept: one of them was changed"
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE evidence SET removed_at = '2027-01-01T00:00:00.000000Z', removed_by = 1 WHERE address = 'I.1'",
        "INSERT INTO evidence (sheet_id, address, kind, text, state, by, at) VALUES (3, 'I.1', 'document', 'BC số 1', 'kept', 1, '2027-01-01T00:00:00.000000Z')",
    ],
)
async def test_evidence_slipped_in_or_away_behind_a_submission_in_force_is_named(sql: str, rested: Stage) -> None:
    with sqlite3.connect(rested.database.path) as connection:
        connection.execute(sql)

    (line,) = await verified(rested)
    assert line.endswith("the evidence to I.1 is not kept as it was submitted")


async def test_what_comes_after_a_publication_contradicts_nothing(rested: Stage) -> None:
    await says(rested, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Bổ sung số liệu quý II theo kết luận", "20/6 17h", "[Xác nhận]")
    await says(rested, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "I.1", "[Gỡ minh chứng]", "[Xác nhận]", "I.2", "8 – BC số 46/BC-SXD")

    assert await verified(rested) == []


async def test_what_comes_after_a_publication_contradicts_nothing_though_the_clock_was_set_back(rested: Stage) -> None:
    rested.now -= timedelta(days=2)
    await says(rested, "Lan", "/dotcham", f"[{TITLE}]", "[Mở lại]", "Bổ sung số liệu quý II theo kết luận", "20/6 17h", "[Xác nhận]")
    await says(rested, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "I.1", "[Gỡ minh chứng]", "[Xác nhận]")

    assert await verified(rested) == []


async def test_a_withdrawn_sheet_may_be_filled_otherwise(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]", "I.1", "8")

    assert await verified(open_period) == []


async def test_a_log_is_read_as_it_stood_while_others_write(open_period: Stage) -> None:
    beside = await Database.open(open_period.database.path)
    async with beside.looking() as connection:
        before = await Store(connection).audit.head()
        await open_period.fill("Hoa", ["9"] * 10)
        seen = await told_by_the_command(Store(connection), ())
    await beside.close()

    assert seen == (before, [], [])


@pytest.mark.parametrize("sql", ["UPDATE audit SET new = '{}'", "DELETE FROM audit"])
async def test_the_log_refuses_to_be_changed(sql: str, open_period: Stage) -> None:
    with sqlite3.connect(open_period.database.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(sql)


async def test_loading_the_same_bloc_again_is_no_act(stage: Stage) -> None:
    from config.bloc_files import read_bloc_file
    from handlers.blocs import load_bloc
    from tests.stage import BLOC

    async with stage.database.writing() as connection:
        await load_bloc(Store(connection), read_bloc_file(BLOC.read_bytes()), stage.now)

    assert await acts(stage) == ["bloc"]


async def test_joining_and_being_removed_are_acts_with_old_and_new(stage: Stage) -> None:
    await stage.join("Lan", "Hoa", "Nam")
    for words in ("/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]"):
        await stage.does("Lan", words)
    ended = [entry async for entry in stage.store.audit.everything()][-1]

    assert (ended.act, ended.old) == (
        "seat_ended",
        '{"name":"Lê Văn Nam","person":3,"role":"unit_focal_point","unit":"SXD","unit_name":"Sở Xây dựng"}',
    )


async def test_the_log_says_who_was_given_a_seat_by_whom_and_how_they_were_named_later(stage: Stage) -> None:
    await stage.join("Lan")
    for words in ("/start [SXD unit_focal_point]", "[Đồng ý]", "Lê Văn Nam", "/toi", "[Sửa họ tên, chức vụ]", "Lê Hoài Nam, Chuyên viên"):
        await stage.does("Nam", words)
    seat, named = [entry async for entry in stage.store.audit.everything()][-2:]

    given = '{"invited_by":null,"name":"Lê Văn Nam","person":2,"role":"unit_focal_point","unit":"SXD","unit_name":"Sở Xây dựng"}'
    assert (seat.act, seat.new) == ("seat", given)
    assert (named.act, named.subject, named.old, named.new) == ("renamed", "person:2", '{"name":"Lê Văn Nam"}', '{"name":"Lê Hoài Nam"}')


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE seats SET role = 'unit_leader' WHERE id = 2", "contradicts seat 2 as it is kept: its role"),
        ("UPDATE seats SET unit_id = 1 WHERE id = 2", "contradicts seat 2 as it is kept: its unit"),
        ("UPDATE seats SET since = '2026-05-01T00:00:00.000000Z' WHERE id = 2", "contradicts seat 2 as it is kept: its beginning"),
        ("UPDATE units SET post = NULL WHERE code = 'SCT'", "contradicts the unit SCT of ha-nam-kinh-te as it is kept: its name or its post"),
        ("UPDATE units SET name = 'Sở Khác' WHERE code = 'SXD'", "contradicts the unit SXD of ha-nam-kinh-te as it is kept: its name or its post"),
        ("UPDATE seats SET person_id = 1 WHERE id = 2", "contradicts seat 2 as it is kept: its person"),
        ("UPDATE seats SET until = NULL, ended_by = NULL WHERE id = 2", "contradicts seat 2 as it is kept: its end"),
        ("DELETE FROM seats WHERE id = 2", "names seat 2, which is not kept any more"),
    ],
)
async def test_a_right_that_was_changed_behind_the_log_is_named(sql: str, told: str, stage: Stage) -> None:
    await stage.join("Lan")
    await says(stage, "Nam", "/start [SXD unit_focal_point]", "[Đồng ý]", "Lê Văn Nam")
    await says(stage, "Lan", "/donvi", "[Sở Xây dựng]", "[Gỡ Lê Văn Nam]", "[Xác nhận]")
    assert await verified(stage) == []
    with sqlite3.connect(stage.database.path) as connection:
        connection.execute(sql)

    assert [line.partition(" ")[2].partition(" ")[2] for line in await verified(stage)] == [told]


async def test_a_seat_that_nobody_gave_is_named(stage: Stage) -> None:
    await stage.join("Nam")
    stage.now += timedelta(hours=1)
    with sqlite3.connect(stage.database.path) as connection:
        connection.execute(
            "INSERT INTO seats (person_id, bloc_id, unit_id, role, since) VALUES (1, 'ha-nam-kinh-te', 1, 'unit_leader', '2026-06-02T00:00:00.000000Z')"
        )

    assert await verified(stage) == ["the log has no entry of seat 2: unit_leader of SCT"]


async def test_another_job_title_is_no_act(stage: Stage) -> None:
    await stage.join("Nam")
    await says(stage, "Nam", "/toi", "[Sửa họ tên, chức vụ]", "Lê Văn Nam, Phó Chánh Văn phòng")

    assert await acts(stage) == ["bloc"]


async def test_a_receipt_stands_at_its_entry(open_period: Stage, tmp_path: Path) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    entry = [entry async for entry in open_period.store.audit.everything()][-1]

    assert f"Nhật ký: số {entry.seq}, {entry.sha256[:16]}" in open_period.last("Hoa").text
    assert entry.bloc_id == BLOC_ID


async def test_submitted_evidence_of_which_nothing_is_kept_by_its_hash_is_named(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "I.1", "9")
    await open_period.sends("Hoa", "bao-cao.pdf")
    await open_period.files_arrive()
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", *["9"] * 9, "[Xem lại và nộp]", "[Nộp]")
    assert await verified(open_period) == []
    tamper(open_period, "UPDATE evidence SET sha256 = 'f' || substr(sha256, 2)")

    (told,) = await verified(open_period)
    assert told.startswith("receipt SXD-1-1-") and told.endswith(": the evidence to I.2 is not kept as it was submitted")


async def test_a_table_changed_together_with_its_hash_is_not_what_the_period_goes_by(open_period: Stage) -> None:
    tamper(open_period, "UPDATE rubrics SET text = 'x', sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'")

    assert await verified(open_period) == ["entry 2 names another table than the one period 1 goes by"]


async def test_a_submission_taken_back_and_made_to_stand_again_is_named(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    await says(open_period, "Hoa", "/chamdiem", "[Rút lại]", "[Xác nhận]")
    tamper(open_period, "UPDATE submissions SET withdrawn_at = NULL; UPDATE sheets SET state = 'submitted' WHERE id = 3")

    (told,) = await verified(open_period)
    assert told.startswith("entry 4 contradicts what is kept of receipt SXD-1-1-") and told.endswith(": whether it was taken back")


async def test_the_list_of_the_log_holds_no_units_total_before_its_period_is_closed(open_period: Stage) -> None:
    await open_period.fill("Hoa", ["9"] * 10)

    assert not any('"total":"90' in entry.new for entry, _ in await listed(open_period.store, None))
    await says(open_period, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
    assert sum('"total":"90' in entry.new for entry, _ in await listed(open_period.store, 1)) == 1


async def test_an_entry_missing_right_before_a_publication_is_all_that_is_told(rested: Stage) -> None:
    last = [entry.seq async for entry in rested.store.audit.everything()][-1]
    tamper(rested, f"DELETE FROM audit WHERE seq = {last - 1}")

    assert await verified(rested) == [f"entry {last - 1} is missing"]
