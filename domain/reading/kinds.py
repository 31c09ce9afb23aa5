"""What a text is before any rule reads it: a document's name, a wish to go on, a reason why a criterion does not apply, or a bare figure."""

import re
from dataclasses import dataclass

from domain.criteria.answers import Answer
from domain.texts import clean, fold

NUMBER = r"-?\d[\d.,]*\d|-?\d"
SEPARATOR = re.compile(r"^\s*[-–—;:,.·]+\s*")
DOCUMENT = re.compile(
    r"\d+\s*/\s*[A-ZĐ]|\d{1,2}/\d{1,2}/\d{2,4}\b|\bng[àa]y\s+\d{1,2}\s*/\s*\d|\b(số|so)\s*[:.]?\s*\d+|\b(BC|KH|QĐ|CV|TB|TTr|NQ|CT|HD|BB)\b",
    re.IGNORECASE,
)
"""A number with letters behind a stroke, a whole date, "ngày 12/6", "số 45" or a kind of paper. "9/10" alone is none of these: it is a figure."""
DOCUMENT_FIRST = re.compile(r"\d+\s*/\s*[A-ZĐ]|\d{1,4}\s*/\s*\d{1,4}\s*/\s*[^\W\d]|\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{2,4}\b", re.IGNORECASE)
"""A text that opens with a document's number ("45/BC-SXD", "45/2026/QĐ-UBND") or a whole date."""
DATE = re.compile(r"\d{1,2}/\d{1,2}(/\d{2,4})?\b(?!\s*$)|\d{1,2}/\d{1,2}/\d{2,4}\b")
BARE = re.compile(r"[-+]?\d[\d.,/%\s]*(\s[-–—]\s.*|[;:].*)?", re.DOTALL)
NAMED = re.compile(
    rf"(?:(?P<plan>ke hoach|kh|giao)|(?P<actual>thuc hien|th|dat|ket qua))\s*[:=]?\s*(?P<number>{NUMBER})( ?(?P<unit>(t[yi](?! le)|trieu|nghin|ngan)\b( dong)?))?"
)
"""Plan or actual by name, in folded text, and what it is counted in."""
ACTUAL = re.compile(rf"\b(thuc hien|th|dat|ket qua)\s*[:=]?\s*(?:{NUMBER})(?!\d|\s*/\s*[a-z])")
"""An actual by name, in folded text; "kết quả 45/BC-SXD" is a document."""
WORDS_BEHIND = re.compile(r"\s+\w")
NOT_APPLICABLE = re.compile(r"(khong|ko|k|chua) (ap dung|phat sinh)\b|n/a\b")
SKIP = ("bo qua", "de sau")
DONE = ("xong", "xong roi", "da xong", "het", "het roi", "du", "du roi", "tiep", "tiep tuc", "tiep theo", "ok", "oke")
FEWEST_LETTERS = 6
"""A paper without any figure is named by so many letters at least ("BC của UBND tỉnh"): "kh" alone is none."""
STILL_TO_COME = re.compile(r"(hien )?(dang|se|chua|cho|du kien)\b")
"""Words that announce a paper instead of naming one, in folded text: "đang tổng hợp, gửi trước ngày 10/12"."""


@dataclass(frozen=True)
class Reading:
    """An answer that was read, and the evidence that followed it (empty for none)."""

    answer: Answer
    evidence: str = ""


def is_bare_answer(text: str) -> bool:
    """Whether a text is a number, or two, alone or before a dash: other words, dates and documents' numbers are none."""
    plain = clean(text)
    return BARE.fullmatch(plain) is not None and DATE.match(plain) is None


def is_document(text: str) -> bool:
    """Whether a text names a document, by its number, date or kind. Plan and actual by name ("KH 100, TH 90") are none."""
    plain = clean(text)
    if is_still_to_come(plain) or not (any(letter.isdigit() for letter in plain) or sum(letter.isalpha() for letter in plain) >= FEWEST_LETTERS):
        return False
    return DOCUMENT.search(plain) is not None and not names_plan_and_actual(plain)


def is_still_to_come(text: str) -> bool:
    """Whether a text only announces what is to prove an answer: that explains, and proves nothing yet."""
    return STILL_TO_COME.match(fold(text)) is not None


def is_document_alone(text: str) -> bool:
    """Whether a text names a document by a figure, and gives none that could be meant as the answer ("9 BC 45", "đạt 95 % theo BC 45")."""
    plain = clean(text)
    if not is_document(plain) or not any(letter.isdigit() for letter in plain) or ACTUAL.search(fold(plain)):
        return False
    return not plain[0].isdigit() or DOCUMENT_FIRST.match(plain) is not None


def names_plan_and_actual(text: str) -> bool:
    """Whether a text gives both plan and actual by name."""
    found = list(NAMED.finditer(fold(text)))
    return any(one["plan"] for one in found) and any(one["actual"] for one in found)


def is_skip(text: str) -> bool:
    """Whether the text asks to go on without an answer."""
    return fold(text) in SKIP


def is_done(text: str) -> bool:
    """Whether the text says that all was sent, where something was."""
    return fold(text).strip(" .!") in DONE


def not_applicable_reason(text: str) -> str | None:
    """The reason after "không áp dụng", empty where none was given; None where the text says no such thing. "Không phát sinh nhiệm vụ" is a reason as a
    whole."""
    plain = clean(text)
    found = NOT_APPLICABLE.match(fold(plain))
    if found is None:
        return None
    if "phat sinh" in found[0] and WORDS_BEHIND.match(fold(plain), found.end()):
        return plain
    reason = SEPARATOR.sub("", " ".join(plain.split()[len(found[0].split()) :])).strip()
    return reason[1:-1] if reason.startswith("(") and reason.endswith(")") else reason
