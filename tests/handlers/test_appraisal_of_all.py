"""Eight units and thirty-two criteria each: what is unchanged is accepted at one go, by the chair for all but the own unit, by the secretariat as proposals."""

from pathlib import Path

import pytest

from tests.appraisals import ACCEPT_ALL, TITLE
from tests.stage import Stage, says

TABLE = """
format: ktd-rubric/1
id: ba-muoi-hai
title: Bảng ba mươi hai tiêu chí
total: 320
sections:
  - {code: I, title: Một, max: 320, criteria: [%s]}
"""
CRITERIA = 32
COPY_ANSWERS = """
INSERT INTO answers (sheet_id, address, answer, by, at)
SELECT s.id, a.address, a.answer, a.by, a.at FROM sheets AS s JOIN answers AS a ON a.sheet_id = 3 WHERE s.id <> 3"""
SUBMITTED = "UPDATE sheets SET state = 'submitted'"
COPY_SUBMISSION = """
INSERT INTO submissions (sheet_id, version, receipt, at, by, by_name, authority, total, deadline, sha256, sheet, audit_seq)
SELECT s.id, 1, x.receipt || s.id, x.at, x.by, x.by_name, x.authority, x.total, x.deadline, x.sha256, x.sheet, x.audit_seq
FROM sheets AS s JOIN submissions AS x ON x.sheet_id = 3 WHERE s.id <> 3"""


async def all_have_submitted(stage: Stage, folder: Path) -> None:
    """Hoa's unit fills its sheet; every other unit has the same answers. The period is closed."""
    rows = ", ".join(f'{{code: "{n}", title: Việc {n}, max: 10, rule: {{type: manual}}}}' for n in range(1, CRITERIA + 1))
    (folder / "bang.yaml").write_text(TABLE % rows, "utf-8")
    await stage.join()
    await stage.open_period(str(folder / "bang.yaml"))
    await stage.fill("Hoa", ["9"] * CRITERIA)
    async with stage.database.writing() as connection:
        for sql in (COPY_ANSWERS, SUBMITTED, COPY_SUBMISSION):
            await connection.rows(sql, {})
    await says(stage, "Lan", "/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")


@pytest.mark.parametrize(("who", "units"), [("Lan", 7), ("Quý", 8), ("Thu", 1)])
async def test_all_that_is_unchanged_is_accepted_in_three_steps(who: str, units: int, stage: Stage, tmp_path: Path) -> None:
    await all_have_submitted(stage, tmp_path)
    told = await says(stage, who, *ACCEPT_ALL)

    assert f" {units * CRITERIA} tiêu chí" in told.splitlines()[0] and len(ACCEPT_ALL) == 3
