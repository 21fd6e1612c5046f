"""Pages of learning: the register of released figures."""

from kith.learning.views.releases import new_release, release, release_step, releases

__all__ = [
    "new_release",
    "release",
    "release_step",
    "releases",
]
