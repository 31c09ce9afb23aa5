"""Files from outside are read in a child process that ends with the reading: nothing in them can hold up the bot or take its memory.

The child is given little memory and little time before it opens the file (config/xlsx_files.py refuses most hostile files long before either is used up).
What it found comes back as JSON on its standard output; what it could not read comes back as one word, which the flow turns into a sentence. A fault of our
own on the way is logged by its kind and place: to its sender such a file is one that cannot be read.
"""

import asyncio
import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.logs import told

log = logging.getLogger("ktd.reading")

READING_TAKES_AT_MOST = 30.0
SECONDS_OF_WORK = 20
BYTES_OF_MEMORY = 768 * 1024 * 1024
TOO_HEAVY, UNREADABLE = "too_heavy", "unreadable"


@dataclass(frozen=True)
class Read:
    """What became of a file: the reader's JSON, or why it was refused, in one word."""

    found: str
    is_read: bool


async def read(purpose: str, path: Path) -> Read:
    """Reads the file with the reader named in READERS. Whatever the file holds, it comes to an end."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, purpose, str(path),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(READING_TAKES_AT_MOST):
            said, _ = await child.communicate()
    except TimeoutError:
        return Read(TOO_HEAVY, is_read=False)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        return Read(TOO_HEAVY if child.returncode < 0 else UNREADABLE, is_read=False)
    report = json.loads(said)
    if fault := report.get("fault"):
        log.error("the reader %s failed [%s]", purpose, fault)
    return _of_report(report)


def read_here(purpose: str, path: Path) -> Read:
    """The same in this process: what the child does, and for tests and commands whose process ends by itself."""
    return _of_report(_report(purpose, path))


def _of_report(report: dict[str, object]) -> Read:
    if "refused" in report:
        return Read(str(report["refused"]), is_read=False)
    return Read(json.dumps(report["found"], ensure_ascii=False), is_read=True)


def _report(purpose: str, path: Path) -> dict[str, object]:
    from config.xlsx_files import WorkbookRefused
    from handlers.contents import READERS

    try:
        return {"found": READERS[purpose](path)}
    except WorkbookRefused as refusal:
        return {"refused": refusal.reason}
    except MemoryError:
        return {"refused": TOO_HEAVY}


def _limit() -> None:
    """Takes away what a reader has no need of; only where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_WORK, SECONDS_OF_WORK))


def main(arguments: list[str]) -> None:
    """The child's side."""
    purpose, path = arguments
    _limit()
    try:
        report = _report(purpose, Path(path))
    except Exception as fault:  # the end of the child: its parent logs it
        report = {"refused": UNREADABLE, "fault": told(fault)}
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
