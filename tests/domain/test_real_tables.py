"""Tables that provinces and ministries really used, as far as their sources could be read, with the scores printed in them.

Sources and what of them is printed stand at the head of each file in tables/; numbers marked "derived" follow from the printed rule.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.scored import scored
from config.rubric_files import read_rubric_file
from domain.criteria.answers import Answer, AnswerRefused
from domain.rubrics import Rubric
from domain.scoring import Sheet, check_answer, own_points, score_all

TABLES = Path(__file__).with_name("tables")


def table(name: str) -> Rubric:
    return read_rubric_file((TABLES / f"{name}.yaml").read_bytes())


def points_at(name: str, address: str, answer: Answer) -> Decimal | None:
    rubric = table(name)
    leaf = rubric.leaf(address)
    assert leaf is not None
    check_answer(rubric, leaf, answer)
    return own_points(rubric, leaf, answer)


@pytest.mark.parametrize("file", sorted(TABLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_table_can_be_written_in_our_format(file: Path) -> None:
    assert read_rubric_file(file.read_bytes()).leaves


@pytest.mark.parametrize(
    ("name", "address", "answer", "points"),
    [
        ("dong-thap-2022", "VIII.1", {"yes": True}, "2.00"),  # printed
        ("dong-thap-2022", "VIII.3a", {"value": Decimal(100)}, "1.50"),  # printed
        ("dong-thap-2022", "VIII.3b", {"value": Decimal(100)}, "1.50"),  # printed; its rate is not, 146 documents all answered
        ("dong-thap-2022", "VIII.1", {"yes": False}, "0"),  # "Không ban hành 0"
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(0)}, "2.00"),  # printed
        ("dong-thap-2022", "VI.1.1", {"points": Decimal(1)}, "1.00"),  # printed
        ("dong-thap-2022", "VI.1.2", {"points": Decimal("0.5")}, "0.50"),  # printed
        ("dong-thap-2022", "VI.1.3", {"points": Decimal("0.5")}, "0.50"),  # printed
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(2)}, "1.5"),  # "Gửi chậm từ 01-02 ngày 1.5"
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(3)}, "1"),  # "từ 03-05 ngày 1"
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(10)}, "0.5"),  # "từ 06-10 ngày 0.5"
        ("dong-thap-2022", "VIII.3b", {"value": Decimal(50)}, "0.5"),  # "Từ 50% đến dưới 75%"
        ("dong-thap-2022", "VIII.3b", {"value": Decimal("49.99")}, "0"),  # "Dưới 50%"
        ("dong-thap-2022", "VIII.3a", {"value": Decimal(95)}, "1"),  # derived: exactly 95 % is not above 95 %
        ("dong-thap-2022", "VIII.3a", {"value": Decimal("95.01")}, "1.5"),  # derived
        ("dong-thap-2022", "VIII.3a", {"value": Decimal(75)}, "1"),  # derived
        ("dong-thap-2022", "VIII.3a", {"value": Decimal("74.99")}, "0.5"),  # derived
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(6)}, "0.5"),  # derived
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(11)}, "0"),  # derived
        ("dong-thap-2022", "I.1.1", {"days_late": Decimal(-3)}, "2"),  # early counts as on time
        ("tay-ninh-2019", "I.1", {"rate": Decimal(93)}, "1.86"),  # derived
        ("tay-ninh-2019", "I.4", {"rate": Decimal(100)}, "2"),  # derived
        ("tay-ninh-2019", "I.2", {"yes": True}, "2"),
        ("tay-ninh-2019", "I.3", {"yes": False}, "0"),
        ("bo-tu-phap-2012", "A.1", {"plan": Decimal(10), "actual": Decimal(10)}, "10"),  # derived
        ("bo-tu-phap-2012", "A.1", {"plan": Decimal(10), "actual": Decimal(8)}, "8"),  # derived
        ("bo-tu-phap-2012", "A.1", {"plan": Decimal(10), "actual": Decimal(0)}, "0"),  # derived
        ("bo-tu-phap-2012", "A.1", {"plan": Decimal(10), "actual": Decimal(12)}, "12"),  # derived, one reading of "x 120 %"
        ("bo-tu-phap-2012", "A.2", {"plan": Decimal(10), "actual": Decimal(12)}, "10"),  # the other reading
        ("bo-cong-an-2022", "A.2", {"value": Decimal(90)}, "3"),  # "90 % trở lên"
        ("bo-cong-an-2022", "A.2", {"value": Decimal("89.99")}, "0"),
        ("bo-cong-an-2022", "A.4a", {"yes": True}, "1"),  # "1 điểm"
        ("bo-cong-an-2022", "A.4a", {"yes": False}, "0"),
    ],
)
def test_an_answer_gives_what_the_source_says(name: str, address: str, answer: Answer, points: str) -> None:
    assert points_at(name, address, answer) == Decimal(points)


@pytest.mark.parametrize(
    ("name", "maxima"),
    [
        ("dong-thap-2022", {"I.1.1": "2", "I.1.2": "1", "VI.1.1": "1", "VI.1.2": "0.5", "VI.1.3": "0.5", "VIII.1": "2", "VIII.3a": "1.5", "VIII.3b": "1.5"}),
        ("ho-chi-minh-2008", {"A.01": "10", "A.02": "10", "A.03": "20", "A.04": "10", "A.05": "10", "A.06": "10", "A.07": "20"}),
        ("tay-ninh-2019", {f"I.{n}": "2" for n in range(1, 7)}),
        ("bo-cong-an-2022", {"A.1": "3", "A.2": "3", "A.3": "5", "A.4a": "1"}),
    ],
)  # fmt: skip
def test_the_maxima_are_the_printed_ones(name: str, maxima: dict[str, str]) -> None:
    assert {leaf.address: leaf.max for leaf in table(name).leaves} == {address: Decimal(points) for address, points in maxima.items()}


def test_a_filled_sheet_prints_its_scores_as_the_department_printed_them() -> None:
    printed = {"I.1.1": "2.00", "VI.1.1": "1.00", "VI.1.2": "0.50", "VI.1.3": "0.50", "VIII.1": "2.00", "VIII.3a": "1.50", "VIII.3b": "1.50"}
    answers: dict[str, Answer] = {
        "I.1.1": {"days_late": Decimal(0)}, "VI.1.1": {"points": Decimal(1)}, "VI.1.2": {"points": Decimal("0.5")}, "VI.1.3": {"points": Decimal("0.5")},
        "VIII.1": {"yes": True}, "VIII.3a": {"value": Decimal(100)}, "VIII.3b": {"value": Decimal(100)},
    }  # fmt: skip
    (sheet,) = scored(table("dong-thap-2022"), [Sheet("STP", answers)])["sheets"]

    assert sheet["leaves"] == {**printed, "I.1.2": "0.00"} and sheet["unanswered"] == ["I.1.2"]


def test_each_criterion_has_its_owner_inside_the_agency_where_the_source_names_one() -> None:
    assert [leaf.owner for leaf in table("tay-ninh-2019").leaves] == [
        "Văn phòng, các phòng NV", "Công chức phụ trách CNTT", "Văn thư, công chức có nhu cầu sử dụng", "Công chức phụ trách CNTT", "Công chức phụ trách CNTT", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("stacking", "total"), [("sum", 122), ("highest", 112)])
def test_two_flags_add_up_or_the_higher_one_counts_as_the_table_says_which_the_source_does_not(stacking: str, total: int) -> None:
    text = (TABLES / "ho-chi-minh-2008-bieu-4.yaml").read_text("utf-8").replace("bonus:", f"bonus:\n  stacking: {stacking}")
    flags: dict[str, Answer] = {"B1": {"held": True}, "B2": {"held": True}}

    assert score_all(read_rubric_file(text.encode()), [Sheet("Q5", {"I.1": {"points": Decimal(97)}}, flags)])[0].total == total


def test_a_flag_comes_on_top_of_the_departments_score_as_in_the_printed_example() -> None:
    rubric = table("ho-chi-minh-2008-bieu-4")
    score = score_all(rubric, [Sheet("Q5", {"I.1": {"points": Decimal(97)}}, {"B1": {"held": True}})])[0]

    assert (score.base, score.bonus, score.total) == (Decimal(97), Decimal(10), Decimal(107))


def test_the_departments_score_is_never_the_units_own() -> None:
    assert table("ho-chi-minh-2008-bieu-4").own_leaves == ()


def test_the_criteria_that_were_read_sum_to_what_the_source_sums_to() -> None:
    assert table("ho-chi-minh-2008").total == sum(leaf.max for leaf in table("ho-chi-minh-2008").leaves) == 90


@pytest.mark.parametrize("rate", ["100.01", "-0.01"])
def test_a_rate_outside_all_bands_is_refused(rate: str) -> None:
    with pytest.raises(AnswerRefused):
        points_at("dong-thap-2022", "VIII.3a", {"value": Decimal(rate)})
