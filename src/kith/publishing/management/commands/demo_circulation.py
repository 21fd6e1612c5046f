"""Lets the demo's invented readers join the circulation list and hear of what was published; again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kith.publishing.presenters.alerts import alert_of, gather_alerts
from kith.publishing.services.announcing import announce
from kith.publishing.services.carrying import LocalOutbox
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.joining import fill_circulation, let_one_fail

_MORNING = 8  # the hour at which the digests have left


class Command(BaseCommand):
    """`demo_circulation`, on a demo only."""

    help = "Invented readers: some hear at once, some by a digest; one has left, one never agreed, one fails."

    def handle(self, *args: Any, **options: Any) -> None:
        """Let them join, tell them what is new, and let one mail come back.

        Raises:
            CommandError: this is no demo, so nobody invented joined.
        """
        if not settings.KITH_DEMO:
            raise CommandError("This site is no demo, so no invented reader joined its list. `kith demo` makes one.")
        now = timezone.now()
        if not fill_circulation(now=now):
            return
        announce(write=alert_of, gather=gather_alerts, now=now, local=timezone.localtime(now).replace(hour=_MORNING))
        # Nothing leaves a demo but by the local outbox, where every mail can be read.
        deliver_mail(clock=timezone.now, transport=LocalOutbox())
        let_one_fail(now=timezone.now())
