"""Says where a page of the site is, for whoever reads about it in a mail."""

from django.conf import settings


def full_address(path: str) -> str:
    """Return the whole address of a path of the site, as somebody outside would open it."""
    return f"{getattr(settings, 'KITH_SITE_ADDRESS', '')}{path}"
