"""Reconciliation: the order is looked at before anybody outside sees it, what needs people's decision is decided, and the scores are frozen.

Scene: window over
Lan: /thamdinh
ktd: …Giai đoạn: rà soát…
  [Rà soát, chốt điểm]
Lan: [Rà soát, chốt điểm]
ktd: …1. Sở Xây dựng – 93,5 điểm (tự chấm 95)…
  [Điểm điều chỉnh] [Chênh lệch lớn] [Không xếp hạng] [Chốt điểm]
Lan: [Điểm điều chỉnh]
ktd: …Sở Xây dựng, I.2: 9,5 → 8. Lý do: thiếu hai báo cáo chuyên đề…
Lan: [Quay lại]
ktd: …Rà soát…
Lan: [Không xếp hạng]
ktd: …
  [Sở Xây dựng] [Quay lại]
Lan: [Sở Xây dựng]
ktd: …Lý do…
Lan: Đang bị thanh tra
ktd: …Nơi quyết định…
Lan: Hội đồng Thi đua - Khen thưởng tỉnh, kết luận số 12/KL ngày 2/6/2026
ktd: …Sở Xây dựng: không xếp hạng – Đang bị thanh tra…
Lan: [Không xếp hạng]
ktd: …
  [Bỏ quyết định: Sở Xây dựng]
Lan: [Bỏ quyết định: Sở Xây dựng]
ktd: …1. Sở Xây dựng…
Quý: /thamdinh
ktd: …
Quý: [Rà soát, chốt điểm]
ktd: …1. Sở Xây dựng…
Quý: [Chốt điểm]
ktd: …
  [Xác nhận] [Quay lại]
Quý: [Xác nhận]
ktd: …Đã chuyển Trưởng khối…
ktd → Lan: …Mai Văn Quý đề nghị chốt điểm…1. Sở Xây dựng – 93,5 điểm…
  [Xác nhận] [Không đồng ý]
Lan: [Xác nhận]
ktd: …Đã chốt điểm…
  [Công bố] [Bỏ chốt điểm]
ktd → Quý: …đã chốt điểm theo đề nghị…
Lan: [Công bố]
ktd: …Kết quả chấm điểm thi đua (đã thẩm định)…1. Sở Xây dựng – 93,5 điểm…
  [Xác nhận]
Lan: [Xác nhận]
ktd: …Gõ: CÔNG BỐ
Lan: công bố
ktd: …Đã công bố…
ktd → group: …Kết quả chấm điểm thi đua (đã thẩm định)…1. Sở Xây dựng – 93,5 điểm…
Lan: /dotcham
ktd: …đã công bố…
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …Trạng thái: đã công bố…
  [Đính chính]
Lan: [Đính chính]
ktd: …Lý do…
Lan: Cộng sót một sáng kiến
ktd: …rà soát…
ktd → Minh: …đính chính…Cộng sót một sáng kiến…
Hoa: /xephang
ktd: …1. Sở Xây dựng – 93,5 điểm…
"""

from domain.appraisal import DECIDERS, RECONCILERS, RULERS
from domain.people import CHAIR
from handlers.flow import Flow, Job, Step, Tap
from handlers.reconciliation.deciding import (
    GivingGrounds,
    NamingDecider,
    ask_exclusion,
    because,
    choose_grade,
    decider_again,
    give_grounds,
    grounds_again,
    list_exclusions,
    list_grades,
    list_ties,
    name_decider,
    put_first,
    withdraw,
)
from handlers.reconciliation.desk import MAY_FREEZE, open_desk
from handlers.reconciliation.freezing import (
    Correcting,
    ask_correction,
    ask_freezing,
    correction_again,
    freeze,
    give_correction,
    refuse_freezing,
    unfreeze,
)
from handlers.reconciliation.looking import look
from handlers.reconciliation.preparing import agree, open_proposal, refuse
from handlers.reconciliation.standing_in import ask_stand_ins

FLOW = Flow(
    "reconciliation",
    taps=(
        Tap("open", open_desk, RECONCILERS, again="appraisal.period", by_number=True),
        Tap("look", look, RECONCILERS, again="reconciliation.open", by_number=True),
        Tap("exclude", list_exclusions, RULERS, again="reconciliation.open", by_number=True),
        Tap("excluding", ask_exclusion, RULERS, again="reconciliation.exclude", by_number=True),
        Tap("because", because, RULERS),
        Tap("tie", list_ties, RULERS, again="reconciliation.open", by_number=True),
        Tap("first", put_first, RULERS, again="reconciliation.tie"),
        Tap("grades", list_grades, RULERS, again="reconciliation.open", by_number=True),
        Tap("grade", choose_grade, RULERS, again="reconciliation.grades"),
        Tap("withdrawn", withdraw, RULERS, again="reconciliation.open"),
        Tap("proposal", open_proposal, DECIDERS, by_number=True),
        Tap("agreed", agree, DECIDERS),
        Tap("refused", refuse, DECIDERS),
        Tap("freeze", ask_freezing, MAY_FREEZE, again="reconciliation.open"),
        Tap("frozen", freeze, MAY_FREEZE, again="reconciliation.open"),
        Tap("unfrozen", refuse_freezing, CHAIR, again="reconciliation.open"),
        Tap("unfreeze", unfreeze, CHAIR, again="reconciliation.open"),
        Tap("correct", ask_correction, CHAIR),
    ),
    steps=(
        Step(GivingGrounds, give_grounds, RULERS, again=grounds_again),
        Step(NamingDecider, name_decider, RULERS, again=decider_again),
        Step(Correcting, give_correction, CHAIR, again=correction_again),
    ),
    jobs=(Job("reconciliation.begun", ask_stand_ins),),
)
