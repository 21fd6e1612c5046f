"""What the worker does for support by itself: asks for voices and milestones, and renews reasons to see."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.support import services


@app.periodic(cron="30 5 * * 1-5")
@app.task(name="support.ask_for_voices", queue="work", queueing_lock="support.ask_for_voices")
def ask_for_voices(timestamp: int) -> None:
    """Ask the workers of children whom nobody has heard for too long."""
    with connect_as("worker"):
        services.ask_for_voices(by=None, now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))


@app.periodic(cron="40 5 * * 1-5")
@app.task(name="support.ask_for_milestones", queue="work", queueing_lock="support.ask_for_milestones")
def ask_for_milestones(timestamp: int) -> None:
    """Ask for the milestones that have come near."""
    with connect_as("worker"):
        services.ask_for_milestones(by=None, now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))


@app.periodic(cron="50 5 * * *")
@app.task(name="support.renew_reasons", queue="work", queueing_lock="support.renew_reasons")
def renew_reasons(timestamp: int) -> None:
    """Renew what lets people see a child whose matter is still open."""
    with connect_as("worker"):
        services.renew_reasons(by=None, now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))
