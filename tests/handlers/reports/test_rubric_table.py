"""The template and the table taken back: what is written is read back as the same rubric, whatever the rubric is."""

import shutil
import subprocess
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from config.rubric_files import rubric_of, text_of
from config.table_words import table_words
from config.xlsx_files import load
from config.yaml_writing import dump
from domain.criteria import RULES
from domain.rubric_reading import read_rubric
from domain.tables.params import read_params, written_params
from domain.tables.reading import understood
from handlers.reports import rubric_table

WORDS = table_words()
TITLES = st.text("abđêơư ÁẤ,.;:()–-=0123", min_size=1, max_size=30).map(lambda text: f"Việc {' '.join(text.split())}".strip())
POINTS = st.decimals("0.25", 50, places=2)
COUNTS = st.integers(1, 20).map(Decimal)


def days(draw: st.DrawFn, highest: Decimal) -> list[dict[str, Any]]:
    ends = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4)))
    starts = [0, *(end + 1 for end in ends[:-1])]
    bands: list[dict[str, Any]] = [
        {"days_min": Decimal(first), "days_max": Decimal(last), "points": highest} for first, last in zip(starts, ends, strict=True)
    ]
    return [*bands, {"days_min": Decimal(ends[-1] + 1), "days_max": None, "points": Decimal(0)}]


def bands(draw: st.DrawFn, highest: Decimal) -> list[dict[str, Any]]:
    ends = sorted(draw(st.sets(st.integers(-50, 100), min_size=1, max_size=4)))
    closed = draw(st.booleans())
    edges = [None, *(Decimal(end) for end in ends), None]
    made = []
    for low, high in pairwise(edges):
        band: dict[str, Any] = {"points": highest}
        if low is not None:
            band |= {"min": low, "min_incl": not closed}
        if high is not None:
            band |= {"max": high, "max_incl": closed}
        made.append(band)
    return made


@st.composite
def rules(draw: st.DrawFn, highest: Decimal) -> dict[str, Any]:
    """Any rule a leaf may have."""
    part = st.just(highest / 5).map(lambda value: value.quantize(Decimal("0.01")))
    made: list[dict[str, Any]] = [
        {"type": "manual"},
        {"type": "manual", "step": draw(st.sampled_from([Decimal("0.5"), Decimal("0.25"), Decimal(1)]))},
        {"type": "external", "appraiser": draw(TITLES)},
        {"type": "yes_no", "points_if_no": draw(part)},
        {"type": "bands", "bands": bands(draw, highest)},
        {"type": "lateness_bands", "bands": days(draw, highest)},
        {"type": "percent_of_max"},
        {"type": "percent_of_plan", "overshoot": draw(st.sampled_from(["capped", "proportional"])), "min_ratio": Decimal("0.5")},
        {"type": "percent_of_plan", "overshoot": {"max_ratio": Decimal("1.2")}, "lower_is_better": True},
        {"type": "relative_to_leader", "met_share": Decimal("0.6")},
        {"type": "count_times", "per_unit": draw(COUNTS), "cap": draw(part)},
        {"type": "plus_minus", "base": draw(part), "plus_points": draw(COUNTS), "minus_points": draw(COUNTS), "min": Decimal(-3)},
        {"type": "per_miss_percent", "share_percent": Decimal("12.5")},
        {"type": "deduct", "min": Decimal(-5), "violations": [{"code": f"V{n}", "title": draw(TITLES), "points": draw(COUNTS)} for n in range(3)]},
        {"type": "threshold", "threshold": draw(st.integers(-9, 99).map(Decimal)), "incl": draw(st.booleans()), "points_if_below": draw(part)},
    ]
    return draw(st.sampled_from(made))


@st.composite
def leaves(draw: st.DrawFn, code: str) -> dict[str, Any]:
    highest = draw(POINTS)
    leaf: dict[str, Any] = {"code": code, "title": draw(TITLES), "max": highest, "rule": draw(rules(highest))}
    optional = {"owner": draw(TITLES), "evidence": draw(st.sampled_from(["required", "required_or_explained", "optional"])), "floor": Decimal("0.25")}
    return leaf | {key: value for key, value in optional.items() if draw(st.booleans())}


@st.composite
def rubrics(draw: st.DrawFn) -> dict[str, Any]:
    """Any rubric, every part of the format in it at times."""
    sections = []
    for code in draw(st.sampled_from([["I"], ["I", "II"], ["A", "B", "C"], ["01", "02"]])):
        criteria: list[dict[str, Any]] = [draw(leaves("1")), draw(leaves("1.10"))]
        if draw(st.booleans()):
            criteria.append(
                {"code": "2", "title": draw(TITLES), "criteria": [draw(leaves("2a")), {"code": "2b", "title": "x", "criteria": [draw(leaves("-"))]}]}
            )
        sections.append({"code": code, "title": draw(TITLES), "max": total_of(criteria), "criteria": criteria})
    data: dict[str, Any] = {"format": "ktd-rubric/1", "id": "bang-thu", "title": draw(TITLES), "total": total_of(sections), "sections": sections}
    optional: dict[str, Any] = {
        "source": {"number": "12/QĐ-UBND", "issuer": draw(TITLES), "date": "1/7/2026", "sample": draw(st.booleans())},
        "rounding": {"places": Decimal(draw(st.integers(2, 4))), "mode": draw(st.sampled_from(["half_up", "half_even", "down"]))},
        "evidence": draw(st.sampled_from(["required", "required_or_explained", "optional"])),
        "not_applicable": {"policy": draw(st.sampled_from(["full_marks", "rescale", "average", "forbidden"]))},
        "bonus": {"stacking": draw(st.sampled_from(["sum", "highest"])), "cap": draw(POINTS), "items": [
            {"code": "T1", "title": draw(TITLES), "rule": {"type": "award_bonus", "points": draw(POINTS)}},
            {"code": "T2", "title": draw(TITLES), "max": Decimal(10), "rule": {"type": "manual"}},
        ]},
        "penalties": {"cap": draw(POINTS), "items": [{"code": "P1", "title": draw(TITLES), "rule": {"type": "count_times", "per_unit": draw(COUNTS)}}]},
        "late_submission": {"bands": days(draw, Decimal(3))},
        "sheet": {"min": Decimal(-5), "max": Decimal(2000)},
        "classification": {"on": draw(st.sampled_from(["total", "capped_total"])), "unit": draw(st.sampled_from(["percent", "points"])), "levels": [
            {"code": "excellent", "name": draw(TITLES), "min": Decimal(90), "criterion_floor_percent": Decimal(85), "max_share": Decimal("0.2")},
            {"code": "fail", "name": draw(TITLES)},
        ]},
        "ranking": {"tie_break": [f"section:{sections[0]['code']}", "fewer_penalties", "base", "earlier_submission"]},
        "exclusions": [{"code": "discipline", "title": draw(TITLES)}],
    }  # fmt: skip
    return data | {key: value for key, value in optional.items() if draw(st.booleans())}


def total_of(rows: list[dict[str, Any]]) -> Decimal:
    return sum((total_of(row["criteria"]) if "criteria" in row else row["max"] for row in rows), Decimal(0))


def back(text: str, path: Path) -> dict[str, Any]:
    """The data of a table that was written and read."""
    rubric_table.draw({"text": text}, path)
    found = understood(load(path), WORDS, "x")
    assert not found.faults
    return found.data


@given(rubrics())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_table_taken_back_and_sent_again_is_the_same(tmp_path: Path, data: dict[str, Any]) -> None:
    read = back(dump(data), tmp_path / "bang.xlsx")

    assert read_rubric(read) == read_rubric(data)
    assert read.get("source", {}) == data.get("source", {"sample": False})


@pytest.mark.parametrize("name", ["mau-1000", "ngan-10"])
def test_a_table_that_comes_with_ktd_survives_excel(name: str, tmp_path: Path) -> None:
    assert rubric_of(dump(back(text_of(name), tmp_path / "bang.xlsx"))) == rubric_of(text_of(name))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_rules_parameters_are_read_as_they_were_written(data: st.DataObject) -> None:
    rule = data.draw(rules(Decimal(20)))

    read, _ = read_params(rule["type"], written_params(rule, WORDS), WORDS)

    assert read_rubric(wrapped(read)) == read_rubric(wrapped(rule))


def wrapped(rule: dict[str, Any]) -> dict[str, Any]:
    leaf = {"code": "1", "title": "x", "max": Decimal(20), "rule": rule}
    section = {"code": "I", "title": "x", "max": Decimal(20), "criteria": [leaf]}
    return {"format": "ktd-rubric/1", "id": "bang", "title": "x", "total": Decimal(20), "sections": [section]}


def test_the_empty_template_explains_every_rule_and_offers_it(tmp_path: Path) -> None:
    rubric_table.draw({"text": ""}, tmp_path / "mau.xlsx")
    book = load_workbook(tmp_path / "mau.xlsx")
    text = "\n".join(str(cell.value) for row in book[WORDS["sheet_help"]].iter_rows() for cell in row)

    assert all(WORDS[f"kind_{rule.kind}"] in text for rule in RULES)
    assert len(book[WORDS["sheet_table"]].data_validations.dataValidation) == 3


def test_codes_and_parameters_typed_into_the_empty_template_stay_text(tmp_path: Path) -> None:
    rubric_table.draw({"text": ""}, tmp_path / "mau.xlsx")
    sheet = load_workbook(tmp_path / "mau.xlsx").worksheets[0]

    assert {sheet.cell(row, column).number_format for row in (2, 40, 81) for column in (2, 6)} == {"@"}


def test_the_example_of_the_template_is_a_table_that_can_be_read(tmp_path: Path) -> None:
    rubric_table.draw({"text": ""}, tmp_path / "mau.xlsx")
    example = [grid for grid in load(tmp_path / "mau.xlsx") if grid.title == WORDS["sheet_example"]]

    assert not understood(example, WORDS, "x").faults


def test_the_empty_template_sent_as_it_is_says_that_nothing_stands_in_it(tmp_path: Path) -> None:
    rubric_table.draw({"text": ""}, tmp_path / "mau.xlsx")

    assert [fault.problem for fault in understood(load(tmp_path / "mau.xlsx"), WORDS, "x").faults] == ["no_criteria"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_table_that_an_office_program_has_saved_is_still_the_same(tmp_path: Path) -> None:
    rubric_table.draw({"text": text_of("mau-1000")}, tmp_path / "bang.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(tmp_path / "bang.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = understood(load(tmp_path / "saved" / "bang.xlsx"), WORDS, "x")

    assert not found.faults and rubric_of(dump(found.data)) == rubric_of(text_of("mau-1000"))
