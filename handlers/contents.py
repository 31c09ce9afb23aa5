"""The table of contents of the product: every conversation and every report, in the order people meet them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from handlers.flow import Flow

FLOWS: tuple[Flow, ...] = ()

Report = Callable[[Mapping[str, Any], Path], None]
"""Draws facts (read from JSON) into the file at the path, in a child process (bot/runtime/drawing.py)."""

REPORTS: Mapping[str, Report] = {}
