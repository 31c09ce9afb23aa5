"""The ranking's picture."""

from pathlib import Path

from PIL import Image

from handlers.reports import ranking_picture


def drawn(tmp_path: Path, units: int) -> Image.Image:
    rows = [[place, f"Sở Nông nghiệp và Phát triển nông thôn số {place}", "918.65"] for place in range(1, units + 1)]
    facts = {"title": "Sơ kết 6 tháng đầu năm 2026", "subtitle": "Tổng hợp điểm tự chấm (chưa thẩm định)", "rows": rows, "total": "1000"}
    ranking_picture.draw(facts, tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        return picture.copy()


def test_it_is_as_wide_as_a_phone_shows_and_grows_with_the_units(tmp_path: Path) -> None:
    few, many = drawn(tmp_path, 2).size, drawn(tmp_path, 8).size

    assert few[0] == many[0] == 1080 and few[1] < many[1]


def test_the_title_stands_clear_of_the_upper_edge(tmp_path: Path) -> None:
    picture = drawn(tmp_path, 8).convert("L")
    ground = picture.getpixel((0, 0))

    assert all(picture.getpixel((x, y)) == ground for y in range(35) for x in range(0, picture.width, 3))


def test_nothing_is_drawn_at_its_edges(tmp_path: Path) -> None:
    picture = drawn(tmp_path, 8).convert("L")
    width, height = picture.size
    edge = {picture.getpixel((x, y)) for y in range(height) for x in (0, width - 1)}

    assert len(edge) == 1
