"""The units of a bloc, and finding one by the names people write."""

from dataclasses import dataclass

from domain.people import Post


@dataclass(frozen=True)
class Unit:
    """A member unit; `post` is what it holds in the bloc this year."""

    id: int
    bloc_id: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    post: Post | None = None
