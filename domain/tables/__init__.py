"""A scoring table as a spreadsheet: read from a province's plain table or from our template, written as our template, compared with an earlier one."""
