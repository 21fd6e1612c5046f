"""What the worker does for subject access: gathers, makes and checks the copy, and removes it when its time is over."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.subject_access import runs, services


@app.task(name="subject_access.gather", queue="work")
def gather(request: int) -> None:
    """Gather the record that one request asks for."""
    runs.gather(request)


@app.task(name="subject_access.make_answer", queue="work")
def make_answer(request: int) -> None:
    """Make, check and release the copy of one approved request."""
    runs.make_answer(request)


@app.periodic(cron="15 4 * * *")
@app.task(name="subject_access.expire_answers", queue="work", queueing_lock="subject_access.expire_answers")
def expire_answers(timestamp: int) -> None:
    """Remove copies whose time is over, with all that was gathered for them."""
    at = datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone())
    with connect_as("worker"):
        services.expire_answers(by=None, now=at)
