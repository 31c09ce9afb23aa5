"""The bloc's own scoring tables: sent as a workbook, shown as understood, adopted when confirmed; a period's table changed while it runs.

Scene: joined
Lan: /dotcham
ktd: …
  [Bảng chấm điểm]
Lan: [Bảng chấm điểm]
ktd: …chưa có bảng chấm điểm…STT, Tiêu chí, Điểm chuẩn…
  [Tải mẫu Excel] [Quay lại]
Lan sends bang-loi.xlsx
ktd: …Đã nhận tệp bang-loi.xlsx, đang đọc…
ktd → Lan: …Dòng 3: ghi 12 điểm nhưng các dòng bên trong cộng lại 10…
Lan sends bang-khoi.xlsx
ktd: …đang đọc…
ktd → Lan: …I Thực hiện nhiệm vụ: 10…I.1 Kế hoạch công tác: 4…I.2 Cải cách hành chính: 6…
  [Xác nhận] [Hủy]
Lan: [Xác nhận]
ktd: …phiên bản 1…
  [BẢNG CHẤM ĐIỂM KHỐI KINH TẾ 2026] [Tải mẫu Excel]
Lan: [BẢNG CHẤM ĐIỂM KHỐI KINH TẾ 2026]
ktd: …phiên bản 1…
  [Xem phiên bản 1] [Tải phiên bản 1]
Lan: [Xem phiên bản 1]
ktd: …I.2 Cải cách hành chính: 6…
"""

from domain.people import CHAIR, STAFF
from handlers.flow import Flow, Job, Step, Tap
from handlers.tables.adopting import adopt, refuse, show_read, turn_page
from handlers.tables.amending import (
    ConfirmingAmendment,
    ExplainingAmendment,
    agree,
    amend,
    ask_reason,
    ask_reason_again,
    choose_version,
    compare,
    confirm,
    give_reason,
    open_prepared,
)
from handlers.tables.authority import PURPOSE
from handlers.tables.listing import AwaitingTable, export, give_template, open_tables, show_table, show_tree
from handlers.tables.receiving import receive, receive_again, table_use, take, tell_read

FLOW = Flow(
    "tables",
    taps=(
        Tap("open", open_tables, STAFF, by_number=True),
        Tap("show", show_table, STAFF, by_number=True),
        Tap("tree", show_tree, STAFF, by_number=True),
        Tap("template", give_template, STAFF, by_number=True),
        Tap("export", export, STAFF, by_number=True),
        Tap("take", take, STAFF),
        Tap("page", turn_page, STAFF, by_number=True),
        Tap("read", show_read, STAFF, by_number=True),
        Tap("adopt", adopt, STAFF, again="tables.read"),
        Tap("refuse", refuse, CHAIR, again="tables.read"),
        Tap("amend", choose_version, STAFF, by_number=True),
        Tap("compare", compare, STAFF, by_number=True),
        Tap("reason", ask_reason, STAFF, by_number=True),
        Tap("amended", amend, STAFF),
        Tap("agreed", agree, CHAIR, again="periods.period"),
        Tap("prepared", open_prepared, CHAIR, again="periods.period", by_number=True),
    ),
    steps=(
        Step(AwaitingTable, receive, STAFF, again=receive_again),
        Step(ExplainingAmendment, give_reason, STAFF, again=ask_reason_again),
        Step(ConfirmingAmendment, confirm, STAFF, again=confirm),
    ),
    jobs=(Job(PURPOSE, tell_read),),
    file_uses=table_use,
)
