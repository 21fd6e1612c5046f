"""Publishes and takes down pages on the day that their editor set."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.services.scheduling import publish_due


@app.periodic(cron="* * * * *")
@app.task(name="publishing.publish_scheduled", queue="work", queueing_lock="publishing.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish what is due and take down what has expired."""
    publish_due(by=None, now=timezone.now())
