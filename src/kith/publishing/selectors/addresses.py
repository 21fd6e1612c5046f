"""Says where something of the site is, for whoever reads about it somewhere else: in a mail, on paper, in a feed."""

from urllib.parse import urljoin

from django.conf import settings


def full_address(url: str) -> str:
    """Return an address that works outside the site as well; one without a host is of the site."""
    site: str = getattr(settings, "KITH_SITE_ADDRESS", "")
    return urljoin(site.rstrip("/") + "/", url)
