"""What stands in the column for evidence of a filled workbook: documents, one a line; and why a line names none."""

from collections.abc import Iterable

from domain.errors import RuleError
from domain.reading.dates import NoSuchDate, require_dates
from domain.reading.kinds import FEWEST_LETTERS, is_bare_answer, is_still_to_come
from domain.texts import clean, fold

ELSEWHERE = ("dinh kem", "kem theo", "xem file", "xem tep", "co file", "co tep", "file dinh kem", "tep dinh kem")
"""Words that point at a file which cannot be in a cell."""


class NoDocument(RuleError):
    """A line that names no document: a mark, a figure alone, a promise, or a file that is said to be somewhere."""

    key = "filling.no_document"


def documents_in(text: str) -> tuple[str, ...]:
    """Documents, one a line."""
    return tuple(line for part in text.split("\n") if (line := clean(part)))


def new_documents(given: Iterable[str], there: Iterable[str]) -> tuple[tuple[str, ...], RuleError | None]:
    """What is given and not there yet, each once, and why the first line that proves nothing is refused."""
    known = {fold(one) for one in there}
    found: dict[str, str] = {}
    refusal: RuleError | None = None
    for one in given:
        if fold(one) in known:
            continue
        if (why := _refusal(one)) is None:
            found.setdefault(fold(one), one)
        else:
            refusal = refusal or why
    return tuple(found.values()), refusal


def _refusal(text: str) -> RuleError | None:
    """Weaker than in the chat (domain/reading/kinds.py), where other words explain an answer: the column itself says that these are documents."""
    has_figure = any(letter.isdigit() for letter in text)
    says_little = not has_figure and sum(letter.isalpha() for letter in text) < FEWEST_LETTERS
    if says_little or is_still_to_come(text) or is_bare_answer(text) or fold(text).strip(" .()") in ELSEWHERE:
        return NoDocument(text=text[:60])
    try:
        require_dates(text)
    except NoSuchDate as refusal:
        return refusal
    return None
