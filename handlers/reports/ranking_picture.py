"""The ranking as a picture: bars with names and points, readable on a phone. Drawn with matplotlib's Figure and DejaVu Sans, which has every letter."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from textwrap import fill
from typing import Any

from config.catalogue import number

LEADER, OTHERS, GROUND = "#b3261e", "#2f6f8f", "#fbfaf7"


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Draws {"title", "rows": [[rank, unit, points]], "total", "subtitle"} as a PNG."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams["font.family"] = "DejaVu Sans"
    rows = facts["rows"]
    figure = Figure(figsize=(7.2, 1.7 + 0.78 * len(rows)), dpi=150, facecolor=GROUND)
    axes = figure.add_axes((0.06, 0.04, 0.88, 1 - 1.1 / (1.7 + 0.78 * len(rows))))
    points = [float(Decimal(row[2])) for row in rows]
    highest = max([float(Decimal(facts["total"])), *points])
    places = [-at for at in range(len(rows))]
    axes.barh(places, [highest] * len(rows), height=0.34, color="#e7e3da")
    axes.barh(places, points, height=0.34, color=[LEADER if row[0] == 1 else OTHERS for row in rows])
    for place, (rank, unit, value) in zip(places, rows, strict=True):
        axes.text(0, place + 0.27, f"{rank}. {unit}", fontsize=13, va="bottom", ha="left", color="#222222")
        axes.text(highest, place + 0.27, number(Decimal(value)), fontsize=13, va="bottom", ha="right", color="#222222", fontweight="bold")
    axes.set_xlim(0, highest)
    axes.set_ylim(-len(rows) + 0.6, 0.8)
    axes.axis("off")
    figure.text(0.06, 0.985, fill(facts["title"], 44), fontsize=15, fontweight="bold", va="top", color="#222222")
    figure.text(0.06, 0.985 - 0.42 / (1.7 + 0.78 * len(rows)), facts["subtitle"], fontsize=12, va="top", color="#555555")
    figure.savefig(path, format="png", facecolor=GROUND)
