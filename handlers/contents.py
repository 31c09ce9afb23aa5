"""The table of contents of the product: every conversation, every report, every reader of files, in the order people meet them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from handlers import account, arrivals, home, joining, units
from handlers.announcements import flow as announcements
from handlers.appraisal import flow as appraisal
from handlers.appraisal import rating_reading
from handlers.assessment import filled_reading
from handlers.assessment import flow as assessment
from handlers.deadlines import flow as deadlines
from handlers.explanations import flow as explanations
from handlers.flow import Flow
from handlers.groups import flow as groups
from handlers.meetings import flow as meetings
from handlers.periods import flow as periods
from handlers.ranking import flow as ranking
from handlers.reconciliation import flow as reconciliation
from handlers.reports import filling_sheet, ranking_picture, rating_sheet, receipt_file, rubric_table, score_table, unit_sheet
from handlers.standings import digests
from handlers.standings import flow as standings
from handlers.tables import flow as tables
from handlers.tables import understanding

FLOWS: tuple[Flow, ...] = (
    joining.FLOW,
    home.FLOW,
    assessment.FLOW,
    standings.FLOW,
    appraisal.FLOW,
    explanations.FLOW,
    reconciliation.FLOW,
    ranking.FLOW,
    periods.FLOW,
    tables.FLOW,
    arrivals.FLOW,
    meetings.FLOW,
    announcements.FLOW,
    deadlines.FLOW,
    digests.FLOW,
    units.FLOW,
    groups.FLOW,
    account.FLOW,
)

Report = Callable[[Mapping[str, Any], Path], None]
"""Draws facts (read from JSON) into the file at the path, in a child process (bot/runtime/drawing.py)."""

REPORTS: Mapping[str, Report] = {
    "filling_sheet": filling_sheet.draw,
    "ranking_picture": ranking_picture.draw,
    "receipt_file": receipt_file.draw,
    "rating_sheet": rating_sheet.draw,
    "rubric_table": rubric_table.draw,
    "score_table": score_table.draw,
    "unit_sheet": unit_sheet.draw,
}

Reader = Callable[[Path], object]
"""What a file from outside holds, fit for JSON; runs in a child process (bot/runtime/reading.py). Raises config.xlsx_files.WorkbookRefused."""

READERS: Mapping[str, Reader] = {
    "arrivals.looked": filled_reading.read,  # a sheet of ours is known by its mark
    "assessment.filled": filled_reading.read,
    "appraisal.ratings_read": rating_reading.read,
    "tables.read": understanding.read,
}
"""By the purpose a document was noted for, which is also the kind of the job that goes on with it."""
