"""What pydantic finds wrong is said in plain words, with the number its word needs."""

from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from config.plain_faults import in_words


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Annotated[str, Field(min_length=1)], "", "must have at least 1 character"),
        (Annotated[str, Field(min_length=2)], "a", "must have at least 2 characters"),
        (Annotated[str, Field(max_length=1)], "ab", "must have at most 1 character"),
        (Annotated[list[int], Field(min_length=1)], [], "must have at least 1 entry"),
        (Annotated[list[int], Field(min_length=2)], [1], "must have at least 2 entries"),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "must have at most 1 entry"),
    ],
)
def test_a_length_is_told_in_the_singular_or_plural_that_fits(kind: Any, value: object, told: str) -> None:
    with pytest.raises(ValidationError) as invalid:
        TypeAdapter(kind).validate_python(value)

    assert in_words(invalid.value.errors()[0]) == told
