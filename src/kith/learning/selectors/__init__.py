"""What may be read for learning: how many children some facts fit together, the facts of a case, what was released."""

from kith.learning.selectors.conjunction import count_alike, facts_to_keep
from kith.learning.selectors.releases import (
    find_release,
    found_by_rule,
    label_of,
    open_release,
    register_for,
    releases_for,
    statements_of,
)

__all__ = [
    "count_alike",
    "facts_to_keep",
    "find_release",
    "found_by_rule",
    "label_of",
    "open_release",
    "register_for",
    "releases_for",
    "statements_of",
]
