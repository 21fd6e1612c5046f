"""Publishes the demo's winter newsletter and what stands beside it; a second time changes nothing."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kith.publishing.services.winter.publishing import publish_newsletter


class Command(BaseCommand):
    """`publish_winter --briefing ITEM --seven-minutes ITEM --audit ITEM --year ITEM`, on a demo only."""

    help = "Publishes an invented newsletter that rests on what casework handed over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the four handed-over things."""
        for name in ("briefing", "seven-minutes", "audit", "year"):
            parser.add_argument(f"--{name}", type=UUID, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish it.

        Raises:
            CommandError: this is no demo, so nothing invented is published.
        """
        if not settings.KITH_DEMO:
            raise CommandError("This site is no demo, so nothing invented was published. `kith demo` makes one.")
        names = {name: options[name.replace("-", "_")] for name in ("briefing", "seven-minutes", "audit", "year")}
        publish_newsletter(items=names)
