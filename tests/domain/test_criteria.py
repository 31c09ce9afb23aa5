"""What each rule gives (docs/formats.md, "Rules")."""

from decimal import Decimal
from fractions import Fraction

import pytest

from domain.criteria import Rule
from domain.criteria.answers import Answer, AnswerRefused
from domain.criteria.relative import RelativeToLeader
from tests.domain.rules import MAX, faults, rule


def D(text: str) -> Decimal:  # noqa: N802  # reads as the literal it stands for
    return Decimal(text)


BANDS = [
    {"min": D("90"), "max": D("100"), "max_incl": True, "points": MAX},
    {"min": D("50"), "max": D("90"), "points": D("60")},
    {"max": D("50"), "points": D("0")},
]
DAYS = [{"days_min": D("0"), "days_max": D("0"), "points": MAX}, {"days_min": D("1"), "days_max": None, "points": D("40")}]
VIOLATIONS = [{"code": "A", "title": "a", "points": D("30")}, {"code": "B", "title": "b", "points": D("50")}]


@pytest.mark.parametrize(
    ("built", "answer", "points"),
    [
        (rule("manual"), {"points": D("7.25")}, "7.25"),
        (rule("yes_no", points_if_no=D("10")), {"yes": False}, "10"),
        (rule("yes_no"), {"yes": True}, "100"),
        (rule("bands", bands=BANDS), {"value": D("90")}, "100"),
        (rule("bands", bands=BANDS), {"value": D("89.99")}, "60"),
        (rule("bands", bands=BANDS), {"value": D("50")}, "60"),
        (rule("lateness_bands", bands=DAYS), {"days_late": D("-3")}, "100"),
        (rule("lateness_bands", bands=DAYS), {"days_late": D("9")}, "40"),
        (rule("percent_of_max"), {"rate": D("93")}, "93"),
        (rule("percent_of_plan"), {"plan": D("100"), "actual": D("120")}, "100"),
        (rule("percent_of_plan", overshoot="proportional"), {"plan": D("100"), "actual": D("120")}, "120"),
        (rule("percent_of_plan", overshoot={"max_ratio": D("1.1")}), {"plan": D("100"), "actual": D("120")}, "110"),
        (rule("percent_of_plan", min_ratio=D("0.5")), {"plan": D("100"), "actual": D("49")}, "0"),
        (rule("percent_of_plan", lower_is_better=True), {"plan": D("10"), "actual": D("20")}, "50"),
        (rule("percent_of_plan", lower_is_better=True), {"plan": D("10"), "actual": D("0")}, "100"),
        (rule("percent_of_plan", lower_is_better=True, overshoot={"max_ratio": D("1.2")}), {"plan": D("10"), "actual": D("0")}, "120"),
        (
            rule("percent_of_plan", lower_is_better=True, overshoot={"max_ratio": D("1.2")}),
            {"plan": D("10"), "actual": D("9")},
            "111.111111111111111111111111111",
        ),
        (rule("percent_of_plan", min_ratio=D("0.5")), {"plan": D("100"), "actual": D("50")}, "50"),
        (rule("bands", bands=[{"points": D("7")}]), {"value": D("-999")}, "7"),
        (rule("per_miss_percent", share_percent=D("120")), {"misses": D("1")}, "0"),
        (rule("plus_minus", plus_points=D("20"), minus_points=D("40"), min=D("-30")), {"plus": D("0"), "minus": D("9")}, "-30"),
        (rule("plus_minus", base=D("90"), plus_points=D("20"), minus_points=D("40")), {"plus": D("3"), "minus": D("0")}, "100"),
        (rule("deduct", violations=VIOLATIONS), {"violations": {}}, "100"),
        (rule("external", appraiser="Sở Nội vụ"), {"points": D("7")}, "7"),
        (rule("count_times", per_unit=D("30")), {"count": D("5")}, "100"),
        (rule("count_times", per_unit=D("30"), cap=D("70")), {"count": D("5")}, "70"),
        (rule("plus_minus", base=D("50"), plus_points=D("20"), minus_points=D("40")), {"plus": D("1"), "minus": D("2")}, "0"),
        (rule("per_miss_percent", share_percent=D("25")), {"misses": D("1")}, "75"),
        (rule("per_miss_percent", share_percent=D("25")), {"misses": D("9")}, "0"),
        (rule("deduct", violations=VIOLATIONS), {"violations": {"A": D("1"), "B": D("1")}}, "20"),
        (rule("deduct", violations=VIOLATIONS, min=D("-20")), {"violations": {"A": D("9")}}, "-20"),
        (rule("threshold", threshold=D("95")), {"value": D("95")}, "100"),
        (rule("threshold", threshold=D("95"), incl=False, points_if_below=D("5")), {"value": D("95")}, "5"),
    ],
)
def test_points_are_as_the_rule_says(built: Rule, answer: Answer, points: str) -> None:
    built.check(answer)

    assert abs(Fraction(built.points(answer)) - Fraction(points)) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("built", "answer"),
    [
        (rule("manual"), {"points": D("100.01")}),
        (rule("manual", step=D("0.5")), {"points": D("7.25")}),
        (rule("manual"), {}),
        (rule("manual"), {"points": D("5"), "rate": D("5")}),
        (rule("yes_no"), {"yes": D("1")}),
        (rule("percent_of_max"), {"rate": D("101")}),
        (rule("percent_of_plan"), {"plan": D("0"), "actual": D("5")}),
        (rule("percent_of_plan"), {"plan": D("5"), "actual": D("-1")}),
        (rule("count_times", per_unit=D("3")), {"count": D("1.5")}),
        (rule("lateness_bands", bands=DAYS), {"days_late": D("0.5")}),
        (rule("deduct", violations=VIOLATIONS), {"violations": {"Z": D("1")}}),
        (rule("bands", bands=BANDS), {"value": D("101")}),
        (rule("relative_to_leader"), {"actual": D("5")}),
    ],
)
def test_an_answer_outside_its_domain_is_refused_never_clamped(built: Rule, answer: Answer) -> None:
    with pytest.raises(AnswerRefused):
        built.check(answer)


def test_bands_that_overlap_or_leave_a_hole_are_faults_of_the_rubric() -> None:
    overlap = [{"min": D("0"), "max": D("60"), "points": D("1")}, {"min": D("50"), "points": D("2")}]
    hole = [{"min": D("0"), "max": D("50"), "points": D("1")}, {"min": D("50"), "min_incl": False, "points": D("2")}]

    assert faults("bands", bands=overlap) and faults("bands", bands=hole)


@pytest.mark.parametrize(
    ("type", "data"),
    [("yes_no", {"points_if_yes": D("101")}), ("threshold", {"threshold": D("1"), "points_if_below": D("101")}), ("count_times", {"per_unit": D("1"), "cap": D("101")}),
     ("percent_of_plan", {"lower_is_better": True, "overshoot": "proportional"}), ("manual", {"foo": D("1")}), ("award_bonus", {"points": D("1")}), ("nothing", {})],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_a_fault(type: str, data: dict[str, object]) -> None:
    assert faults(type, **data)


def relative() -> RelativeToLeader:
    built = rule("relative_to_leader")
    assert isinstance(built, RelativeToLeader)
    return built


def test_reaching_the_plan_gives_half_and_the_best_of_the_bloc_gives_all() -> None:
    best, met, half = {"plan": D("10"), "actual": D("15")}, {"plan": D("10"), "actual": D("10")}, {"plan": D("10"), "actual": D("5")}
    field = relative().compare([best, met, half])

    assert [relative().points_in(answer, field) for answer in (best, met, half)] == [100, 50, 25]


def test_units_without_a_plan_form_their_own_group() -> None:
    field = relative().compare([{"plan": None, "actual": D("8")}, {"plan": None, "actual": D("4")}, {"plan": D("1"), "actual": D("90")}])

    assert relative().points_in({"plan": None, "actual": D("4")}, field) == 50
