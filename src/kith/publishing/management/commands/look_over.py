"""Looks the site over for `kith doctor`."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kith.publishing.selectors.health import health_of_site


class Command(BaseCommand):
    """Prints what was found as one line of JSON."""

    def handle(self, **given: Any) -> None:
        """Look."""
        self.stdout.write(json.dumps([health.row() for health in health_of_site(timezone.now())]))
