"""What comes back in a workbook, whatever order and state its rows are in: the rules of the comparison by themselves."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from config.rubric_files import rubric_of, text_of
from domain.criteria.answers import Answer
from domain.filled_cells import Filled, plainly
from domain.filled_rows import FilledRow, Line, lines
from domain.filling import Standing, compare
from domain.numbers import readings
from domain.rubrics import Rubric

RUBRIC: Rubric = rubric_of(text_of("ngan-10"))
LINES = lines(RUBRIC)
ADDRESSES = [line.target.address for line in LINES]
QUARTERS = st.integers(0, 40).map(lambda count: Decimal(count) / 4)
POINTS = st.dictionaries(st.sampled_from(ADDRESSES), QUARTERS)


def row(line: Line, points: Decimal | None, number: int, *, key: bool = True) -> FilledRow:
    cells = {} if points is None else {"result": Filled("number", str(points))}
    return FilledRow(number, line.key if key else "", line.code, line.title, cells)


def answer(points: Decimal) -> Answer:
    return {"points": points}


def standing(points: dict[str, Decimal], *, mine: bool = True) -> dict[str, Standing]:
    return {address: Standing(answer(one), is_mine=mine) for address, one in points.items()}


def file(points: dict[str, Decimal]) -> list[FilledRow]:
    return [row(line, points.get(line.target.address), number) for number, line in enumerate(LINES, 8)]


@given(points=POINTS)
def test_a_file_that_nobody_touched_changes_nothing(points: dict[str, Decimal]) -> None:
    found = compare(RUBRIC, file(points), standing(points), standing(points), {})

    assert not found.changes and not found.faults


@given(before=POINTS, after=POINTS)
def test_what_would_stand_is_the_file_over_what_stood(before: dict[str, Decimal], after: dict[str, Decimal]) -> None:
    found = compare(RUBRIC, file(after), standing(before), standing(before), {})

    changed = {change.target.address: change.answer["points"] for change in found.safe if change.answer}
    assert before | changed == before | after and not found.conflicts


@given(points=POINTS, seed=st.integers(0, 999))
def test_the_order_of_the_rows_does_not_matter(points: dict[str, Decimal], seed: int) -> None:
    rows = file(points)
    Random(seed).shuffle(rows)
    shuffled = [row(line, points.get(line.target.address), one.row, key=False) for one in rows for line in LINES if line.code == one.code]

    found = compare(RUBRIC, shuffled, {}, {}, {})
    assert {change.target.address for change in found.changes} == set(points)


@given(stood=POINTS, theirs=POINTS, mine=POINTS)
def test_nothing_that_came_after_the_file_is_among_what_one_tap_takes_over(
    stood: dict[str, Decimal], theirs: dict[str, Decimal], mine: dict[str, Decimal]
) -> None:
    now = stood | theirs
    found = compare(RUBRIC, file(stood | mine), standing(now, mine=False), standing(stood), {})

    moved = {address for address in now if stood.get(address) != now[address]}
    assert not {change.target.address for change in found.safe} & moved


@given(st.decimals(min_value=-99999, max_value=99999, places=4))
def test_a_number_is_written_so_that_it_reads_in_one_way_only(value: Decimal) -> None:
    assert readings(plainly(value)) == (value,)


def test_more_decimals_than_an_answer_has_are_rounded() -> None:
    assert readings(plainly(Decimal(2) / 3)) == (Decimal("0.666666667"),)


def test_the_same_row_twice_counts_once() -> None:
    twice = [row(LINES[0], Decimal(5), 8), row(LINES[0], Decimal(5), 30)]

    found = compare(RUBRIC, twice, {}, {}, {})
    assert len(found.changes) == 1 and not found.faults


def test_days_early_that_were_kept_are_the_same_answer_as_on_time() -> None:
    rubric = rubric_of(text_of("mau-1000"))
    line = next(line for line in lines(rubric) if line.target.address == "III.3")
    stands = {"III.3": Standing({"days_late": Decimal(-1)})}

    assert not compare(rubric, [row(line, Decimal(-1), 8)], stands, {"III.3": Standing({"days_late": Decimal(0)})}, {}).changes


def test_of_a_row_that_is_there_twice_the_empty_one_contradicts_nothing() -> None:
    for points in ((None, Decimal(5)), (Decimal(5), None)):
        found = compare(RUBRIC, [row(LINES[0], one, number) for number, one in zip((8, 30), points, strict=True)], {}, {}, {})
        assert [change.answer for change in found.changes] == [answer(Decimal(5))] and not found.faults


def test_headings_and_notes_are_no_rows() -> None:
    assert not compare(RUBRIC, [FilledRow(7, "", "I", "Nhiệm vụ", {}), FilledRow(40, "", "", "", {})], {}, {}, {}).faults


def test_by_sight_counts_stand_and_fall_with_the_criterion_they_are_below() -> None:
    rubric = rubric_of(text_of("mau-1000"))
    deduct = [line for line in lines(rubric) if line.target.address == "II.4"]
    rows = [row(line, Decimal(1) if line.part else None, number) for number, line in enumerate(deduct, 8)]
    retitled = [replace(rows[0], title="Tên của bảng cũ"), *rows[1:]]

    assert [one.target.address for one in compare(rubric, rows, {}, {}, {}, by_sight=True).changes] == ["II.4"]
    assert not compare(rubric, retitled, {}, {}, {}, by_sight=True).changes
