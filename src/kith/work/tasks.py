"""What the worker does for work by itself: mails, clocks, and jobs whose worker died."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.shell.stalled import retry_stalled
from kith.work import services

STALLED_AFTER = timedelta(minutes=2)


@app.task(name="work.deliver_mail", queue="mail")
def deliver_mail() -> None:
    """Hand over the mails that wait."""
    with connect_as("worker"):
        services.deliver_mail(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="work.deliver_late_mail", queue="mail", queueing_lock="work.deliver_late_mail")
def deliver_late_mail(timestamp: int) -> None:
    """Hand over the mails that were not taken at first; their pause is over."""
    deliver_mail()


@app.periodic(cron="15 6 * * 1-5")
@app.task(name="work.escalate_overdue", queue="work", queueing_lock="work.escalate_overdue")
def escalate_overdue(timestamp: int) -> None:
    """Take the steps of every clock whose day has come."""
    with connect_as("worker"):
        services.escalate_overdue(now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))


@app.periodic(cron="20 4 * * *")
@app.task(name="work.empty_feedback", queue="work", queueing_lock="work.empty_feedback")
def empty_feedback(timestamp: int) -> None:
    """Take the words out of what was answered long ago."""
    with connect_as("worker"):
        services.empty_feedback(now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))


@app.periodic(cron="* * * * *")
@app.task(name="work.retry_stalled_jobs", queue="work", queueing_lock="work.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of a dead worker back into their queue."""
    await retry_stalled(context.app.job_manager, after=STALLED_AFTER)
