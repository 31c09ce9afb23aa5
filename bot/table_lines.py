"""A scoring table in the English of the command line: its size, its faults where it is a workbook, and what of that was passed over; the bot says the same
from config/vi/tables.toml. What stands in quotation marks is the workbook's own: its texts, its columns and how its cells are written."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from config.table_words import problem_named
from domain.rubrics import Rubric
from domain.tables.rows import RowFault
from domain.texts import counted, one_line
from handlers.tables.understanding import COLUMNS_NAMED, ReadTable, ranges

if TYPE_CHECKING:
    from bot.tables import Adopted

WITHOUT_GENERAL = "there is no sheet of general rules: the table's id and its general rules are the defaults, not those of an older table"
FAULTS: Mapping[str, str] = {
    "no_header": "there is no header row in the first {within} rows of any sheet; it needs a column that begins with {titles}, and one that begins with {points}; "
    "`ktd rubric template` writes a workbook that has them",
    "is_a_sheet": "is the self-assessment of a unit, no scoring table; the bot takes it from its home screen",
    "is_ratings": "holds an external appraiser's points, and is no scoring table; the appraiser sends it to the bot in /thamdinh",
    "no_criteria": "there is no criterion below the header (sheet “{sheet}”, row {header}); write the sections and criteria with their points there, one in each row, "
    "save the workbook and import it again",
    "next_table": "another table begins on the same sheet; add its rows to the first as sections of it, or move it to a sheet of its own",
    "too_many": "has more than {most} criteria",
    "no_points": "the points are missing ({title})",
    "no_title": "the criterion has no text",
    "title_too_long": "the criterion's text has more than {most} characters; shorten it, and explain in a row below without code and points",
    "no_code": "the code is missing ({title})",
    "points_without_code": "has points but no code ({title}); if it is one of the levels of the criterion above, take its points out",
    "code_became_date": "Excel has made a date of the code; format the cell as text and type it again",
    "code_illegal": "the code {code} cannot be used: a code has at most 20 characters and no colon, that of a section, bonus or penalty no point either",
    "code_twice": "the code {code} stands in row {first} already",
    "code_twice_tenth": "the code {code} stands in row {first} already; if {tenth} is meant, Excel took its 0 off: format the cell as text and type it again",
    "level_skipped": "level {level} does not follow on the row above",
    "level_unclear": "the level must be a number from 1 to 9, or the word for bonus or penalty, not “{text}”",
    "section_empty": "section {code} has no criterion",
    "sum_differs": "says {stated} points, but the rows in it sum to {total}",
    "sum_of_levels": "says {stated} points, but the rows in it sum to {total}; if those are levels to choose from, take their points out",
    "total_differs": "the total says {stated}, but the sections sum to {total}",
    "points_unclear": "the points cannot be read: “{text}”; write one number, the most that the criterion can give",
    "points_percent": "the points are formatted as a percentage ({text} %); format the cell as a number and type them again",
    "points_became_date": "Excel has made a date of the points; format the cell as a number and type them again",
    "formula_without_result": "the points are a formula without a result; open the file in Excel, save it, and import what was saved",
    "error_cell": "a cell holds the error {text}",
    "not_in_list": "column “{column}” says “{text}”, which is not in its list; click the cell to choose",
    "params_unclear": "the parameters “{text}” are not understood; of “{kind}” they are written “{how}”",
    "params_became_date": "Excel has made a date or a time of column “{column}”; format the cell as text and type it again",
    "general_unclear": "“{name}”: “{text}” is not understood; it is written “{how}”",
    "cap_without_items": "there is “{name}”, but no row of this kind; add one, or take the limit out",
    "bonus_and_penalty": "the section holds both bonus and penalty points; make two sections of it",
    "bonus_below_zero": "a bonus cannot be below 0; if it is a penalty, move it to the section of penalties",
    "penalty_within": "penalty points stand within section {section}, where they would be added; move them to a section of their own at the end",
    "of_cell": "column “{column}”: {problem}",
    "of_part": "column “{column}”, “{part}”: {problem}",
    "of_general": "“{name}”: {problem}",
    "of_rubric": "{problem}",
    "no_such_section": "“{name}”: the table has no section {section}",
    "rule_not_here": "column “{column}” says “{kind}”, which is not for such a row; choose {kinds}",
}


def fault_line(fault: RowFault) -> str:
    """A fault with its row, and its sheet where there are several; one of the whole file without."""
    facts: dict[str, object] = dict(fault.facts)
    if "problem" in facts:
        facts["problem"] = problem_named(str(facts["problem"]))
    what = FAULTS[fault.problem].format_map(facts)
    if fault.sheet:
        return f"sheet “{fault.sheet}”, row {fault.row}: {what}"
    return f"row {fault.row}: {what}" if fault.row else what


def passed_lines(table: ReadTable) -> list[str]:
    """The rows, columns and sheets that were passed over, none of them in silence; and what was read though it is not seen."""
    lines = [f"rows passed over, being no criteria: {ranges(table.ignored)}"] if table.ignored else []
    lines += [f"columns not read: {', '.join(one_line(name, 60) for name in table.columns[:COLUMNS_NAMED])}"] if table.columns else []
    lines += [f"rows that are points to choose of the criterion above, and add nothing: {ranges(table.choices)}"] if table.choices else []
    lines += [f"hidden rows that count all the same: {ranges(table.hidden)}"] if table.hidden else []
    lines += (
        [f"hidden columns that are read all the same: {', '.join(one_line(name, 60) for name in table.hidden_columns)}"]
        if table.hidden_columns
        else []
    )
    lines += [f"one sheet is read; not read: {', '.join(table.unread)}"] if table.unread else []
    return [*lines, WITHOUT_GENERAL] if table.without_general else lines


def adopted_line(adopted: "Adopted") -> str:
    """That a version was kept, or which one the table is already."""
    name = f"{adopted.rubric} version {adopted.version}"
    if adopted.is_new:
        return f"adopted: {name}"
    same = f"identical to {name} of the bloc; nothing changed"
    if adopted.version == adopted.newest:
        return same
    return f"{same}: new periods use version {adopted.newest}, the newest; to use this one again, change its title and import it once more"


def size_of(rubric: Rubric) -> str:
    """How large a scoring table is, in words, and that it is a sample where it is one."""
    size = f"{counted(len(rubric.leaves), 'criterion', 'criteria')}, {counted(format(rubric.total.normalize(), 'f'), 'point')}"
    return f"{size}; a sample" if rubric.sample else size
