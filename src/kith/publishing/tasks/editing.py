"""Writes to approvers what waits for them, and to authors what became of their pages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.services.editing import write_to_approvers, write_to_authors


@app.periodic(cron="* * * * *")
@app.task(name="publishing.write_to_editors", queue="work", queueing_lock="publishing.write_to_editors")
def write_to_editors(timestamp: int) -> None:
    """Post what is new; each step is written about once, and once again when it is late."""
    now = timezone.now()
    write_to_approvers(by=None, now=now)
    write_to_authors(by=None, now=now)
