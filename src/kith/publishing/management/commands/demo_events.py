"""Plans the demo's invented workshops; a second time changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kith.publishing.services.carrying import LocalOutbox
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.events.demonstrating import plan_workshops
from kith.publishing.services.events.looping import count_learned


class Command(BaseCommand):
    """`demo_events`, on a demo only."""

    help = "Plans invented workshops: one without a date, one that is full, one that is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan them.

        Raises:
            CommandError: this is no demo, so nothing invented is planned.
        """
        if not settings.KITH_DEMO:
            raise CommandError("This site is no demo, so no invented workshop was planned. `kith demo` makes one.")
        plan_workshops(now=timezone.now())
        count_learned(now=timezone.now())
        # Bookings of some weeks ago have been confirmed since then; nothing leaves the demo but by the local outbox.
        deliver_mail(clock=timezone.now, transport=LocalOutbox())
