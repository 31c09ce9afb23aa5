"""Which columns a table has, how its rows nest by their codes, and what points they give."""

from decimal import Decimal

import pytest

from tests.domain.grids import HEAD, addresses, read, rubric


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("I 1 2 II 1", ["I.1", "I.2", "II.1"]),
        ("A I 1 2 II 1 B I 1", ["A.I.1", "A.I.2", "A.II.1", "B.I.1"]),
        ("I 1 a) b) 2 II 1", ["I.1a", "I.1b", "I.2", "II.1"]),
        ("I 1. 1.1. a) b) 1.2. 2.", ["I.1.1a", "I.1.1b", "I.1.2", "I.2"]),
        ("I I.1 I.2 II II.1", ["I.1", "I.2", "II.1"]),
        ("1 1.1 1.2 2 2.1", ["1.1", "1.2", "2.1"]),
        ("1 1.1 1.1.1 1.1.2 1.2 2 2.1", ["1.1.1", "1.1.2", "1.2", "2.1"]),
        ("I 1 - - 2", ["I.1.1", "I.1.2", "I.2"]),
        ("I - - II -", ["I.1", "I.2", "II.1"]),
        ("A 1 B 1 C 1 D 1", ["A.1", "B.1", "C.1", "D.1"]),
        ("I 1 V 1 VI 1", ["I.1", "V.1", "VI.1"]),
        ("I 1 a) b) c) d) đ) e) 2", ["I.1a", "I.1b", "I.1c", "I.1d", "I.1đ", "I.1e", "I.2"]),
    ],
)
def test_rows_nest_as_their_codes_say(codes: str, expected: list[str]) -> None:
    every = codes.split()
    rows = [(code, f"Việc {place}", 1) for place, code in enumerate(every)]

    assert addresses(read(HEAD, *rows)) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("Phần I;1;II;1;III;1", ["I.1", "II.1", "III.1"]),
        ("Phần I;1;II;1;Phần III;1", ["I.1", "II.1", "III.1"]),
        ("I;1;Phần II;1;III;1", ["I.1", "II.1", "III.1"]),
        ("Phần I;I;1;II;1;Phần II;III;1", ["I.I.1", "I.II.1", "II.III.1"]),
        ("1;Tiêu chí 1;2;Tiêu chí 3;3;Tiêu chí 4", ["1.1", "2.3", "3.4"]),
        ("Phần A;1;B;1", ["A.1", "B.1"]),
        ("Tiêu chí 1;a);2;a)", ["1.a", "2.a"]),
    ],
)
def test_a_word_before_some_codes_alone_does_not_nest_the_others_below_them(codes: str, expected: list[str]) -> None:
    rows = [(code, f"Việc {place}", 1) for place, code in enumerate(codes.split(";"))]

    assert addresses(read(HEAD, *rows)) == expected


@pytest.mark.parametrize(
    "head",
    [
        ("STT", "Tiêu chí", "Điểm chuẩn"),
        ("stt", "NOI DUNG", "DIEM TOI DA"),
        ("TT", "Nội dung, tiêu chí", "Thang điểm"),
        ("Số TT", "Tiêu chí chấm điểm", "Điểm\nchuẩn"),
        ("STT", "Nội dung (tiêu chí)", "Điểm"),
        ("STT", "Tiêu chí", "Điểm tối đa (1.000 điểm)"),
    ],
)
def test_columns_are_found_by_their_words(head: tuple[str, ...]) -> None:
    assert addresses(read(("BẢNG",), (), head, ("I", "Mục", 5), ("1", "Việc", 5))) == ["I.1"]


def test_a_header_of_two_lines_is_read_together() -> None:
    rows = (("STT", "Tiêu chí", "Điểm", ""), ("", "", "Tự chấm", "Chuẩn"), ("I", "Mục"), ("1", "Việc", "", 5))

    assert read(*rows, merged=((1, 3, 1, 4),)).data["total"] == 5


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("10 điểm", "10"),
        ("7,5", "7.5"),
        ("1.000", "1000"),
        ("1.000,5 điểm", "1000.5"),
        ("Tối đa 5 điểm", "5"),
        ("0.500", "0.5"),
        ("10đ", "10"),
        (2.5, "2.5"),
        ("0-10", "10"),
        ("từ 0 đến 7,5 điểm", "7.5"),
        ("≤ 10", "10"),
        ("10 (mười điểm)", "10"),
        ("Cộng 5 điểm", "5"),
    ],
)
def test_points_are_read_as_people_write_them(cell: object, points: str) -> None:
    assert read(HEAD, ("I", "Mục"), ("1", "Việc", cell)).data["total"] == Decimal(points)


def test_bonus_and_penalty_points_are_kept_apart_from_the_total() -> None:
    rows = (
        ("I", "Mục", 5),
        ("1", "Việc", 5),
        ("II", "Điểm thưởng", 15),
        ("1", "Cờ", 10),
        ("2", "Bằng khen", 5),
        ("III", "ĐIỂM TRỪ"),
        ("1", "Chậm", -3),
        ("2", "Sai", "trừ 2 điểm"),
    )
    found = rubric(read(HEAD, *rows))

    assert [item.address for item in found.items] == ["bonus.T1", "bonus.T2", "penalties.P1", "penalties.P2"]
    assert (found.total, found.bonus_cap) == (Decimal(5), Decimal(15))
