"""Transcripts of flows, performed on a stage: what people say and send, and what they are answered."""

import re

from tests.stage import ACCOUNTS, GROUP, Shown, Stage, bare
from tests.workbooks import workbook

HEAD = ("STT", "Tiêu chí", "Điểm chuẩn")
TABLE = (
    ("BẢNG CHẤM ĐIỂM KHỐI KINH TẾ 2026",),
    HEAD,
    ("I", "Thực hiện nhiệm vụ", 10),
    (1, "Kế hoạch công tác", 4),
    (2, "Cải cách hành chính", "6 điểm"),
)
SENT = {  # the files that people send in transcripts
    "bang-khoi.xlsx": workbook(TABLE),
    "bang-loi.xlsx": workbook((*TABLE[:2], ("I", "Thực hiện nhiệm vụ", 12), *TABLE[3:])),
}


async def play(stage: Stage, transcript: str) -> None:
    """Performs a transcript; raises AssertionError at the first line that goes otherwise."""
    lines = [line for line in transcript.splitlines() if line.strip()]
    speaker = ""
    shown: Shown | None = None
    for line in lines:
        if line.startswith("  ["):
            assert shown is not None
            _require_offered(shown, line)
        elif found := re.fullmatch(r"\(to (.+)\)", line):
            await stage.to(found[1])
        elif found := re.fullmatch(r"(\w+) sends (\S+)", line):
            speaker = found[1]
            await stage.sends(found[1], found[2])
            await stage.document_arrives(SENT[found[2]])
        elif found := re.match(r"ktd(?: → (\S+))?: (.*)", line):
            shown = _expected(stage, found[1] or speaker, found[2])
        elif found := re.match(r"(\w+)( in group)?: (.*)", line):
            speaker = "group" if found[2] else found[1]
            await stage.does(found[1], found[3], group=bool(found[2]))


def _expected(stage: Stage, who: str, words: str) -> Shown:
    chat = GROUP if who == "group" else ACCOUNTS[who]
    pieces = [piece.strip() for piece in words.split("…") if piece.strip()]
    for shown in stage.chats[chat]:
        if not shown.taken and _in_order(pieces, f"{shown.text}\n{shown.toast}"):
            shown.taken = True
            return shown
    raise AssertionError(f"nobody told {who}: {words}\nseen: {[one.text for one in stage.chats[chat][-4:]]}")


def _require_offered(shown: Shown, line: str) -> None:
    labels = {bare(label) for label in shown.labels} | set(shown.labels)
    for label in re.findall(r"\[(.+?)\]", line):
        assert label in labels or bare(label) in labels, f"{label} is not offered: {shown.labels}"


def _in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
