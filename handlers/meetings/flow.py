"""Meetings: called by the chair, answered by one tap, reminded of, changed and cancelled in front of everybody.

Scene: joined
Lan: /hop
ktd: …Tên cuộc họp…
Lan: Sơ kết 6 tháng
ktd: …Thời gian…
Lan: thứ năm tuần sau
ktd: …còn thiếu giờ…
Lan: thứ năm tuần sau 8h
ktd: …08:00 thứ Năm 11/06/2026…địa điểm…
Lan: Phòng họp tầng 2, Sở Công Thương
ktd: …Thành phần…
  [Tất cả] [Lãnh đạo] [Chuyên viên đầu mối]
Lan: [Tất cả]
ktd: …08:00 thứ Năm 11/06/2026…Phòng họp tầng 2…
  [Xác nhận] [Hủy]
Lan: [Xác nhận]
ktd: …Đã gửi lịch họp…
ktd → Hoa: …Sơ kết 6 tháng…08:00 thứ Năm 11/06/2026…
  [Tham dự] [Vắng]
ktd → group: …Sơ kết 6 tháng…08:00 thứ Năm 11/06/2026…
  [Tham dự] [Vắng]
Hoa: [Tham dự]
ktd: …Đã ghi nhận: tham dự…
Nam: [Vắng]
ktd: …Lý do vắng…
Nam: Đi công tác
ktd: …Đã ghi nhận: vắng…dự thay…
  [Không có]
Nam: Lê Văn Bắc, Phó Trưởng phòng
ktd: …dự thay: Lê Văn Bắc, Phó Trưởng phòng…
Lan: /lichhop
ktd: …Sơ kết 6 tháng…
Lan: [Sơ kết 6 tháng]
ktd: …1 tham dự, 1 vắng…Đi công tác…Lê Văn Bắc…
  [Đổi giờ] [Đổi địa điểm] [Đổi tên] [Hủy họp]
Lan: [Đổi giờ]
ktd: …Thời gian mới…
Lan: 9h 11/6
ktd: …từ 08:00 thứ Năm 11/06/2026 sang 09:00 thứ Năm 11/06/2026…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …09:00 thứ Năm 11/06/2026…
ktd → Hoa: …Thay đổi…08:00 thứ Năm 11/06/2026…09:00 thứ Năm 11/06/2026…
(to 2026-06-11 07:00)
ktd → Minh: …Nhắc họp…Sơ kết 6 tháng…
ktd → group: …Nhắc họp…
"""

from domain.people import EVERYONE, STAFF
from handlers.flow import Command, Flow, Job, Link, Step, Tap, Where
from handlers.meetings.answering import (
    GivingAbsence,
    NamingSubstitute,
    absence_again,
    ask_absence,
    ask_substitute,
    come,
    come_from_group,
    give_absence,
    give_substitute,
    list_command,
    nobody_instead,
    open_meeting,
    open_meetings,
)
from handlers.meetings.calling import (
    ChoosingAudience,
    ConfirmingMeeting,
    NamingMeeting,
    PlacingMeeting,
    RedoingMeeting,
    TimingMeeting,
    ask_again,
    ask_audience,
    ask_place,
    ask_time,
    ask_title,
    cancel_new,
    choose_audience,
    confirm,
    create,
    give_again,
    give_place,
    give_time,
    give_title,
    new,
    new_command,
    open_draft,
    redo_again,
)
from handlers.meetings.changing import (
    CancellingMeeting,
    ChangingMeeting,
    ConfirmingCancellation,
    ConfirmingChange,
    apply_change,
    ask_cancelling,
    ask_change,
    cancel,
    cancel_again,
    change_again,
    confirm_cancellation,
    confirm_change,
    give_cancel_reason,
    give_change,
    retime_change,
)
from handlers.meetings.reminding import begin, redraw, remind, remind_now, repost

FLOW = Flow(
    "meetings",
    commands=(
        Command("hop", new_command, STAFF, menu="meetings.menu_new"),
        Command("lichhop", list_command, EVERYONE, where=Where.BOTH, menu="meetings.menu"),
    ),
    taps=(
        Tap("new", new, STAFF, by_number=True),
        Tap("audience", choose_audience, STAFF, again="meetings.draft", by_number=True),
        Tap("redo", ask_again, STAFF, again="meetings.draft", by_number=True),
        Tap("draft", open_draft, STAFF, by_number=True),
        Tap("create", create, STAFF, again="meetings.draft"),
        Tap("dropped", cancel_new, STAFF),
        Tap("open", open_meetings, EVERYONE, by_number=True),
        Tap("meeting", open_meeting, EVERYONE, by_number=True),
        Tap("come", come, EVERYONE, again="meetings.meeting"),
        Tap("come_here", come_from_group, EVERYONE, where=Where.GROUP),
        Tap("absent", ask_absence, EVERYONE, again="meetings.meeting"),
        Tap("nobody", nobody_instead, EVERYONE),
        Tap("change", ask_change, STAFF, by_number=True),
        Tap("changed", apply_change, STAFF, again="meetings.meeting"),
        Tap("remind_now", remind_now, STAFF, again="meetings.meeting"),
        Tap("cancel", ask_cancelling, STAFF, again="meetings.meeting"),
        Tap("cancelled", cancel, STAFF, again="meetings.meeting"),
    ),
    links=(Link("vang", ask_absence, EVERYONE),),
    steps=(
        Step(NamingMeeting, give_title, STAFF, again=ask_title),
        Step(TimingMeeting, give_time, STAFF, again=ask_time),
        Step(PlacingMeeting, give_place, STAFF, again=ask_place),
        Step(ChoosingAudience, ask_audience, STAFF),
        Step(ConfirmingMeeting, confirm, STAFF),
        Step(RedoingMeeting, give_again, STAFF, again=redo_again),
        Step(GivingAbsence, give_absence, EVERYONE, again=absence_again),
        Step(NamingSubstitute, give_substitute, EVERYONE, again=ask_substitute),
        Step(ChangingMeeting, give_change, STAFF, again=change_again),
        Step(ConfirmingChange, retime_change, STAFF, again=confirm_change),
        Step(CancellingMeeting, give_cancel_reason, STAFF, again=cancel_again),
        Step(ConfirmingCancellation, confirm_cancellation, STAFF, again=confirm_cancellation),
    ),
    jobs=(Job("meetings.remind", remind), Job("meetings.begun", begin), Job("meetings.repost", repost), Job("meetings.redraw", redraw)),
)
