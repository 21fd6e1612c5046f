"""What the worker does by itself: its schedule, mails, clocks, and jobs whose worker died."""

from collections.abc import Callable
from datetime import datetime
from unittest.mock import Mock
from uuid import UUID

import psycopg
from asgiref.sync import async_to_sync
from procrastinate import App, JobContext
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from kith.work import tasks
from kith.work.models import Escalation
from tests.work.conftest import LONDON

Give = Callable[..., UUID]


def test_the_schedule_names_every_periodic_task() -> None:
    assert tasks.deliver_mail.name in app.tasks
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    ours = {name: cron for name, cron in periodic.items() if name.startswith("work.")}
    assert ours == {
        "work.deliver_late_mail": "*/5 * * * *",
        "work.empty_feedback": "20 4 * * *",
        "work.escalate_overdue": "15 6 * * 1-5",
        "work.retry_stalled_jobs": "* * * * *",
    }


def test_the_morning_job_takes_the_steps_whose_day_has_come(give: Give) -> None:
    give()
    morning = datetime(2026, 12, 1, 6, 15, tzinfo=LONDON)
    tasks.escalate_overdue(timestamp=int(morning.timestamp()))
    assert Escalation.objects.count() == 2  # the reminder and the manager


def test_a_job_of_a_dead_worker_goes_back_into_its_queue(database: str, admin: psycopg.Connection) -> None:
    admin.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    admin.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        "SELECT 'mail', 'work.deliver_mail', '{}', 'doing', max(id) FROM procrastinate_workers"
    )
    admin.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    admin.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        "SELECT 'mail', 'work.escalate_overdue', '{}', 'doing', max(id) FROM procrastinate_workers"
    )
    retry_all(app)
    rows: dict[str, str] = dict(admin.execute("SELECT task_name, status::text FROM procrastinate_jobs").fetchall())
    assert rows == {"work.deliver_mail": "todo", "work.escalate_overdue": "doing"}


def test_a_job_of_a_dead_worker_whose_like_waits_already_is_dropped_and_the_others_go_on(
    database: str, admin: psycopg.Connection
) -> None:
    admin.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    admin.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock, worker_id) SELECT 'work', "
        "task, '{}', status::procrastinate_job_status, lock, CASE status WHEN 'doing' THEN worker.id END "
        "FROM (SELECT max(id) AS id FROM procrastinate_workers) worker, (VALUES ('work.sweep', 'doing', 'sweep'), "
        "('work.sweep', 'todo', 'sweep'), ('work.deliver_mail', 'doing', NULL)) AS job (task, status, lock)"
    )
    retry_all(app)
    rows = admin.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY task_name").fetchall()
    assert rows == [("work.deliver_mail", "todo"), ("work.sweep", "todo")]


def retry_all(jobs: App) -> None:
    context = JobContext(start_timestamp=0, abort_reason=lambda: None, app=jobs, job=Mock())
    async_to_sync(tasks.retry_stalled_jobs.func)(context, timestamp=0)


def test_nothing_stalled_is_nothing_done() -> None:
    retry_all(App(connector=InMemoryConnector()))
