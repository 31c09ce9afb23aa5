"""What is typed wrongly: one plain line that says what is wrong, and the end with 2; no words of a library."""

import pytest

from bot.tables import REFUSED
from config.xlsx_files import REASONS
from tests.bot.test_cli import Ktd, ktd, loaded
from tests.stage import BLOC, BLOC_ID

__all__ = ["ktd", "loaded"]

LONG = "x" * 300
INVITE = ("invite", "new", "--bloc", BLOC_ID, "--role", "secretariat")
WRONG = [
    (("fly",), "there is no command fly; there are run, "),
    (("bloc", "fly"), "there is no command fly; there are load, show"),
    (("run", "--fast"), "there is no option --fast"),
    (("bloc", "load"), "FILE is missing"),
    (("bloc", "load", ""), "FILE is empty"),
    (("bloc", "show", "a", "b"), "b is more than it takes"),
    (("invite", "new", "--role", "secretariat"), "--bloc is missing"),
    (("invite", "new"), "--bloc and --role are missing"),
    (("period", "new", "--title", "Sơ kết"), "--bloc, --rubric, --opens and --closes are missing"),
    (("rubric", "score"), "RUBRIC and SHEET are missing"),
    (("check", "--json=1"), "--json takes no value"),
    (("export", "--to", "x", "--period"), "--period needs a value behind it"),
    (("playground", "--port", "99999"), "--port 99999: must be a whole number from 0 to 65535"),
    *(((*INVITE, "--uses", text), f"--uses {text}: must be a whole number from 1 to 1000") for text in ("x", "0", "-1", "1e400", "9" * 30, "1.5")),
    ((*INVITE, "--days", ""), "--days is empty; it must be a whole number from 1 to 3650"),
    (("export", "--to", "x", "--period", "9" * 30), "must be a whole number from 1 on"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_what_is_typed_wrongly_gets_one_plain_line(ktd: Ktd, words: tuple[str, ...], said: str) -> None:
    (line,) = ktd.fault(*words, code=2)

    assert said in line and "Invalid value" not in line and "Input should" not in line


@pytest.mark.parametrize(
    "words",
    [
        ("bloc", "load", LONG),
        ("rubric", "check", LONG),
        ("rubric", "score", "ngan-10", LONG),
        ("rubric", "import", LONG),
        ("rubric", "template", f"{LONG}.xlsx"),
        ("rubric", "template", "a.xlsx", "--from", LONG),
        ("receipt", "verify", LONG),
        ("audit", "verify", "--receipt", LONG),
        ("export", "--period", "1", "--to", LONG),
        ("period", "new", "--bloc", BLOC_ID, "--rubric", LONG, "--title", "x", "--opens", "2026-01-01", "--closes", "2099-01-01"),
    ],
)
def test_a_path_that_the_disk_refuses_gets_one_line(loaded: Ktd, words: tuple[str, ...]) -> None:
    assert len(loaded(*words, code=1).output.splitlines()) == 1


@pytest.mark.parametrize("words", [("bloc", "show"), ("invite", "list"), ("period", "list"), ("audit", "verify"), ("check",)])
def test_a_data_folder_that_cannot_be_looked_into_gets_no_traceback(ktd: Ktd, words: tuple[str, ...]) -> None:
    ktd.settings["KTD_DATA_DIR"] = LONG
    done = ktd(*words, code=1)

    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "File name too long" in done.output


def test_without_a_word_behind_it_a_command_shows_its_help_alone(ktd: Ktd) -> None:
    assert "To see all" not in ktd("bloc", code=2).output


def test_every_reason_to_refuse_a_workbook_has_words_of_the_command_line() -> None:
    assert set(REFUSED) == set(REASONS)


def test_an_appraiser_whom_no_table_names_is_noted_and_invited(loaded: Ktd) -> None:
    done = loaded("invite", "new", "--bloc", BLOC_ID, "--role", "external_appraiser", "--appraiser", "Sở Lạ", "--json")

    assert "Note: --appraiser Sở Lạ: no criterion of the bloc's tables bears this name" in done.stderr and '"code"' in done.stdout


def test_an_appraiser_whom_a_table_names_is_invited_without_a_note(loaded: Ktd) -> None:
    table = (BLOC.parents[1] / "rubrics" / "ngan-10.yaml").read_text("utf-8")
    first = table.index("type: manual")
    named = table[:first] + "type: external, appraiser: Sở Nội vụ" + table[first + len("type: manual") :]
    (loaded.data.parent / "r.yaml").write_text(named, "utf-8")
    loaded.period("--rubric", "r.yaml")
    words = ("invite", "new", "--bloc", BLOC_ID, "--role", "external_appraiser", "--appraiser")

    assert loaded(*words, "sở nội vụ").stderr == "" and "those named are Sở Nội vụ" in loaded(*words, "Sở Lạ").stderr
