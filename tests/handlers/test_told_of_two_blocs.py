"""Notices beside the flows' transcripts (test_transcripts.py plays those): whoever sits in two blocs reads first of which one each is."""

from dataclasses import dataclass

import pytest

from tests.appraisals import SEND, TITLE
from tests.blocs import NAME, notices, sit_elsewhere
from tests.stage import ACCOUNTS, Stage

CLOSE = ("/dotcham", f"[{TITLE}]", "[Đóng đợt]", "[Xác nhận]")
DRAFT = ("/dotcham", "[Đợt mới]", "[Sơ kết 6 tháng]", f"[{TITLE}]", "[ngan-10]", "15/6 17h", "[Đổi lúc mở]", "3/6 8h", "[Xác nhận]")
CALL = ("/hop", "Hội nghị sơ kết", "thứ năm tuần sau 8h", "Phòng họp tầng 2", "[Tất cả]", "[Xác nhận]")
MEETING = ("/lichhop", f"[Hội nghị sơ kết ({NAME})]")
FILLED = ("/chamdiem", "[Chấm tiếp]", *["9"] * 10, "[Xem lại và nộp]")
SENT_BACK = ("/thamdinh", "[Sở Xây dựng]", "I.1", "[Trả lại đơn vị]", "Chưa có quyết định giao", "[2 ngày làm việc]")
PROPOSED = ("/thamdinh", "[Sở Xây dựng]", "I.2", "9 – một báo cáo đã có")
EXCLUDED = ("/thamdinh", "[Rà soát, chốt điểm]", "[Không xếp hạng]", "[Sở Xây dựng]", "Đang bị thanh tra", "Hội đồng thi đua tỉnh")
ASKED = ("/chamdiem", "[Chấm tiếp]", "[Hỏi về tiêu chí này]", "Báo cáo nộp bản nào?")


@dataclass(frozen=True)
class Story:
    """What people say one after another, and what somebody is told by it."""

    scene: str
    said: tuple[tuple[str, tuple[str, ...]], ...]
    who: str
    told: str


STORIES = {
    "proposed closing": Story("period open", (("Quý", CLOSE),), "Lan", "đề nghị đóng đợt"),
    "refused closing": Story("period open", (("Quý", CLOSE), ("Lan", ("[Không đồng ý]",))), "Quý", "không đồng ý đóng đợt"),
    "dropped period": Story("joined", (("Lan", (*DRAFT, "[Bỏ đợt]", "[Xác nhận]")),), "Minh", "đã bỏ đợt"),
    "deadline of a planned period": Story(
        "joined", (("Lan", (*DRAFT, "[Đổi hạn nộp]", "20/6 17h", "Khối họp muộn", "[Xác nhận]")),), "Quý", "Khối họp muộn"
    ),
    "cancelled meeting": Story("joined", (("Lan", (*CALL, *MEETING, "[Hủy họp]", "Trùng lịch họp", "[Xác nhận]")),), "Nam", "Hủy họp"),
    "reminder of a meeting": Story("joined", (("Lan", (*CALL, *MEETING, "[Nhắc người chưa trả lời]")),), "Nam", "Nhắc họp"),
    "sheet for the leader": Story("period open", (("Nam", (*FILLED, "[Trình lãnh đạo]")),), "Hoa", "trình phiếu"),
    "returned sheet": Story(
        "period open", (("Nam", (*FILLED, "[Trình lãnh đạo]")), ("Hoa", ("[Trả lại]", "Thiếu số liệu quý II"))), "Nam", "trả lại phiếu"
    ),
    "authority to submit": Story(
        "period open", (("Hoa", ("/chamdiem", "[Ủy quyền nộp]", "[Ủy quyền cho Lê Văn Nam]")),), "Nam", "ủy quyền nộp phiếu"
    ),
    "part of a sheet": Story(
        "period open",
        (("Hoa", ("/chamdiem", "[Phân công]", "[Lê Văn Nam]", "[Cả mục II]", "/chamdiem", "[Phân công]", "[Báo người phụ trách]")),),
        "Nam", "phân công",
    ),
    "question on a criterion": Story("period open", (("Hoa", ASKED),), "Quý", "Báo cáo nộp bản nào?"),
    "reply to it": Story("period open", (("Hoa", ASKED), ("Quý", ("[Trả lời]", "Bản có dấu đến")),), "Hoa", "Bản có dấu đến"),
    "sent back to the unit": Story("closed with scores", (("Minh", SENT_BACK),), "Nam", "đề nghị bổ sung"),
    "answer of the unit": Story(
        "closed with scores", (("Minh", SENT_BACK), ("Nam", ("[Trả lời]", "Quyết định số 12/QĐ-UBND"))), "Minh", "trả lời về"
    ),
    "window over": Story("appraised", (("Lan", SEND),), "Minh", "đã hết thời hạn giải trình"),
    "proposed points": Story("window over", (("Quý", PROPOSED),), "Lan", "đề xuất Sở Xây dựng, I.2"),
    "agreed points": Story("window over", (("Quý", PROPOSED), ("Lan", ("[Xác nhận]",))), "Quý", "đã xác nhận"),
    "proposed exclusion": Story("window over", (("Quý", EXCLUDED),), "Lan", "đề nghị không xếp hạng"),
    "refused exclusion": Story("window over", (("Quý", EXCLUDED), ("Lan", ("[Không đồng ý]",))), "Quý", "không đồng ý"),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
async def test_who_sits_in_two_blocs_reads_first_of_which_one_it_is(name: str, stage: Stage) -> None:
    story = STORIES[name]
    await stage.scene(story.scene)
    await sit_elsewhere(stage)
    for who, said in story.said:
        for words in said:
            await stage.does(who, words)
    await stage.to("2026-06-08 18:00")
    told = [shown.text for shown in stage.chats[ACCOUNTS[story.who]] if story.told in shown.text and not shown.taken]

    assert told and all(text.startswith(f"{NAME}\n") for text in told)


async def test_whoever_speaks_is_answered_without_the_name_of_a_bloc(stage: Stage) -> None:
    await stage.scene("period open")
    people = await sit_elsewhere(stage)
    earlier = len(await notices(stage, people))
    await stage.does("Hoa", "/chamdiem")

    assert len(await notices(stage, people)) == earlier and not stage.last("Hoa").text.startswith(NAME)


async def test_a_meeting_opened_from_the_list_names_its_bloc(stage: Stage) -> None:
    await stage.scene("joined")
    await sit_elsewhere(stage)
    for words in (*CALL, *MEETING):
        await stage.does("Lan", words)

    assert stage.last("Lan").text.startswith(f"{NAME}\n")
