"""Puts the demo's structure and directory into the site's menus, and the chart as at December 2019 beside them."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from kith.publishing.models import DirectoryPage, HomePage, SitePage, StructurePage


class Command(BaseCommand):
    """Publish the pages that lead to the structure and to the services; one that is there already stays as it is."""

    help = "Put the structure chart and the directory of services of the demo on the site."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the pages and publish them."""
        says = {"title": "The partnership", "summary": "Who works together, and in which groups."}
        then = {"title": "Structure chart as at December 2019", "summary": "How it stood in the winter of 2019."}
        pages = (
            StructurePage(slug="structure", show_in_menus=True, **says),
            DirectoryPage(
                title="Find help", slug="find-help", summary="Services that are open now.", show_in_menus=True
            ),
            StructurePage(slug="structure-december-2019", as_at=date(2019, 12, 1), **then),
        )
        for page in pages:
            if not SitePage.objects.filter(slug=page.slug).exists():
                _publish(page)


def _publish(page: SitePage) -> None:
    page.live = False
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
