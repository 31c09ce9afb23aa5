"""`ktd export`: a closed period's score tables as files; nothing of a period that is open."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.exports import NotExported, export_facts, exporting, require_own
from storage.store import Store
from tests.bot.test_cli import Ktd, ktd, loaded
from tests.stage import Stage

__all__ = ["ktd", "loaded"]


async def exported(stage: Stage, to: Path) -> tuple[Path, ...]:
    with exporting(1, to) as files:
        async with stage.database.writing() as connection:
            files.write(*await export_facts(Store(connection), stage.now, 1))
        return files.move()


async def test_both_files_hold_every_unit_and_its_three_scores(joined: Stage, tmp_path: Path) -> None:
    await joined.scene("appraised")
    workbook, data = await exported(joined, tmp_path / "out")
    document = json.loads(data.read_text("utf-8"))
    second = document["units"]["SXD"]["criteria"][1]

    assert load_workbook(workbook).sheetnames == ["Tổng hợp", "SXD"]
    assert (second["own"], second["appraised"], second["final"], second["reason"]) == ("9.50", "8.00", "8.00", "thiếu hai báo cáo chuyên đề")
    assert document["sheets"][0]["total"] == "93.50" and document["appraised"] is True


async def test_an_export_stands_in_the_audit_log(joined: Stage, tmp_path: Path) -> None:
    await joined.scene("appraised")
    await exported(joined, tmp_path)

    assert [entry.act async for entry in joined.store.audit.everything()][-1] == "export"


@pytest.fixture
async def appraised(joined: Stage, ktd: Ktd) -> Stage:
    """An appraised period in the data folder in which the command runs."""
    await joined.scene("appraised")
    ktd.data.mkdir()
    with closing(sqlite3.connect(joined.database.path)) as source, closing(sqlite3.connect(ktd.data / "ktd.db")) as copy:
        source.backup(copy)
    return joined


def acts(ktd: Ktd) -> list[str]:
    """What the audit log of the command's data holds."""
    with closing(sqlite3.connect(ktd.data / "ktd.db")) as database:
        return [act for (act,) in database.execute("SELECT act FROM audit ORDER BY seq")]


@pytest.mark.usefixtures("appraised")
async def test_an_export_leaves_both_files_and_its_record(ktd: Ktd, tmp_path: Path) -> None:
    done = await asyncio.to_thread(ktd, "export", "--period", "1", "--to", "out")

    assert done.stdout.splitlines() == ["out/period-1.xlsx", "out/period-1.json"]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["period-1.json", "period-1.xlsx"] and acts(ktd)[-1] == "export"


@pytest.mark.usefixtures("appraised")
async def test_an_export_that_cannot_be_written_leaves_no_record_and_no_file(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".period-1.json.part").symlink_to("/dev/full")  # a disk without room

    assert await asyncio.to_thread(ktd.fault, "export", "--period", "1", "--to", "out") == ["out: No space left on device"]
    assert "export" not in acts(ktd) and not list((tmp_path / "out").iterdir())


async def test_nothing_of_an_open_period_is_exported(open_period: Stage, tmp_path: Path) -> None:
    await open_period.fill("Hoa", ["9"] * 10)
    with pytest.raises(NotExported):
        await exported(open_period, tmp_path)


def test_what_cannot_be_exported_is_told_in_a_line(loaded: Ktd, tmp_path: Path) -> None:
    loaded.period()

    assert loaded.fault("export", "--period", "7", "--to", "out") == ["There is no period 7. `ktd period list` shows those that are."]
    assert "until it is closed" in loaded.fault("export", "--period", "1", "--to", "out")[0] and not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_told_with_what_to_name(loaded: Ktd, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    assert loaded.fault("export", "--period", "1", "--to", "out") == ["--to out: is a file; name a folder, which is made where it is missing"]


async def test_an_earlier_export_of_the_same_period_may_be_written_over_and_other_files_may_not(joined: Stage, tmp_path: Path) -> None:
    await joined.scene("appraised")
    _, data = await exported(joined, tmp_path)
    document = json.loads(data.read_text("utf-8"))
    require_own(document, tmp_path)
    data.write_text("[]", "utf-8")

    with pytest.raises(NotExported, match="--force"):
        require_own(document, tmp_path)
