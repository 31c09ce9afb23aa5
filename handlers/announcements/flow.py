"""Announcements: text and file in any order, seen with their readers before they leave, acknowledged by unit, followed up by one tap.

Scene: joined
Lan: /thongbao
ktd: …Nội dung thông báo…
Lan: Đề nghị các đơn vị gửi báo cáo trước ngày 10/6.
ktd: …Đề nghị các đơn vị gửi báo cáo trước ngày 10/6…Gửi tới…
  [Nhóm] [Từng thành viên] [Cả hai]
Lan: [Cả hai]
ktd: …Đề nghị các đơn vị gửi báo cáo trước ngày 10/6…Trần Thị Hoa…
  [Xác nhận] [Quay lại] [Hủy]
Lan: [Xác nhận]
ktd: Đã gửi thông báo…
ktd → Hoa: …Đề nghị các đơn vị gửi báo cáo…
  [Đã nhận]
ktd → group: …Đề nghị các đơn vị gửi báo cáo…
Hoa: [Đã nhận]
ktd: …Đã ghi nhận…
Lan: [Xem ai đã nhận]
ktd: …1/8 đơn vị…Sở Công Thương: chưa nhận…Sở Xây dựng: đã nhận…
  [Nhắc đơn vị chưa nhận]
Lan: [Nhắc đơn vị chưa nhận]
ktd: …Đã nhắc…
ktd → Minh: …Đề nghị các đơn vị gửi báo cáo…
"""

from domain.people import EVERYONE, OVERSEERS, STAFF
from handlers.announcements.acknowledging import receive, receive_in_group
from handlers.announcements.following import remind, who
from handlers.announcements.listing import list_sent
from handlers.announcements.writing import (
    ChoosingReaders,
    Confirming,
    WritingAnnouncement,
    ask_text,
    change,
    choose,
    choose_again,
    confirm,
    drop,
    give_text,
    new,
    new_command,
    preview,
    send,
)
from handlers.flow import Command, Flow, Step, Tap, Where

FLOW = Flow(
    "announcements",
    commands=(Command("thongbao", new_command, STAFF, menu="announcements.menu"),),
    taps=(
        Tap("new", new, STAFF, by_number=True),
        Tap("send", choose, STAFF, by_number=True),
        Tap("again", choose_again, STAFF, by_number=True),
        Tap("confirmed", send, STAFF),
        Tap("drop", drop, STAFF),
        Tap("received", receive, EVERYONE),
        Tap("received_here", receive_in_group, EVERYONE, where=Where.GROUP),
        Tap("sent", list_sent, STAFF, by_number=True),
        Tap("who", who, OVERSEERS, by_number=True),
        Tap("remind", remind, STAFF),
    ),
    steps=(
        Step(WritingAnnouncement, give_text, STAFF, again=ask_text),
        Step(ChoosingReaders, change, STAFF, again=preview),
        Step(Confirming, change, STAFF, again=confirm),
    ),
)
