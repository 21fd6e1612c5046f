"""Over kills of the site's worker everybody gets their mail, and at most one mail a kill comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings

from kith.project.site import site_environment
from tests.environment import REPOSITORY
from tests.publishing.sink import Sink, listening

MAILS, KILLS = 300, 3
INSERT = (
    "INSERT INTO publishing_sitemail (key, message_id, address, subject, text, html, unsubscribe, state, tries, "
    "made_at, not_before, answer) VALUES (%s, %s, %s, 'News', 'Words.', '', '', 'waiting', 0, now(), now(), '')"
)


def worker(port: int) -> "subprocess.Popen[bytes]":
    own = {"KITH_PROCESS": "site-worker", "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"}
    mail = {"KITH_MAIL_TRANSPORT": "smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    environment = site_environment(settings.INSTALLATION) | own | mail
    return subprocess.Popen([sys.executable, "-m", "kith.project.site_worker"], env=environment, cwd=REPOSITORY)


def wait_until(reached: Callable[[], bool], child: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert child.poll() is None, "the worker stopped by itself"
        assert time.monotonic() < deadline, "the worker hands nothing over"
        time.sleep(0.005)


def test_everybody_gets_their_mail_however_often_the_worker_is_killed(
    as_role: Callable[[str], psycopg.Connection[Any]],
) -> None:
    site, sink = as_role("kith_public"), Sink()
    site.autocommit = True
    addresses = [f"reader-{number}@example.org" for number in range(MAILS)]
    with site.cursor() as cursor:
        cursor.executemany(INSERT, [(f"kill/{a}", f"<{uuid4()}@kith.example.org>", a) for a in addresses])
    try:
        with listening(sink) as port:
            for kill in range(1, KILLS + 1):
                child = worker(port)
                wait_until(partial(sink.has_taken, MAILS * kill // (KILLS + 1)), child)
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
            child = worker(port)
            query = "SELECT count(*) FROM publishing_sitemail WHERE state <> 'handed'"
            wait_until(lambda: site.execute(query).fetchall() == [(0,)], child)
            child.terminate()
            assert child.wait(30) == 0
        kept = dict(site.execute("SELECT address, message_id FROM publishing_sitemail").fetchall())
    finally:
        for table in ("publishing_sitemail", "procrastinate_jobs", "procrastinate_workers"):
            site.execute(f"DELETE FROM {table}".encode())
    assert Counter(mail["To"] for mail in sink.taken).keys() == set(addresses)
    assert len(sink.taken) - MAILS <= KILLS
    assert {(mail["To"], mail["Message-ID"]) for mail in sink.taken} == set(kept.items())
