"""What every page of the site is, whatever it shows."""

from wagtail.models import AbstractPage, DefaultBasePageMixin


class SitePage(AbstractPage, DefaultBasePageMixin):
    """A page of the site, of whatever kind; its own kind of base page, so that it can grow."""
