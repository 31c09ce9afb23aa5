"""`ktd run`: what it refuses to start on, what it says first, and that a stop ends it at any moment."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from storage.leases import lease
from tests.bot.test_cli import ROOT, Ktd, damage, ktd, loaded
from tests.stage import BLOC, BLOC_ID

__all__ = ["ktd", "loaded"]


def test_bad_settings_end_every_command_with_2_and_a_line_each(ktd: Ktd) -> None:
    ktd.settings |= {"KTD_PORT": "x", "KTD_NONSENSE": "y"}

    assert [len(ktd.fault(*words, code=2)) for words in (("run",), ("playground",), ("check",), ("bloc", "show"))] == [2, 2, 2, 2]


@pytest.mark.parametrize("words", [("fly",), ("bloc", "fly"), ("run", "--fast"), ("playground", "--port", "99999")])
def test_what_is_no_command_is_wrong_usage(ktd: Ktd, words: tuple[str, ...]) -> None:
    ktd.fault(*words, code=2)


def test_data_that_has_run_live_is_not_played_with(loaded: Ktd) -> None:
    damage(loaded, "INSERT INTO notes (name, value, at) VALUES ('live', 'telegram', '2026')")

    assert len(loaded.fault("run", code=2)) == 1


def test_the_playground_refuses_to_be_seen_from_outside(ktd: Ktd) -> None:
    ktd.settings["KTD_HOST"] = "0.0.0.0"

    assert len(ktd.fault("playground", code=2)) == 1


@pytest.mark.parametrize(("settings", "held"), [({"KTD_TELEGRAM_TOKEN": "12:abc"}, "ktd.lease"), ({}, "playground.lease")])
def test_a_second_ktd_on_the_same_data_refuses_to_start(ktd: Ktd, settings: dict[str, str], held: str) -> None:
    ktd.settings |= settings
    with lease(ktd.data / held):
        done = ktd("run", code=1)

    assert "another ktd is running" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("settings", "held"), [({"KTD_TELEGRAM_TOKEN": "12:abc"}, "ktd.lease"), ({}, "playground.lease")])
def test_a_run_says_at_once_which_data_it_uses(ktd: Ktd, settings: dict[str, str], held: str) -> None:
    ktd.settings |= settings | {"KTD_DATA_DIR": "data"}
    with lease(ktd.data / held):
        said = ktd("run", code=1).stdout.splitlines()[:2]

    assert f"Data: {ktd.data / held.removesuffix('.lease').replace('ktd', '')}".rstrip("/") in said


def test_without_a_bloc_the_two_commands_are_shown_as_they_can_be_typed(ktd: Ktd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/ktd", "run"])
    with lease(ktd.data / "playground.lease"):
        said = ktd("run", code=1).stdout

    assert f"KTD_DATA_DIR={ktd.data}/playground .venv/bin/ktd bloc load FILE" in said
    assert f"KTD_DATA_DIR={ktd.data}/playground .venv/bin/ktd invite new" in said


def test_with_a_bloc_loaded_into_the_playground_nothing_more_is_asked_for(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace(f"id: {BLOC_ID}", "id: khoi-khac"), "utf-8")
    with lease(ktd.data / "playground.lease"):
        for file, is_asked in ((str(BLOC), True), ("b.yaml", False)):
            ktd.settings["KTD_DATA_DIR"] = str(ktd.data / "playground")
            ktd("bloc", "load", file)
            ktd.settings["KTD_DATA_DIR"] = str(ktd.data)
            assert ("bloc load" in ktd("run", code=1).stdout) is is_asked


def test_what_a_command_starts_after_a_run_still_hears_its_stop(ktd: Ktd) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with lease(ktd.data / "playground.lease"):
        ktd("run", code=1)

    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_port_that_is_taken_is_told_in_a_line(ktd: Ktd) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "bot", "playground", "--port", port],
            env={"PATH": "", "KTD_DATA_DIR": str(ktd.data)}, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert done.returncode == 1 and [line for line in done.stderr.splitlines() if "WARNING" not in line] == [
        f"127.0.0.1:{port} cannot be served: {done.stderr.strip().rpartition('served: ')[2]}"
    ]


def test_a_playground_put_aside_is_named_with_the_command_that_opens_it_as_it_was_typed_here(ktd: Ktd) -> None:
    import socket

    (ktd.data / "playground").mkdir(parents=True)
    (ktd.data / "playground" / "ktd.db").write_bytes(b"of another program")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "playground", "--fresh", "--port", str(taken.getsockname()[1])],
            env={"PATH": "", "KTD_DATA_DIR": str(ktd.data)}, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    hint = done.stdout.partition("To open it: ")[2].strip()

    assert hint.startswith(f"KTD_DATA_DIR={ktd.data}") and hint.endswith(" python -m bot playground")


def began(ktd: Ktd) -> subprocess.Popen[bytes]:
    """A run that hears SIGTERM already, though it has imported next to nothing."""
    words = [sys.executable, "-m", "bot", "playground", "--port", "0"]
    run = subprocess.Popen(words, env={"PATH": "", "KTD_DATA_DIR": str(ktd.data)}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    caught = Path(f"/proc/{run.pid}/status")
    while not int(caught.read_text().partition("SigCgt:")[2].split()[0], 16) >> signal.SIGTERM - 1 & 1:
        time.sleep(0.002)
    return run


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="which signals a process hears is read from /proc")
def test_a_stop_at_any_moment_of_the_start_ends_with_0(ktd: Ktd, tmp_path: Path) -> None:
    runs = []
    for delay in (0.0, 0.15, 0.6):
        ktd.data = tmp_path / str(delay)
        runs.append(began(ktd))
        threading.Timer(delay, runs[-1].terminate).start()

    assert [run.wait(30) for run in runs] == [0, 0, 0]


def test_the_start_hears_a_stop_before_it_imports_the_commands() -> None:
    loaded = "import sys; import bot.cli; print(sorted({'typer', 'pydantic', 'bot.app'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "[]\n"
