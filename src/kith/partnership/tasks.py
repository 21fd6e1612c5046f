"""What the worker does for the partnership by itself: hands over what was approved, draws up what has changed, asks."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.partnership import services


@app.task(name="partnership.hand_over", queue="work")
def hand_over() -> None:
    """Hand over what was approved for the public site."""
    with connect_as("worker"):
        services.hand_over_approved(inbox=settings.KITH_INBOX, by=None, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="partnership.hand_over_late", queue="work", queueing_lock="partnership.hand_over_late")
def hand_over_late(timestamp: int) -> None:
    """Hand over what the site did not take at first."""
    hand_over()


@app.periodic(cron="20 * * * *")
@app.task(name="partnership.draw_up", queue="work", queueing_lock="partnership.draw_up")
def draw_up(timestamp: int) -> None:
    """Draw up what has changed since it was told."""
    with connect_as("worker"):
        services.draw_up(by=None, now=_at(timestamp))


@app.periodic(cron="35 5 * * 1-5")
@app.task(name="partnership.ask_for_reviews", queue="work", queueing_lock="partnership.ask_for_reviews")
def ask_for_reviews(timestamp: int) -> None:
    """Ask for the terms of reference whose review has come near."""
    with connect_as("worker"):
        services.ask_for_reviews(by=None, now=_at(timestamp))


def _at(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
