"""What every test may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.stage import Stage

settings.register_profile("busy", deadline=None)  # machines that run the tests may be busy
settings.load_profile("busy")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage with the bloc loaded and nobody joined; the messenger has buttons."""
    stage = await Stage.open(tmp_path / "ktd.db")
    yield stage
    await stage.close()


@pytest.fixture
async def joined(stage: Stage) -> Stage:
    """A stage on which everybody has joined and the group is tied."""
    await stage.scene("joined")
    return stage


@pytest.fixture
async def open_period(stage: Stage) -> Stage:
    """A stage with a period of ten criteria open until 17:00 on 15 June."""
    await stage.scene("period open")
    return stage
