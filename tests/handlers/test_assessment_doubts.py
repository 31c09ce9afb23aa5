"""Texts with two readings are asked back with the readings to choose from, and nothing is kept before."""

import pytest

from handlers.dialogue import Typed
from tests.sheets import answers, documents
from tests.stage import Stage


async def says(stage: Stage, *said: str) -> str:
    for words in said:
        await stage.does("Hoa", words)
    return stage.last("Hoa").text


# ---------------------------------------------------------------------------------------------------------------- two readings of a number


async def test_a_number_with_two_readings_offers_both_and_names_what_can_be_typed(of_1000: Stage) -> None:
    text = await says(of_1000, "I.2c", "1.000")

    assert "gõ 1 hoặc 1000" in text and "I.2c " in text
    assert {"Hiểu là 1", "Hiểu là 1000"} <= set(of_1000.last("Hoa").labels) and not await answers(of_1000)


@pytest.mark.parametrize(("label", "kept"), [("[Hiểu là 1]", "1"), ("[Hiểu là 1000]", "1000")])
async def test_each_reading_is_kept_by_its_button(of_1000: Stage, label: str, kept: str) -> None:
    await says(of_1000, "I.2c", "1.000", label)

    assert (await answers(of_1000))["I.2c"] == f'{{"value":"{kept}"}}'


@pytest.mark.parametrize(("typed", "kept"), [("1000", "1000"), ("1", "1"), ("1,2340", "1.2340")])
async def test_what_is_named_as_unmistakable_is_read_at_once(of_1000: Stage, typed: str, kept: str) -> None:
    await says(of_1000, "I.2c", "1.234", typed)

    assert (await answers(of_1000))["I.2c"] == f'{{"value":"{kept}"}}'


async def test_a_plan_and_an_actual_written_alike_are_read_alike_and_their_document_stays(of_1000: Stage) -> None:
    text = await says(of_1000, "1.000 2.500 – BC số 1.234/BC-SXD", "[Hiểu là 1000]")

    assert "Kế hoạch 1.000 · Thực hiện 2.500" in text and await documents(of_1000, "I.1a") == ["BC số 1.234/BC-SXD"]


async def test_a_reading_of_a_question_that_is_gone_is_refused(of_1000: Stage) -> None:
    await says(of_1000, "I.2c", "1.000", "I.3b")
    await of_1000.taps("Hoa", "Hiểu là 1000")

    assert not await answers(of_1000)


# ---------------------------------------------------------------------------------------------------------------- a word that counts something else


async def test_a_count_where_a_rate_is_asked_is_asked_back(of_1000: Stage) -> None:
    text = await says(of_1000, "III.8", "2 điển hình, BC 7/BC-SXD")

    assert "“2 điển hình”" in text and "2 %" in text and not await answers(of_1000)


async def test_the_word_that_fits_is_one_tap_away_and_the_document_stays(of_1000: Stage) -> None:
    await says(of_1000, "III.8", "2 điển hình, BC 7/BC-SXD", "[Hiểu là 2 %]")

    assert (await answers(of_1000))["III.8"] == '{"rate":"2"}' and await documents(of_1000, "III.8") == ["BC 7/BC-SXD"]


async def test_a_fraction_of_a_rate_offers_the_rate_it_makes(of_1000: Stage) -> None:
    await says(of_1000, "I.2a", "45/50", "[Hiểu là 90 %]")

    assert (await answers(of_1000))["I.2a"] == '{"rate":"90"}'


# ---------------------------------------------------------------------------------------------------------------- points that look like a date or a paper


@pytest.mark.parametrize("typed", ["9/10", "5/100", "10/7 12/7", "12/6 họp giao ban", "9/20 – BC số 7/BC-SXD", "9 trên thang 10"])
async def test_a_fraction_of_another_maximum_is_asked_back_and_nothing_is_kept(of_1000: Stage, typed: str) -> None:
    text = await says(of_1000, "I.3d", typed)

    assert "tối đa 30 điểm, gõ số điểm (ví dụ 22,5)" in text and "I.3d Ứng dụng công nghệ thông tin" in text
    assert not await answers(of_1000) and not await documents(of_1000, "I.3d")


@pytest.mark.parametrize("typed", ["BC 45/BC-SCT 12/6/2026", "45/BC-SXD", "12/6/2026", "ngày 12/6", "45/2026/QĐ-UBND", "Biên bản số 7"])
async def test_a_date_or_a_papers_number_is_still_evidence_where_points_are_asked(of_1000: Stage, typed: str) -> None:
    await says(of_1000, "I.3d", typed)

    assert await documents(of_1000, "I.3d") == [typed] and not await answers(of_1000)


async def test_a_fraction_is_no_evidence_where_evidence_is_asked_either(of_1000: Stage) -> None:
    text = await says(of_1000, "I.3d", "20", "9/10")

    assert "tối đa 30 điểm" in text and "Gửi minh chứng cho I.3d" in text and not await documents(of_1000, "I.3d")


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("I.1a", "9 BC 45/BC-SXD"),
        ("III.7", "9.5/10 - BC 12"),
        ("I.3c", "100 90 - BC 12"),
        ("I.3d", "đạt 95 % theo BC 45"),
        ("I.1a", "không có kế hoạch; thực hiện 5 – BC 7"),
        ("I.3d", "BC"),
    ],
)
async def test_a_paper_behind_a_figure_that_was_not_read_is_not_kept_without_it(of_1000: Stage, address: str, typed: str) -> None:
    await says(of_1000, address, typed)

    assert not await documents(of_1000, address) and not await answers(of_1000)


# ---------------------------------------------------------------------------------------------------------------- far beyond the plan


@pytest.mark.parametrize("typed", ["999/100", "100 999", "KH 100 TH 999", "100 301"])
async def test_an_actual_far_beyond_its_plan_is_asked_back_once(of_1000: Stage, typed: str) -> None:
    text = await says(of_1000, "I.1a", typed)

    assert "gấp hơn 3 lần kế hoạch 100" in text and not await answers(of_1000)
    assert {"Xác nhận", "Đổi chỗ (I.1a)"} <= set(of_1000.last("Hoa").labels)


@pytest.mark.parametrize(
    ("choice", "kept"), [("[Xác nhận]", ("100", "999")), ("999/100", ("100", "999")), ("[Đổi chỗ (I.1a)]", ("999", "100")), ("100 99", ("100", "99"))]
)
async def test_it_is_kept_once_it_is_confirmed_or_put_right(of_1000: Stage, choice: str, kept: tuple[str, str]) -> None:
    await says(of_1000, "I.1a", "999/100 – BC 7/BC-SXD", choice)

    plan, actual = kept
    assert (await answers(of_1000))["I.1a"] == f'{{"actual":"{actual}","plan":"{plan}"}}'


async def test_the_paper_behind_it_stays_with_it(of_1000: Stage) -> None:
    await says(of_1000, "I.1a", "999/100 – BC 7/BC-SXD", "[Xác nhận]")

    assert await documents(of_1000, "I.1a") == ["BC 7/BC-SXD"]


async def test_only_the_doubted_figures_can_change_places_then(of_1000: Stage) -> None:
    await says(of_1000, "I.1a", "100 90", "I.1a", "999/100")
    assert of_1000.last("Hoa").labels.count("Đổi chỗ (I.1a)") == 1

    await says(of_1000, "[Đổi chỗ (I.1a)]")
    assert (await answers(of_1000))["I.1a"] == '{"actual":"100","plan":"999"}'


@pytest.mark.parametrize("typed", ["100 300", "100 96,5", "không có kế hoạch 900"])
async def test_up_to_three_times_the_plan_is_believed(of_1000: Stage, typed: str) -> None:
    assert "Đã ghi I.1d" in await says(of_1000, "I.1d", typed)


async def test_two_readings_are_told_apart_before_the_plan_is_compared(of_1000: Stage) -> None:
    text = await says(of_1000, "I.1a", "1.000 25.000", "[Hiểu là 1000]")

    assert "gấp hơn 3 lần kế hoạch 1.000" in text and not await answers(of_1000)


async def test_a_caption_far_beyond_the_plan_keeps_the_file_and_asks_back(of_1000: Stage) -> None:
    await says(of_1000, "I.1a")
    await of_1000.sends("Hoa", caption="999/100")

    assert "Đã nhận bao-cao.pdf" in of_1000.last("Hoa").text and "gấp hơn 3 lần" in of_1000.last("Hoa").text and not await answers(of_1000)


async def test_a_correction_far_beyond_the_plan_changes_nothing_and_says_where_to_type_it(of_1000: Stage) -> None:
    await says(of_1000, "I.1a")
    await of_1000.happens("Hoa", Typed("100 99,9"), message="m-one")
    await of_1000.happens("Hoa", Typed("100 999", edited=True), message="m-one")

    assert "gõ I.1a rồi nhập lại" in of_1000.last("Hoa").text and '"99.9"' in (await answers(of_1000))["I.1a"]


# ---------------------------------------------------------------------------------------------------------------- an answer where evidence is asked


@pytest.mark.parametrize(
    ("address", "given", "typed", "label"),
    [
        ("I.1a", "100 90", "96,5/80", "Sửa câu trả lời"),
        ("I.1a", "100 90", "95/100", "Sửa câu trả lời"),
        ("I.3d", "20", "\uff12\uff15", "Sửa thành 25"),
        ("I.3d", "20", "1.000", "Sửa thành 1"),
        ("I.2c", "96", "1.000", "Sửa thành 1.000 %"),
        ("II.2a", "có", "không", "Sửa thành Không"),
    ],
)  # fmt: skip
async def test_what_reads_as_an_answer_is_no_evidence_before_it_is_asked(of_1000: Stage, address: str, given: str, typed: str, label: str) -> None:
    before = await says(of_1000, address, given) and await answers(of_1000)
    await says(of_1000, typed)

    assert {label, "Lưu làm minh chứng"} <= set(of_1000.last("Hoa").labels)
    assert await answers(of_1000) == before and not await documents(of_1000, address)


async def test_an_answer_too_long_for_a_label_is_said_above_it_and_taken_by_it(of_1000: Stage) -> None:
    text = await says(of_1000, "I.1a", "100 90", "95/100")
    await says(of_1000, "[Sửa câu trả lời]")

    assert "đọc được như một câu trả lời: Kế hoạch 100 · Thực hiện 95 · 95 %. Chưa" in text
    assert (await answers(of_1000))["I.1a"] == '{"actual":"95","plan":"100"}'


async def test_the_answer_that_stands_typed_where_evidence_is_asked_is_not_offered_as_a_change(of_1000: Stage) -> None:
    text = await says(of_1000, "I.1a", "100 90", "100 90")

    assert "trùng với câu trả lời đang ghi" in text and "Gửi minh chứng cho I.1a" in text
    assert of_1000.last("Hoa").labels == ["Bỏ qua", "Quay lại"] and not await documents(of_1000, "I.1a")


async def test_it_corrects_the_answer_where_that_was_meant(of_1000: Stage) -> None:
    await says(of_1000, "I.3d", "20", "25", "[Sửa thành 25]")

    assert (await answers(of_1000))["I.3d"] == '{"points":"25"}' and "Gửi minh chứng cho I.3d" in of_1000.last("Hoa").text


async def test_it_is_kept_as_evidence_where_that_was_meant(of_1000: Stage) -> None:
    await says(of_1000, "I.1a", "100 90", "95/100", "[Lưu làm minh chứng]")

    assert await documents(of_1000, "I.1a") == ["95/100"] and (await answers(of_1000))["I.1a"] == '{"actual":"90","plan":"100"}'


async def test_a_bare_number_that_does_not_fit_names_the_range_and_asks_for_evidence_again(of_1000: Stage) -> None:
    text = await says(of_1000, "I.3d", "20", "45")

    assert "Số phải từ 0 đến 30" in text and "Gửi minh chứng cho I.3d" in text


async def test_one_number_for_evidence_where_two_are_the_answer_is_told_what_it_is_not(of_1000: Stage) -> None:
    text = await says(of_1000, "I.1a", "100 90", "98%")

    assert "“98%” chưa phải là minh chứng" in text and "hai số, ví dụ: 100 96,5" in text and "Ở đây cần hai số" not in text


@pytest.mark.parametrize("typed", ["BC số 45/BC-SXD ngày 12/6/2026", "45/BC-SXD", "12/6/2026, biên bản họp"])
async def test_a_document_is_kept_without_asking(of_1000: Stage, typed: str) -> None:
    await says(of_1000, "I.3d", "20", typed)

    assert await documents(of_1000, "I.3d") == [typed]


# ---------------------------------------------------------------------------------------------------------------- no, or not applicable


@pytest.mark.parametrize(
    ("address", "typed", "none"),
    [
        ("III.2", "Không có nhiệm vụ phát sinh", "Không"),
        ("III.2", "không phát sinh nhiệm vụ", "Không"),
        ("III.2", "ko có kế hoạch", "Không"),
        ("III.7", "không phát sinh", "0 trường hợp"),
        ("II.4", "không phát sinh", "không có lỗi"),
    ],
)
async def test_that_nothing_arose_may_be_no_or_not_applicable_and_is_asked_back(of_1000: Stage, address: str, typed: str, none: str) -> None:
    text = await says(of_1000, address, typed)

    assert "hai cách hiểu" in text and not await answers(of_1000)
    assert of_1000.last("Hoa").labels[:2] == [none, "Không áp dụng"] and of_1000.last("Hoa").labels.count("Không áp dụng") == 1


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("[Không]", '{"yes":false}'),
        ("không", '{"yes":false}'),
        ("[Có]", '{"yes":true}'),
        ("[Không áp dụng]", '{"not_applicable":true,"reason":"Không có nhiệm vụ phát sinh"}'),
    ],
)
async def test_the_choice_then_decides_and_the_words_are_the_reason(of_1000: Stage, choice: str, kept: str) -> None:
    await says(of_1000, "III.2", "Không có nhiệm vụ phát sinh", choice)

    assert (await answers(of_1000))["III.2"] == kept


@pytest.mark.parametrize("typed", ["không áp dụng – đơn vị không được giao", "không phát sinh nhiệm vụ"])
async def test_not_applicable_where_evidence_is_asked_changes_nothing_before_it_is_chosen(of_1000: Stage, typed: str) -> None:
    await says(of_1000, "III.2", "có", typed)

    assert of_1000.last("Hoa").labels[0] == "Sửa thành Không áp dụng" and (await answers(of_1000))["III.2"] == '{"yes":true}'
    await of_1000.taps("Hoa", of_1000.last("Hoa").labels[0])
    assert "not_applicable" in (await answers(of_1000))["III.2"]


async def test_that_nothing_arose_can_explain_an_answer_that_stands(of_1000: Stage) -> None:
    text = await says(of_1000, "III.2", "có", "không phát sinh nhiệm vụ", "[Lưu làm giải trình]")

    assert "Đã lưu giải trình cho III.2" in text and (await answers(of_1000))["III.2"] == '{"yes":true}'


@pytest.mark.parametrize("typed", [("có", "đang tổng hợp, gửi trước ngày 10/12"), ("có – đang tổng hợp, gửi trước 10/12",)])
async def test_what_only_announces_evidence_explains(of_1000: Stage, typed: tuple[str, ...]) -> None:
    text = await says(of_1000, "III.2", *typed)

    assert "Đã lưu giải trình cho III.2" in text and not await documents(of_1000, "III.2")


async def test_where_evidence_is_required_an_announcement_leaves_it_asked(of_1000: Stage) -> None:
    text = await says(of_1000, "I.1a", "100 90 – đang tổng hợp báo cáo")

    assert "Gửi minh chứng cho I.1a" in text and not await documents(of_1000, "I.1a")


async def test_two_letters_are_neither_evidence_nor_an_explanation(of_1000: Stage) -> None:
    assert "ít nhất 10 ký tự" in await says(of_1000, "III.2", "có", "kh") and not await documents(of_1000, "III.2")


async def test_a_date_that_does_not_exist_is_no_document(of_1000: Stage) -> None:
    assert "Lịch không có ngày 31/2/2026" in await says(of_1000, "III.2", "có", "BC ngày 31/2/2026") and not await documents(of_1000, "III.2")


@pytest.mark.parametrize("again", ["[Xác nhận]", "2026"])
async def test_more_days_late_than_a_year_has_are_kept_once_confirmed(of_1000: Stage, again: str) -> None:
    assert "hơn một năm" in await says(of_1000, "III.3", "2026") and not await answers(of_1000)

    await says(of_1000, again)
    assert (await answers(of_1000))["III.3"] == '{"days_late":"2026"}'


async def test_a_correction_to_so_many_days_says_where_to_type_it(of_1000: Stage) -> None:
    await says(of_1000, "III.3")
    await of_1000.happens("Hoa", Typed("2"), message="m-one")
    await of_1000.happens("Hoa", Typed("2026", edited=True), message="m-one")

    assert "gõ III.3 rồi nhập lại" in of_1000.last("Hoa").text and (await answers(of_1000))["III.3"] == '{"days_late":"2"}'


@pytest.mark.parametrize(
    "typed",
    ["15/6", "15/06/2026", "ngày 15/6", "nộp ngày 15/6/2026", "15.6.2026", "15-6-2026", "15/6 – BC 45/BC-SXD", "chậm, ngày 15/6", "15 tháng 6 năm 2026",
     "Hạn 15/6, nộp 18/6"],
)  # fmt: skip
async def test_a_day_is_no_count_of_days_late_and_no_evidence(of_1000: Stage, typed: str) -> None:
    assert "số ngày chậm so với hạn" in await says(of_1000, "III.3", typed)
    assert not await answers(of_1000) and not await documents(of_1000, "III.3")


@pytest.mark.parametrize(
    ("typed", "days", "document"),
    [
        ("3 – nộp ngày 18/6/2026", "3", ["nộp ngày 18/6/2026"]), ("chậm 3 ngày, nộp 18/6/2026", "3", ["nộp 18/6/2026"]),
        ("đúng hạn – 15/6/2026", "0", ["15/6/2026"]),
    ],
)  # fmt: skip
async def test_a_day_behind_the_days_late_is_evidence(of_1000: Stage, typed: str, days: str, document: list[str]) -> None:
    await says(of_1000, "III.3", typed)

    assert (await answers(of_1000))["III.3"] == f'{{"days_late":"{days}"}}' and await documents(of_1000, "III.3") == document


async def test_a_paper_with_its_day_is_evidence_where_days_late_are_asked(of_1000: Stage) -> None:
    await says(of_1000, "III.3", "45/BC-SXD ngày 15/6/2026", "BC số 46/BC-SXD, 16/6/2026")

    assert len(await documents(of_1000, "III.3")) == 2


# ---------------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("address", "typed", "kept"),
    [
        ("I.2b", "105", '{"misses":"105"}'),
        ("III.5", "30", '{"misses":"30"}'),
        ("P1", "105", '{"count":"105"}'),
        ("II.5", "0 40", '{"minus":"40","plus":"0"}'),
    ],
)
async def test_so_many_faults_are_kept_once_confirmed(of_1000: Stage, address: str, typed: str, kept: str) -> None:
    said = await says(of_1000, address, typed)
    assert f"{typed.rsplit(maxsplit=1)[-1]} lần?" in said and not await answers(of_1000)

    await says(of_1000, "[Xác nhận]")
    assert set((await answers(of_1000)).values()) == {kept}


@pytest.mark.parametrize(("address", "typed"), [("I.2b", "8"), ("III.5", "4"), ("P1", "31"), ("II.5", "0 8"), ("II.4", "V1 12"), ("III.7", "105")])
async def test_faults_that_may_have_been_and_gains_are_kept_at_once(of_1000: Stage, address: str, typed: str) -> None:
    await says(of_1000, address, typed)

    assert len(await answers(of_1000)) == 1


async def test_another_number_typed_where_faults_are_doubted_takes_their_place(of_1000: Stage) -> None:
    await says(of_1000, "I.2b", "105 – BC 45/BC-SXD", "1")

    assert (await answers(of_1000))["I.2b"] == '{"misses":"1"}'


async def test_a_correction_to_so_many_faults_says_where_to_type_it(of_1000: Stage) -> None:
    await says(of_1000, "I.2b")
    await of_1000.happens("Hoa", Typed("1"), message="m-one")
    await of_1000.happens("Hoa", Typed("105", edited=True), message="m-one")

    assert "gõ I.2b rồi nhập lại" in of_1000.last("Hoa").text and (await answers(of_1000))["I.2b"] == '{"misses":"1"}'


# ---------------------------------------------------------------------------------------------------------------- violations


@pytest.mark.parametrize(
    ("typed", "first", "document"),
    [
        ("không có lỗi", "0", []), ("không – BC 115/BC-SXD", "0", ["BC 115/BC-SXD"]), ("V1 1 – BC 115/BC-SXD", "1", ["BC 115/BC-SXD"]),
        ("v1: 2, V3 1", "2", []),
    ],
)  # fmt: skip
async def test_violations_are_read_as_people_write_them(of_1000: Stage, typed: str, first: str, document: list[str]) -> None:
    await says(of_1000, "II.4", typed)

    assert f'"V1":"{first}"' in (await answers(of_1000))["II.4"] and await documents(of_1000, "II.4") == document


async def test_no_violation_is_one_tap(of_1000: Stage) -> None:
    await says(of_1000, "II.4", "[Không có lỗi]")

    assert (await answers(of_1000))["II.4"] == '{"violations":{"V1":"0","V2":"0","V3":"0"}}'


async def test_each_violation_stands_on_a_line_of_its_own(of_1000: Stage) -> None:
    text = await says(of_1000, "II.4")

    assert "\n• V1 Cá nhân bị khiển trách: 10 điểm\n• V2 " in text


# ---------------------------------------------------------------------------------------------------------------- how it is scored


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("I.3a", "từ 90 đến 100: 60 điểm; từ 80 đến dưới 90: 50 điểm"),
        ("I.2c", "Đạt từ 95 %: 30 điểm"),
        ("I.1b", "Dưới 50 % thì 0 điểm."),
        ("I.3d", "Dưới 5 điểm là điểm liệt."),
        ("IV.1", "Mỗi trường hợp được 10 điểm. Nhiều nhất 30 điểm."),
        ("P1", "Mỗi trường hợp trừ 5 điểm."),
        ("P2", "Có: trừ 50 điểm."),
        ("I.1a", "Tối đa 100 điểm. Điểm bằng thực hiện chia kế hoạch, nhân với điểm tối đa. Vượt kế hoạch không thêm điểm."),
        ("I.1c", "nhân với điểm tối đa. Ít hơn kế hoạch không thêm điểm."),
        ("I.2a", "Tối đa 80 điểm. Điểm bằng tỷ lệ % nhân với điểm tối đa."),
        ("II.5", "không dưới 0, không quá 20 điểm"),
    ],
)
async def test_how_it_is_scored_leaves_nothing_to_guess(of_1000: Stage, address: str, words: str) -> None:
    assert words in await says(of_1000, address)


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [("IV.1", "hai", "ví dụ: 2."), ("I.3d", "20,3", "theo bước 0,5: nhập 20 hoặc 20,5"), ("I.2a", "tốt", "ví dụ: 95,5."), ("II.5", "2", "ví dụ: 2 0."), ("II.5", "1,5 0", "ví dụ: 2 0."),
        ("I.1d", "nhiều", "ví dụ: 100 96,5."), ("I.3a", "vượt bậc", "ví dụ: 90."), ("II.4", "V9", "ví dụ: V1 1."), ("III.3", "muộn", "ví dụ: 3.")],
)  # fmt: skip
async def test_a_refusal_gives_an_example_that_fits(of_1000: Stage, address: str, typed: str, words: str) -> None:
    assert words in await says(of_1000, address, typed)


async def test_a_rate_is_shown_with_its_sign_wherever_it_stands(of_1000: Stage) -> None:
    assert "đạt từ 95 % kế hoạch: 97,2 % → 30 điểm" in await says(of_1000, "I.2c", "97,2")
    assert "Đang ghi: 97,2 % → 30 điểm" in await says(of_1000, "I.2c")
