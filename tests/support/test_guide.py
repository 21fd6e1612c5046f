"""The guide shows the transitions as the code has them."""

from collections.abc import Mapping
from typing import Any

import pytest

from kith.support.vocabulary import (
    ADULT_TRANSITIONS,
    MILESTONE_TRANSITIONS,
    PLAN_TRANSITIONS,
    PREGNANCY_TRANSITIONS,
    STEP_TRANSITIONS,
    diagram,
)
from linters.tree import ROOT

GUIDE = (ROOT / "docs" / "guides" / "support.md").read_text(encoding="utf-8")
TABLES: dict[str, Mapping[Any, frozenset[Any]]] = {
    "plan": PLAN_TRANSITIONS,
    "step": STEP_TRANSITIONS,
    "milestone": MILESTONE_TRANSITIONS,
    "pregnancy": PREGNANCY_TRANSITIONS,
    "adult": ADULT_TRANSITIONS,
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_diagram_is_drawn_from_its_table(name: str) -> None:
    assert f"```mermaid\n{diagram(TABLES[name])}\n```" in GUIDE


def test_the_guide_shows_no_diagram_of_anything_else() -> None:
    assert GUIDE.count("```mermaid") == len(TABLES)
