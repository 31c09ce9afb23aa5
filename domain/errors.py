"""What the bloc's rules refuse, in words a person can be told.

A rule that refuses raises a `RuleError`: it is named for what happened, carries the key of its sentence in the catalogue (`<stem>.<words>`) and the
facts that sentence needs. The engine catches it once, undoes the step and answers with that sentence. A flow catches one only by its name, and only to
offer what the sentence alone cannot: the readings of a text to choose from.
"""

from typing import ClassVar


class RuleError(Exception):
    """A refusal by the bloc's rules. `key` names its sentence; `facts` fill the sentence's named blanks. `is_for_good`: nothing that the person could do
    next makes the act possible, so that what asked them for it waits no longer."""

    key: ClassVar[str]
    is_for_good: ClassVar[bool] = False

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts
