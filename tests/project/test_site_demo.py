"""The demo's public site is filled by its own command, in a process of its own, once however often it is run."""

from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from kith.access.services import connect_as
from kith.project.collecting import collect_feedback
from kith.project.site import inbox_parameters, run_at_site
from kith.publishing.services.voicing import hand_over_demo_words
from kith.work.models import Task
from tests.worlds.partnership import Partnership


def ask(role: str, question: bytes) -> list[Any]:
    with psycopg.connect(make_conninfo(**inbox_parameters(settings.INSTALLATION, role))) as site:
        return [row[0] for row in site.execute(question).fetchall()]


def test_the_demo_fills_its_site_and_what_was_written_there_reaches_the_coordinator(
    partnership: Partnership, site_database: str
) -> None:
    for _ in range(2):
        hand_over_demo_words(inbox=settings.KITH_INBOX, now=timezone.now())
        run_at_site(settings.INSTALLATION, "demo_toolkits", role="site")
    live = ask("kith_public", b"SELECT substr(url_path, 6) FROM publishing_sitepage WHERE live ORDER BY url_path")
    assert [path for path in live if "/toolkits/pre-birth-planning/" in path] == [
        "/toolkits/pre-birth-planning/",
        "/toolkits/pre-birth-planning/v1/",
        "/toolkits/pre-birth-planning/v2/",
    ]
    assert {"/contacts/", "/what-you-told-us/", "/what-children-told-us/"} <= set(live)
    sealed = ask("kith_worker", b"SELECT ciphertext FROM publishing_feedbackdrop")
    assert len(sealed) == 2 and not any(b"meeting" in bytes(one) for one in sealed)
    with connect_as("worker"):
        key = settings.INSTALLATION.feedback_key
        assert collect_feedback(inbox=settings.KITH_INBOX, private_key=key, now=timezone.now()) == 2
    assert set(Task.objects.values_list("kind", flat=True)) == {"feedback"}
