"""Reads the pages of the site for its map."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from kith.publishing.models import Handover, SitePage
from kith.publishing.models.together import reading_together


def pages_of_site(root: Any) -> list[Any]:
    """Return the live pages below a first page and below it in every other language."""
    found = SitePage.objects.none()
    for one in root.get_translations(inclusive=True):
        found |= SitePage.objects.descendant_of(one, inclusive=True)
    return list(found.live().public().order_by("path").specific())


def reading_pages(pages: Iterable[Any]) -> AbstractContextManager[None]:
    """Answer within the block, from one query, how everything stands that the pages rest on."""
    return reading_together(pages, Handover.objects.all())
