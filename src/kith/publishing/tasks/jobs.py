"""Runs the jobs of the editing library, and puts back those whose worker died."""

from datetime import timedelta
from typing import Any, Final

from django.utils.module_loading import import_string
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_AFTER: Final = timedelta(minutes=1)


@app.task(name="publishing.run_job", queue="work")
def run_job(job: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run one job of the library, named by where it is defined."""
    import_string(job).call(*args, **kwargs)


@app.periodic(cron="* * * * *")
@app.task(
    name="publishing.retry_stalled_jobs", queue="work", queueing_lock="publishing.retry_stalled_jobs", pass_context=True
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of a dead worker back into their queue; every job of the site may run twice.

    One whose like waits in the queue already is dropped: that one does the work of both.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
