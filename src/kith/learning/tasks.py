"""What the worker does for learning: hands over briefings and figures, and takes off whose case is withdrawn."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.learning import services


@app.task(name="learning.hand_over_releases", queue="work")
def hand_over_releases() -> None:
    """Hand over the releases that were approved or withdrawn."""
    with connect_as("worker"):
        services.hand_over_releases(inbox=settings.KITH_INBOX, by=None, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="learning.hand_over_releases_late", queue="work", queueing_lock="learning.hand_over_releases_late")
def hand_over_releases_late(timestamp: int) -> None:
    """Hand over what the site did not take at first."""
    hand_over_releases()


@app.task(name="learning.hand_over_briefings", queue="work")
def hand_over_briefings() -> None:
    """Hand over what was approved or withdrawn."""
    with connect_as("worker"):
        services.hand_over_briefings(inbox=settings.KITH_INBOX, by=None, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="learning.hand_over_briefings_late", queue="work", queueing_lock="learning.hand_over_briefings_late")
def hand_over_briefings_late(timestamp: int) -> None:
    """Hand over what the site did not take at first."""
    hand_over_briefings()


@app.task(name="learning.withdraw_gone_briefings", queue="work")
def withdraw_gone_briefings() -> None:
    """Withdraw briefings whose case is withdrawn, or whose words name somebody by now."""
    with connect_as("worker"):
        services.withdraw_gone_briefings(by=None, now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="learning.look_for_gone_briefings", queue="work", queueing_lock="learning.look_for_gone_briefings")
def look_for_gone_briefings(timestamp: int) -> None:
    """Look for such briefings by themselves, for nobody tells learning that a case was set aside."""
    with connect_as("worker"):
        services.withdraw_gone_briefings(
            by=None, now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
        )
