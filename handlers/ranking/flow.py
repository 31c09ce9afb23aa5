"""Publishing the ranking: the chair sees the exact post, confirms, types the words; the group gets the text and a picture, the table goes out in private.

Scene: closed with scores
Lan: /dotcham
ktd: …
Lan: [Sơ kết 6 tháng đầu năm 2026]
ktd: …Đã đóng…
  [Công bố] [Mở lại]
Lan: [Công bố]
ktd: …Tổng hợp điểm tự chấm (chưa thẩm định)…1. Sở Xây dựng – 95 điểm…Chưa nộp…
  [Xác nhận] [Quay lại]
Lan: [Xác nhận]
ktd: …Gõ: CÔNG BỐ
  [Quay lại]
Lan: đồng ý
ktd: …Gõ: CÔNG BỐ
Lan: cong bo
ktd: …Đã công bố…
ktd → group: …Tổng hợp điểm tự chấm (chưa thẩm định)…1. Sở Xây dựng – 95 điểm…
Nam: /xephang
ktd: …1. Sở Xây dựng – 95 điểm…
"""

from domain.people import CHAIR, EVERYONE, STAFF
from handlers.flow import Command, Flow, Step, Tap, Where
from handlers.ranking.publishing import TABLE_READERS, Posted, Publishing, give_words, preview, publish, send_table, words_again, words_once_more
from handlers.ranking.showing import open_ranking, ranking_command, show

FLOW = Flow(
    "ranking",
    commands=(Command("xephang", ranking_command, EVERYONE, where=Where.BOTH, menu="ranking.menu"),),
    taps=(
        Tap("open", open_ranking, EVERYONE, by_number=True),
        Tap("show", show, EVERYONE, by_number=True),
        Tap("preview", preview, STAFF, again="periods.period"),
        Tap("publish", publish, STAFF, again="periods.period"),
        Tap("table", send_table, TABLE_READERS | STAFF),
    ),
    steps=(Step(Publishing, give_words, CHAIR, again=words_again), Step(Posted, words_once_more, CHAIR)),
)
