"""Leads the readers of the demo to the structure, to the directory, and to the chart as at December 2019."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from kith.publishing.services.leading import lead_to_partnership


class Command(BaseCommand):
    """Publish the pages that lead to the structure and to the services; one that is there already stays as it is."""

    help = "Put the structure chart and the directory of services of the demo on the site."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish the pages."""
        made = lead_to_partnership(as_at=date(2019, 12, 1), by=None)
        self.stdout.write(f"{made} pages were published.")
