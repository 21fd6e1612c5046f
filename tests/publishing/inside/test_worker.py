"""The site's worker: the editing library's jobs run there, and pages go live by the clock."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
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
