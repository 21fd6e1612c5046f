"""The map of the site for searching machines: every page that readers can have, in every language."""

from typing import Any

from wagtail.contrib.sitemaps import Sitemap

from kith.publishing.selectors.mapping import pages_of_site, reading_pages


class SiteMap(Sitemap):  # type: ignore[misc]  # the library ships no types
    """The pages of each language; one that is withdrawn has no entry."""

    def items(self) -> list[Any]:
        """Return the live pages."""
        return pages_of_site(self.get_wagtail_site().root_page)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Return the entries of one part of the map; what all of them rest on is asked once."""
        part = list(self.paginator.page(page).object_list)
        with reading_pages(part):
            entries = [entry for one in part for entry in one.get_sitemap_urls(self.request)]
        changed = [entry["lastmod"] for entry in entries if entry.get("lastmod")]
        if changed:
            self.latest_lastmod = max(changed)
        return entries
