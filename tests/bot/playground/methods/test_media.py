"""Files both ways: sizes, captions, albums, and what getFile hands out."""

import io
import json
import struct
import zlib
from typing import Any

import aiohttp
import pytest

from bot.playground.faults import Fault
from bot.playground.persons import Person
from bot.playground.server import Playground
from tests.bot.playground.conftest import Answer, Wire


def png(width: int, height: int, *, size: int = 0) -> bytes:
    """A picture of this many pixels, grown to `size` bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return head + bytes(max(0, size - len(head)))


async def upload(bot: Wire, method: str, chat: int, content: bytes, name: str = "a.pdf", **more: Any) -> Answer:
    form = aiohttp.FormData({"chat_id": str(chat), **more})
    form.add_field("photo" if method == "sendPhoto" else "document", io.BytesIO(content), filename=name)
    return await bot.posts(method, data=form)


async def test_a_document_keeps_its_name_and_size(bot: Wire, lan: Person) -> None:
    sent = (await upload(bot, "sendDocument", lan.id, b"%PDF-1.7", caption="Bảng điểm")).result
    assert (sent["document"]["file_name"], sent["document"]["file_size"], sent["caption"]) == ("a.pdf", 8, "Bảng điểm")


async def test_an_empty_file_is_refused(bot: Wire, lan: Person) -> None:
    assert (await upload(bot, "sendDocument", lan.id, b"")).refusal == "Bad Request: file must be non-empty"


async def test_a_document_over_50_mb_is_refused(bot: Wire, lan: Person) -> None:
    assert (await upload(bot, "sendDocument", lan.id, bytes((50 << 20) + 1))).status == 413


async def test_a_photo_has_its_own_width_and_height(bot: Wire, lan: Person) -> None:
    largest = (await upload(bot, "sendPhoto", lan.id, png(900, 700))).result["photo"][-1]
    assert (largest["width"], largest["height"]) == (900, 700)


async def test_a_photo_over_10_mb_is_refused(bot: Wire, lan: Person) -> None:
    assert "too big for a photo" in (await upload(bot, "sendPhoto", lan.id, png(900, 700, size=(10 << 20) + 1))).refusal


async def test_what_is_no_picture_is_refused_as_a_photo(bot: Wire, lan: Person) -> None:
    assert (await upload(bot, "sendPhoto", lan.id, b"%PDF")).refusal == "Bad Request: IMAGE_PROCESS_FAILED"


@pytest.mark.parametrize(("width", "height"), [(9000, 1001), (2100, 100)])
async def test_a_photo_too_large_or_too_narrow_is_refused(bot: Wire, lan: Person, width: int, height: int) -> None:
    assert (await upload(bot, "sendPhoto", lan.id, png(width, height))).refusal == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_a_caption_of_1025_units_is_too_long(bot: Wire, lan: Person) -> None:
    answer = await upload(bot, "sendDocument", lan.id, b"%PDF", caption="x" * 1025)
    assert answer.refusal == "Bad Request: message caption is too long"


async def test_a_file_the_bot_has_may_be_sent_again_by_its_id(bot: Wire, lan: Person) -> None:
    first = (await upload(bot, "sendDocument", lan.id, b"%PDF")).result["document"]["file_id"]
    assert (await bot("sendDocument", chat_id=lan.id, document=first)).result["document"]["file_id"] == first


async def test_a_file_id_telegram_does_not_know_is_refused(bot: Wire, lan: Person) -> None:
    answer = await bot("sendDocument", chat_id=lan.id, document="file_999999")
    assert answer.refusal == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_an_attachment_that_did_not_come_is_missed(bot: Wire, lan: Person) -> None:
    answer = await bot("sendDocument", chat_id=lan.id, document="attach://nothing")
    assert answer.refusal == "Bad Request: there is no document in the request"


# ---------------------------------------------------------------------------------------------------------------- albums


async def album(bot: Wire, chat: int, *kinds: str) -> Answer:
    media = [{"type": kind, "media": f"attach://f{at}", "caption": f"Trang {at}"} for at, kind in enumerate(kinds)]
    form = aiohttp.FormData({"chat_id": str(chat), "media": json.dumps(media)})
    for at in range(len(kinds)):
        form.add_field(f"f{at}", png(10, 10), filename=f"{at}.png")
    return await bot.posts("sendMediaGroup", data=form)


async def test_an_album_is_several_messages_of_one_group(bot: Wire, lan: Person) -> None:
    sent = (await album(bot, lan.id, "photo", "photo", "photo")).result
    assert [one["caption"] for one in sent] == ["Trang 0", "Trang 1", "Trang 2"]
    assert len({one["media_group_id"] for one in sent}) == 1


@pytest.mark.parametrize("count", [1, 11])
async def test_an_album_holds_two_to_ten(bot: Wire, lan: Person, count: int) -> None:
    assert (await album(bot, lan.id, *["document"] * count)).status == 400


async def test_documents_and_photos_do_not_mix(bot: Wire, lan: Person) -> None:
    assert "can't be mixed" in (await album(bot, lan.id, "photo", "document")).refusal


# ---------------------------------------------------------------------------------------------------------------- what people sent


async def test_what_somebody_sent_can_be_fetched_whole(bot: Wire, lan: Person) -> None:
    sent = lan.sends("báo cáo.pdf", b"%PDF-1.7 noi dung")
    found = (await bot("getFile", file_id=sent.raw["document"]["file_id"])).result
    assert await bot.fetches(found["file_path"]) == (200, b"%PDF-1.7 noi dung")


async def test_a_file_over_20_mb_is_not_handed_out(bot: Wire, lan: Person) -> None:
    sent = lan.sends("lớn.zip", bytes((20 << 20) + 1))
    assert (await bot("getFile", file_id=sent.raw["document"]["file_id"])).refusal == "Bad Request: file is too big"


async def test_an_invented_file_id_is_refused(bot: Wire) -> None:
    assert (await bot("getFile", file_id="file_999999")).refusal == "Bad Request: invalid file_id"


async def test_a_download_with_a_wrong_token_finds_nothing(bot: Wire, lan: Person) -> None:
    file = lan.sends("a.pdf", b"%PDF").raw["document"]["file_id"]
    bot.token = "1:x"
    assert (await bot.fetches(f"documents/{file}"))[0] == 404


async def test_a_download_may_be_cut(playground: Playground, bot: Wire, lan: Person) -> None:
    file = lan.sends("a.pdf", b"%PDF").raw["document"]["file_id"]
    playground.faults.append(Fault("cut_before", "file", times=9))
    with pytest.raises(aiohttp.ClientError):
        await bot.fetches(f"documents/{file}")


async def test_the_same_content_sent_twice_is_recognised(lan: Person) -> None:
    first, second = (lan.sends(name, b"%PDF").raw["document"] for name in ("a.pdf", "b.pdf"))
    assert first["file_id"] != second["file_id"]
    assert first["file_unique_id"] == second["file_unique_id"]
