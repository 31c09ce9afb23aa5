"""The score tables as another program opens them: LibreOffice computes their formulas and prints their pages."""

import csv
import json
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.writing import outgoing_of
from handlers.reports import score_table
from tests.stage import Stage

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: the score tables are not opened with it")
TAKES_AT_MOST = 120
PAGE = re.compile(rb"/MediaBox *\[ *0 +0 +([0-9.]+) +([0-9.]+) *\]")
"""The sides of a printed page in points, width first."""
A4_ACROSS = (842, 595)


async def facts_of(stage: Stage) -> dict[str, Any]:
    """What the chair's score tables are drawn from, after two units were appraised."""
    await stage.open_period()
    for name, points in (("Hoa", "9,5"), ("Minh", "8,25"), ("Lan", "9")):
        await stage.fill(name, [points] * 10)
    for words in ("/dotcham", "[Sơ kết 6 tháng đầu năm 2026]", "[Đóng đợt]", "[Xác nhận]"):
        await stage.does("Lan", words)
    for words in ("/thamdinh", "[Sở Xây dựng]", "I.2", "7,75 – thiếu hai báo cáo", "/thamdinh", "[Bảng điểm .xlsx]"):
        await stage.does("Lan", words)
    rows = await stage.database.reader.rows("SELECT payload FROM outbox WHERE payload LIKE '%score_table%'", {})
    facts: dict[str, Any] = json.loads(outgoing_of(rows[-1]["payload"]).files[0].facts)
    return facts


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A profile of LibreOffice's own for this test."""
    return tmp_path / "profile"


def converted(book: Path, to: str, profile: Path) -> list[Path]:
    """The files LibreOffice makes of a workbook: `csv` one for each sheet, `pdf` one."""
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1" if to == "csv" else to
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", how, "--outdir", str(book.parent), str(book)],
        check=True, capture_output=True, timeout=TAKES_AT_MOST,
    )  # fmt: skip
    return sorted(book.parent.glob(f"*.{to}"))


async def test_the_sums_libreoffice_computes_are_ours(joined: Stage, tmp_path: Path, office: Path) -> None:
    facts = await facts_of(joined)
    score_table.draw(facts, tmp_path / "bang.xlsx")
    summary = next(path for path in converted(tmp_path / "bang.xlsx", "csv", office) if "Tổng hợp" in path.name)
    totals = next(row for row in csv.reader(summary.read_text("utf-8").splitlines()) if row[1] == "Tổng điểm")

    assert [Decimal(one) for one in totals[3:]] == [Decimal(unit["total"]) for unit in facts["units"]]


async def test_a_units_sums_are_ours_too_and_none_while_something_is_undecided(joined: Stage, tmp_path: Path, office: Path) -> None:
    facts = await facts_of(joined)
    score_table.draw(facts, tmp_path / "bang.xlsx")
    case = next(path for path in converted(tmp_path / "bang.xlsx", "csv", office) if path.stem.endswith("SXD"))
    totals = next(row for row in csv.reader(case.read_text("utf-8").splitlines()) if row[1] == "Tổng điểm")

    assert [totals[at] for at in (3, 4, 6)] == ["95", "–", "–"]


async def test_every_sheet_opens_and_is_printed_on_a4_across(joined: Stage, tmp_path: Path, office: Path) -> None:
    score_table.draw(await facts_of(joined), tmp_path / "bang.xlsx")
    printed = converted(tmp_path / "bang.xlsx", "pdf", office)

    pages = [tuple(round(float(side)) for side in sides) for sides in PAGE.findall(printed[0].read_bytes())]
    assert len(printed) == 1 and len(pages) >= 4 and set(pages) == {A4_ACROSS}
