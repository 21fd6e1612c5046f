"""The reasons why somebody may see a person: asked for, broken, stated by a source; and what keeps them from it."""

from kith.access.services.relationships.asking import Decision, ask_relationship, decide_request, end_grant
from kith.access.services.relationships.glass import GLASS_CATEGORIES, GLASS_OUTCOMES, break_glass, review_glass
from kith.access.services.relationships.protecting import (
    BLOCK_KINDS,
    SHIELD_KINDS,
    NewShield,
    ask_lift,
    block_staff,
    end_block,
    keep_away,
    lift_shield,
    put_shield,
    shield_person,
)
from kith.access.services.relationships.sourcing import (
    Sourced,
    begin_relationship,
    end_relationships,
    replace_sourced_relationships,
)

__all__ = [
    "BLOCK_KINDS",
    "SHIELD_KINDS",
    "NewShield",
    "ask_lift",
    "end_block",
    "keep_away",
    "lift_shield",
    "put_shield",
    "GLASS_CATEGORIES",
    "GLASS_OUTCOMES",
    "Decision",
    "Sourced",
    "ask_relationship",
    "begin_relationship",
    "block_staff",
    "break_glass",
    "decide_request",
    "end_grant",
    "end_relationships",
    "replace_sourced_relationships",
    "review_glass",
    "shield_person",
]
