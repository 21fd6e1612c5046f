"""Does what time asks of events: offers that end, reminders, questions afterwards, erasing."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.services.events.clock import run_clock
from kith.publishing.services.events.looping import count_learned as count


@app.periodic(cron="*/5 * * * *")
@app.task(name="publishing.run_events_clock", queue="work", queueing_lock="publishing.run_events_clock")
def run_events_clock(timestamp: int) -> None:
    """Do what is due of every event; a second run does nothing twice."""
    run_clock(now=timezone.now())


@app.periodic(cron="50 * * * *")
@app.task(name="publishing.count_learned", queue="work", queueing_lock="publishing.count_learned")
def count_learned(timestamp: int) -> None:
    """Lay out for casework what came of events."""
    count(now=timezone.now())
