"""Reads what the site shows in lists."""

from wagtail.models import Locale

from kith.publishing.models import BriefingPage, BulletinPage, Handover, IssuePage, NewsPage, SitePage
from kith.publishing.models.together import those_shown


def latest_pages(*, most: int) -> list[SitePage]:
    """Return the newest live issues and articles that may be shown, newest first."""
    kinds = (IssuePage, NewsPage, BulletinPage, BriefingPage)
    pages = SitePage.objects.live().public().type(*kinds).order_by("-first_published_at").specific()
    return those_shown(list(pages[: 2 * most]), Handover.objects.all())[:most]


def languages_of_site() -> dict[int, str]:
    """Return the code of each language of the site by its number, such as `cy` for Welsh."""
    return dict(Locale.objects.values_list("pk", "language_code"))
