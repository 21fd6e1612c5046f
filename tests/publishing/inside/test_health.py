"""Whoever runs the site is told what is wrong with it; a page that may not go live keeps no other waiting."""

import json
import sys
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kith.publishing.models import BriefingPage, Editor, NewsPage, SiteMail
from kith.publishing.selectors.health import health_of_site
from kith.publishing.services.posting import post
from kith.publishing.services.scheduling import publish_due
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.editing import EditorRole
from tests.publishing.inside.newsroom import briefing, home, news, tell, under
from tests.publishing.inside.people import an_editor

NOW = timezone.now()


def found(now: Any = NOW) -> dict[str, tuple[bool, str]]:
    return {health.what: (health.well, health.says) for health in health_of_site(now)}


def test_a_new_site_is_well() -> None:
    assert all(well for well, _ in found().values()), found()
    said = StringIO()
    call_command("look_over", stdout=said)
    assert {row["what"] for row in json.loads(said.getvalue())} == set(found())


def test_a_worker_that_is_not_there_matters_when_something_waits_for_it() -> None:
    assert found()["site worker"] == (True, "None runs now; nothing waits.")
    post(key="a", address="sam@example.org", subject="Hello", text="Words.", now=NOW - timedelta(minutes=11))
    well, says = found()["site worker"]
    assert not well and "1 mails" in says and "kith site-worker" in says
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW])
    assert "see its log" in found()["site worker"][1]
    SiteMail.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert found()["site worker"] == (True, "It runs.")


def scheduled(page: Any, minutes_ago: int) -> Any:
    page = under(home(), page, live=False)
    page.go_live_at = NOW + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    revision.approved_go_live_at = NOW - timedelta(minutes=minutes_ago)
    revision.content["go_live_at"] = (NOW - timedelta(minutes=minutes_ago)).isoformat()
    revision.save()
    return page


def test_what_should_be_live_and_is_not_is_told() -> None:
    scheduled(news("Late"), 11)
    well, says = found()["site schedule"]
    assert not well and says.startswith("1 pages should be live")


def test_a_withdrawn_briefing_keeps_no_other_page_waiting() -> None:
    item = briefing()
    ada = an_editor("Ada", EditorRole.AUTHOR)
    withdrawn = scheduled(BriefingPage(title="Withdrawn", item=item), 3)
    sound = scheduled(news("Sound"), 2)
    type(withdrawn.latest_revision).objects.filter(object_id=str(withdrawn.pk)).update(user=ada)
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    assert publish_due(by=None, now=NOW) == (1, 1)
    assert NewsPage.objects.get(pk=sound.pk).live
    assert not BriefingPage.objects.get(pk=withdrawn.pk).live
    assert "not approved" in SiteMail.objects.get(address="ada@example.org").text
    assert publish_due(by=None, now=NOW) == (0, 0), "it is off the schedule"


def test_a_password_without_a_second_proof_for_a_week_is_told() -> None:
    ada = an_editor("Ada", EditorRole.AUTHOR)
    Editor.objects.filter(pk=ada.pk).update(invited_at=NOW - timedelta(days=6))
    assert found()["site sign-in"][0]
    Editor.objects.filter(pk=ada.pk).update(invited_at=NOW - timedelta(days=8))
    assert not found()["site sign-in"][0]
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    assert found()["site sign-in"] == (True, "Every editor has a second proof.")


def test_a_site_that_nobody_can_approve_for_is_told() -> None:
    an_editor("Ada", EditorRole.AUTHOR)
    assert not found()["site approvers"][0]
    an_editor("Ben", EditorRole.APPROVER)
    assert found()["site approvers"] == (True, "1 of 2 editors may approve what others wrote.")


def test_a_detector_that_does_not_work_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kith.common.disclosure", None)
    assert not found()["site detector"][0]


def test_the_command_line_invites_and_ends(settings: Any) -> None:
    def said(*words: str) -> Any:
        out = StringIO()
        call_command("editor", *words, stdout=out)
        return json.loads(out.getvalue())

    assert "/welcome/" in said("invite", "root@example.org", "Root")["address"]
    assert Editor.objects.get(email="root@example.org").is_superuser
    assert "last site administrator" in said("end", "root@example.org")["refused"]
    said("invite", "ada@example.org", "Ada", "--role", "author")
    assert said("end", "Ada@example.org") == {"name": "Ada"}
    assert "Nobody with that address" in said("end", "ada@example.org")["refused"]
    said("invite", "ada@example.org", "Ada", "--role", "author")
    assert Editor.objects.get(email="ada@example.org").is_active, "a closed account is opened again"
    settings.KITH_DEMO = True
    first, second = said("demo")["editors"], said("demo")["editors"]
    assert [one["role"] for one in first] == list(EditorRole)
    assert all(Editor.objects.get(email=one["email"]).check_password(one["password"]) for one in second)
