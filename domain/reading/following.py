"""What follows an answer: evidence where it says something, nothing where it is a mark or a courtesy, and a doubt where it may belong to the answer.

"8 - 9", "9 điểm 5", "8 hoặc 9" and "có nhưng chưa đủ" are no 8, 9 and yes with something behind: they are asked back.
"""

import re

from domain.errors import RuleError
from domain.reading.dates import require_dates
from domain.reading.kinds import DOCUMENT_FIRST, SEPARATOR, is_document
from domain.texts import fold

UNITS = {
    "%": re.compile(r"(%|(phần trăm|phan tram)\b)\.?\s*", re.IGNORECASE),
    "điểm": re.compile(r"(điểm|diem|đ|d)\b\.?\s*", re.IGNORECASE),
    "ngày": re.compile(r"(ngày|ngay)\b\.?(?!\s*\d)\s*", re.IGNORECASE),
    "lần": re.compile(
        r"((lần|lan|lượt|luot|việc|hồ sơ|đồng chí|sáng kiến|điển hình|mô hình|trường hợp|nhiệm vụ|tập thể|cá nhân|người|đơn vị|cuộc họp|cuộc|vụ"
        r"|buổi họp|buổi|hội nghị|kỳ họp|phiên họp|phiên|đề tài|giải pháp|công trình|phong trào)\b"
        r"|(báo cáo|đề án|dự án|kế hoạch|văn bản|công văn)(?=\s*($|[-–—,;.(])))\.?\s*",
        re.IGNORECASE,
    ),
    "tháng": re.compile(r"(tháng|năm|quý|tuần|giờ|phút)\b\.?(?!\s*\d)\s*", re.IGNORECASE),
    "đồng": re.compile(r"((tỷ(?! lệ)|tỉ(?! lệ)|triệu|nghìn|ngàn)( đồng)?|đồng|ha|km|tấn)\b\.?\s*", re.IGNORECASE),
}
"""The words that say what a number counts, by what they count; a day's date ("ngày 12/6") counts nothing, nor does the kind of a document that is named
("báo cáo số 45")."""
THING = re.compile(r"(sáng kiến|điển hình|mô hình|nhiệm vụ|đề tài|giải pháp|công trình|phong trào)\b", re.IGNORECASE)
"""What is counted and has a name of its own, which may follow."""
WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST = 3
"""Letters or figures that evidence has at least: "kh" and "ok" are none."""
LEADING_NUMBER = re.compile(r"[\d.,/%\s]+")
JOINED = re.compile(r"(hoac|hay|den|toi|cua|tren|trong|va|phay|cham|cong|tru|vuot|tang|giam)( thang( diem)?)?\s+\d|ruoi\b|nhung\b|co$|khong$")
"""Words by which what follows changes the answer, in folded text."""
NUMERALS = frozenset(
    [
        "khong",
        "mot",
        "hai",
        "ba",
        "bon",
        "tu",
        "nam",
        "lam",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "tram",
        "nghin",
        "ngan",
        "trieu",
        "ty",
        "phay",
        "cham",
        "ruoi",
        "le",
        "linh",
        "moi",
        "diem",
        "ngay",
        "lan",
        "bang",
        "chan",
    ]
)
SHARE = re.compile(r"\bphan (?=tram|muoi|nghin)")
"""Belongs to a number, as in "chín mươi phần trăm"; "một phần" is none."""
COURTESY = re.compile(r"(\s+(ạ|nhé|nha))+[.!]*$", re.IGNORECASE)
GREETING = re.compile(r"(dạ|vâng|thưa)\b[,.]?\s+", re.IGNORECASE)


class UnclearAnswer(RuleError):
    """What follows an answer may change it."""

    key = "criteria.unclear_answer"


def evidence_in(rest: str, *, words_apart: bool = False, papers_apart: bool = False) -> str:
    """What follows an answer as evidence, without the word that says what was counted and without what divides them; empty for none. `words_apart`: words
    count only behind a dash or a comma; `papers_apart`: so do documents. Raises UnclearAnswer."""
    said, apart = _said(rest.strip() if words_apart else without_count(rest))
    if not any(letter.isalnum() for letter in said) or (said.startswith("(") and is_spelled_number(said)) or fold(said) == "roi":
        return ""
    if not any(letter.isdigit() for letter in said) and sum(letter.isalpha() for letter in said) < FEWEST:
        raise UnclearAnswer
    if said[0].isdigit():
        fits = DOCUMENT_FIRST.match(said) is not None or (apart and WORD.search(_beyond_figure(said)) is not None)
    else:
        fits = apart or not (papers_apart if is_document(said) else words_apart)
        fits = fits and (is_document(said) or WORD.search(said) is not None)
    if not fits or JOINED.match(fold(said)) or is_spelled_number(said):
        raise UnclearAnswer
    require_dates(said)
    return said


def _said(behind: str) -> tuple[str, bool]:
    """What is said behind an answer, and whether something divides it from the answer."""
    said = SEPARATOR.sub("", behind).strip()
    return said, said != behind


def without_count(rest: str) -> str:
    """What follows a number, without the word that says what it counts, unless that word begins what is named ("1 mô hình một cửa")."""
    behind = without_unit(rest)
    named = THING.match(rest.strip())
    return rest.strip() if named and WORD.match(behind) and not is_document(behind) else behind


def without_unit(rest: str) -> str:
    """What follows a number, without the word that says what it counts."""
    plain = rest.strip()
    unit = next((found for words in UNITS.values() if (found := words.match(plain))), None)
    return plain[unit.end() :].strip() if unit else plain


def _beyond_figure(said: str) -> str:
    """What stands behind a figure and the word that says what it counts."""
    return without_unit(LEADING_NUMBER.sub("", said, count=1))


def is_spelled_number(text: str) -> bool:
    """Whether a text is a number in words and nothing else, as papers repeat it: "(chín phẩy năm)"."""
    words = WORD.findall(SHARE.sub("", fold(text)))
    return bool(words) and all(word in NUMERALS for word in words) and not any(letter.isdigit() for letter in text)


def without_courtesy(text: str) -> str:
    """The text without the words that only make it polite."""
    return GREETING.sub("", COURTESY.sub("", text), count=1)


def without(opening: re.Pattern[str], text: str) -> str:
    """The text without the words it opens with, if it does; the pattern is of folded text."""
    words = fold(text)
    found = opening.match(words)
    return text if found is None else (text if len(words) == len(text) else words)[found.end() :]


def after_phrase(text: str, *phrases: str) -> str | None:
    """The evidence after a phrase that says there is nothing to count ("không – BC 115/BC-SXD"), empty for none; None where the text says no such thing."""
    words = fold(text)
    for phrase in phrases:
        if words == phrase or re.match(rf"{phrase}\s*[-–—;:,.]", words):
            return evidence_in(rest_of(text, phrase))
    return None


def rest_of(text: str, phrase: str) -> str:
    """What follows a phrase, given folded, with which the text opens."""
    is_as_long = len(fold(text)) == len(text)
    return text[len(phrase) :] if is_as_long else " ".join(text.split()[len(phrase.split()) :])
