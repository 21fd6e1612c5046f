"""Finding something on the site: a search, and the list of what is new for other programs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kith.publishing.selectors import languages_of_site, latest_pages
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.searching import search_site
from kith.publishing.vocabulary.searching import LONGEST
from kith.shell.guards import public

_MOST = 20


@public(reason="Anybody may look for what is published.")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that say what somebody looks for; nothing of the search is kept."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    number = request.GET.get("page", "1")
    found = search_site(text, page=min(int(number), 100) if number.isdecimal() and int(number) else 1)
    return render(request, "publishing/finding/search.html", {"q": text, "found": found})


@public(reason="Anybody may follow what is new, with the program of their choice.")
@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest pages as a JSON Feed, version 1.1."""
    items: list[dict[str, Any]] = []
    languages = languages_of_site()
    for page in latest_pages(most=_MOST):
        address = full_address(str(page.get_url()))
        says = str(getattr(page, "summary", "") or page.search_description or page.title)
        item = {"id": address, "url": address, "title": page.title, "content_text": says}
        item["language"] = languages.get(page.locale_id, "en-GB")
        if page.first_published_at:
            item["date_published"] = page.first_published_at.isoformat()
        if page.last_published_at:
            item["date_modified"] = page.last_published_at.isoformat()
        items.append(item)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": str(settings.KITH_PARTNERSHIP),
        "description": "News, newsletters and learning of the partnership.",
        "home_page_url": full_address("/"),
        "feed_url": full_address(reverse("json_feed")),
        "language": "en-GB",
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
