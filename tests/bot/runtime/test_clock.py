"""The clock ends without a word."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.runtime.clock import Clock
from storage.database import Database
from tests.bot.runtime.seam import Moment
from tests.stage import Stage

LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000) SELECT count(*) FROM n"


@pytest.fixture
async def stage(tmp_path: Path) -> Stage:
    return await Stage.open(tmp_path / "stage.db")


async def test_a_stop_while_the_clock_looks_is_no_fault_in_the_log(
    stage: Stage, database: Database, moment: Moment, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(database, stage.engine, moment)
    busy = asyncio.ensure_future(database.reader.rows(LONG, {}))
    clock.start()
    await asyncio.sleep(0.12)
    clock.stop()
    await busy
    await stage.close()

    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
