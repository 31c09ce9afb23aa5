"""The review periods: made, opened, extended, closed, reopened, each told to everybody it concerns.

Scene: joined
Lan: /dotcham
ktd: …Chưa có đợt chấm điểm nào…
  [Đợt mới] [Màn hình chính]
Lan: [Đợt mới]
ktd: …loại…
  [Sơ kết 6 tháng] [Tổng kết năm] [Chuyên đề]
Lan: [Sơ kết 6 tháng]
ktd: …Tên đợt…
  [Sơ kết 6 tháng đầu năm 2026]
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …bảng chấm điểm…
  [mau-1000] [ngan-10]
Lan: [ngan-10]
ktd: …Hạn nộp…
Lan: 15/6 17h
ktd: …17:00 thứ Hai 15/06/2026…Mở ngay…ngày lịch…
  [Xác nhận] [Hủy] [Đổi lúc mở] [Đổi hạn nộp] [Không nhận nộp muộn]
Lan: [Xác nhận]
ktd: …đã mở…
ktd → Hoa: …Sơ kết 6 tháng đầu năm 2026…17:00 thứ Hai 15/06/2026…
  [Chấm tiếp]
ktd → group: …Sơ kết 6 tháng đầu năm 2026…0/8 đơn vị đã nộp…
Lan: /dotcham
ktd: …Sơ kết 6 tháng đầu năm 2026…
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …Trạng thái: đang mở…
  [Gia hạn] [Đóng đợt]
Lan: [Gia hạn]
ktd: …hạn mới…
Lan: 20/6 17h
ktd: …Lý do…
Lan: Các đơn vị bận phòng chống bão
ktd: …17:00 thứ Bảy 20/06/2026…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …đã gia hạn…
ktd → Hoa: …17:00 thứ Bảy 20/06/2026…phòng chống bão…
Lan: [Đóng đợt]
ktd: …8 đơn vị chưa nộp…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …đã đóng…
ktd → Hoa: …Đã đóng trước hạn…(Nguyễn Thị Lan)…
"""

from domain.people import CHAIR, STAFF
from handlers.flow import Command, Flow, Job, Step, Tap
from handlers.periods.deadline import (
    ConfirmingDeadline,
    ExplainingChange,
    MovingDeadline,
    agree_to_deadline,
    ask_new_deadline,
    ask_reason,
    ask_reopening,
    confirm_deadline,
    extend,
    give_new_deadline,
    give_reason,
    new_deadline_again,
    reopen,
)
from handlers.periods.drafting import (
    ask_deadline,
    ask_opening,
    ask_rubric,
    ask_title,
    change,
    choose_kind,
    choose_rubric,
    confirm,
    create,
    give_deadline,
    give_opening,
    give_title,
    new_period,
    open_draft,
    retime,
    take_now,
    take_suggested_title,
)
from handlers.periods.drafts import ChoosingRubric, ConfirmingPeriod, NamingPeriod, SettingDeadline, SettingOpening
from handlers.periods.listing import open_period, open_periods, periods_command
from handlers.periods.opening import agree, ask_closing, close, close_at_its_time, open_at_its_time, start
from handlers.periods.prepared import open_prepared
from handlers.periods.refusing import ask_dropping, drop, drop_draft, refuse, withdraw

FLOW = Flow(
    "periods",
    commands=(Command("dotcham", periods_command, STAFF, menu="periods.menu"),),
    taps=(
        Tap("open", open_periods, STAFF, by_number=True),
        Tap("period", open_period, STAFF, by_number=True),
        Tap("new", new_period, STAFF, by_number=True),
        Tap("kind", choose_kind, STAFF, by_number=True),
        Tap("titled", take_suggested_title, STAFF, again="periods.draft"),
        Tap("rubric", choose_rubric, STAFF, again="periods.draft", by_number=True),
        Tap("now", take_now, STAFF, again="periods.draft"),
        Tap("change", change, STAFF, again="periods.draft", by_number=True),
        Tap("draft", open_draft, STAFF, by_number=True),
        Tap("dropped", drop_draft, STAFF),
        Tap("create", create, STAFF, again="periods.draft"),
        Tap("agree", agree, CHAIR, again="periods.period"),
        Tap("start", start, STAFF, again="periods.period"),
        Tap("drop", ask_dropping, STAFF, again="periods.period"),
        Tap("drop_confirmed", drop, STAFF, again="periods.period"),
        Tap("close", ask_closing, STAFF, again="periods.period"),
        Tap("closed", close, STAFF, again="periods.period"),
        Tap("extend", ask_new_deadline, STAFF, again="periods.period"),
        Tap("extended", extend, STAFF, again="periods.period"),
        Tap("agreed", agree_to_deadline, CHAIR, again="periods.period"),
        Tap("prepared", open_prepared, CHAIR, again="periods.period", by_number=True),
        Tap("refuse", refuse, CHAIR, again="periods.period"),
        Tap("withdraw", withdraw, STAFF, again="periods.period"),
        Tap("reopen", ask_reopening, STAFF, again="periods.period"),
        Tap("reopened", reopen, STAFF, again="periods.period"),
    ),
    steps=(
        Step(NamingPeriod, give_title, STAFF, again=ask_title),
        Step(ChoosingRubric, ask_rubric, STAFF, again=ask_rubric),
        Step(SettingDeadline, give_deadline, STAFF, again=ask_deadline),
        Step(SettingOpening, give_opening, STAFF, again=ask_opening),
        Step(ConfirmingPeriod, retime, STAFF, again=confirm),
        Step(MovingDeadline, give_new_deadline, STAFF, again=new_deadline_again),
        Step(ExplainingChange, give_reason, STAFF, again=ask_reason),
        Step(ConfirmingDeadline, confirm_deadline, STAFF),
    ),
    jobs=(Job("periods.open", open_at_its_time), Job("periods.close", close_at_its_time)),
)
