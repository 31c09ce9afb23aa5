"""Whoever chairs another bloc decides nothing in this one, whatever seat they hold here."""

from tests.blocs import chairs_there, second_bloc
from tests.stage import Stage, forge


async def test_the_freezing_is_refused_by_this_bloc_s_chair_alone(stage: Stage) -> None:
    await stage.scene("window over")
    await second_bloc(stage)
    await chairs_there(stage, "Quý")
    period = await stage.store.periods.of(1)
    assert period is not None

    assert "không thuộc quyền" in await forge(stage, "Quý", f"reconciliation.unfrozen:1:{period.revision}:0")
