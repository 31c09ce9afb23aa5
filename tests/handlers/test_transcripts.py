"""Every flow's docstring transcript holds, with buttons and on the poorest messenger there can be."""

import sys
from pathlib import Path

import pytest

from handlers.contents import FLOWS
from handlers.flow import Flow
from tests.blocs import NAME, notices, sit_elsewhere
from tests.stage import BLOC_ID, Kind, Stage
from tests.transcripts import play

WITHOUT_A_CONVERSATION = {"groups"}  # on a messenger without groups there is none to play


def transcript_of(flow: Flow) -> tuple[str, str]:
    """The scene's name and the lines of a flow's transcript."""
    entry = (flow.commands or flow.taps or flow.jobs)[0]
    module = next(module for name, module in sys.modules.items() if getattr(module, "FLOW", None) is flow and name.startswith("handlers."))
    scene, _, lines = (module.__doc__ or "").partition("Scene: ")[2].partition("\n")
    assert scene, f"{flow.stem} ({entry}) has no transcript"
    return scene.strip(), lines


@pytest.mark.parametrize("kind", ["buttons", "poorest"])
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stem)
async def test_the_transcript_of_every_flow_is_what_happens(flow: Flow, kind: Kind, tmp_path: Path) -> None:
    scene, lines = transcript_of(flow)
    if kind == "poorest":
        if flow.stem in WITHOUT_A_CONVERSATION:
            return
        lines = "\n".join(line for line in _without_group(lines))
    stage = await Stage.open(tmp_path / "ktd.db", kind)
    try:
        await stage.scene(scene)
        await play(stage, lines)
    finally:
        await stage.close()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stem)
async def test_whoever_sits_in_two_blocs_hears_of_which_one_every_notice_is(flow: Flow, stage: Stage) -> None:
    scene, lines = transcript_of(flow)
    await stage.scene(scene)
    people = await sit_elsewhere(stage)
    earlier = len(await notices(stage, people))
    await play(stage, lines)

    assert [words for words in (await notices(stage, people))[earlier:] if NAME not in words] == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.stem)
async def test_whoever_sits_in_one_bloc_hears_the_notice_alone(flow: Flow, stage: Stage) -> None:
    scene, lines = transcript_of(flow)
    await stage.scene(scene)
    await play(stage, lines)
    people = {seat.person_id for seat in await stage.store.seats.of_bloc(BLOC_ID)}

    assert [words for words in await notices(stage, people) if words.startswith(f"{NAME}\n")] == []


def _without_group(lines: str) -> list[str]:
    """The transcript without what is said in the group, and the choices of such messages."""
    kept, dropping = [], False
    for line in lines.splitlines():
        dropping = line.startswith("ktd → group") or (dropping and line.startswith("  ["))
        if not dropping:
            kept.append(line)
    return kept
