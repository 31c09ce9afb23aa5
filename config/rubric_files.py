"""The scoring tables that come with ktd, and reading a frozen one."""

from functools import lru_cache
from pathlib import Path

from config import yaml_files
from domain.faults import Fault
from domain.rubric_reading import RubricFaults, read_rubric
from domain.rubrics import Rubric

SHIPPED = Path(__file__).parent / "rubrics"
WORKBOOK = "is a workbook (.xlsx), no rubric file; `ktd rubric import` reads a table in Excel"


class NoSuchRubric(Exception):
    """Neither a file nor the id of a table that comes with ktd."""


def read_rubric_file(content: bytes) -> Rubric:
    """The rubric in a file's bytes. Raises RubricFaults."""
    if yaml_files.is_workbook(content):
        raise RubricFaults((Fault("file", WORKBOOK),))
    try:
        data = yaml_files.load(content)
    except yaml_files.FileRefused as refusal:
        raise RubricFaults((Fault("file", str(refusal)),)) from refusal
    return read_rubric(data)


@lru_cache(maxsize=64)
def rubric_of(text: str) -> Rubric:
    """The rubric in a frozen text, parsed once."""
    return read_rubric_file(text.encode())


def shipped() -> tuple[str, ...]:
    """The ids of the tables that come with ktd."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.yaml")))


def text_of(name: str) -> str:
    """The text of a shipped table by id, or of a file by path. Raises NoSuchRubric, or FileRefused where the file holds no text."""
    path = path_of(name)
    if not path.exists():
        raise NoSuchRubric(name)
    content = yaml_files.content_of(path)
    if yaml_files.is_workbook(content):
        raise yaml_files.FileRefused(WORKBOOK)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise yaml_files.FileRefused("is not UTF-8 text") from fault


def path_of(name: str) -> Path:
    """Where the table lies that is named by its id, if it comes with ktd, else by its path; nothing says that a file is there."""
    return SHIPPED / f"{name}.yaml" if name in shipped() else Path(name)
