"""Files that prove something: noted in the turn, fetched in the background, kept under their hash. Not a conversation: whoever takes files notes them here.

Where a file belongs is an address: a criterion's own ("I.2"), or beside it what is said of it after closing ("appeal:I.2", "question:I.2", "judged:I.2").
"""

from domain.doubts import beyond_answer
from domain.errors import RuleError
from domain.rubrics import Item, Leaf
from domain.texts import clean, clean_lines
from handlers.dialogue import OutFile, Sent
from handlers.flow import Turn
from storage.answers import Evidence, OpenSheet

LARGEST = 20 * 1024 * 1024
"""What a messenger hands out at most, in bytes."""


class FileTooLarge(RuleError):
    """Larger than the messenger hands out."""

    key = "assessment.file_too_large"


def require_size(sent: Sent) -> None:
    """Raises FileTooLarge for what the messenger would not hand out: said before anybody waits for it."""
    if sent.file.size is not None and sent.file.size > LARGEST:
        raise FileTooLarge(name=sent.file.name)


async def note_file(turn: Turn, sheet_id: int, address: str, sent: Sent) -> int:
    """Notes a file that is to be fetched, its name and caption without what cannot be seen; gives its number. Raises FileTooLarge."""
    require_size(sent)
    if turn.incoming is None:
        raise TypeError("a file comes with an event")
    file, caption = sent.file, clean_lines(sent.caption)
    return await turn.store.evidence.add_file(
        sheet_id, address, caption, clean(file.name), file.mime, file.size, turn.incoming.platform, file.ref, file.unique,
        sent.album, turn.incoming.chat.ref, turn.me.id, turn.now,
    )  # fmt: skip


def follows_in_album(sheet: OpenSheet, address: str, sent: Sent) -> bool:
    """Whether an earlier file of the same album already lies at the address: one acknowledgement is enough for all of them."""
    return bool(sent.album) and any(one.album == sent.album for one in sheet.evidence_for(address))


def pieces_named(sheet: OpenSheet, target: Leaf | Item) -> tuple[str, ...]:
    """Every piece that proves a criterion, each within a line: a document as it was given, a file by its name, behind it what its caption says beside the
    answer, unless that is listed as a document already."""
    stands = sheet.evidence_for(target.address)
    documents = {one.text for one in stands if one.kind == "document"}
    return tuple(_named(target, one, documents) for one in stands)


def _named(target: Leaf | Item, one: Evidence, documents: set[str]) -> str:
    if one.kind == "document":
        return one.text
    caption = clean(beyond_answer(target, one.text))
    return f"{one.name} ({caption})" if caption and caption not in documents else one.name


def kept_files(sheet: OpenSheet, address: str) -> tuple[OutFile, ...]:
    """The files that lie on our disk for an address, ready to be sent."""
    return tuple(
        OutFile(one.name, sha256=one.sha256) for one in sheet.evidence_for(address) if one.kind == "file" and one.state == "kept" and one.sha256
    )
