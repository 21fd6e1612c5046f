"""Measures an alert to 10,000 subscribers through a local mail server, and the same over 20 kills of the worker.

Run: KITH_HOME=… python benchmarks/circulation.py (`var` without). Figures: from the page that is live to the last of
10,000 mails in the mail server's hands, at most 60 seconds; over 20 kills (SIGKILL) 10,000 of 10,000 get theirs, at
most one comes twice per kill, and with the same Message-ID. Yardstick in the same run: the standard library alone
sends the same bytes over one connection to the same mail server, and keeps nothing.
"""

import os
import random
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
os.environ.setdefault("KITH_HOME", str(HERE.parent / "var"))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "kith.project.site_settings",
    "KITH_DATABASE": "kith_circulation",
    "KITH_PROCESS": "benchmark",  # jobs of the editing library are done at once here
}

import django  # noqa: E402 -- the environment must be set first

django.setup()

from django.db import connection  # noqa: E402 -- Django must know its settings first
from django.utils import timezone  # noqa: E402 -- as above
from procrastinate.contrib.django import app  # noqa: E402 -- as above

from kith.publishing.models import HomePage, NewsPage, SiteMail  # noqa: E402 -- as above
from kith.publishing.services.importing import import_list  # noqa: E402 -- as above
from kith.publishing.services.mime import bytes_of  # noqa: E402 -- as above
from kith.publishing.vocabulary.circulation import Consent, Frequency, Topic  # noqa: E402 -- as above

SENDER = "Kith <no-reply@kith.example.org>"
PEOPLE, KILLS, BOUND, PATIENCE = 10_000, 20, 60.0, 900.0
_PREPARE = """
import django; django.setup()
from django.conf import settings
from kith.project.database import embedded_server, prepare, prepare_site
from kith.project.site import migrate_site
if settings.INSTALLATION.embedded:
    embedded_server(settings.INSTALLATION).start()
prepare(settings.INSTALLATION)
prepare_site(settings.INSTALLATION)
migrate_site(settings.INSTALLATION)
"""


class Taken:
    """What the mail server has acknowledged, read from its file as it grows."""

    def __init__(self, file: Path) -> None:
        """Begin with what is there."""
        self._file = file
        self.lines: list[str] = []
        self._at = 0

    def count(self) -> int:
        """Return how many mails have been acknowledged."""
        with self._file.open() as opened:
            opened.seek(self._at)
            while (line := opened.readline()).endswith("\n"):
                self.lines.append(line.strip())
                self._at = opened.tell()
        return len(self.lines)


@contextmanager
def mail_server(file: Path) -> Iterator[int]:
    """Run the mail server and give its port."""
    file.touch()
    with subprocess.Popen(
        [sys.executable, str(HERE / "smtp_sink.py"), str(file)], stdout=subprocess.PIPE, text=True
    ) as sink:
        try:
            yield int(sink.stdout.readline() if sink.stdout else 0)
        finally:
            sink.terminate()


def worker(port: int) -> "subprocess.Popen[bytes]":
    """Start the site's worker, which sends to the mail server."""
    own = {"KITH_PROCESS": "site-worker", "KITH_MAIL_TRANSPORT": "smtp", "EMAIL_HOST": "127.0.0.1"}
    return subprocess.Popen(
        [sys.executable, "-m", "kith.project.site_worker"], env=os.environ | own | {"EMAIL_PORT": str(port)}
    )


def wait(reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > deadline:
            sys.exit("The worker does not get on, so nothing was measured. Look at what it printed.")
        time.sleep(0.002)


def found_list() -> None:
    """Make the database, empty it, and put 10,000 people onto the list."""
    casework = os.environ | {"DJANGO_SETTINGS_MODULE": "kith.project.settings", "KITH_PROCESS": "worker"}
    subprocess.run([sys.executable, "-c", _PREPARE], env=casework, check=True)
    with connection.cursor() as cursor:
        for table in (
            *("telling", "announcement", "mailreturn", "sitemail", "subscription", "subscriber"),
            *("listimportline", "listimport"),
        ):
            cursor.execute(f"DELETE FROM publishing_{table}")  # noqa: S608 -- the names above
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("UPDATE publishing_sitepage SET tell_subscribers = false")  # those of a run before this one
    raw = "email\n" + "".join(f"reader-{number}@example.org\n" for number in range(PEOPLE))
    consent = Consent(topics=frozenset({Topic.NEWS}), how="Invented for a measurement", on=timezone.localdate())
    row = import_list(
        raw=raw.encode(), name="list.csv", consent=consent, frequency=Frequency.AT_ONCE, by=None, now=timezone.now()
    )
    if row.added != PEOPLE:
        sys.exit("The list could not be made, so nothing was measured.")


def publish(title: str) -> None:
    """Let a page go live and ask the worker to look for what is new, as it does each minute by itself."""
    page = NewsPage(
        title=title, summary="What changes at the front door from January, and whom to ring. " * 4, live=False
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    app.configure_task("publishing.announce", queue="mail").defer(timestamp=0)


def is_done(subject: str) -> Callable[[], bool]:
    """Return whether every mail of a subject is marked as handed over."""
    query = SiteMail.objects.filter(subject=subject, state="handed")
    return lambda: query.count() == PEOPLE


def straight(folder: Path) -> float:
    """Return the seconds that one alert takes on its way to everybody."""
    taken = Taken(folder / "straight")
    with mail_server(folder / "straight") as port:
        child = worker(port)
        wait(_has_worker)
        began = time.monotonic()
        publish("Straight")
        wait(lambda: taken.count() >= PEOPLE)
        took = time.monotonic() - began
        wait(is_done("Straight"))
        child.terminate()
        child.wait()
    if not len({line.split()[0] for line in taken.lines}) == PEOPLE == len(taken.lines):
        sys.exit("Somebody was left out or written to twice though nothing was killed.")
    return took


def _has_worker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def yardstick(folder: Path) -> float:
    """Return the seconds in which the standard library alone sends the same bytes to the same mail server."""
    mails = SiteMail.objects.filter(subject="Straight").order_by("pk")
    written = [(mail.address, bytes_of(mail.letter(), sender=SENDER)) for mail in mails]
    with mail_server(folder / "yardstick") as port, smtplib.SMTP("127.0.0.1", port) as bare:
        began = time.monotonic()
        for address, message in written:
            bare.sendmail("bounces@kith.example.org", [address], message)
        return time.monotonic() - began


def killed(folder: Path, chance: random.Random) -> tuple[Counter[str], int, float]:
    """Return every mail taken over the kills, how many kills there were, and the seconds."""
    taken = Taken(folder / "killed")
    places = sorted(chance.randrange(PEOPLE) for _ in range(KILLS))
    began = time.monotonic()
    with mail_server(folder / "killed") as port:
        publish("Killed")
        for place in places:
            child, before = worker(port), taken.count()
            wait(lambda place=place, before=before: taken.count() > max(place, before))  # type: ignore[misc]  # a loop
            time.sleep(chance.random() / 200)
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        child = worker(port)
        wait(is_done("Killed"))
        child.terminate()
        child.wait()
        taken.count()
    return Counter(taken.lines), len(places), time.monotonic() - began


def main() -> int:
    """Measure, print, and return whether a figure was missed."""
    found_list()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        took = straight(folder)
        print(f"an alert to {PEOPLE:,}: {took:.1f} s ({PEOPLE / took:.0f} a second), bound {BOUND:.0f} s", flush=True)
        bare = yardstick(folder)
        print(f"the same bytes by smtplib alone: {bare:.1f} s; ratio {took / bare:.1f}", flush=True)
        mails, kills, long = killed(folder, random.Random(2019))  # noqa: S311 -- when to kill is no secret
    readers = {line.split()[0] for line in mails}
    repeats = sum(mails.values()) - len(mails)
    one_id = len(mails) == len(readers)
    print(f"over {kills} kills: {len(readers):,} of {PEOPLE:,}, {repeats} repeats, one Message-ID each: {one_id}")
    print(f"  in {long:.0f} s, the starts of {kills + 1} workers among them")
    return int(took > BOUND or len(readers) != PEOPLE or repeats > kills or not one_id)


if __name__ == "__main__":
    sys.exit(main())
