"""The documents tell the truth: settings, commands, labels, links and pictures in them are the product's."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli.commands import app
from config.bloc_files import BlocFile, DigestLine, ReminderLine
from config.catalogue import Catalogue, fold
from config.rubric_files import read_rubric_file
from config.settings import PREFIX, Settings
from config.sheet_files import read_sheet_file
from domain.criteria import RULES, Rule
from domain.rubric_reading import TOP_KEYS
from handlers.contents import FLOWS

ROOT = Path(__file__).parents[1]
README, GUIDE = (ROOT / "README.md").read_text("utf-8"), (ROOT / "docs" / "huong-dan.md").read_text("utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
CITED = re.compile(r'docs/formats\.md(?:, "([^"]+)")?')
SOURCES = [path for folder in ("bot", "handlers", "domain", "storage", "config", "tests") for path in (ROOT / folder).rglob("*.py")]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#]*)#([^)]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LONGEST_LINE = 160
BOLD = re.compile(r"\*\*([^*]+)\*\*")
NO_LABELS = {"Start", "Lãnh đạo đơn vị", "Chuyên viên đầu mối", "Mã biên nhận", "Đơn vị không dùng được Telegram"}
EXPLAINED = re.compile(r"^- \*\*[^*]+\*\*:", re.MULTILINE)


def command_paths() -> list[str]:
    """Every command of `ktd`, as it is typed."""
    top = typer.main.get_group(app)
    found = []
    for name, command in top.commands.items():
        inner = getattr(command, "commands", None)
        found += [f"ktd {name} {sub}" for sub in inner] if inner else [f"ktd {name}"]
    return found


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in README


@pytest.mark.parametrize("command", command_paths())
def test_every_command_is_explained(command: str) -> None:
    assert command in README


@pytest.mark.parametrize("word", sorted({command.word for flow in FLOWS for command in flow.commands}))
def test_every_word_of_the_chat_is_named(word: str) -> None:
    assert f"/{word}" in README and f"/{word}" in GUIDE


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_points_to_is_there(document: Path) -> None:
    assert not [link for link in LINK.findall(document.read_text("utf-8")) if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_line_of_prose_is_longer_than_a_screen_is_wide(document: Path) -> None:
    lines = FENCED.sub(lambda code: "\n" * code[0].count("\n"), document.read_text("utf-8")).splitlines()

    assert not [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE and not line.startswith("|")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_sections_a_document_points_to_are_there(document: Path) -> None:
    pointed = ANCHOR.findall(document.read_text("utf-8"))

    assert not [f"{file}#{section}" for file, section in pointed if section not in _sections(document.parent / file if file else document)]


def _sections(document: Path) -> set[str]:
    """What a document's headings are called in links."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", document.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for document in DOCUMENTS for link in LINK.findall(document.read_text("utf-8"))}

    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} <= shown


def test_the_labels_the_guide_names_are_labels_of_the_product() -> None:
    words = " ".join(fold(sentence) for sentence in Catalogue.load().sentences.values())
    named = set(BOLD.findall(EXPLAINED.sub("", GUIDE))) - NO_LABELS

    assert not [label for label in named if fold(label) not in words]


def test_what_the_bot_says_in_the_readmes_sample_is_what_it_says() -> None:
    words = " ".join(fold(sentence) for sentence in Catalogue.load().sentences.values())
    for sign in ("Xem lại và nộp", "Minh chứng:", "Mã biên nhận", "tạm tính", "Đã ghi"):
        assert sign in README and fold(sign) in words


def test_every_section_of_the_formats_that_is_cited_is_there() -> None:
    cited = {" ".join(section.split()) for path in SOURCES if path != Path(__file__) for section in CITED.findall(path.read_text("utf-8")) if section}

    assert cited and cited <= set(re.findall(r"^## (.+)$", FORMATS, re.MULTILINE))


def test_no_document_is_cited_that_is_not_here() -> None:
    cited = {name for path in SOURCES for name in re.findall(r"\b([A-Z]{4,})\.md\b", path.read_text("utf-8"))}

    assert cited <= {"README", "CHANGELOG"}


def test_the_examples_of_the_formats_are_files_without_a_fault() -> None:
    head, rest, sheet = re.findall(r"```yaml\n(.*?)```", FORMATS, re.DOTALL)
    rubric = read_rubric_file((head + rest).encode())

    assert read_sheet_file(sheet.encode(), rubric).unit == "SCT"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_every_rule_is_explained_with_what_is_asked_and_its_parameters(rule: type[Rule]) -> None:
    row = next(line for line in FORMATS.splitlines() if line.startswith(f"| `{rule.kind}` |"))

    assert all(f"`{name}" in row for name in (*rule.fields, *rule.keys))


def test_every_key_of_a_table_and_a_bloc_is_explained() -> None:
    keys = {*TOP_KEYS, *(BlocFile.model_fields.keys() - {"observer", "secretary", "reminders", "digest"})}
    keys |= {f"reminders.{name}" for name in ReminderLine.model_fields} | {f"digest.{name}" for name in DigestLine.model_fields}

    assert not [key for key in keys if f"`{key}`" not in FORMATS and f"{key}:" not in FORMATS]
