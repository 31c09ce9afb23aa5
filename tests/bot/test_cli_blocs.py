"""The commands that load and show a bloc, and the faults of its file in plain words."""

from pathlib import Path

import pytest

from config.bloc_files import BlocFaults, UnitLine, bloc_file_of, read_bloc_file
from tests.bot.test_cli import Ktd, ktd, loaded
from tests.stage import BLOC, BLOC_ID
from tests.workbooks import workbook

__all__ = ["ktd", "loaded"]
TABLE = workbook([["BẢNG CHẤM ĐIỂM KHỐI 2026"], ["STT", "Tiêu chí", "Điểm chuẩn"], ["I", "Mục một", 10], [1, "Việc một", 4], [2, "Việc hai", 6]])


def test_a_bloc_is_loaded_and_twice_is_as_once(loaded: Ktd) -> None:
    before = loaded.json("bloc", "show", BLOC_ID)
    loaded("bloc", "load", str(BLOC))

    assert loaded.json("bloc", "show", BLOC_ID) == before and len(before["units"]) == 8


def test_a_usual_table_that_is_not_adopted_yet_is_still_to_be_done_by_the_command_that_check_names(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(BLOC.read_bytes().replace(b"rubric: mau-1000", b"rubric: vhxh-2026"))
    (tmp_path / "tot.xlsx").write_bytes(TABLE)
    ktd("bloc", "load", "b.yaml")
    (told,) = [line for line in ktd("check").stdout.splitlines() if line.startswith(f"todo usual table of {BLOC_ID}: `rubric` names vhxh-2026")]
    ktd(*told[told.index("rubric import") :].replace("FILE", "tot").split())

    assert f"ok   usual table of {BLOC_ID}: vhxh-2026" in ktd("check").stdout


def test_a_usual_table_that_was_adopted_under_another_id_is_told_with_that(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(BLOC.read_bytes().replace(b"rubric: mau-1000", b"rubric: bang-2026"))
    (tmp_path / "tot.xlsx").write_bytes(TABLE)
    ktd("bloc", "load", "b.yaml")
    ktd("rubric", "import", "tot.xlsx", "--adopt", "--bloc", BLOC_ID)

    assert ktd("bloc", "load", "b.yaml").stdout.endswith("let the bloc's file name what it has adopted: bang-cham-diem-khoi-2026\n")


def test_all_blocs_are_shown_as_a_list(ktd: Ktd) -> None:
    assert ktd.json("bloc", "show") == [] and not ktd.data.exists()


def test_a_bloc_is_shown_with_all_that_its_file_says(ktd: Ktd) -> None:
    assert ktd("bloc", "show").stdout.startswith("No bloc is loaded. Type: KTD_DATA_DIR=")
    ktd("bloc", "load", str(BLOC))
    said = ktd("bloc", "show").stdout

    assert "observer: Ban Thi đua - Khen thưởng tỉnh" in said and "secretary: Tổ thư ký\n" in said and "rubric: mau-1000" in said
    assert "reminders: 07:30, days before a deadline: 7, 3, 1, 0; before a meeting: 3d, 1d, 2h; quiet 21:00-06:30; workdays only" in said


def test_a_bloc_is_shown_with_the_other_names_of_its_units(loaded: Ktd) -> None:
    assert "Sở Công Thương (also: Công Thương, Sở CT)" in loaded("bloc", "show").stdout


def test_a_bloc_that_is_not_there_is_told(ktd: Ktd) -> None:
    assert ktd.fault("bloc", "show", "khac") == ["There is no bloc khac. `ktd bloc show` lists those that are loaded."]


def test_a_file_that_is_not_there_is_told(ktd: Ktd) -> None:
    assert ktd.fault("bloc", "load", "khong-co.yaml") == ["khong-co.yaml: No such file or directory"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 10_000_000, b"a: &a [*a]", b"format: ktd-bloc/1", b"[1, 2]", b"a: .nan"])
def test_a_file_that_is_no_bloc_is_told_in_plain_lines(ktd: Ktd, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bloc.yaml").write_bytes(content)

    assert all(line.startswith("bloc.yaml: ") and len(line) < 200 for line in ktd.fault("bloc", "load", "bloc.yaml"))


FAULTY = [
    ("code: SXD,", "code: S-D,", ["units.#3.code: must be 2 to 16 letters without diacritics and digits, like SXD"]),
    ("name: Sở Xây dựng,", "name: S,", ["units.SXD.name: must have at least 2 characters"]),
    ("year: 2026", "year: soon", ["year: must be a whole number"]),
    ("overdue: daily", "overdue: hourly", ["reminders.overdue: must be daily"]),
    ("secretary: {", "secretary: {phone: 226, ", ["secretary.phone: must be text; put it between quotation marks"]),
    (
        "code: SXD, name: Sở Xây dựng,",
        "code: SCT, name: Sở Xây dựng, role: chair,",
        ["units: the code SCT stands 2 times", "units: exactly one unit must have role: chair; here it is SCT, SCT"],
    ),
    (
        "code: SXD, name: Sở Xây dựng,",
        "code: SCT, name: Sở Xây dựng, role: head,",
        ["units.SCT.role: must be chair or vice_chair", "units: the code SCT stands 2 times"],
    ),
    ("[Xây dựng]", "[công  THƯƠNG]", ["units: Công Thương is a code, name or alias of both SCT and SXD"]),
    ("[Xây dựng]", "[sct]", ["units: SCT is a code, name or alias of both SCT and SXD"]),
    ("name: Sở Xây dựng,", "name: Sở Công thương,", ["units: Sở Công Thương is a code, name or alias of both SCT and SXD"]),
    ("code: SXD,", "code: sct,", ["units: SCT is a code, name or alias of both SCT and sct"]),
]


@pytest.mark.parametrize(("right", "wrong", "told"), FAULTY)
def test_faults_of_a_bloc_file_are_told_in_plain_words_and_all_at_once(ktd: Ktd, tmp_path: Path, right: str, wrong: str, told: list[str]) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace(right, wrong, 1), "utf-8")

    assert ktd.fault("bloc", "load", "b.yaml") == [f"b.yaml: {line}" for line in told]


def test_a_unit_may_have_its_own_code_and_name_among_its_aliases(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace("[Xây dựng]", "[SXD, sở xây dựng, Xây dựng, xây dựng]", 1), "utf-8")

    assert ktd("bloc", "load", "b.yaml").stdout == f"{BLOC_ID}: 8 units\n"


def test_a_bloc_kept_before_names_had_to_differ_is_still_read() -> None:
    file = read_bloc_file(BLOC.read_bytes())
    units = (*file.units, UnitLine(code="SLD", name="Sở Lao động", aliases=("Xây dựng",)))
    kept = file.model_copy(update={"units": units}).model_dump_json(by_alias=True)

    assert bloc_file_of(kept).units == units


def test_a_list_of_which_the_only_entry_is_faulty_is_not_called_empty() -> None:
    with pytest.raises(BlocFaults) as faults:
        read_bloc_file(b"{format: ktd-bloc/1, id: abc, name: abc, year: 2026, units: [{code: S-D, name: abc}]}")

    assert [line.partition(":")[0] for line in faults.value.lines] == ["units.#1.code"]


def test_a_usual_table_that_is_not_known_is_noted_and_the_bloc_loaded(ktd: Ktd, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace("rubric: mau-1000", "rubric: mau-100O"), "utf-8")

    assert "`rubric` names mau-100O" in ktd("bloc", "load", "b.yaml").stdout and "rubric" not in ktd("bloc", "load", str(BLOC)).stdout


@pytest.mark.parametrize(("written", "meant"), [("07:30", "07:30"), ("7:30", "07:30"), ("21:00", "21:00")])
def test_a_time_without_quotation_marks_is_read_as_with_them(ktd: Ktd, tmp_path: Path, written: str, meant: str) -> None:
    for name, at in (("a.yaml", f'"{meant}"'), ("b.yaml", written)):
        (tmp_path / name).write_text(BLOC.read_text("utf-8").replace('at: "07:30"', f"at: {at}", 1), "utf-8")
    ktd("bloc", "load", "b.yaml")

    assert read_bloc_file((tmp_path / "b.yaml").read_bytes()) == read_bloc_file((tmp_path / "a.yaml").read_bytes())


@pytest.mark.parametrize("written", ["7h30", "25:00", "730", "soon"])
def test_a_time_that_is_none_is_told_with_an_example(ktd: Ktd, tmp_path: Path, written: str) -> None:
    (tmp_path / "b.yaml").write_text(BLOC.read_text("utf-8").replace('at: "07:30"', f"at: {written}", 1), "utf-8")

    assert 'reminders.at: is no time of the day; write it like "07:30"' in ktd.fault("bloc", "load", "b.yaml")[0]
