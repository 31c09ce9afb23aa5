"""Dates as the bloc lives them: phrases people type, workdays, deadlines, reminders."""
