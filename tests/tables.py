"""Tables as people send them, and changes of a period's table: a workbook with the table changed, sent to the bot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from config import yaml_files, yaml_writing
from config.rubric_files import rubric_of, text_of
from handlers.reports import rubric_table
from storage.rubrics import RubricVersion
from tests.stage import BLOC_ID, Stage, says

PERIOD = "Sơ kết 6 tháng đầu năm 2026"
AMEND = ("/dotcham", f"[{PERIOD}]", "[Đổi bảng chấm điểm]")
REASON = "Tỉnh ban hành hướng dẫn mới"

Change = Callable[[dict[str, Any]], object]


async def send(stage: Stage, name: str, content: bytes, file: str = "bang.xlsx") -> str:
    await stage.sends(name, file)
    await stage.document_arrives(content)
    return stage.last(name).text


async def versions(stage: Stage) -> tuple[RubricVersion, ...]:
    return await stage.store.rubrics.of_bloc(BLOC_ID)


def amended(change: Change, tmp_path: Path) -> bytes:
    """The table of ten criteria, taken back as a workbook and changed."""
    data: Any = yaml_files.load(text_of("ngan-10").encode())
    change(data)
    for section in data["sections"]:
        section["max"] = sum(row["max"] for row in section["criteria"])
    data["total"] = sum(section["max"] for section in data["sections"])
    text = yaml_writing.dump(data)
    assert rubric_of(text)
    rubric_table.draw({"text": text}, tmp_path / "sua.xlsx")
    return (tmp_path / "sua.xlsx").read_bytes()


def criteria(data: dict[str, Any], section: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["sections"][section]["criteria"]
    return found


def lower_first(data: dict[str, Any]) -> None:
    criteria(data)[0]["max"] = yaml_files.load(b"8")


def raise_first(data: dict[str, Any]) -> None:
    criteria(data)[0]["max"] = yaml_files.load(b"12")


def add_one(data: dict[str, Any]) -> None:
    criteria(data).append({"code": "6", "title": "Chuyển đổi xanh", "max": yaml_files.load(b"5"), "rule": {"type": "manual"}})


def withdraw_last(data: dict[str, Any]) -> None:
    criteria(data, 1).pop()


def rename_first(data: dict[str, Any]) -> None:
    criteria(data)[0]["title"] = "Chương trình công tác"


def put_in_first(data: dict[str, Any]) -> None:
    """A row is put in before the others, whose codes move on by one."""
    rows = criteria(data)
    for row in rows:
        row["code"] = str(int(row["code"]) + 1)
    rows.insert(0, {"code": "1", "title": "Chuyển đổi xanh", "max": yaml_files.load(b"10"), "rule": {"type": "manual"}})


def every_kind(data: dict[str, Any]) -> None:
    for change in (lower_first, add_one, withdraw_last, rename_first):
        change(data)


def withdraw_and_raise(data: dict[str, Any]) -> None:
    withdraw_last(data)
    raise_first(data)


async def amend(stage: Stage, content: bytes, name: str = "Lan", reason: str = REASON) -> str:
    await says(stage, name, *AMEND)
    await send(stage, name, content)
    return await says(stage, name, "[Tiếp tục]", reason, "[Xác nhận]")
