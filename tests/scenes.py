"""Scenes of a closed period, and what was said in it so far by the cast of tests/stage.py."""

APPRAISED = (
    ("Minh", "/thamdinh"), ("Minh", "[Sở Xây dựng]"), ("Minh", "I.2"), ("Minh", "8 – thiếu hai báo cáo chuyên đề"),
    ("Minh", "/thamdinh"), ("Minh", "[Chấp nhận phần còn lại]"), ("Minh", "[Xác nhận]"),
)  # fmt: skip
RESULTS_SENT = (*APPRAISED, ("Lan", "/thamdinh"), ("Lan", "[Gửi kết quả cho đơn vị]"), ("Lan", "[3 ngày làm việc]"), ("Lan", "[Xác nhận]"))
WINDOW_OVER = (*RESULTS_SENT, ("Lan", "[Kết thúc giải trình]"), ("Lan", "[Xác nhận]"))
AFTER_CLOSING: dict[str, tuple[tuple[str, str], ...]] = {
    "closed with scores": (), "appraised": APPRAISED, "results sent": RESULTS_SENT, "window over": WINDOW_OVER,
}  # fmt: skip
