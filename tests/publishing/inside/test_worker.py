"""The site's worker: the editing library's jobs run there, and pages go live by the clock."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task

from kith.project.site_jobs import SiteJobs
from kith.publishing import tasks
from kith.publishing.models import NewsPage
from tests.publishing.inside.newsroom import home, news, under


def waiting() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'publishing.run_job' ORDER BY id")
        return [json.loads(words) for (words,) in cursor.fetchall()]


def test_a_job_of_the_editing_library_waits_for_the_worker_and_is_done_there() -> None:
    page = under(home(), news("Linked", ("call_to_action", {"label": "Go", "page": home()})))
    ReferenceIndex.remove_for_object(page)
    SiteJobs("default", {}).enqueue(update_reference_index_task, ("publishing", "newspage", str(page.pk)), {})
    assert not ReferenceIndex.get_references_for_object(page).exists()
    (asked,) = waiting()
    tasks.run_job(**asked)
    assert ReferenceIndex.get_references_for_object(page).exists()


def test_a_page_goes_live_and_is_taken_down_when_its_editor_said(reader: Client) -> None:
    now = timezone.now()
    page = under(home(), news("Later"), live=False)
    page.go_live_at = now + timedelta(hours=1)
    page.save_revision().publish()
    tasks.publish_scheduled(timestamp=0)
    assert reader.get("/later/").status_code == 404
    revision = NewsPage.objects.get(pk=page.pk).latest_revision
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.save()
    tasks.publish_scheduled(timestamp=0)
    assert reader.get("/later/").status_code == 200
    NewsPage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    tasks.publish_scheduled(timestamp=0)
    assert reader.get("/later/").status_code == 404


def test_the_jobs_of_a_dead_worker_go_back_also_where_their_like_waits_already() -> None:
    left = async_to_sync(_after_a_dead_worker)()
    assert left == [("publishing.deliver_mail", "todo"), ("publishing.run_job", "todo")]


async def _after_a_dead_worker() -> list[tuple[str, str]]:
    jobs = App(connector=PsycopgConnector(kwargs=connector_params("default")))
    queries = jobs.connector
    async with jobs.open_async():
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        worker = (await queries.execute_query_one_async(dead))["id"]
        add = (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, queueing_lock) "
            "VALUES ('stalled', %(name)s, '{}', %(status)s::procrastinate_job_status, %(worker)s, %(lock)s)"
        )
        for name, status, by, lock in (
            ("publishing.deliver_mail", "doing", worker, "stalled"),
            ("publishing.deliver_mail", "todo", None, "stalled"),
            ("publishing.run_job", "doing", worker, None),
        ):
            await queries.execute_query_async(add, name=name, status=status, worker=by, lock=lock)
        try:
            context = JobContext(start_timestamp=0, abort_reason=lambda: None, app=jobs, job=Mock())
            await tasks.retry_stalled_jobs.func(context, timestamp=0)
            found = await queries.execute_query_all_async(
                "SELECT task_name, status::text FROM procrastinate_jobs WHERE queue_name = 'stalled' ORDER BY 1"
            )
        finally:
            await queries.execute_query_async("DELETE FROM procrastinate_jobs WHERE queue_name = 'stalled'")
            await queries.execute_query_async("DELETE FROM procrastinate_workers WHERE id = %(id)s", id=worker)
    return [(row["task_name"], row["status"]) for row in found]
