"""What the worker does for the panel: packs, nominations that run out, and the clocks of disagreements."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.panel import runs, services


@app.task(name="panel.make_pack", queue="work")
def make_pack(pack: int) -> None:
    """Make one pack."""
    runs.make_pack(pack)


@app.periodic(cron="30 5 * * *")
@app.task(name="panel.expire_nominations", queue="work", queueing_lock="panel.expire_nominations")
def expire_nominations(timestamp: int) -> None:
    """Let nominations run out that nobody took further."""
    with connect_as("worker"):
        at = datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
        services.expire_nominations(by=None, now=at)


@app.periodic(cron="45 5 * * 1-5")
@app.task(name="panel.escalate_disagreements", queue="work", queueing_lock="panel.escalate_disagreements")
def escalate_disagreements(timestamp: int) -> None:
    """Take every disagreement whose clock has run out to its next stage."""
    with connect_as("worker"):
        at = datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
        services.escalate_disagreements(now=at)
