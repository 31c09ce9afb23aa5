"""Appraisal: what the units gave themselves is accepted, changed with a reason, or sent back; then the units hear it and may answer.

Scene: closed with scores
Minh: /thamdinh
ktd: …0/10 tiêu chí…Sở Xây dựng…
  [Sở Xây dựng] [Theo tiêu chí] [Chấp nhận phần còn lại]
Minh: [Sở Xây dựng]
ktd: …I.1 Thực hiện chương trình công tác của đơn vị…tự chấm 9,5…
  [▶ Thẩm định tiếp (I.1)] [Chấp nhận phần còn lại]
Minh: [Thẩm định tiếp]
ktd: …I.1 Thực hiện chương trình công tác của đơn vị…9,5…
  [Chấp nhận 9,5] [Trả lại đơn vị]
Minh: [Chấp nhận 9,5]
ktd: Đã chấp nhận I.1…I.2 Chất lượng tham mưu, đề xuất…
Minh: 12
ktd: Số phải từ 0 đến 10…
Minh: 8 – thiếu hai báo cáo chuyên đề
ktd: Đã ghi…I.2 Chất lượng tham mưu, đề xuất: 8 (tự chấm 9,5)…I.3 Cải cách hành chính…
Minh: 7
ktd: …Lý do…
Minh: chỉ số xếp thứ 12
ktd: Đã ghi…I.3 Cải cách hành chính: 7 (tự chấm 9,5)…
Minh: I.2
ktd: …I.2 Chất lượng tham mưu, đề xuất…8…thiếu hai báo cáo chuyên đề…
Minh: /thamdinh
ktd: …3/10 tiêu chí…
Lan: /thamdinh
ktd: …3/10…
  [Chấp nhận phần còn lại] [Tiêu chí chưa thẩm định]
Lan: [Chấp nhận phần còn lại]
ktd: …7…
  [Xác nhận] [Quay lại]
Lan: [Xác nhận]
ktd: …10/10 tiêu chí…
Lan: [Gửi kết quả cho đơn vị]
ktd: …giải trình…
  [3 ngày làm việc] [Quay lại]
Lan: [3 ngày làm việc]
ktd: …17:00 thứ Năm 04/06/2026…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …Đã gửi…
ktd → Hoa: …Sở Xây dựng…tự chấm 95…thẩm định 91…
  [Xem kết quả thẩm định]
"""

from domain.appraisal import APPRAISERS, DECIDERS, PROPOSERS
from domain.people import CHAIR
from handlers.appraisal.accepting import accept, accept_all, accept_rest, ask_all, ask_rest
from handlers.appraisal.across import ByCriterion, accept_across, accept_here, across, by_criterion_again, list_sections, type_by_criterion
from handlers.appraisal.agreeing import agree, agree_all, ask_agreeing
from handlers.appraisal.appeal_deciding import accept_appeal, ask_keeping, decide_again, give_outcome
from handlers.appraisal.appeals import Deciding, list_appeals, open_appeal
from handlers.appraisal.appeals import send_files as send_appeal_files
from handlers.appraisal.board import board
from handlers.appraisal.case import READERS
from handlers.appraisal.criterion import GivingPoints, case_again, go_on, open_leaf, send_files, type_on_case
from handlers.appraisal.ending import ask_end, end_at_its_time, end_window
from handlers.appraisal.external import APPRAISER, Rating, give_rating, list_units, rate, rate_unit, rating_again
from handlers.appraisal.judging import GivingReason, ask_own, give_points, give_reason, points_again, reason_again
from handlers.appraisal.opening import command, open_appraisals
from handlers.appraisal.preparing import agree_to_points, refuse_points
from handlers.appraisal.progress import tell_proposals
from handlers.appraisal.questioning import (
    Questioning,
    SettingUntil,
    ask_question,
    give_question,
    give_until,
    question_again,
    question_for_days,
    tell_question_over,
    until_again,
)
from handlers.appraisal.rating_files import (
    PURPOSE,
    AwaitingRatings,
    awaiting_again,
    give_workbook,
    ratings_use,
    take_ratings,
    take_workbook,
    tell_read,
)
from handlers.appraisal.rating_taking import compare, take_over
from handlers.appraisal.sending import (
    ConfirmingWindow,
    SettingWindow,
    ask_window,
    confirm_again,
    give_window,
    send,
    show_left,
    window_again,
    window_of_days,
)
from handlers.appraisal.sheet import OnCase, open_case
from handlers.flow import Command, Flow, Job, Step, Tap

JUDGES = DECIDERS | PROPOSERS

FLOW = Flow(
    "appraisal",
    commands=(Command("thamdinh", command, APPRAISERS, menu="appraisal.menu"),),
    taps=(
        Tap("open", open_appraisals, APPRAISERS, by_number=True),
        Tap("period", board, APPRAISERS, by_number=True),
        Tap("case", open_case, READERS, by_number=True),
        Tap("leaf", open_leaf, READERS, by_number=True),
        Tap("next", go_on, READERS, by_number=True),
        Tap("files", send_files, READERS, by_number=True),
        Tap("sections", list_sections, READERS, by_number=True),
        Tap("across", across, READERS, by_number=True),
        Tap("accept_across", accept_across, JUDGES, again="appraisal.across"),
        Tap("accept_here", accept_here, JUDGES, again="appraisal.leaf"),
        Tap("accept", accept, JUDGES),
        Tap("ask_rest", ask_rest, JUDGES),
        Tap("rest", accept_rest, JUDGES, again="appraisal.ask_rest"),
        Tap("accept_all", ask_all, JUDGES),
        Tap("all", accept_all, JUDGES, again="appraisal.accept_all"),
        Tap("agree", agree, DECIDERS),
        Tap("agree_all", ask_agreeing, DECIDERS),
        Tap("agreed_all", agree_all, DECIDERS, again="appraisal.agree_all"),
        Tap("own", ask_own, JUDGES, by_number=True),
        Tap("points_agreed", agree_to_points, DECIDERS, again="appraisal.leaf"),
        Tap("points_refused", refuse_points, DECIDERS, again="appraisal.leaf"),
        Tap("question", ask_question, JUDGES, by_number=True),
        Tap("questioned", question_for_days, JUDGES),
        Tap("left", show_left, READERS, by_number=True),
        Tap("send", ask_window, CHAIR, again="appraisal.period"),
        Tap("window", window_of_days, CHAIR, again="appraisal.period", by_number=True),
        Tap("sent", send, CHAIR, again="appraisal.period"),
        Tap("end_window", ask_end, CHAIR, again="appraisal.period"),
        Tap("window_ended", end_window, CHAIR, again="appraisal.period"),
        Tap("appeals", list_appeals, READERS, by_number=True),
        Tap("appeal", open_appeal, READERS, by_number=True),
        Tap("appeal_files", send_appeal_files, READERS, by_number=True),
        Tap("accept_appeal", accept_appeal, DECIDERS, again="appraisal.appeal"),
        Tap("keep", ask_keeping, DECIDERS, again="appraisal.appeal"),
        Tap("external", list_units, APPRAISER, by_number=True),
        Tap("rate", rate, APPRAISER, by_number=True),
        Tap("rate_unit", rate_unit, APPRAISER, by_number=True),
        Tap("workbook", give_workbook, APPRAISER, by_number=True),
        Tap("take_ratings", take_ratings, APPRAISER),
        Tap("ratings", compare, APPRAISER, by_number=True),
        Tap("ratings_taken", take_over, APPRAISER, again="appraisal.ratings"),
    ),
    steps=(
        Step(OnCase, type_on_case, READERS, again=case_again),
        Step(ByCriterion, type_by_criterion, READERS, again=by_criterion_again),
        Step(GivingPoints, give_points, JUDGES, again=points_again),
        Step(GivingReason, give_reason, JUDGES, again=reason_again),
        Step(Questioning, give_question, JUDGES, again=question_again),
        Step(SettingUntil, give_until, JUDGES, again=until_again),
        Step(SettingWindow, give_window, CHAIR, again=window_again),
        Step(ConfirmingWindow, confirm_again, CHAIR, again=confirm_again),
        Step(Deciding, give_outcome, DECIDERS, again=decide_again),
        Step(Rating, give_rating, APPRAISER, again=rating_again),
        Step(AwaitingRatings, take_workbook, APPRAISER, again=awaiting_again),
    ),
    jobs=(
        Job("appraisal.proposals_wait", tell_proposals),
        Job("appraisal.question_over", tell_question_over),
        Job("appraisal.window_over", end_at_its_time),
        Job(PURPOSE, tell_read),
    ),
    file_uses=ratings_use,
)
