"""Every question that takes free text, with every text that may do harm: a fitting sentence, nothing half kept, nothing lost, and no fault of ours."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.platforms.telegram.plan import plan
from config.catalogue import Text
from domain.texts import clean, units
from handlers.dialogue import Outgoing, Typed, Unfit
from storage.dialogues import Waiting
from tests.appraisals import TITLE
from tests.scenes import AFTER_CLOSING
from tests.stage import ACCOUNTS, Stage, says
from tests.tables import AMEND, amended, lower_first, send

CALL = ("/hop", "Hội nghị sơ kết", "11/6 8h", "Phòng họp tầng 2", "[Tất cả]", "[Xác nhận]")
SCENES = ("period open", *AFTER_CLOSING)
DESK = ("/thamdinh", "[Rà soát, chốt điểm]")
PUBLISH = (*DESK, "[Chốt điểm]", "[Xác nhận]", "[Công bố]", "[Xác nhận]", "công bố")


@dataclass(frozen=True)
class Asked:
    """A free text is asked: in which scene, what others said before, who is asked after which words, and what they choose to have the text shown."""

    scene: str
    name: str
    words: tuple[str, ...]
    then: tuple[str, ...] = ()
    before: tuple[tuple[str, tuple[str, ...]], ...] = ()
    prefix: str = ""
    takes_files: bool = False


ASKED = {
    "announcement": Asked("joined", "Lan", ("/thongbao",), ("[Từng thành viên]", "[Xác nhận]"), takes_files=True),
    "meeting title": Asked("joined", "Lan", ("/hop",), ("11/6 8h", "Phòng họp", "[Tất cả]", "[Xác nhận]")),
    "meeting time": Asked("joined", "Lan", CALL[:2]),
    "meeting place": Asked("joined", "Lan", CALL[:3], CALL[4:]),
    "another title": Asked("joined", "Lan", (*CALL, "[Đổi tên]"), ("[Xác nhận]",)),
    "another place": Asked("joined", "Lan", (*CALL, "[Đổi địa điểm]"), ("[Xác nhận]",)),
    "title once more": Asked("joined", "Lan", (*CALL[:-1], "[Đổi tên]"), ("[Xác nhận]",)),
    "place once more": Asked("joined", "Lan", (*CALL[:-1], "[Đổi địa điểm]"), ("[Xác nhận]",)),
    "cancelling": Asked("joined", "Lan", (*CALL, "[Hủy họp]"), ("[Xác nhận]",)),
    "absence": Asked("joined", "Hoa", ("[Vắng]",), before=(("Lan", CALL),)),
    "substitute": Asked("joined", "Hoa", ("[Vắng]", "Đi công tác"), before=(("Lan", CALL),)),
    "name": Asked("joined", "Hoa", ("/toi", "[Sửa họ tên, chức vụ]")),
    "first name": Asked("joined", "Khách", ("/start [SXD unit_focal_point]", "[Đồng ý]")),
    "period title": Asked("joined", "Lan", ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]"), ("[ngan-10]", "15/6 17h")),
    "period deadline": Asked("joined", "Lan", ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{TITLE}]", "[ngan-10]")),
    "another table": Asked("amending", "Lan", ("[Tiếp tục]",), ("[Xác nhận]",)),
    "extension": Asked("period open", "Lan", ("/dotcham", f"[{TITLE}]", "[Gia hạn]", "20/6 17h"), ("[Xác nhận]",)),
    "answer": Asked("period open", "Hoa", ("/chamdiem", "[Chấm tiếp]"), takes_files=True),
    "evidence": Asked("mau-1000", "Hoa", ("/chamdiem", "[Chấm tiếp]", "100 96,5"), ("I.1a",), takes_files=True),
    "not applicable": Asked("mau-1000", "Hoa", ("/chamdiem", "[Chấm tiếp]", "[Không áp dụng]"), ("I.1a",)),
    "question": Asked("period open", "Hoa", ("/chamdiem", "[Chấm tiếp]", "[Hỏi về tiêu chí này]")),
    "reply": Asked(
        "period open", "Quý", ("[Trả lời]",),
        before=(("Hoa", ("/chamdiem", "[Chấm tiếp]", "[Hỏi về tiêu chí này]", "Tính cả quý II không?")),),
    ),
    "office": Asked("period open", "Hoa", ("/chamdiem", "[Phân công]", "[Thêm phòng, ban]")),
    "return": Asked(
        "period open", "Hoa", ("[Trả lại]",),
        before=(("Nam", ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]", "[Trình lãnh đạo]")),),
    ),
    "points": Asked("closed with scores", "Minh", ("/thamdinh", "[Sở Xây dựng]", "I.2"), ("I.2",), prefix="8 – ", takes_files=True),
    "reason for points": Asked("closed with scores", "Minh", ("/thamdinh", "[Sở Xây dựng]", "I.2", "8"), ("I.2",)),
    "question to a unit": Asked("closed with scores", "Minh", ("/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]"), ("[2 ngày làm việc]",)),
    "until when": Asked(
        "closed with scores", "Minh", ("/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Chưa có quyết định"),
    ),
    "window": Asked("appraised", "Lan", ("/thamdinh", "[Gửi kết quả cho đơn vị]")),
    "answer to it": Asked(
        "closed with scores", "Hoa", ("[Trả lời]",),
        before=(("Minh", ("/thamdinh", "[Sở Xây dựng]", "I.2", "[Trả lại đơn vị]", "Chưa có quyết định", "[2 ngày làm việc]")),), takes_files=True,
    ),
    "explanation": Asked("results sent", "Hoa", ("[Xem kết quả thẩm định]", "[Giải trình I.2]"), takes_files=True),
    "addition": Asked("results sent", "Hoa", ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi"), ("[Xong]",), takes_files=True),
    "outcome": Asked(
        "results sent", "Minh", ("[Xem giải trình]",), prefix="9 – ",
        before=(("Hoa", ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi")),),
    ),
    "why points stay": Asked(
        "results sent", "Minh", ("[Xem giải trình]", "[Giữ nguyên điểm]"),
        before=(("Hoa", ("[Xem kết quả thẩm định]", "[Giải trình I.2]", "Hai báo cáo đã gửi")),),
    ),
    "grounds": Asked("window over", "Lan", (*DESK, "[Không xếp hạng]", "[Sở Xây dựng]"), ("Hội đồng Thi đua - Khen thưởng tỉnh",)),
    "who decided": Asked("window over", "Lan", (*DESK, "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra"), DESK),
    "correction": Asked("window over", "Lan", (*PUBLISH, "/dotcham", f"[{TITLE}]", "[Đính chính]")),
    "typed confirmation": Asked("window over", "Lan", PUBLISH[:-1]),
}  # fmt: skip
REASONS = (
    "cancelling", "absence", "extension", "another table", "not applicable", "question", "return", "reason for points", "question to a unit", "explanation",
    "why points stay", "grounds", "who decided", "correction",
)  # fmt: skip
"""What must be said in words."""
NOTHING = ("", " \n\t ", "\u200b\u200f\u202e\ufeff\u2066")
HARMLESS = {
    "markup": unicodedata.normalize("NFD", "<b>đủ & đúng</b> **quý một** {title} _và_ [tệp](x) 👍🏽 rồi 🇻🇳"),
    "formula": '=HYPERLINK("http://x.vn","\u202eđủ\u200b báo cáo\u200f")\nquý một\n\nvà quý hai',
}
LONG = {"letters": "Đủ báo cáo quý một. " * 205, "emoji": "👍" * 2048}


@pytest.fixture
async def at(stage: Stage, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Stage, Asked]:
    """The question is open."""
    asked = ASKED[request.param]
    await stage.begin(f"free text {request.param}", partial(_asked, stage, asked, tmp_path))
    assert await waiting(stage, asked.name) is not None
    return stage, asked


async def _asked(stage: Stage, asked: Asked, tmp_path: Path) -> None:
    await (stage.scene(asked.scene) if asked.scene in SCENES else stage.join())
    if asked.scene == "mau-1000":
        await stage.open_period("mau-1000")
    if asked.scene == "amending":
        await stage.open_period()
        await says(stage, "Lan", *AMEND)
        await send(stage, "Lan", amended(lower_first, tmp_path))
    for name, words in asked.before:
        await says(stage, name, *words)
    await says(stage, asked.name, *asked.words)


async def waiting(stage: Stage, name: str) -> Waiting | None:
    return (await stage.store.dialogues.visit("telegram", ACCOUNTS[name], ACCOUNTS[name], stage.now)).waiting


def seen(stage: Stage) -> Iterable[str]:
    return (shown.text for shown in (one for chat in stage.chats.values() for one in chat))


def _plain(text: str) -> str:
    """A text on one line without what names are taken apart at."""
    return clean(text).replace(",", "").casefold()


def require_sound(stage: Stage) -> None:
    """No fault was told of, and whatever was shown can leave: composed letters, parts within a message of Telegram's."""
    for text in seen(stage):
        assert "Có trục trặc" not in text and unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("at", ASKED, indirect=True)
async def test_a_text_that_says_nothing_is_asked_again(at: tuple[Stage, Asked]) -> None:
    stage, asked = at
    before, messages = await waiting(stage, asked.name), len(stage.chats[ACCOUNTS[asked.name]])
    for count, text in enumerate(NOTHING, 1):
        assert "không có nội dung" in await says(stage, asked.name, text), ascii(text)
        assert await waiting(stage, asked.name) == before and len(stage.chats[ACCOUNTS[asked.name]]) == messages + count, ascii(text)
    require_sound(stage)


@pytest.mark.parametrize("at", REASONS, indirect=True)
async def test_dots_and_an_emoji_give_no_reason(at: tuple[Stage, Asked]) -> None:
    stage, asked = at
    before = await waiting(stage, asked.name)
    for text in ("............", "👍👍👍👍👍👍"):
        await says(stage, asked.name, text)

        assert await waiting(stage, asked.name) == before, text


@pytest.mark.parametrize("at", ASKED, indirect=True)
async def test_of_a_text_too_long_nothing_is_kept_nor_of_its_rest(at: tuple[Stage, Asked]) -> None:
    stage, asked = at
    before = await waiting(stage, asked.name)
    for kind, text in LONG.items():
        await says(stage, asked.name, asked.prefix + text[: 4096 - len(asked.prefix)])
        assert "ký tự" in stage.last(asked.name).text, kind
        await says(stage, asked.name, "phần còn lại của nội dung dài")
        after = await waiting(stage, asked.name)

        assert before is not None and after is not None and after.step == before.step, kind
        assert not any("phần còn lại của nội dung dài" in text for text in seen(stage)), kind
    require_sound(stage)


async def test_what_follows_a_long_text_after_another_act_is_an_answer(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", LONG["emoji"], "/chamdiem", "[Chấm tiếp]", "9")

    assert "I.2 Chất lượng tham mưu, đề xuất" in open_period.last("Hoa").text


async def test_what_is_written_anew_after_a_long_text_is_an_answer(open_period: Stage) -> None:
    await says(open_period, "Hoa", "/chamdiem", "[Chấm tiếp]", LONG["emoji"])
    open_period.now += timedelta(seconds=4)

    assert "I.2 Chất lượng tham mưu, đề xuất" in await says(open_period, "Hoa", "9")


@pytest.mark.parametrize("kind", HARMLESS)
@pytest.mark.parametrize("at", ASKED, indirect=True)
async def test_a_text_is_shown_as_it_was_typed_or_asked_again(at: tuple[Stage, Asked], kind: str) -> None:
    stage, asked = at
    before, text = await waiting(stage, asked.name), HARMLESS[kind]
    await says(stage, asked.name, asked.prefix + text)
    if await waiting(stage, asked.name) != before:
        await says(stage, asked.name, *asked.then)
        assert any(_plain(text) in _plain(one) for one in seen(stage))
    require_sound(stage)


@pytest.mark.parametrize("at", ASKED, indirect=True)
async def test_a_sticker_and_a_forwarded_text_answer_nothing(at: tuple[Stage, Asked]) -> None:
    stage, asked = at
    before = await waiting(stage, asked.name)
    await stage.happens(asked.name, Unfit("sticker"))
    assert "nhãn dán" in stage.last(asked.name).text
    await stage.happens(asked.name, Typed("9 – đủ báo cáo quý một"), forwarded=True)

    assert "chuyển tiếp" in stage.last(asked.name).text and await waiting(stage, asked.name) == before


@pytest.mark.parametrize("caption", ["", "9 – đủ báo cáo quý một"])
@pytest.mark.parametrize("at", ASKED, indirect=True)
async def test_a_picture_is_taken_or_the_question_stays_asked(at: tuple[Stage, Asked], caption: str) -> None:
    stage, asked = at
    before, messages = await waiting(stage, asked.name), len(stage.chats[ACCOUNTS[asked.name]])
    await stage.sends(asked.name, "anh.jpg", caption=caption)

    assert len(stage.chats[ACCOUNTS[asked.name]]) > messages
    assert asked.takes_files or ("trả lời bằng chữ" in stage.last(asked.name).text and await waiting(stage, asked.name) == before)
    require_sound(stage)


def test_a_message_whose_words_came_to_nothing_is_no_call() -> None:
    assert plan(Outgoing("1", Text("")), (), "bot") == ()


def test_long_texts_are_as_long_as_a_message_may_be() -> None:
    assert {kind: units(text) >= 4096 for kind, text in LONG.items()} == dict.fromkeys(LONG, True)
