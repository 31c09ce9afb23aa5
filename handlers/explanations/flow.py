"""What a unit sees of its appraisal, and what it says to it: the answer to an appraiser's question, and once for each criterion an appeal.

Scene: results sent
Hoa: [Xem kết quả thẩm định]
ktd: …Sở Xây dựng…tự chấm 95…thẩm định 93,5…I.2 Chất lượng tham mưu, đề xuất…thiếu hai báo cáo…
  [Giải trình I.2] [Màn hình chính]
Hoa: [Giải trình I.2]
ktd: …I.2 Chất lượng tham mưu, đề xuất…
  [Quay lại]
Hoa: ngắn
ktd: …rõ hơn…
Hoa: Hai báo cáo chuyên đề đã gửi ngày 12/6/2026, số 45/BC-SXD
ktd: Đã gửi giải trình I.2…
  [Xong]
ktd → Minh: …Sở Xây dựng…I.2…45/BC-SXD…
  [Xem giải trình]
Hoa: [Xong]
ktd: …Giải trình: Hai báo cáo chuyên đề…chờ quyết định…
Minh: [Xem giải trình]
ktd: …Hai báo cáo chuyên đề đã gửi…
  [Giữ nguyên điểm] [Quay lại]
Minh: 9 – báo cáo gửi đúng hạn
ktd: Đã ghi quyết định…9…báo cáo gửi đúng hạn…
ktd → Hoa: …I.2…9…báo cáo gửi đúng hạn…
  [Xem kết quả thẩm định]
"""

from domain.people import LEADERS, UNIT_ROLES
from handlers.explanations.adding import tell_addition
from handlers.explanations.answering import Answering, answer_again, ask_answer, give_answer
from handlers.explanations.appealing import Appealing, appeal_again, ask_appeal, give_appeal
from handlers.explanations.attaching import Attaching, ask_addition, files_again, take_file
from handlers.explanations.result import send_files, show_result
from handlers.flow import Flow, Job, Step, Tap

FLOW = Flow(
    "explanations",
    taps=(
        Tap("result", show_result, UNIT_ROLES, again="assessment.board", by_number=True),
        Tap("files", send_files, UNIT_ROLES, again="explanations.result", by_number=True),
        Tap("appeal", ask_appeal, LEADERS, again="explanations.result", by_number=True),
        Tap("add", ask_addition, LEADERS, again="explanations.result", by_number=True),
        Tap("answer", ask_answer, UNIT_ROLES, by_number=True),
    ),
    steps=(
        Step(Appealing, give_appeal, LEADERS, again=appeal_again),
        Step(Answering, give_answer, UNIT_ROLES, again=answer_again),
        Step(Attaching, take_file, UNIT_ROLES, again=files_again),
    ),
    jobs=(Job("explanations.added", tell_addition),),
)
