"""What stands around every page of the site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from kith.shell.vocabulary import NavigationItem
from kith.shell.words import language_of_words, language_tag, mark, own_language


def around_page(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows: what to do when somebody is worried about a child, and the site's sections.

    Besides these: that a draft is a draft, and where the first page is.
    """
    first = _first_page(request)
    return around_error() | {
        "navigation": _sections(request, first),
        "first_page": first.get_url(request) if first is not None else "/",
        "draft": getattr(request, "kith_draft", None),
    }


def around_error() -> dict[str, Any]:
    """Return what a page shows that must ask no database: no sections, but what to do about a child."""
    words = language_of_words()
    return {
        "worried": worried_words(),
        "first_page": "/",
        "own_language": words if words != language_tag() else "",
    }


def worried_words(how: Callable[[object], str] = mark) -> dict[str, str]:
    """Return what to do about a child, in the language of the page; an installation says its front door in each."""
    own: dict[str, str] = getattr(settings, "KITH_WORRIED", {})
    here = getattr(settings, "KITH_FRONT_DOORS", {}).get(get_language() or "", "")
    return {name: here if name == "now" and here else how(words) for name, words in own.items()}


def _first_page(request: HttpRequest) -> Page | None:
    """Return the first page in the language of the page, where readers can have it; none on the editing pages."""
    site = Site.find_for_request(request)
    if site is None or request.path.startswith("/cms/"):
        return None
    return site.root_page if language_tag() == own_language() else site.root_page.localized


def _sections(request: HttpRequest, first: Page | None) -> list[NavigationItem]:
    """Return the pages below the first one that editors put into the menus, each saying its language if it differs."""
    if first is None:
        return []
    # In our own language the first page is the site's own, so nothing need be asked of the database.
    own = own_language()
    tag = own if language_tag() == own else language_tag(first.locale.language_code)
    return [
        NavigationItem(
            label=page.title, url=url, current=request.path.startswith(url), lang="" if tag == language_tag() else tag
        )
        for page in first.get_children().live().public().in_menu()
        if (url := page.get_url(request))
    ]
