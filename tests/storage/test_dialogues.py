"""The newest menu of a chat, as it is kept."""

from storage.dialogues import MenuLine, menu_lines, menu_text


def test_a_menu_is_read_as_it_was_kept() -> None:
    menu = (MenuLine("Sở Xây dựng", "units.unit:3", 1, ("SXD", "Xây dựng")), MenuLine("Quay lại", "units.open"))

    assert menu_lines(menu_text(menu)) == menu


def test_a_menu_kept_before_choices_had_other_names_is_still_read() -> None:
    assert menu_lines('[["Quay lại", "units.open", null], ["Sở Xây dựng", "units.unit:3", 2]]') == (
        MenuLine("Quay lại", "units.open"),
        MenuLine("Sở Xây dựng", "units.unit:3", 2),
    )
