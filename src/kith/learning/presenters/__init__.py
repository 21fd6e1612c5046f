"""Shows what learning knows: releases with their statements, and what the checker says of them."""

from kith.learning.presenters.releases import fault_words, release_page, releases_page

__all__ = [
    "fault_words",
    "release_page",
    "releases_page",
]
