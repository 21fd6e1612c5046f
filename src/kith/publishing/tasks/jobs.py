"""Runs the jobs of the editing library, and puts back those whose worker died."""

from datetime import timedelta
from typing import Any, Final

from django.utils.module_loading import import_string
from procrastinate import JobContext
from procrastinate.contrib.django import app

from kith.shell.stalled import retry_stalled

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
    """Put the jobs of a dead worker back into their queue."""
    await retry_stalled(context.app.job_manager, after=STALLED_AFTER)
