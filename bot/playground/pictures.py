"""Pictures and documents as the Bot API shows them; a picture's width and height are read from its first bytes (PNG, JPEG, GIF)."""

import struct

from bot.playground.records import Raw, StoredFile

NO_SIZE_MARKERS = {0xC4, 0xC8, 0xCC}


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where it is no picture of these kinds."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _size_of_jpeg(content) if content[:2] == b"\xff\xd8" else None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in NO_SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def photo_shown(file: StoredFile, size: tuple[int, int]) -> list[Raw]:
    """A photo in the sizes Telegram makes of it: a small one, and the picture itself."""
    width, height = size
    small = max(1, -(-max(size) // 320))
    known = {"file_id": file.id, "file_unique_id": file.unique}
    return [
        known | {"width": width // small or 1, "height": height // small or 1},
        known | {"width": width, "height": height, "file_size": file.size},
    ]


def document_shown(file: StoredFile) -> Raw:
    """A document as the Bot API shows it."""
    return {"file_id": file.id, "file_unique_id": file.unique, "file_name": file.name, "mime_type": file.mime, "file_size": file.size}
