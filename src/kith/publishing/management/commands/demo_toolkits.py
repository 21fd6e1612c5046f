"""Publishes the demo's toolkits, contacts and what its children told; what is there stays as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from kith.publishing.services.demonstrating import (
    drop_demo_feedback,
    fill_contacts,
    fill_toolkits,
    fill_voices,
)


class Command(BaseCommand):
    """Run by `kith demo`; it may be run again."""

    help = "Publish the demo's toolkits, contacts, and what its children told."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is missing."""
        now = timezone.now()
        fill_toolkits(now=now)
        fill_contacts(now=now)
        if fill_voices(now=now):
            drop_demo_feedback(public_key=getattr(settings, "KITH_FEEDBACK_SEAL", b""), now=now)
