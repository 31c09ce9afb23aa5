"""Files that want to do harm get one plain line, quickly and in little memory (docs/formats.md, "Files")."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app

HEAD = "format: ktd-rubric/1\nid: mot\ntitle: Một\ntotal: 10\nsections:\n  - {code: I, title: Một, max: 10, criteria: ["
TAIL = "]}\n"
SOUND = HEAD + "{code: a, title: t, max: 10, rule: {type: manual}}" + TAIL
ONE_LINE: dict[str, str | bytes] = {
    "anchors that explode": "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)),
    "a merge key": "a: &a {x: 1}\nb: {<<: *a}\n",
    "ten megabytes": b"x" * (10 << 20),
    "lists without end": "[" * 500_000,
    "mappings without end": "{a: " * 200_000,
    "blocks without end": "- " * 500_000,
    "a repeated key": SOUND + "total: 10\n",
    "not a number": SOUND.replace("total: 10", "total: .nan"),
    "infinity": SOUND.replace("total: 10", "total: .inf"),
    "a number beyond floats": SOUND.replace("total: 10", "total: 1e400"),
    "a comma": SOUND.replace("total: 10", "total: 1,5"),
    "a million digits": SOUND.replace("total: 10", "total: " + "9" * 1_000_000),
    "UTF-16": SOUND.encode("utf-16"),
    "Latin 1": SOUND.replace("Một", "Mót").encode("latin-1"),
    "a NUL": SOUND.replace("title: t", "title: t\0"),
    "a tag that builds": "a: !!python/object/apply:os.system [ls]\n",
    "random bytes": bytes((n * 7919) % 251 for n in range(100_000)),
    "nothing": "",
    "blanks": " " * 1_000_000,
    "comments": "#" * 1_000_000,
    "quotes": '"' * 1_000_000,
    "question marks": "? " * 500_000,
    "a hundred thousand criteria": HEAD + ",".join(["{code: a}"] * 100_000) + TAIL,
    "three hundred thousand criteria": HEAD + ",".join(["{}"] * 300_000) + TAIL,
    "thousands of violations of one code": HEAD
    + "{code: a, title: t, max: 10, rule: {type: deduct, violations: ["
    + ",".join(["{code: a, title: t, points: 1}"] * 15_000)
    + "]}}"
    + TAIL,
    "thousands of exclusions of one code": SOUND + "exclusions: [" + ",".join(["{code: a, title: t}"] * 20_000) + "]\n",
}
MANY_LINES: dict[str, str] = {
    "criteria that say nothing": HEAD + ",".join(f"{{code: a{n}}}" for n in range(50_000)) + TAIL,
    "bands that all overlap": HEAD
    + "{code: a, title: t, max: 10, rule: {type: bands, bands: ["
    + ",".join(["{min: 0, points: 1}"] * 45_000)
    + "]}}"
    + TAIL,
    "unknown keys": SOUND + "".join(f"k{n}: 1\n" for n in range(90_000)),
    "escapes for a terminal": 'format: ktd-rubric/1\n"a\\nb\\e[31m\\u2028\\u202e": 1\nsections: [{code: "I\\nx", title: "\\e[2J", max: 1}]\n',
}


def check(file: Path | str) -> tuple[int, list[str], float]:
    """The command's end, its lines, and the seconds of the processor it took."""
    begun = time.process_time()
    done = CliRunner().invoke(app, ["rubric", "check", str(file)])
    return done.exit_code, done.stdout.splitlines(), time.process_time() - begun


@pytest.mark.parametrize("name", ONE_LINE)
def test_a_hostile_file_gets_one_plain_line_at_once(name: str, tmp_path: Path) -> None:
    content = ONE_LINE[name]
    (tmp_path / "r.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    code, lines, seconds = check(tmp_path / "r.yaml")

    assert (code, len(lines)) == (1, 1) and len(lines[0]) < 600 and lines[0].isprintable()
    assert seconds < 3


@pytest.mark.parametrize("name", MANY_LINES)
def test_many_faults_are_each_one_plain_line_and_come_soon(name: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(MANY_LINES[name], "utf-8")
    code, lines, seconds = check(tmp_path / "r.yaml")

    assert code == 1 and all(line.startswith(f"{tmp_path}/r.yaml: ") and line.isprintable() and len(line) < 600 for line in lines)
    assert seconds < 5


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_gets_one_plain_line(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "r.yaml")
    code, lines, _ = check(tmp_path / "r.yaml")

    assert (code, len(lines)) == (1, 1) and lines[0].startswith(f"{tmp_path}/r.yaml: file: ")


def test_links_that_lead_in_a_circle_are_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").symlink_to("r.yaml")

    assert check(tmp_path / "r.yaml")[1] == [f"{tmp_path}/r.yaml: file: Too many levels of symbolic links"]


def test_a_name_cannot_break_the_line(tmp_path: Path) -> None:
    code, lines, _ = check(tmp_path / "a\nb\x1b[31m.yaml")

    assert (code, len(lines)) == (1, 1) and lines[0].isprintable()


@pytest.mark.parametrize("name", ["anchors that explode", "ten megabytes", "lists without end", "three hundred thousand criteria"])
def test_a_hostile_file_takes_little_memory(name: str, tmp_path: Path) -> None:
    content = ONE_LINE[name]
    (tmp_path / "r.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "rubric", "check", str(tmp_path / "r.yaml")], check=False, capture_output=True, preexec_fn=in_little_memory
    )

    assert done.returncode == 1 and done.stdout.count(b"\n") == 1 and done.stderr == b""


def in_little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))


@pytest.mark.parametrize("name", ONE_LINE)
def test_a_hostile_sheet_is_told_on_standard_error(name: str, tmp_path: Path) -> None:
    content = ONE_LINE[name]
    (tmp_path / "r.yaml").write_text(SOUND, "utf-8")
    (tmp_path / "s.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    done = CliRunner().invoke(app, ["rubric", "score", str(tmp_path / "r.yaml"), str(tmp_path / "s.yaml")])

    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
