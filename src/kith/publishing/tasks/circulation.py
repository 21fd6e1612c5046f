"""Tells subscribers what is new, each minute, and forgets each night what is no longer needed of them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.presenters.alerts import alert_of, gather_alerts
from kith.publishing.services import announcing, forgetting


@app.periodic(cron="* * * * *")
@app.task(name="publishing.announce", queue="mail", queueing_lock="publishing.announce")
def announce(timestamp: int) -> None:
    """Announce what has gone live, and post the digests whose time it is."""
    now = timezone.now()
    announcing.announce(write=alert_of, gather=gather_alerts, now=now, local=timezone.localtime(now))


@app.periodic(cron="40 3 * * *")
@app.task(name="publishing.forget", queue="work", queueing_lock="publishing.forget")
def forget(timestamp: int) -> None:
    """Drop what the site no longer needs of readers."""
    forgetting.forget(now=timezone.now())
