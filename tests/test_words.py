"""Every Vietnamese sentence is there, is used, and has the blanks its users fill."""

import ast
import re
import unicodedata
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.catalogue import Catalogue, blanks

ROOT = Path(__file__).parents[1]
WORDS = Catalogue.load().sentences
STEMS = {key.partition(".")[0] for key in WORDS}
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
BUILT = {  # keys that are made of parts, and the parts they are made of
    "criteria.show_": ("points", "value", "rate", "count", "misses", "plus"),
    "engine.unfit_kind.": ("",),
    "tables.fault_": ("",),
    "rubric_table.": ("",),  # config/table_words.py hands all of them to domain/tables
    "documents.refused_": ("too_large", "not_xlsx", "old_xls", "encrypted", "macros", "strict", "too_many_rows", "unreadable", "too_heavy"),
    "joining.role.": ("",),
    "home.leader_": ("chair", "vice_chair"),
    "meetings.change_": ("time_label", "place_label", "title_label"),
    "meetings.audience_": ("everyone", "leaders", "focal_points"),
    "announcements.to_": ("group", "members", "both"),
    "periods.state_": ("preparing", "open", "closed", "published"),
    "periods.late_": ("calendar", "working"),
    "periods.lateness_": ("calendar", "working"),
    "periods.kind_": ("midyear", "yearend", "thematic"),
    "periods.title_": ("midyear", "yearend", "thematic"),
    "ranking.tie_": ("base", "fewer_penalties", "earlier_submission"),
    "appraisal.stage_": ("appraisal", "explanation", "reconciliation", "final", "published"),
    "reconciliation.": tuple(f"{which}{part}" for which in ("changes", "gaps", "full", "flat") for part in ("", "_none", "_label")),
    "units.invite_": ("secretariat", "province_office", "unit_leader", "unit_focal_point"),
    "score_table.": (
        "code",
        "criterion",
        "max",
        "own",
        "appraised",
        "appraised_why",
        "final",
        "final_why",
        "proof",
        "base",
        "bonus",
        "penalty",
        "late",
        "total",
    ),
    "filling.": ("code", "criterion", "max", "how", "plan", "result", "reason", "proof", "explanation", "key", "yes", "no"),
    "filling.prompt_": ("number", "yes_no", "count", "days", "plan", "plan_or_none", "text"),
    "unit_sheet.": ("code", "criterion", "max", "answer", "points", "proof"),
}


def sources() -> list[Path]:
    return [path for folder in ("bot", "handlers", "domain", "storage", "config") for path in sorted((ROOT / folder).rglob("*.py"))]


def literals() -> set[str]:
    """Every string of the sources that looks like a key of a stem there is."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                found.add(node.value)
    return {key for key in found if key.partition(".")[0] in STEMS}


def built() -> set[str]:
    return {
        key for key in WORDS for prefix, parts in BUILT.items() if key.startswith(prefix) and (parts == ("",) or key.removeprefix(prefix) in parts)
    }


def acts() -> set[str]:
    from bot.runtime.table import FlowTable
    from handlers.contents import FLOWS, READERS

    table = FlowTable(FLOWS)
    return set(table.taps) | set(table.jobs) | set(READERS)


def test_every_key_that_is_used_has_a_sentence() -> None:
    assert not literals() - set(WORDS) - acts() - set(BUILT)


def test_every_sentence_is_used() -> None:
    assert not set(WORDS) - literals() - built()


def test_every_sentence_is_whole_and_in_nfc() -> None:
    faulty = [key for key, sentence in WORDS.items() if not sentence.strip() or not unicodedata.is_normalized("NFC", sentence)]

    assert not faulty


@pytest.mark.parametrize("key", sorted(WORDS))
def test_the_blanks_of_a_sentence_can_be_read(key: str) -> None:
    assert all(re.fullmatch(r"[a-z_]+", blank) for blank in blanks(WORDS[key]))


def test_nobody_is_addressed_as_comrade_or_by_age() -> None:
    """The register is neutral: the house avoids these forms in every sentence."""
    spoken = re.compile(r"\b(đồng chí|anh|chị|bạn)\b", re.IGNORECASE)

    assert not [key for key, sentence in WORDS.items() if spoken.search(sentence)]


def test_tone_marks_stand_in_the_one_style_of_the_house() -> None:
    old_style = re.compile(r"\b\w*(uỷ|oá|oà|oả|(?<!q)uý|hoà|thuỷ|huỷ)\b", re.IGNORECASE)

    assert not [key for key, sentence in WORDS.items() if old_style.search(sentence)]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("thiếu báo cáo.", "Lý do: thiếu báo cáo. Xem I.1."), ("thiếu báo cáo", "Lý do: thiếu báo cáo. Xem I.1.")],
)
def test_a_full_stop_that_somebody_typed_and_the_sentence_s_own_are_one(reason: str, said: str) -> None:
    sentences = Catalogue({"a.line": "Lý do: {reason}. Xem {address}."})

    assert sentences.text("a.line", ZoneInfo("Asia/Ho_Chi_Minh"), {"reason": reason, "address": "I.1."}).plain == said


def test_a_dot_that_ends_no_sentence_stays_beside_a_typed_one() -> None:
    assert Catalogue({"a.file": "{name}.xlsx"}).text("a.file", ZoneInfo("Asia/Ho_Chi_Minh"), {"name": "Phiếu."}).plain == "Phiếu..xlsx"
