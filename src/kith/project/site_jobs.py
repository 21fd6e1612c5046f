"""Carries the jobs of the site's editing library to the site's worker: they run there, not in an editor's request."""

from typing import Any
from uuid import uuid4

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from procrastinate.contrib.django import app


class SiteJobs(BaseTaskBackend):
    """Django's interface of jobs on the site's own queue in PostgreSQL; what became of a job is not asked after."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Ask for a job; it runs when the transaction around the request has been kept."""
        self.validate_task(task)
        words: dict[str, Any] = {"job": task.module_path, "args": list(args), "kwargs": dict(kwargs)}
        app.configure_task("publishing.run_job", queue="work").defer(**words)
        return TaskResult(
            task=task,
            id=str(uuid4()),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
