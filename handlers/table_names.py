"""Scoring tables as they are named to people: by their titles, shortened; by the id where that alone tells two apart, or where people know it by that."""

from collections.abc import Iterable
from dataclasses import replace

from config.rubric_files import rubric_of, shipped
from domain.rubrics import Rubric
from domain.texts import fold
from handlers.criteria import table_title
from handlers.flow import Said, say

SENTENCE, LABEL = 70, 40
"""The characters of a title that a sentence has room for, and a phone's button."""
FORM = "bang cham diem"


def named(rubric: Rubric) -> Said | str:
    """The table in a sentence: its title, and that it is a sample where it is one."""
    return table_title(replace(rubric, title=_cut(rubric.title, SENTENCE)))


def named_by(text: str) -> Said | str:
    """The same of a rubric file's text."""
    return named(rubric_of(text))


def listed(rubric: Rubric, among: Iterable[Rubric] = ()) -> Said | str:
    """The table where it stands above its button: behind its id where the button shows that."""
    title = table_title(rubric)
    is_by_id = rubric.id in shipped() or _has_namesake(rubric, among)
    return say("tables.listed_by_id", id=rubric.id, title=title) if is_by_id else title


def label(rubric: Rubric, among: Iterable[Rubric] = ()) -> Said | str:
    """The table on a button: its title, with the id where another one of those shown is titled alike; those that come with ktd are known by their ids."""
    if rubric.id in shipped():
        return rubric.id
    name = _short(rubric.title)
    return say("tables.named_with_id", name=name, id=rubric.id) if _has_namesake(rubric, among) else name


def also(rubric: Rubric) -> tuple[str, ...]:
    """What else, typed, chooses the table: its id and its whole title."""
    return rubric.id, rubric.title


def _has_namesake(rubric: Rubric, among: Iterable[Rubric]) -> bool:
    return any(one.id != rubric.id and _short(one.title) == _short(rubric.title) for one in among)


def _short(title: str) -> str:
    """As much of a title as a button holds; what every such title begins with goes first."""
    words = title.split()
    if len(title) > LABEL and fold(" ".join(words[:3])) == FORM and len(words) > 4:
        title = " ".join(words[3:])
    return _cut(title[0].upper() + title[1:], LABEL)


def _cut(title: str, most: int) -> str:
    """The title, where it is too long up to the end of a word."""
    if len(title) <= most:
        return title
    return f"{title[:most].rpartition(' ')[0].rstrip(' ,;–-') or title[: most - 1]}…"
