"""The clock ends with what it has begun."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.runtime.clock import Clock
from tests.stage import Stage


async def test_a_stop_waits_for_what_is_under_way_and_logs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stage = await Stage.open(tmp_path / "ktd.db")
    await stage.scene("period open")
    stage.now = await stage.store.due.next_at() or stage.now
    clock = Clock(stage.database, stage.engine, stage.clock)
    clock.start()
    async with stage.database.writing():
        clock.look()
        await asyncio.sleep(0.2)
        stopping = asyncio.ensure_future(clock.stop())
        await asyncio.sleep(0)
    await stopping

    assert await stage.store.due.next_at() != stage.now
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    await stage.close()
