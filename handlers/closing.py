"""When a period was closed, and by whom, in words: for every screen that shows a closed one.

Not a conversation: the period's screen, the standings and the group's post say it.
"""

from handlers.flow import Said, Turn, say
from storage.periods import Period


async def closed_said(turn: Turn, period: Period) -> Said:
    """ "Đã đóng trước hạn, lúc 08:00 thứ Hai 01/06/2026 (Nguyễn Thị Lan)"; of a period that takes nothing late, that it closed by itself. A period that was
    closed before there was an audit log names nobody. Raises LookupError for one that is not closed."""
    if period.closed_at is None:
        raise LookupError(period.id)
    closing = await turn.store.periods.closing(period.id)
    if closing is None:
        return say("periods.closed_at", at=period.closed_at)
    if closing.by_name is None:
        return say("periods.closed_itself", at=period.closed_at)
    key = "periods.closed_early_by" if period.closed_at < period.closes_at else "periods.closed_by"
    return Said(key, {"at": period.closed_at, "by": closing.by_name})
