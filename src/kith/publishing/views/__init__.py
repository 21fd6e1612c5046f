"""Pages of the public site that are no pages of an editor."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.publishing.models import SitePage
from kith.publishing.selectors import latest_pages
from kith.shell.guards import public


@public(reason="It says to anybody what the site keeps about readers: nothing.")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what the site keeps about those who read it."""
    return render(request, "publishing/privacy.html")


class NewsFeed(Feed[SitePage, None]):
    """The newest pages of the site, for readers of RSS."""

    link = "/"
    description = "News, newsletters and learning of the partnership."

    def title(self) -> str:
        """Return the partnership's name."""
        return str(settings.KITH_PARTNERSHIP)

    def items(self) -> list[SitePage]:
        """Return the newest twenty pages."""
        return latest_pages(most=20)

    def item_title(self, item: SitePage) -> str:
        """Return a page's title."""
        return str(item.title)

    def item_description(self, item: SitePage) -> str:
        """Return the page's own summary, where it has one."""
        return str(getattr(item, "summary", "") or item.search_description)

    def item_link(self, item: SitePage) -> str:
        """Return where the page is."""
        return str(item.get_url())

    def item_pubdate(self, item: SitePage) -> datetime | None:
        """Return when the page was first published."""
        published: datetime | None = item.first_published_at
        return published
