"""Pictures and office files are drawn in a child process that ends with the drawing: the libraries hold tens of megabytes that the bot would keep."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

DRAWING_TAKES_AT_MOST = 60.0


class DrawingFailed(Exception):
    """The child could not draw the report; the message carries what it said last."""


async def draw(report: str, facts: str, to: Path) -> None:
    """Draws the report named in REPORTS with these facts (JSON) into the file. Raises DrawingFailed."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, report, str(to),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(DRAWING_TAKES_AT_MOST):
            _, said = await child.communicate(facts.encode())
    except TimeoutError as fault:
        raise DrawingFailed(f"{report} took longer than {DRAWING_TAKES_AT_MOST:.0f} s") from fault
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise DrawingFailed(f"{report}: {said.decode(errors='replace').strip().splitlines()[-1:]}")


def main(arguments: list[str]) -> None:
    """The child's side: facts come in on standard input, so that no other user's process list shows them."""
    from handlers.contents import REPORTS

    report, path = arguments
    facts: dict[str, Any] = json.load(sys.stdin)
    REPORTS[report](facts, Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
