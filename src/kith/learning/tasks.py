"""What the worker does for learning by itself: hands over the figures that were approved or withdrawn."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.learning import services


@app.task(name="learning.hand_over_releases", queue="work")
def hand_over_releases() -> None:
    """Hand over the releases that were approved or withdrawn."""
    with connect_as("worker"):
        services.hand_over_releases(inbox=settings.KITH_INBOX, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="learning.hand_over_releases_late", queue="work", queueing_lock="learning.hand_over_releases_late")
def hand_over_releases_late(timestamp: int) -> None:
    """Hand over what the site did not take at first."""
    hand_over_releases()
