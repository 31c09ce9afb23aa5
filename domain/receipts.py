"""A receipt that stands by itself: the sheet as it was submitted, and the link of the audit chain that vouches for it. Checked without the database.

What is checked: the sheet has the hash the receipt names; the receipt's code is that of its unit, period, version and hash; the log's entry names this
very receipt, version, total and hash; and the entry has the hash under which it stands in the chain. Somebody who forges all of it alike cannot forge the
chain: `ktd audit verify` shows whether the log holds an entry of this number and hash.
"""

import json
from collections.abc import Mapping
from typing import Any

from domain.audit import Entry
from domain.sheets import digest, receipt_code

FORMAT = "ktd-receipt-file/1"
NAMED = {"receipt": str, "version": int, "total": str, "sha256": str, "authority": str, "asked_at": str, "unit_name": str, "title": str}
TEXTS = ("format", "sheet")


def receipt_document(sheet: str, entry: Entry) -> dict[str, Any]:
    """The receipt's document. `sheet` is the canonical JSON that was submitted, `entry` the log's entry of the submission."""
    return {
        "format": FORMAT, **json.loads(entry.new),
        "sheet": sheet, "entry": {**entry.facts(), "hash": entry.sha256},
    }  # fmt: skip


def receipt_faults(document: object) -> tuple[str, ...]:
    """Everything that is wrong with a receipt's document, one plain English phrase each; empty where it is whole."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return (f"is not of the format {FORMAT}; a receipt is the .json file that the bot gives",)
    if not _is_text(document):
        return ("holds what is no text",)
    if unfit := [name for name in TEXTS if not isinstance(document.get(name), str)]:
        return tuple(f"`{name}` is missing or no text" for name in unfit)
    if unfit := [name for name, kind in NAMED.items() if type(document.get(name)) is not kind]:
        return tuple(f"`{name}` is missing or not of its kind" for name in unfit)
    entry = _entry(document.get("entry"))
    if entry is None:
        return ("`entry` is no entry of an audit log",)
    return (*_sheet_faults(document), *_entry_faults(document, entry))


def _entry(data: object) -> Entry | None:
    kinds: Mapping[str, tuple[type, ...]] = {
        "seq": (int,), "at": (str,), "bloc_id": (str,), "period_id": (int, type(None)), "by": (int, type(None)), "act": (str,), "subject": (str,),
        "old": (str,), "new": (str,), "previous": (str,), "hash": (str,),
    }  # fmt: skip
    if not isinstance(data, dict) or set(data) != set(kinds) or any(type(data[name]) not in allowed for name, allowed in kinds.items()):
        return None
    return Entry(**{name: value for name, value in data.items() if name != "hash"}, sha256=data["hash"])


def _sheet_faults(document: Mapping[str, Any]) -> tuple[str, ...]:
    sha = digest(document["sheet"])
    if sha != document["sha256"]:
        return ("the sheet is not the one that was submitted: its hash differs",)
    body = _parsed(document["sheet"])
    if not isinstance(body, dict) or not isinstance(body.get("unit"), str) or type(body.get("period")) is not int:
        return ("the sheet names no unit and period",)
    code = receipt_code(body["unit"], body["period"], document["version"], sha)
    return () if code == document["receipt"] else ("the receipt's code is not that of its sheet",)


def _entry_faults(document: Mapping[str, Any], entry: Entry) -> tuple[str, ...]:
    faults: tuple[str, ...] = ("the log's entry in this file was changed: its hash differs",) if entry.digest() != entry.sha256 else ()
    named = _parsed(entry.new)
    if entry.act != "submission" or not isinstance(named, dict) or any(named.get(name) != document[name] for name in NAMED):
        faults += ("the log's entry in this file does not vouch for this receipt",)
    return faults


def _is_text(document: Mapping[str, Any]) -> bool:
    """Whether all of it can be written as text: a lone half of a letter cannot."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
