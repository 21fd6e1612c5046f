"""Publishes and takes down pages on the day that their editor set."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="publishing.publish_scheduled", queue="work", queueing_lock="publishing.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish what is due and take down what has expired, by the editing library's own command."""
    call_command("publish_scheduled", verbosity=0)
