"""Who has submitted: for everybody the count and the names of those who have, for those who oversee the bloc every unit's state; the group's one post.

Scene: period open
Hoa: /tinhhinh
ktd: …0/8 đơn vị đã nộp…
Minh: /tinhhinh
ktd: …0/8 đơn vị đã nộp…Sở Xây dựng: chưa bắt đầu…
  [Nhắc đơn vị chưa nộp] [Quay lại]
Minh: [Nhắc đơn vị chưa nộp]
ktd: Đã nhắc…Sở Xây dựng…
ktd → Hoa: …Sở Xây dựng…hạn nộp 17:00 thứ Hai 15/06/2026…
  [Chấm tiếp]
"""

from domain.people import EVERYONE, OVERSEERS, STAFF
from handlers.delivery import tell_unreached
from handlers.flow import Command, Flow, Job, Tap, Where
from handlers.standings.board import open_standings, standings_command
from handlers.standings.posting import ask_about_post, post, post_again
from handlers.standings.reminding import remind, remind_command

FLOW = Flow(
    "standings",
    commands=(
        Command("tinhhinh", standings_command, EVERYONE, where=Where.BOTH, menu="standings.menu"),
        Command("nhacnho", remind_command, STAFF, menu="standings.menu_remind"),
    ),
    taps=(Tap("open", open_standings, EVERYONE, by_number=True), Tap("remind", remind, OVERSEERS), Tap("again", post_again, STAFF)),
    jobs=(Job("standings.post", post), Job("posts.unknown", ask_about_post), Job("standings.unreached", tell_unreached)),
)
