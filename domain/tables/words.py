"""The words of a table's cells: each is written from a sentence of the catalogue and read back by the same sentence, with or without diacritics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.texts import fold

NUMBER = r"-?\d{1,15}(?:[.,]\d{1,9})?"


@dataclass(frozen=True)
class Words:
    """The sentences of config/vi/rubric_table.toml by key. A sentence with `{n}` holds one number."""

    sentences: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.sentences[key]

    def options(self, prefix: str) -> tuple[str, ...]:
        """What may be chosen in a list: all sentences under `<prefix>_`."""
        return tuple(text for key, text in self.sentences.items() if key.startswith(f"{prefix}_"))

    def chosen(self, prefix: str, text: str) -> str | None:
        """The name of the choice that the text is: after the prefix, `yes_no` of `kind_yes_no`; names themselves are understood too."""
        typed = fold(text)
        for key, said in self.sentences.items():
            name = key.removeprefix(f"{prefix}_")
            if name != key and typed in {fold(said), name}:
                return name
        return None

    def written(self, key: str, value: Decimal) -> str:
        """The sentence with its number."""
        return self.sentences[key].format(n=plain(value))

    def number(self, key: str, text: str) -> Decimal | None:
        """The number in a text that is this sentence; None where it is not. What stands behind the number may be left out, and "điểm" be added."""
        before, _, after = self.sentences[key].partition("{n}")
        found = re.fullmatch(rf"{re.escape(fold(before))}\s*({NUMBER})\s*(?:{re.escape(fold(after))})?(?:\s*diem)?", fold(text))
        return decimal(found[1]) if found else None

    def says(self, key: str, text: str) -> bool:
        """Whether a text is this sentence, whatever its capitals and accents."""
        return fold(self.sentences[key]) == fold(text)


def plain(value: Decimal) -> str:
    """A number as it stands in a cell's text: 7,5 and 1000."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def decimal(text: str) -> Decimal:
    """The number that NUMBER matched."""
    return Decimal(text.replace(",", "."))
