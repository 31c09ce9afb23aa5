"""The appraisal of a closed period, for tests: what is said in it, and what is kept."""

from storage.judgements import Judgements
from tests.stage import Stage, says

TITLE = "Sơ kết 6 tháng đầu năm 2026"
ACCEPT_ALL = ("/thamdinh", "[Chấp nhận phần còn lại]", "[Xác nhận]")
SEND = ("/thamdinh", "[Gửi kết quả cho đơn vị]", "[3 ngày làm việc]", "[Xác nhận]")


async def history(stage: Stage, sheet_id: int) -> list[tuple[str, str, str]]:
    """(address, basis, role) of every judgement of a sheet."""
    return [(one.address, one.basis, one.as_role) for one in await Judgements(stage.database.reader).of_sheet(sheet_id)]


async def appraised(stage: Stage) -> None:
    """Hoa's I.2 is changed; everything else is accepted."""
    await says(stage, "Minh", "/thamdinh", "[Sở Xây dựng]", "I.2", "8 – thiếu hai báo cáo", *ACCEPT_ALL)
    await says(stage, "Lan", *ACCEPT_ALL)
