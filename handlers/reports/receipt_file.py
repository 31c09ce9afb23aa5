"""A receipt with all it vouches for, as a file for the unit's records."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def draw(facts: Mapping[str, Any], path: Path) -> None:
    """Writes the document of domain/receipts.py as it stands."""
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
