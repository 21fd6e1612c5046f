"""Reads what the site shows in lists."""

from kith.publishing.models import BriefingPage, BulletinPage, IssuePage, NewsPage, SitePage


def latest_pages(*, most: int) -> list[SitePage]:
    """Return the newest live issues and articles that may be shown, newest first."""
    kinds = (IssuePage, NewsPage, BulletinPage, BriefingPage)
    pages = SitePage.objects.live().public().type(*kinds).order_by("-first_published_at").specific()
    return [page for page in pages[: 2 * most] if page.is_shown()][:most]
