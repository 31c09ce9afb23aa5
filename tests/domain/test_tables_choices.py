"""Points to choose among below a criterion: they are no criteria, and no row of them goes by in silence."""

from collections.abc import Sequence

import pytest

from tests.domain.grids import HEAD, addresses, faults, read, rubric

CRITERION = (HEAD, ("I", "Báo cáo", 20), ("1", "Báo cáo đúng hạn", 10))
NEXT = ("2", "Báo cáo đủ mẫu", 10)


@pytest.mark.parametrize(
    "rows",
    [
        (("-", "Đúng hạn", 10), ("-", "Chậm 1-2 ngày", 5), ("-", "Chậm hơn", 0)),
        (("", "Đúng hạn", 10), ("", "Chậm 1-2 ngày", "5 điểm"), ("", "(tính ngày làm việc)"), ("", "Chậm hơn", 0)),
        (("a)", "Đúng hạn", 10), ("b)", "Chậm", 4)),
        (("", "- Chậm", 5), ("", "- Đúng hạn", 10)),
        (("", "Đúng hạn", 10), ("", "Mỗi báo cáo chậm trừ", -2)),
    ],
    ids=["dashes", "no codes", "letters", "rising", "taken off"],
)
def test_they_are_left_out_of_the_sum_and_named(rows: tuple[Sequence[object], ...]) -> None:
    found = read(*CRITERION, *rows, NEXT)

    assert addresses(found) == ["I.1", "I.2"] and rubric(found).total == 20
    assert found.choices == [number for number, row in enumerate(rows, 4) if len(row) > 2]


def test_parts_that_add_up_are_criteria() -> None:
    assert addresses(read(*CRITERION, ("-", "Quý I", 6), ("-", "Quý II", 4), NEXT)) == ["I.1.1", "I.1.2", "I.2"]


def test_a_criterion_of_a_section_is_none_of_its_choices() -> None:
    assert faults(read(HEAD, ("I", "Báo cáo", 10), ("1", "Đúng hạn", 10), ("2", "Đủ mẫu", 5))) == [(2, "sum_differs")]


def test_below_parts_of_a_criterion_they_are_told_too() -> None:
    found = read(*CRITERION, ("a)", "Quý I", 6), ("-", "Đúng hạn", 6), ("-", "Chậm", 3), ("b)", "Quý II", 4), NEXT)

    assert addresses(found) == ["I.1a", "I.1b", "I.2"] and found.choices == [5, 6]
