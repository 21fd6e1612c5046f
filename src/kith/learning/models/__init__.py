"""The tables of learning: what was released of whom, which the register never forgets."""

from kith.learning.models.releases import Release, ReleasedChild, ReleasedStatement

__all__ = [
    "Release",
    "ReleasedChild",
    "ReleasedStatement",
]
