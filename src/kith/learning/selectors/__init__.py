"""What may be read for learning: how many children some facts fit together, and the facts of a case."""

from kith.learning.selectors.conjunction import count_alike, facts_to_keep

__all__ = [
    "count_alike",
    "facts_to_keep",
]
