"""What stands around every page of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from kith.publishing.presenters.languages import language_tag
from kith.shell.vocabulary import NavigationItem


def around_page(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows: what to do when somebody is worried about a child, and the site's sections.

    Besides these: that a draft is a draft, and the mark of a way to leave the page at once.
    """
    own = language_tag(settings.LANGUAGE_CODE)
    return {
        "worried": getattr(settings, "KITH_WORRIED", {}),
        "navigation": navigation_of(request),
        "draft": getattr(request, "kith_draft", None),
        "leaving": {"data-leave": True},
        "own_language": own if language_tag() != own else "",
    }


def navigation_of(request: HttpRequest) -> list[NavigationItem]:
    """Return the pages below the first one that editors put into the menus; none on the editing pages."""
    site = Site.find_for_request(request)
    if site is None or request.path.startswith("/cms/"):
        return []
    pages = site.root_page.get_children().live().public().in_menu()
    return [
        NavigationItem(label=page.title, url=url, current=request.path.startswith(url))
        for page in pages
        if (url := page.get_url(request))
    ]
