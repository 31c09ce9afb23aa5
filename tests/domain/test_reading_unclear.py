"""What is typed beside an answer: evidence, a courtesy, or something that may change the answer and is asked back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import rubric_of, text_of
from domain.doubts import beyond_answer
from domain.errors import RuleError
from domain.reading import read_answer
from domain.reading.dates import NoSuchDate
from domain.reading.examples import example_of
from domain.reading.following import UnclearAnswer, is_spelled_number
from domain.reading.kinds import is_document, not_applicable_reason
from domain.reading.one_number import FractionOfAnother
from domain.rubrics import Leaf
from tests.domain.rules import KINDS, MAX, lightly, rules

LONG, SHORT = rubric_of(text_of("mau-1000")), rubric_of(text_of("ngan-10"))
TEN = SHORT.leaves[0]


def leaf(address: str) -> Leaf:
    found = LONG.leaf(address)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", KINDS)
@lightly
@given(st.data())
def test_the_example_of_every_rule_is_an_answer_of_it(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(kind))
    reading = read_answer(Leaf("I.1", "I", "1", "Một", MAX, rule, "optional"), example_of(rule))

    rule.check(reading.answer)
    assert not reading.evidence


@pytest.mark.parametrize(
    "text",
    [
        "8-9", "8 - 9", "8 hoặc 9", "8 đến 9", "8 → 9", "9+1", "9*2", "9½", "9:5", "9;5", "9 điểm 5", "9 rưỡi", "9 phẩy năm", "1 V1", "1 000", "9 9 9",
        "9 của 10", "9 - 9,5 điểm", "2 cộng 1 trừ", "9 vượt 2", "1\tThực hiện\t10\t9", "1 có", "9 điểm/10", "9-512/612/6", "9/612/6/20269",
    ],
)  # fmt: skip
def test_what_may_change_the_answer_is_asked_back(text: str) -> None:
    with pytest.raises(UnclearAnswer):
        read_answer(TEN, text)


@pytest.mark.parametrize(
    "text", ["9h", "1e3", "9đ5", "khoảng 9", "9,5,5", "+3", "−5", "I.1 9", "tốt", "hoàn thành 100%", "N/A", "có 2", "<b>9</b>", "²"]
)
def test_what_is_no_plain_number_is_not_guessed(text: str) -> None:
    with pytest.raises(RuleError):
        read_answer(TEN, text)


@pytest.mark.parametrize("text", ["9/20", "5/100", "10/7 12/7", "1/2", "12/6 họp", "9 trên 20", "đạt 9/20 điểm"])
def test_a_fraction_of_another_maximum_names_the_maximum(text: str) -> None:
    with pytest.raises(FractionOfAnother) as refused:
        read_answer(TEN, text)

    assert (refused.value.facts["max"], refused.value.facts["example"]) == (Decimal(10), "7,5")


@pytest.mark.parametrize(
    "text",
    ["9", "9!", "9 👍", "9/", "9 ạ", "9 điểm nhé", "9 (chín)", "9 điểm (chín điểm)", "tự chấm 9", "Đơn vị tự chấm: 9 điểm", "điểm: 9", "đạt 9/10 điểm",
     "9 trên 10", "9 trên thang điểm 10", "９ điểm", "\u200f9\u200e", "09", "9,0"],
)  # fmt: skip
def test_courtesy_marks_and_words_around_points_change_nothing(text: str) -> None:
    reading = read_answer(TEN, text)

    assert (reading.answer, reading.evidence) == ({"points": Decimal(9)}, "")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("9\nBC 45/BC-SXD", "BC 45/BC-SXD"), ("9 – 12 văn bản kèm theo", "12 văn bản kèm theo"), ("9 ngày 12/6", "ngày 12/6"), ("9 (BC 45)", "(BC 45)"),
        ("9 – 12/6/2026", "12/6/2026"), ("9 điểm vì đã làm tốt", "vì đã làm tốt"), ("9; Tờ trình số 7", "Tờ trình số 7"), ("9 – hồ sơ số 12/HS-SXD", "hồ sơ số 12/HS-SXD"), ("9\tBC 45", "BC 45"),
    ],
)  # fmt: skip
def test_words_and_papers_behind_points_are_evidence(text: str, evidence: str) -> None:
    assert read_answer(TEN, text).evidence == evidence


@pytest.mark.parametrize(
    "text",
    [
        "9 trên 10",
        "9 so với 10",
        "9/10",
        "đạt 9 trên 10",
        "10 9",
        "KH 10 TH 9",
        "đạt 9/kế hoạch 10",
        "9/10 (90%)",
        "9/10 = 90 %",
        "9/10, đạt 90%",
        "9/10 nhiệm vụ",
        "đã hoàn thành 9/10 kế hoạch",
        "10\t9",
        "KH 10 hồ sơ, TH 9 hồ sơ (90%)",
        "kế hoạch: 10 tỷ; thực hiện: 9 tỷ",
        "KH giao 10 triệu đồng, đã thực hiện 9",
    ],
)
def test_the_plan_is_what_the_actual_is_a_part_of(text: str) -> None:
    assert read_answer(leaf("I.1a"), text).answer == {"plan": Decimal(10), "actual": Decimal(9)}


@pytest.mark.parametrize(
    ("address", "text"),
    [("I.1a", "12/6/2026"), ("I.1a", "10/7 12/7"), ("I.1a", "100 – 45/BC-SXD"), ("I.3d", "6 tháng"), ("II.5", "9/10"), ("II.5", "12/6"), ("III.7", "9/10"), ("III.7", "9 điểm"), ("III.3", "12/6"),
     ("III.3", "điểm 9"), ("I.3a", "100 96,5"), ("I.2a", "95/0"), ("II.4", "1 V1"), ("II.4", "V1 1 V2"), ("I.2a", "100 tỷ 95 tỷ"), ("I.3d", "1.200/1.150"), ("I.3d", "chậm 1"),
     ("I.1a", "kế hoạch 1,2 tỷ, thực hiện 950 triệu")],
)  # fmt: skip
def test_what_belongs_to_another_question_is_no_answer(address: str, text: str) -> None:
    with pytest.raises(RuleError):
        read_answer(leaf(address), text)


@pytest.mark.parametrize(
    "text", ["có nhưng chưa đủ", "chưa có số liệu", "không có kế hoạch", "chưa có QĐ 12", "có/không", "1.000", "1 V1", "có 2", "đạt 95%", "👍"]
)
def test_yes_and_no_are_not_taken_from_a_sentence_that_says_more(text: str) -> None:
    with pytest.raises(RuleError):
        read_answer(leaf("I.3c"), text)


@pytest.mark.parametrize(
    ("text", "yes", "evidence"),
    [("có ạ", True, ""), ("dạ có", True, ""), ("ok rồi", True, ""), ("CÓ!!!", True, ""), ("không.", False, ""), ("có✅", True, ""), ("đúng hạn - BC 12", True, "BC 12"), ("Có (QĐ 12)", True, "(QĐ 12)"), ("vâng ạ", True, ""), ("chưa ạ", False, ""), ("Có, ban hành từ quý I", True, "ban hành từ quý I"),
     ("có QĐ số 3", True, "QĐ số 3"), ("không – đang trình", False, "đang trình")],
)  # fmt: skip
def test_yes_and_no_are_read_with_courtesy_and_papers(text: str, yes: bool, evidence: str) -> None:
    reading = read_answer(leaf("I.3c"), text)

    assert (reading.answer["yes"], reading.evidence) == (yes, evidence)


@pytest.mark.parametrize("text", ["sớm 2 ngày", "nộp trước hạn 3 ngày", "trước hạn", "sớm"])
def test_early_is_on_time(text: str) -> None:
    assert read_answer(leaf("III.3"), text).answer == {"days_late": Decimal(0)}


@pytest.mark.parametrize("text", ["quá hạn 3 ngày", "muộn 3 ngày", "chậm trễ 3 ngày", "3"])
def test_late_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_answer(leaf("III.3"), text).answer == {"days_late": Decimal(3)}


@pytest.mark.parametrize("text", ["không có sáng kiến nào", "Chưa có điển hình nào", "không", "không có", "0 sáng kiến"])
def test_none_is_a_count_of_nothing(text: str) -> None:
    assert read_answer(leaf("III.7"), text).answer == {"count": Decimal(0)}


@pytest.mark.parametrize("text", ["có 2 sáng kiến", "2 sáng kiến", "số lượng: 2", "2"])
def test_a_count_is_read_with_the_words_around_it(text: str) -> None:
    assert read_answer(leaf("III.7"), text).answer == {"count": Decimal(2)}


@pytest.mark.parametrize("text", ["ko áp dụng – không được giao", "k áp dụng: không được giao", "n/a không được giao"])
def test_not_applicable_is_read_as_it_is_shortened(text: str) -> None:
    assert not_applicable_reason(text) == "không được giao"


@pytest.mark.parametrize(
    ("text", "is_one"), [("KH 100", True), ("KH 100 TH 90", False), ("12/6", False), ("Đạt 96,5/100", False), ("ngày 12/6", True)]
)
def test_figures_are_no_papers(text: str, is_one: bool) -> None:
    assert is_document(text) is is_one


def test_a_step_has_an_example_on_it() -> None:
    rule = replace(TEN.rule, step=Decimal(2))  # type: ignore[call-arg]  # points in steps

    assert example_of(rule) == "6"


# ---------------------------------------------------------------------------------------------------------------- what is no evidence


@pytest.mark.parametrize("text", ["9 – kh", "9, ok"])
def test_two_letters_behind_points_are_no_evidence(text: str) -> None:
    with pytest.raises(UnclearAnswer):
        read_answer(TEN, text)


@pytest.mark.parametrize("text", ["kh", "BC", "đang tổng hợp, gửi trước ngày 10/12", "sẽ gửi BC số 5 sau"])
def test_two_letters_and_what_is_still_to_come_are_no_papers(text: str) -> None:
    assert not is_document(text)


@pytest.mark.parametrize("text", ["9 – BC ngày 31/2/2026", "9, 12/13/2026"])
def test_a_date_the_calendar_does_not_have_is_asked_back(text: str) -> None:
    with pytest.raises(NoSuchDate):
        read_answer(TEN, text)


@pytest.mark.parametrize("text", ["9 – BC ngày 29/2/2028", "9 – 45/13/2026/QĐ-UBND"])
def test_a_leap_day_and_a_papers_number_are_no_impossible_dates(text: str) -> None:
    assert read_answer(TEN, text).evidence == text.removeprefix("9 – ")


@pytest.mark.parametrize(
    ("text", "evidence"), [("1 mô hình một cửa số", "mô hình một cửa số"), ("1 sáng kiến – QĐ 5", "QĐ 5"), ("1 sáng kiến QĐ 5", "QĐ 5")]
)
def test_the_name_of_what_was_counted_keeps_its_first_word(text: str, evidence: str) -> None:
    assert read_answer(leaf("III.7"), text).evidence == evidence


@pytest.mark.parametrize("text", ["không phát sinh nhiệm vụ", "Chưa phát sinh hồ sơ nào"])
def test_that_nothing_arose_is_a_reason_as_a_whole(text: str) -> None:
    assert not_applicable_reason(text) == text


@pytest.mark.parametrize(("text", "is_one"), [("một phần", False), ("chín mươi phần trăm", True), ("chín phẩy năm điểm", True)])
def test_a_part_is_no_number_in_words(text: str, is_one: bool) -> None:
    assert is_spelled_number(text) is is_one


@pytest.mark.parametrize(
    "text", ["1 buổi", "1 hội nghị", "1 cuộc họp", "1 đề tài", "1 giải pháp", "1 phong trào", "1 báo cáo", "1 đề án", "1 kỳ họp."]
)
def test_the_word_for_what_is_counted_is_no_evidence(text: str) -> None:
    assert (read_answer(leaf("I.2b"), text).answer, read_answer(leaf("III.7"), text).evidence) == ({"misses": 1}, "")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [("1 báo cáo số 45/BC-SXD", "báo cáo số 45/BC-SXD"), ("1 báo cáo – BC 45", "BC 45"), ("1 đề tài quản lý chợ", "đề tài quản lý chợ"),
     ("1 buổi – BB họp ngày 3/3", "BB họp ngày 3/3")],
)  # fmt: skip
def test_a_document_or_a_thing_that_is_named_behind_a_count_is_evidence(text: str, evidence: str) -> None:
    assert read_answer(leaf("III.7"), text).evidence == evidence


@pytest.mark.parametrize(
    ("caption", "beyond"),
    [
        ("9", ""),
        ("7 điểm", ""),
        ("9 – BC số 45/BC-SXD", "BC số 45/BC-SXD"),
        ("Ảnh khai mạc", "Ảnh khai mạc"),
        ("2 trang đầu", "2 trang đầu"),
        ("11", ""),
    ],
)
def test_a_caption_says_beside_an_answer_what_is_no_part_of_it(caption: str, beyond: str) -> None:
    assert beyond_answer(TEN, caption) == beyond
