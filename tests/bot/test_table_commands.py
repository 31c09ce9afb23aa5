"""`ktd rubric template` and `ktd rubric import`: a table to Excel and back, and nothing kept before it is asked for."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.table_lines import FAULTS
from config.catalogue import Catalogue
from config.rubric_files import rubric_of, text_of
from tests.stage import BLOC
from tests.workbooks import many_rows, workbook

HEAD = ("STT", "Tiêu chí", "Điểm chuẩn")
GOOD = workbook([["BẢNG CHẤM ĐIỂM KHỐI 2026"], HEAD, ["I", "Mục một", 10], [1, "Việc một", 4], [2, "Việc hai", "6 điểm"]])
FAULTY = workbook([HEAD, ["I", "Mục một", 12], [1, "Việc một", 4], [2, "Việc hai", "sáu"], [3, "Việc ba", "bảy"]])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KTD_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "tot.xlsx").write_bytes(GOOD)
    (tmp_path / "loi.xlsx").write_bytes(FAULTY)
    return tmp_path


def ktd(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_table_is_shown_as_a_tree_and_nothing_is_written(folder: Path) -> None:
    done = ktd("rubric", "import", "tot.xlsx")

    assert done.exit_code == 0 and "I.2 Việc hai: 6" in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["loi.xlsx", "tot.xlsx"]


def test_the_tree_says_how_each_criterion_is_scored_and_which_rules_hold_for_all(folder: Path) -> None:
    ktd("rubric", "template", "mau.xlsx", "--from", "mau-1000")
    lines = ktd("rubric", "import", "mau.xlsx").stdout.splitlines()

    assert lines[lines.index("  T1 Được tặng Cờ thi đua của Chính phủ trong kỳ") + 1] == "    Có: thưởng 30 điểm."
    assert "• Trừ điểm nộp muộn: 1 – 2 ngày: 5 điểm; từ 3 ngày trở lên: 10 điểm" in lines


def test_every_fault_is_named_by_its_row_and_nothing_is_written(folder: Path) -> None:
    done = ktd("rubric", "import", "loi.xlsx", "--to", "bang.yaml")

    assert done.exit_code == 1 and not Path("bang.yaml").exists()
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["row 4", "row 5"]


def test_points_that_cannot_be_read_are_answered_with_what_is_to_be_written(folder: Path) -> None:
    (folder / "lan.xlsx").write_bytes(workbook([HEAD, ["I", "Mục một", 4], [1, "Việc một", "-2/lần"]]))
    told = ktd("rubric", "import", "lan.xlsx").stderr

    assert "row 3: the points cannot be read: “-2/lần”; write one number, the most that the criterion can give" in told


def test_every_fault_the_bot_can_name_the_command_names_in_english_with_the_same_facts() -> None:
    said = {key.removeprefix("tables.fault_"): text for key, text in Catalogue.load().sentences.items() if key.startswith("tables.fault_")}
    for place in ("at", "in_sheet"):
        said.pop(place)
    blanks = {key: set(re.findall(r"{(\w+)}", text)) for key, text in said.items()}

    assert {key: set(re.findall(r"{(\w+)}", text)) for key, text in FAULTS.items()} == blanks


def test_a_fault_that_the_rubric_s_own_rules_find_is_told_in_english_too(folder: Path) -> None:
    Path("l.xlsx").write_bytes(workbook([HEAD, ["I", "Mục", 5.005], [1, "Việc", 5.005]]))

    assert "row 3: column “Điểm chuẩn”: “điểm chuẩn” is finer than 2 decimals" in ktd("rubric", "import", "l.xlsx").stderr


def test_what_is_passed_over_is_told_in_english(folder: Path) -> None:
    Path("m.xlsx").write_bytes(workbook([(*HEAD, "Điểm năm trước"), ["I", "Mục", 5], [1, "Việc", 5, "tốt"], ["", "Ghi chú"], ["", "Ghi chú"]]))
    said = ktd("rubric", "import", "m.xlsx").stdout

    assert "rows passed over, being no criteria: 4" in said and "columns not read: Điểm năm trước" in said


def test_a_table_becomes_a_rubric_file(folder: Path) -> None:
    ktd("rubric", "import", "tot.xlsx", "--to", "bang.yaml")

    assert ktd("rubric", "check", "bang.yaml").exit_code == 0
    assert rubric_of(Path("bang.yaml").read_text("utf-8")).id == "bang-cham-diem-khoi-2026"


def test_a_table_is_adopted_as_a_version_and_a_period_finds_it(folder: Path) -> None:
    ktd("bloc", "load", str(BLOC))
    first = ktd("rubric", "import", "tot.xlsx", "--adopt", "--bloc", "ha-nam-kinh-te", "--json")
    again = ktd("rubric", "import", "tot.xlsx", "--adopt", "--bloc", "ha-nam-kinh-te", "--json")

    assert json.loads(first.stdout)["adopted"] == json.loads(again.stdout)["adopted"] == {"rubric": "bang-cham-diem-khoi-2026", "version": 1}
    assert json.loads(first.stdout)["is_new_version"] and not json.loads(again.stdout)["is_new_version"]
    times = ("--opens", "2030-01-01T00:00:00+07:00", "--closes", "2030-02-01T00:00:00+07:00")
    done = ktd("period", "new", "--bloc", "ha-nam-kinh-te", "--rubric", "bang-cham-diem-khoi-2026", "--title", "Sơ kết", *times)
    assert done.exit_code == 0, done.stderr


def test_a_table_is_kept_under_the_id_that_is_given(folder: Path) -> None:
    assert ktd("rubric", "import", "tot.xlsx", "--id", "VHXH 2026").exit_code == 2
    ktd("rubric", "import", "tot.xlsx", "--id", "vhxh-2026", "--to", "bang.yaml")

    assert rubric_of(Path("bang.yaml").read_text("utf-8")).id == "vhxh-2026"


def test_a_workbook_is_checked_as_it_would_be_imported(folder: Path) -> None:
    sound, faulty = ktd("rubric", "check", "tot.xlsx"), ktd("rubric", "check", "loi.xlsx")

    assert (sound.exit_code, sound.output) == (0, "")
    assert (
        faulty.exit_code == 1
        and [line.partition(": ")[2] for line in faulty.stdout.splitlines()] == ktd("rubric", "import", "loi.xlsx").stderr.splitlines()
    )


def test_a_sheet_is_scored_by_the_table_a_bloc_has_adopted(folder: Path) -> None:
    ktd("bloc", "load", str(BLOC))
    ktd("rubric", "import", "tot.xlsx", "--adopt", "--bloc", "ha-nam-kinh-te")
    Path("a.yaml").write_text("{format: ktd-sheet/1, unit: A, answers: {I.1: {points: 3}, I.2: {points: 5}}}", "utf-8")

    done = ktd("rubric", "score", "bang-cham-diem-khoi-2026", "a.yaml", "--json")
    assert json.loads(done.stdout)["sheets"][0]["total"] == "8.00"
    assert ktd("rubric", "check", "bang-cham-diem-khoi-2026", "--bloc", "ha-nam-kinh-te").exit_code == 0


def test_a_table_that_several_blocs_have_adopted_differently_is_asked_for_with_its_bloc(folder: Path) -> None:
    other = BLOC.read_text("utf-8").replace("id: ha-nam-kinh-te", "id: khoi-hai").replace("kinh tế ngành", "văn hóa")
    Path("hai.yaml").write_text(other, "utf-8")
    Path("khac.xlsx").write_bytes(workbook([["BẢNG CHẤM ĐIỂM KHỐI 2026"], HEAD, ["I", "Mục một", 5], [1, "Việc một", 5]]))
    for bloc, file, table in (("ha-nam-kinh-te", str(BLOC), "tot.xlsx"), ("khoi-hai", "hai.yaml", "khac.xlsx")):
        ktd("bloc", "load", file)
        ktd("rubric", "import", table, "--adopt", "--bloc", bloc)

    assert "add --bloc with one of ha-nam-kinh-te, khoi-hai" in ktd("rubric", "check", "bang-cham-diem-khoi-2026").stdout
    assert ktd("rubric", "check", "bang-cham-diem-khoi-2026", "--bloc", "khoi-hai").output == ""
    assert "no table that the bloc khoi-ba has adopted" in ktd("rubric", "check", "bang-cham-diem-khoi-2026", "--bloc", "khoi-ba").stdout


def test_a_table_adopted_twice_is_told_from_a_new_version(folder: Path) -> None:
    ktd("bloc", "load", str(BLOC))
    words = ("--adopt", "--bloc", "ha-nam-kinh-te")
    Path("sua.xlsx").write_bytes(workbook([["BẢNG CHẤM ĐIỂM KHỐI 2026"], HEAD, ["I", "Mục một", 10], [1, "Việc", 10]]))
    said = [ktd("rubric", "import", name, *words).stdout.splitlines()[-1] for name in ("tot.xlsx", "tot.xlsx", "sua.xlsx", "tot.xlsx")]

    assert said[0] == "adopted: bang-cham-diem-khoi-2026 version 1"
    assert said[1] == "identical to bang-cham-diem-khoi-2026 version 1 of the bloc; nothing changed"
    assert "version 2" in said[2] and "new periods use version 2, the newest" in said[3]
    assert "3 entries" in ktd("audit", "verify").stdout  # the bloc, and two versions


def test_adopting_needs_a_bloc_that_is_there(folder: Path) -> None:
    assert ktd("rubric", "import", "tot.xlsx", "--adopt").exit_code == 2
    assert ktd("rubric", "import", "tot.xlsx", "--adopt", "--bloc", "x").exit_code == 1


def test_json_holds_the_tree_and_the_faults(folder: Path) -> None:
    document = json.loads(ktd("rubric", "import", "loi.xlsx", "--json").stdout)

    assert [fault["row"] for fault in document["faults"]] == [4, 5]
    assert document["tree"][1] == {"row": 3, "depth": 1, "address": "I.1", "title": "Việc một", "points": "4", "rule": "manual"}


@pytest.mark.parametrize(("content", "word"), [(b"x", "is no Excel workbook (.xlsx)"), (many_rows(5000), "has too many rows")])
def test_a_hostile_file_gets_one_line(folder: Path, content: bytes, word: str) -> None:
    Path("x.xlsx").write_bytes(content)
    done = ktd("rubric", "import", "x.xlsx")

    assert done.exit_code == 1 and word in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_template_that_is_not_filled_in_yet_reads_all_its_sheets(folder: Path) -> None:
    ktd("rubric", "template", "mau.xlsx")
    done = ktd("rubric", "import", "mau.xlsx")

    assert (
        done.exit_code == 1
        and done.stdout == ""
        and done.stderr.startswith("mau.xlsx: there is no criterion below the header (sheet “Bảng chấm điểm”, row 1); write")
    )


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "is empty"), (b"PK\x03\x04", "is a workbook (.xlsx), no rubric file"), (b"\xff", "is not UTF-8 text")]
)
def test_a_template_is_made_of_a_rubric_file_alone(folder: Path, content: bytes, told: str) -> None:
    Path("bang.yaml").write_bytes(content)
    done = ktd("rubric", "template", "mau.xlsx", "--from", "bang.yaml")

    assert done.exit_code == 1 and told in done.stderr and not Path("mau.xlsx").exists()


def test_a_folder_in_place_of_a_file_is_not_offered_to_be_written_over(folder: Path) -> None:
    Path("mau.xlsx").mkdir()

    assert ktd("rubric", "template", "mau.xlsx").stderr == "mau.xlsx: is a folder; name a file\n"


def test_where_a_table_cannot_be_adopted_no_file_is_left(folder: Path) -> None:
    assert ktd("rubric", "import", "tot.xlsx", "--to", "bang.yaml", "--adopt", "--bloc", "khac").exit_code == 1 and not Path("bang.yaml").exists()


def test_a_file_that_is_not_there_gets_one_line(folder: Path) -> None:
    assert ktd("rubric", "import", "khong-co.xlsx").stderr.count("\n") == 1


def test_a_table_that_comes_with_ktd_goes_to_excel_and_back(folder: Path) -> None:
    assert ktd("rubric", "template", "mau.xlsx", "--from", "mau-1000").exit_code == 0
    ktd("rubric", "import", "mau.xlsx", "--to", "mau.yaml")

    assert rubric_of(Path("mau.yaml").read_text("utf-8")) == rubric_of(text_of("mau-1000"))


def test_a_template_of_what_is_not_there_is_refused(folder: Path) -> None:
    assert ktd("rubric", "template", "mau.xlsx", "--from", "khong-co").exit_code == 1


@pytest.mark.parametrize("words", [("import", "tot.xlsx", "--to", "bang.yaml"), ("template", "mau.xlsx")])
def test_a_file_that_is_there_is_written_over_only_by_force(folder: Path, words: tuple[str, ...]) -> None:
    Path(words[-1]).write_text("của tôi", "utf-8")
    refused = ktd("rubric", *words)
    assert refused.exit_code == 1 and "--force" in refused.stderr and Path(words[-1]).read_text("utf-8") == "của tôi"

    assert ktd("rubric", *words, "--force").exit_code == 0 and Path(words[-1]).stat().st_size > 20


def test_a_template_is_no_file_but_a_workbook(folder: Path) -> None:
    assert ktd("rubric", "template", "mau.csv").exit_code == 2 and not Path("mau.csv").exists()


def test_a_template_in_a_folder_that_is_not_there_is_refused_in_plain_words(folder: Path) -> None:
    assert ktd("rubric", "template", "không/mau.xlsx").stderr == "không/mau.xlsx: No such file or directory\n"
