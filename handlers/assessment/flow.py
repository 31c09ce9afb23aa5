"""The unit's self-assessment.

Scene: period open
Hoa: /chamdiem
ktd: …0/10 tiêu chí · tạm tính 0/100 · còn 14 ngày…
  [▶ Chấm tiếp (I.1)] [Xem lại và nộp] [Màn hình chính]
Hoa: [Chấm tiếp]
ktd: …I.1 Thực hiện chương trình công tác của đơn vị…
  [Bỏ qua] [Quay lại] [Hỏi về tiêu chí này]
Hoa: 11
ktd: Số phải từ 0 đến 10…I.1 Thực hiện chương trình…
Hoa: 9,5 – BC số 45/BC-SXD ngày 12/6/2026
ktd: Đã ghi I.1 Thực hiện chương trình công tác của đơn vị: 9,5…BC số 45/BC-SXD…I.2 Chất lượng tham mưu, đề xuất…
Hoa: 7 5
ktd: …: 7,5…I.3 Cải cách hành chính…
Hoa: I.1
ktd: …9,5…I.1 Thực hiện chương trình công tác của đơn vị…
Hoa: 10
ktd: Đã ghi I.1…: 10…I.3 Cải cách hành chính…
Hoa: bỏ qua
ktd: …I.4 Chuyển đổi số…
Hoa: 8/10
ktd: …: 8…I.5…
Hoa: 9
ktd: …II.1…
Hoa: 9
ktd: …II.2…
Hoa: 9
ktd: …II.3…
Hoa: 9
ktd: …II.4…
Hoa: 9
ktd: …II.5…
Hoa: 9
ktd: …I.3 Cải cách hành chính…
Hoa: 9
ktd: Đã ghi I.3 Cải cách hành chính: 9…10/10 tiêu chí…
  [Xem lại và nộp]
Hoa: [Xem lại và nộp]
ktd: …I.2 Chất lượng tham mưu, đề xuất: 7,5…II.5 Sáng kiến, cách làm mới: 9…
  [Nộp] [Quay lại]
Hoa: [Nộp]
ktd: …Mã biên nhận…SXD-1-1-…
ktd → Nam: …Trần Thị Hoa…đã nộp…
Hoa: /chamdiem
ktd: …đã nộp…
  [Rút lại]
Hoa: [Rút lại]
ktd: …
  [Xác nhận]
Hoa: [Xác nhận]
ktd: …10/10 tiêu chí…
  [Xem lại và nộp] [Phân công]
Hoa: [Phân công]
ktd: …Chưa phân công tiêu chí nào…
  [Lê Văn Nam] [Thêm phòng, ban]
Hoa: [Thêm phòng, ban]
ktd: Tên phòng, ban của đơn vị?…
Hoa: Văn phòng
ktd: Văn phòng: chưa được phân công tiêu chí nào…
  [Cả mục I] [Chọn trong mục I] [Thêm Lê Văn Nam vào phòng]
Hoa: II, I.3
ktd: Đã giao 6 tiêu chí cho Văn phòng…
Hoa: [Thêm Lê Văn Nam vào phòng]
ktd: Văn phòng 6/6…
Hoa: [Quay lại]
ktd: …Văn phòng 6/6: I.3, II.1…chưa phân công 4: I.1…
Nam: /chamdiem
ktd: Phần được phân công: 6/6…
  [Xem lại và nộp] [Cả phiếu]
"""

from domain.people import LEADERS, STAFF, UNIT_ROLES
from handlers.assessment.answering import answer_none, answer_yes, keep_before, swap
from handlers.assessment.arriving import ChoosingUse, sheet_use, take_sheet, use, use_again
from handlers.assessment.assigning import Assigning, addresses_again, assign, place, show_owner, show_section, type_addresses, unassign
from handlers.assessment.board import OnBoard, board, command, open_assessment, past_sheets, whole_board
from handlers.assessment.colliding import Colliding, collided_again, keep_mine
from handlers.assessment.corrections import correct
from handlers.assessment.criterion import GivingAnswer, ask_again, ask_criterion
from handlers.assessment.doubts import Doubting, Weighing, as_answer, as_explanation, as_proof, choose_reading
from handlers.assessment.evidence import ask_removal, remove, stray_file, tell_kept, tell_lost, tell_slow
from handlers.assessment.filled import PURPOSE, leave_it, show_comparison, take_conflict, take_over, tell_comparison
from handlers.assessment.going_on import begin, go_on, skip
from handlers.assessment.leader import Returning, ask_leader, ask_return, choose_delegate, delegate, give_return_reason, return_again
from handlers.assessment.lists import list_criteria
from handlers.assessment.moving import move_before
from handlers.assessment.not_applicable import GivingReason, ask_reason, give_reason, reason_again
from handlers.assessment.owners import (
    NamingOffice,
    ask_office,
    drop_office,
    give_office,
    office_again,
    show_owners,
    take_suggestion,
    tell_owners,
)
from handlers.assessment.paper import SECRETARIAT, GivingScan, agree, ask_consent, ask_scan, confirm, give_scan, list_papers, scan_again
from handlers.assessment.printing import download, receipt_file
from handlers.assessment.proving import GivingProof, proof_again, prove, walk
from handlers.assessment.questions import AskingAbout, Replying, ask_about, ask_reply, give_question, give_reply, question_again, reply_again
from handlers.assessment.review import review
from handlers.assessment.steps import board_again, give_answer, give_proof, type_on_board
from handlers.assessment.submission import ask_withdrawal, submit, withdraw
from handlers.assessment.workbook import send_workbook
from handlers.flow import Command, Flow, Job, Step, Tap

FILLERS = UNIT_ROLES | SECRETARIAT
"""Who fills sheets: the unit's people, and for a sheet that is entered from paper the secretariat; each act looks at the sheet itself."""

FLOW = Flow(
    "assessment",
    commands=(Command("chamdiem", command, UNIT_ROLES, menu="assessment.menu"),),
    taps=(
        Tap("open", open_assessment, FILLERS, by_number=True),
        Tap("begin", begin, FILLERS, by_number=True),
        Tap("past", past_sheets, FILLERS, by_number=True),
        Tap("board", board, FILLERS, by_number=True),
        Tap("whole", whole_board, FILLERS, by_number=True),
        Tap("list", list_criteria, FILLERS, again="assessment.board", by_number=True),
        Tap("go", go_on, FILLERS, again="assessment.board", by_number=True),
        Tap("ask", ask_criterion, FILLERS, again="assessment.board", by_number=True),
        Tap("skip", skip, FILLERS, again="assessment.board"),
        Tap("yes", answer_yes, FILLERS),
        Tap("none", answer_none, FILLERS),
        Tap("reading", choose_reading, FILLERS),
        Tap("as_answer", as_answer, FILLERS),
        Tap("as_proof", as_proof, FILLERS),
        Tap("as_explanation", as_explanation, FILLERS),
        Tap("prove", prove, FILLERS, again="assessment.board"),
        Tap("walk", walk, FILLERS, again="assessment.board"),
        Tap("swap", swap, FILLERS),
        Tap("na", ask_reason, FILLERS),
        Tap("mine", keep_mine, FILLERS),
        Tap("keep", keep_before, FILLERS),
        Tap("review", review, FILLERS, by_number=True),
        Tap("submit", submit, FILLERS),
        Tap("withdraw", ask_withdrawal, FILLERS, again="assessment.board"),
        Tap("withdrawn", withdraw, FILLERS, again="assessment.board"),
        Tap("to_leader", ask_leader, UNIT_ROLES),
        Tap("return", ask_return, LEADERS),
        Tap("delegate", choose_delegate, LEADERS),
        Tap("delegated", delegate, LEADERS),
        Tap("owners", show_owners, LEADERS, again="assessment.board", by_number=True),
        Tap("owner", show_owner, LEADERS, by_number=True),
        Tap("own_section", show_section, LEADERS, by_number=True),
        Tap("assign", assign, LEADERS),
        Tap("unassign", unassign, LEADERS),
        Tap("office", ask_office, LEADERS),
        Tap("drop_office", drop_office, LEADERS),
        Tap("place", place, LEADERS),
        Tap("suggested", take_suggestion, LEADERS),
        Tap("tell_owners", tell_owners, LEADERS),
        Tap("question", ask_about, FILLERS),
        Tap("reply", ask_reply, STAFF),
        Tap("belongs", move_before, FILLERS),
        Tap("unprove", ask_removal, FILLERS),
        Tap("unproved", remove, FILLERS),
        Tap("papers", list_papers, SECRETARIAT, by_number=True),
        Tap("paper", ask_scan, SECRETARIAT),
        Tap("ask_consent", ask_consent, SECRETARIAT),
        Tap("agree_paper", agree, LEADERS),
        Tap("confirm_paper", confirm, LEADERS),
        Tap("download", download, FILLERS, by_number=True),
        Tap("receipt_file", receipt_file, FILLERS, by_number=True),
        Tap("fill_in", send_workbook, UNIT_ROLES, again="assessment.board", by_number=True),
        Tap("use", use, UNIT_ROLES),
        Tap("take_sheet", take_sheet, UNIT_ROLES),
        Tap("compare", show_comparison, UNIT_ROLES),
        Tap("leave_it", leave_it, UNIT_ROLES),
        Tap("take", take_over, UNIT_ROLES),
        Tap("take_one", take_conflict, UNIT_ROLES),
    ),
    steps=(
        Step(OnBoard, type_on_board, FILLERS, again=board_again),
        Step(GivingAnswer, give_answer, FILLERS, again=ask_again),
        Step(Doubting, give_answer, FILLERS, again=ask_again),
        Step(GivingReason, give_reason, FILLERS, again=reason_again),
        Step(GivingProof, give_proof, FILLERS, again=proof_again),
        Step(Weighing, give_proof, FILLERS, again=proof_again),
        Step(GivingScan, give_scan, SECRETARIAT, again=scan_again),
        Step(Colliding, collided_again, FILLERS),
        Step(ChoosingUse, use_again, UNIT_ROLES, again=use_again),
        Step(Returning, give_return_reason, LEADERS, again=return_again),
        Step(NamingOffice, give_office, LEADERS, again=office_again),
        Step(Assigning, type_addresses, LEADERS, again=addresses_again),
        Step(AskingAbout, give_question, FILLERS, again=question_again),
        Step(Replying, give_reply, STAFF, again=reply_again),
    ),
    jobs=(Job("assessment.kept", tell_kept), Job("assessment.slow", tell_slow), Job("assessment.lost", tell_lost), Job(PURPOSE, tell_comparison)),
    corrections=correct,
    file_uses=sheet_use,
    stray_files=stray_file,
)
