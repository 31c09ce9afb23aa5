"""The reminders of a deadline: to those who owe, only while they owe, on allowed mornings; after it daily, and the chair hears.

Scene: period open
(to 2026-06-08 07:30)
ktd → Hoa: …còn 7 ngày…Sở Xây dựng…
  [Chấm tiếp]
ktd → group: …0/8 đơn vị đã nộp…
(to 2026-06-12 07:30)
ktd → Hoa: …còn 3 ngày…
(to 2026-06-15 07:30)
ktd → Hoa: …hôm nay…
(to 2026-06-16 07:30)
ktd → Hoa: …quá hạn 1 ngày…
ktd → Minh: …chưa nộp…Sở Xây dựng…
"""

from handlers.deadlines.rungs import plan, remind, remind_overdue
from handlers.deadlines.speaking import SPEAK, speak
from handlers.flow import Flow, Job

FLOW = Flow(
    "deadlines",
    jobs=(Job("deadlines.plan", plan), Job("deadlines.rung", remind), Job("deadlines.overdue", remind_overdue), Job(SPEAK, speak)),
)
