"""Blocs' names beside periods: short enough for a button on a phone, and never two alike."""

import pytest

from domain.blocs import short_names

ECONOMY = "Khối thi đua kinh tế ngành tỉnh Hà Nam"


@pytest.mark.parametrize(
    ("other", "short"),
    [
        ("Khối thi đua nội chính tỉnh Hà Nam", ("Kinh tế ngành", "Nội chính")),
        ("Cụm thi đua các thành phố trực thuộc", ("Kinh tế ngành", "Các thành phố trực thuộc")),
        ("Khối thi đua kinh tế ngành tỉnh Ninh Bình", ("Kinh tế ngành tỉnh Hà Nam", "Kinh tế ngành tỉnh Ninh Bình")),
        ("Cụm thi đua kinh tế ngành tỉnh Hà Nam", (ECONOMY, "Cụm thi đua kinh tế ngành tỉnh Hà Nam")),
        ("Sở Nội vụ", ("Kinh tế ngành", "Sở Nội vụ")),
    ],
)
def test_a_blocs_name_is_cut_to_what_tells_it_from_the_other(other: str, short: tuple[str, str]) -> None:
    assert tuple(short_names({"one": ECONOMY, "two": other}).values()) == short
