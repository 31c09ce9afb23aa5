"""A criterion rule that is added is known wherever rules are asked, read, explained and written: what is missing is named (README.md, "Adding things")."""

from typing import get_args

import pytest

from config.catalogue import Catalogue
from domain.criteria import RULES, AnyRule, Rule
from domain.reading import READERS
from domain.tables.params import NUMBERS
from handlers.assessment.workbook import KINDS
from handlers.criteria import ASKS
from tests.domain.rules import DATA
from tests.domain.rules import KINDS as LEAVES

SENTENCES = Catalogue.load().sentences
ASKED_ALONE = {"points", "violations", "held"}
"""Fields with a question of their own, or said like another."""
IN_SEVERAL_CELLS = {"plan", "plus", "violations"}


def test_the_union_and_the_list_hold_the_same_rules() -> None:
    assert set(get_args(AnyRule)) == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_a_rule_is_known_everywhere(rule: type[Rule]) -> None:
    kind, field = rule.kind, rule.fields[0]
    known = {
        "READERS in domain/reading": kind in READERS,
        "NUMBERS in domain/tables/params.py": kind in NUMBERS,
        "how_<kind> in config/vi/criteria.toml": f"criteria.how_{kind}" in SENTENCES,
        "kind_<kind> in config/vi/rubric_table.toml": f"rubric_table.kind_{kind}" in SENTENCES,
        "help_kind_<kind> in config/vi/rubric_table.toml": f"rubric_table.help_kind_{kind}" in SENTENCES,
        "ASKS in handlers/criteria.py": field in ASKS or field in ASKED_ALONE,
        "show_<field> in config/vi/criteria.toml": f"criteria.show_{field}" in SENTENCES or field in ASKED_ALONE,
        "KINDS in handlers/assessment/workbook.py": field in KINDS or field in IN_SEVERAL_CELLS,
        "DATA in tests/domain/rules.py": kind in DATA or kind not in LEAVES,
    }

    assert not [place for place, is_known in known.items() if not is_known]
