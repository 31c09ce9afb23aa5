"""Which rows of a plain table head points that are added to, or taken off, the sum of its criteria: as they are called."""

import re

from domain.texts import clean, fold

BONUS, PENALTIES, BOTH = "bonus", "penalties", "both"
LEADS = (
    r"(?:(?:phần|mục|nhóm|các|những|nội dung|tiêu chí|chỉ tiêu|trường hợp|hành vi|khoản|quy định|việc|về|tính|xét|bị|được"
    r"|[a-zđ]|[ivx]{2,5}|\d{1,2})\s?[.:)–-]?\s+)*+"
)
"""What may stand before the words: "Phần C:", "Các trường hợp bị"."""
GAIN, LOSS, AND = "(?:thưởng|cộng)", "(?:trừ|phạt)", r"\s*(?:,|/|và|&|–|-)\s*"
HEADS = {
    BOTH: rf"(?:điểm )?(?:{GAIN}(?: điểm)?{AND}(?:điểm )?{LOSS}|{LOSS}(?: điểm)?{AND}(?:điểm )?{GAIN})(?: điểm)?",
    BONUS: rf"(?:điểm {GAIN}|{GAIN} (?:thêm )?điểm)(?! đồng)",
    PENALTIES: rf"(?:điểm (?:giảm )?{LOSS}|(?:giảm )?{LOSS} (?:bớt )?điểm)",
}
SHORT = {"thưởng": BONUS, "cộng thêm": BONUS, "trừ": PENALTIES, "phạt": PENALTIES}
"""Heads of one word, which begin too many others: "Thưởng" is one, "Thường xuyên" and "Trụ sở" are none."""
END = re.compile(r"(?: thi đua| khác| thêm)?\s*[:.]?\s*(?:\(.*\)|(?:tối đa|không quá).*)?")


def _readers(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """For text with its marks, and for text that is written without any, where "điểm công tác" could not be told from "điểm cộng"."""
    return re.compile(rf"{LEADS}{pattern}\b"), re.compile(rf"{fold(LEADS)}{fold(pattern)}\b")


READERS = {kind: _readers(pattern) for kind, pattern in HEADS.items()}


def block_of(title: str, *, bare: bool = False) -> str:
    """`bonus`, `penalties` or `both` where the title begins such points; else empty. `bare`: only where it says nothing else, as an explanation would."""
    said = clean(title).casefold()
    if kind := SHORT.get(said.rstrip(":. ")):
        return kind
    for kind, (marked, unmarked) in READERS.items():
        found = (unmarked if said == fold(title) else marked).match(said)
        if found and (not bare or END.fullmatch(said, found.end())):
            return kind
    return ""
