"""Takes up the jobs that a dead worker left, for casework's worker and for the public site's."""

from datetime import timedelta

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager


async def retry_stalled(jobs: JobManager, *, after: timedelta) -> None:
    """Put the jobs back into their queue whose worker has given no sign of life for so long; each may run twice.

    One whose like waits in the queue already is dropped: that one does the work of both.
    """
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=after.total_seconds()):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
