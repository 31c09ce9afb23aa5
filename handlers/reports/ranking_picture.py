"""The ranking as a picture: bars with names and points, readable on a phone. Drawn with matplotlib's Figure and DejaVu Sans, which has every letter."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from textwrap import fill
from typing import Any

from config.catalogue import number

LEADER, OTHERS, GROUND = "#b3261e", "#2f6f8f", "#fbfaf7"
WIDTH, ROW, MARGIN, TITLE_LINE, SUBTITLE, GAP = 7.2, 0.78, 0.3, 0.3, 0.3, 0.2  # inches
TITLE_LETTERS = 44


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Draws {"title", "rows": [[rank, unit, points]], "total", "subtitle"} as a PNG."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams["font.family"] = "DejaVu Sans"
    rows, title = facts["rows"], fill(facts["title"], TITLE_LETTERS)
    head = MARGIN + TITLE_LINE * (title.count("\n") + 1) + SUBTITLE + GAP
    height = head + ROW * max(1, len(rows)) + MARGIN
    figure = Figure(figsize=(WIDTH, height), dpi=150, facecolor=GROUND)
    axes = figure.add_axes((0.06, MARGIN / height, 0.88, 1 - (head + MARGIN) / height))
    points = [float(Decimal(row[2])) for row in rows]
    highest = max([float(Decimal(facts["total"])), *points])
    places = [-at for at in range(len(rows))]
    axes.barh(places, [highest] * len(rows), height=0.34, color="#e7e3da")
    axes.barh(places, points, height=0.34, color=[LEADER if row[0] == 1 else OTHERS for row in rows])
    for place, (rank, unit, value) in zip(places, rows, strict=True):
        axes.text(0, place + 0.27, f"{rank}. {unit}", fontsize=13, va="bottom", ha="left", color="#222222")
        axes.text(highest, place + 0.27, number(Decimal(value)), fontsize=13, va="bottom", ha="right", color="#222222", fontweight="bold")
    axes.set_xlim(0, highest)
    axes.set_ylim(-max(1, len(rows)) + 0.75, 0.75)
    axes.axis("off")
    figure.text(0.06, 1 - MARGIN / height, title, fontsize=15, fontweight="bold", va="top", color="#222222")
    figure.text(0.06, 1 - (head - SUBTITLE - GAP) / height, facts["subtitle"], fontsize=12, va="top", color="#555555")
    figure.savefig(path, format="png", facecolor=GROUND)
