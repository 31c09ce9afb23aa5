"""The house keeps its own rules: who imports whom, names, where Vietnamese stands, and that no file speaks of a machine."""

import ast
import re
import subprocess
import sys
import unicodedata
from itertools import permutations
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "handlers", "domain", "storage", "config")
PYTHON = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
BANNED_NAMES = {"util", "utils", "helper", "helpers", "manager", "common", "base", "misc"}
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
SPEAKS_VIETNAMESE = {
    "config/catalogue.py",       # format names and how a weekday reads
    "config/bloc_files.py",
    "domain/reading/examples.py",     # words people type
    "domain/reading/following.py",
    "domain/reading/one_number.py",
    "domain/reading/two_numbers.py",
    "domain/reading/kinds.py",
    "domain/reading/words.py",
    "domain/tables/blocks.py",  # as tables are headed: without its marks "điểm cộng" could not be told from "điểm công tác"
    "domain/tables/nesting.py",  # the letters that number rows
    "domain/tables/rows.py",
    "domain/job_titles.py",      # the titles that people type behind their names
    "domain/texts.py",           # the letter that no normal form folds
    "handlers/assessment/steps.py",  # the codes of document kinds people type
}  # fmt: skip


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def stems() -> list[str]:
    """The stems of handlers: modules and packages that hold one conversation each."""
    graph = grimp.build_graph("handlers")
    shared = {
        "handlers.flow",
        "handlers.dialogue",
        "handlers.contents",
        "handlers.reports",
        "handlers.blocs",
        "handlers.closing",
        "handlers.criteria",
        "handlers.deciding",
        "handlers.delivery",
        "handlers.explaining",
        "handlers.lately",
        "handlers.documents",
        "handlers.lateness",
        "handlers.results",
        "handlers.rule_words",
        "handlers.files",
        "handlers.seats",
        "handlers.table_names",
        "handlers.titles",
        "handlers.overtaken",
        "handlers.proposals",
        "handlers.proposed_tables",
        "handlers.stand_ins",
        "handlers.unsent",
    }
    return sorted(set(graph.find_children("handlers")) - shared)


def test_conversations_do_not_import_each_other() -> None:
    graph = grimp.build_graph("handlers")

    met = [(one, other) for one, other in permutations(stems(), 2) if graph.direct_import_exists(importer=one, imported=other, as_packages=True)]

    assert not met


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not text.strip() or ast.get_docstring(ast.parse(text))


def docstrings(tree: ast.Module) -> list[str]:
    """Every text that stands alone: of modules, classes and functions, and below constants."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    alone = [one.value for body in bodies for one in body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)]
    return [one.value for one in alone if isinstance(one.value, str)]


def test_prose_keeps_to_its_page() -> None:
    texts = {path: docstrings(ast.parse(path.read_text("utf-8"))) for path in PYTHON}

    assert not [(path.name, line) for path, each in texts.items() for text in each for line in text.splitlines() if len(line) > 160]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [path for path in PYTHON if path.stem in BANNED_NAMES]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_vietnamese_stands_in_the_catalogue_alone(path: Path) -> None:
    if str(path.relative_to(ROOT)) in SPEAKS_VIETNAMESE:
        return
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }

    spoken = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation and VIETNAMESE.search(node.value)
    ]

    assert not spoken


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in listed if name and not name.endswith((".png", ".xlsx"))]


def test_every_text_is_in_nfc() -> None:
    assert not [path for path in tracked() if not unicodedata.is_normalized("NFC", path.read_text("utf-8"))]


def test_no_file_names_a_machine_or_an_index() -> None:
    named = re.compile(r"(?<![\w.])/(roo[t]|hom[e]|wor[k])/\w|index[-]url|--find[-]links|extra[-]index")  # no word of it stands here itself

    assert not [path for path in tracked() if named.search(path.read_text("utf-8"))]


def test_the_migrations_are_numbered_without_holes() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "storage" / "migrations").glob("*.sql"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_statement_is_run_by_a_method_of_its_name() -> None:
    missing = []
    for file in sorted((ROOT / "storage" / "sql").glob("*.sql")):
        names = re.findall(r"^-- (\w+)$", file.read_text("utf-8"), re.MULTILINE)
        source = (ROOT / "storage" / f"{file.stem}.py").read_text("utf-8")
        missing += [f"{file.stem}.{name}" for name in names if f'"{name}"' not in source]
    assert not missing
