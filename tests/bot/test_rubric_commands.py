"""`ktd rubric check` and `ktd rubric score` (docs/formats.md, "Commands")."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app

RUBRIC = """
format: ktd-rubric/1
id: nho
title: Bảng nhỏ
total: 100
not_applicable: {policy: rescale}
sections:
  - code: I
    title: Mục một
    max: 60
    criteria:
      - {code: "1", title: Một, max: 40, rule: {type: percent_of_plan}, floor: 10}
      - {code: "2", title: Hai, max: 20, rule: {type: relative_to_leader}}
  - code: II
    title: Mục hai
    max: 40
    criteria:
      - {code: "1", title: Ba, max: 40, rule: {type: manual}}
bonus: {items: [{code: T1, title: Cờ, rule: {type: award_bonus, points: 8}}]}
exclusions: [{code: discipline, title: Kỷ luật}]
"""
ANSWERS = '{"I.1": {plan: 100, actual: 96.5}, "I.2": {plan: 10, actual: 11}, "II.1": {points: 40}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r.yaml").write_text(RUBRIC, "utf-8")
    return tmp_path


def sheet(folder: Path, unit: str, more: str = "", answers: str = ANSWERS) -> str:
    file = folder / f"{unit}.yaml"
    file.write_text(f"format: ktd-sheet/1\nunit: {unit}\nanswers: {answers}\n{more}", "utf-8")
    return str(file)


def ktd(*words: str) -> Result:
    return CliRunner().invoke(app, ["rubric", *words])


def scored(folder: Path, *sheets: str) -> dict[str, Any]:
    done = ktd("score", str(folder / "r.yaml"), *sheets, "--json")
    assert done.exit_code == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_a_sound_table_prints_nothing(folder: Path) -> None:
    done = ktd("check", str(folder / "r.yaml"))

    assert (done.exit_code, done.output) == (0, "")


def test_a_table_that_comes_with_ktd_is_named_by_its_id(folder: Path) -> None:
    done = ktd("score", "ngan-10", sheet(folder, "A", answers="{}"), "--json")

    assert (ktd("check", "mau-1000").output, json.loads(done.stdout)["rubric"]) == ("", "ngan-10")


def test_an_id_nobody_knows_is_told_with_those_that_exist() -> None:
    assert ktd("check", "mau-999").stdout == "mau-999: file: no such file, and no such table comes with ktd; those are mau-1000, ngan-10\n"


def test_a_workbook_in_place_of_a_sheet_is_told_what_a_sheet_file_is(folder: Path) -> None:
    (folder / "p.xlsx").write_bytes(b"PK\x03\x04\xff")
    done = ktd("score", "ngan-10", str(folder / "p.xlsx"))

    assert (done.exit_code, done.stdout) == (1, "")
    assert "is a workbook (.xlsx), no sheet file" in done.stderr and "docs/formats.md" in done.stderr


def test_a_rule_nobody_knows_is_told_with_those_that_exist(folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("type: manual", "type: manuel"), "utf-8")

    assert "there is no rule manuel here; those are bands, count_times, deduct, " in ktd("check", str(folder / "r.yaml")).stdout


def test_every_fault_of_a_table_is_one_line_on_standard_output(folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("max: 60", "max: 61").replace("type: manual", "type: rate"), "utf-8")
    done = ktd("check", str(folder / "r.yaml"))

    assert done.exit_code == 1 and done.stderr == ""
    assert {line.split(": ")[1] for line in done.stdout.splitlines()} == {"I", "II.1", "total"}


@pytest.mark.parametrize(
    ("content", "sign"),
    [
        (b"a: &x [1]\nb: *x\n", "anchor"),
        (b"a: 1\na: 2\n", "repeats the key"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x" * (11 << 20), "larger than 1 MiB"),
        (b"[" * 200, "nested deeper"),
        (b"format: ktd-rubric/2\n", "not of the format"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_none_gets_one_plain_line(folder: Path, content: bytes, sign: str) -> None:
    (folder / "r.yaml").write_bytes(content)
    done = ktd("check", str(folder / "r.yaml"))
    (line,) = done.stdout.splitlines()

    assert done.exit_code == 1 and line.startswith(f"{folder / 'r.yaml'}: file: ") and sign in line


def test_sheet_files_that_are_none_are_told_beside_the_faults_of_the_table(folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("total: 100", "total: 99"), "utf-8")
    (folder / "b.yaml").write_text("[", "utf-8")
    done = ktd("score", str(folder / "r.yaml"), sheet(folder, "A"), str(folder / "b.yaml"), str(folder / "c.yaml"))

    assert (done.exit_code, done.stdout) == (1, "")
    assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [
        [str(folder / "r.yaml"), "total"], [str(folder / "b.yaml"), "file"], [str(folder / "c.yaml"), "file"],
    ]  # fmt: skip


def test_a_machine_of_another_locale_is_told_in_utf_8(folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("total: 100", "total: một"), "utf-8")
    settings = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run([sys.executable, "-m", "bot", "rubric", "check", str(folder / "r.yaml")], env=settings, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (1, b"") and done.stdout.decode().endswith("not một\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the disk that is always full is Linux's")
def test_words_that_cannot_be_written_are_told_in_one_line(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "rubric", "score", "ngan-10", sheet(folder, "A", answers="{}")],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, b"standard output: No space left on device\n")


def test_points_are_text_with_the_tables_decimals(folder: Path) -> None:
    first = scored(folder, sheet(folder, "A"))["sheets"][0]

    assert first["leaves"] == {"I.1": "38.60", "I.2": "20.00", "II.1": "40.00"}
    assert (first["sections"], first["base"], first["total"]) == ({"I": "58.60", "II": "40.00"}, "98.60", "98.60")


@pytest.mark.parametrize(("places", "points"), [(0, "39"), (1, "38.6"), (9, "38.600000000")])
def test_points_have_exactly_the_decimals_of_the_table(places: int, points: str, folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("total: 100", f"total: 100\nrounding: {{places: {places}}}"), "utf-8")

    assert scored(folder, sheet(folder, "A"))["sheets"][0]["leaves"]["I.1"] == points


def test_sheets_keep_the_order_of_the_command_line(folder: Path) -> None:
    weak = ANSWERS.replace("points: 40", "points: 1")
    document = scored(folder, sheet(folder, "C", answers=weak), sheet(folder, "A"), sheet(folder, "B", answers=weak))

    assert [one["unit"] for one in document["sheets"]] == ["C", "A", "B"]
    assert [(one["rank"], one["unit"]) for one in document["ranking"]] == [(1, "A"), (2, "C"), (2, "B")]


def test_equal_units_share_a_rank_and_stand_in_the_order_given(folder: Path) -> None:
    ranking = scored(folder, sheet(folder, "B"), sheet(folder, "A"))["ranking"]

    assert [(one["rank"], one["unit"], one["tied"]) for one in ranking] == [(1, "B", True), (1, "A", True)]


def test_excluded_and_incomplete_sheets_stand_apart(folder: Path) -> None:
    excluded = sheet(folder, "C", "excluded: discipline\n")
    incomplete = sheet(folder, "D", answers='{"I.1": {plan: 100, actual: 50}, "II.1": null}')
    document = scored(folder, sheet(folder, "A"), excluded, incomplete)

    assert [one["unit"] for one in document["ranking"]] == ["A"]
    assert (document["excluded"], document["incomplete"]) == ([{"unit": "C", "reason": "discipline"}], ["D"])
    assert document["sheets"][2]["unanswered"] == ["I.2", "II.1"]


def test_what_is_left_out_of_a_rescaled_sum_has_no_points(folder: Path) -> None:
    answers = ANSWERS.replace("{points: 40}", "{not_applicable: true, reason: Không phát sinh}")
    first = scored(folder, sheet(folder, "A", answers=answers))["sheets"][0]

    assert (first["leaves"]["II.1"], first["base"]) == (None, "97.67")


def test_every_fault_of_every_sheet_is_one_line_on_standard_error(folder: Path) -> None:
    bad = sheet(
        folder, "A", "bonus: {T9: {held: true}, T1: {held: 3}}\ndays_late: 1.5\nexcluded: x\nfoo: 1\n", '{"I.9": {points: 1}, "II.1": {points: 41}, "I.1": 5}'
    )  # fmt: skip
    done = ktd("score", str(folder / "r.yaml"), bad, str(folder / "none.yaml"))

    assert done.exit_code == 1 and done.stdout == ""
    assert [line.removeprefix(str(folder)).split(": ")[1] for line in done.stderr.splitlines()] == [
        "foo", "I.9", "II.1", "I.1", "bonus.T9", "bonus.T1", "days_late", "excluded", "file",
    ]  # fmt: skip


def test_two_sheets_of_one_unit_are_a_fault_of_the_later(folder: Path) -> None:
    first = sheet(folder, "A")
    (folder / "again.yaml").write_text(Path(first).read_text("utf-8"), "utf-8")
    done = ktd("score", str(folder / "r.yaml"), first, str(folder / "again.yaml"))

    assert done.exit_code == 1 and done.stderr.startswith(f"{folder / 'again.yaml'}: unit: ")


def test_a_second_sheet_is_a_fault_also_where_the_first_is_faulty_itself(folder: Path) -> None:
    first = sheet(folder, "A", "days_late: x\n")
    (folder / "again.yaml").write_text("format: ktd-sheet/1\nunit: A\n", "utf-8")
    done = ktd("score", str(folder / "r.yaml"), first, str(folder / "again.yaml"))

    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["days_late", "unit"]


def test_a_faulty_table_is_told_before_the_sheets(folder: Path) -> None:
    (folder / "r.yaml").write_text(RUBRIC.replace("total: 100", "total: 1,5"), "utf-8")
    done = ktd("score", str(folder / "r.yaml"), sheet(folder, "A"), "--json")

    assert done.exit_code == 1 and done.stdout == "" and done.stderr.startswith(f"{folder / 'r.yaml'}: total: ")


def test_the_document_has_the_keys_that_are_written_in_their_order(folder: Path) -> None:
    document = scored(folder, sheet(folder, "A"))

    assert list(document) == ["rubric", "sheets", "ranking", "excluded", "incomplete"]
    assert list(document["sheets"][0]) == [
        "unit", "complete", "unanswered", "leaves", "sections", "base", "bonus", "penalty", "late", "total", "grade", "needs_decision", "over_quota",
        "below_floor", "provisional",
    ]  # fmt: skip
    assert list(document["ranking"][0]) == ["rank", "unit", "total", "tied"]


def test_the_json_is_one_document_on_standard_output_and_nothing_else(folder: Path) -> None:
    done = ktd("score", str(folder / "r.yaml"), sheet(folder, "A"), "--json")

    assert done.stderr == "" and done.stdout.count("\n") == 1 and json.loads(done.stdout)


def test_a_unit_that_is_excluded_and_incomplete_is_listed_as_excluded_only(folder: Path) -> None:
    document = scored(folder, sheet(folder, "A", "excluded: discipline\n", answers="{}"))

    assert (document["excluded"], document["incomplete"]) == ([{"unit": "A", "reason": "discipline"}], [])


def test_what_a_sheet_names_itself_cannot_break_the_table(folder: Path) -> None:
    (folder / "a.yaml").write_text(f'format: ktd-sheet/1\nunit: "A\\n\\u202e\\u2028B"\nanswers: {ANSWERS}\n', "utf-8")
    done = ktd("score", str(folder / "r.yaml"), str(folder / "a.yaml"))

    assert done.exit_code == 0 and all(line.isprintable() for line in done.stdout.splitlines()) and len(done.stdout.splitlines()) == 2


def test_a_sheet_where_nothing_applies_is_refused(folder: Path) -> None:
    nothing = "{not_applicable: true, reason: Không}"
    done = ktd("score", str(folder / "r.yaml"), sheet(folder, "A", answers=f'{{"I.1": {nothing}, "I.2": {nothing}, "II.1": {nothing}}}'))

    assert done.exit_code == 1 and ": answers: " in done.stderr


def test_people_get_a_table(folder: Path) -> None:
    done = ktd("score", str(folder / "r.yaml"), sheet(folder, "A"), sheet(folder, "C", "excluded: discipline\n"))

    assert done.stdout.splitlines()[1].split() == ["1", "A", "98.60", "0.00", "0.00", "0.00", "98.60", "-"]
    assert "C: excluded (discipline)" in done.stdout


@pytest.mark.parametrize("words", [(), ("score",), ("check",), ("score", "r.yaml")])
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    assert ktd(*words).exit_code == 2
