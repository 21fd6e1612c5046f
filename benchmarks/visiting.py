"""Serves the product and opens its pages as ten people would, each one page a second: what every page benchmark needs.

Times are of the whole answer, as a user waits for it. Own time is what the two web processes and the database took for
one page while nobody else asked, so that it says the same on a machine that is busy with other work.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import NamedTuple
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
os.environ["KITH_PROCESS"] = "worker"

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 -- Django must know its settings first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- Django must know its settings first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- Django must know its settings first
from django.utils import timezone  # noqa: E402 -- Django must know its settings first
from own_time import postmaster, spent  # noqa: E402 -- Django must know its settings first

from kith.access.models import Staff  # noqa: E402 -- Django must know its settings first
from kith.access.selectors import viewer_of  # noqa: E402 -- Django must know its settings first
from kith.access.services import choose_purpose  # noqa: E402 -- Django must know its settings first
from kith.access.vocabulary import Purpose  # noqa: E402 -- Django must know its settings first

USERS, SECONDS, PORT, ALONE = 10, 40, 8123, 20


class Page(NamedTuple):
    """One page to open: its name, where it is, what is posted to it, and whose session shows it if not the user's."""

    name: str
    path: str
    body: str = ""
    session: str = ""


def visitor(staff: Staff, *people: str) -> str:
    """Make a session of somebody who has signed in with a second factor and said why they look."""
    Authenticator.objects.get_or_create(user=staff, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    Staff.objects.filter(pk=staff.pk).update(password_is_one_time=False)
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    viewer = viewer_of(staff, timezone.now())
    for public_id in people:
        choose_purpose(
            session=session, public_id=UUID(str(public_id)), purpose=Purpose.SAFEGUARDING, by=viewer, now=timezone.now()
        )
    session.create()
    return str(session.session_key)


class User(threading.Thread):
    """One user, who opens one page a second on one connection."""

    def __init__(self, session: str, pages: Sequence[Page], until: float, offset: float) -> None:
        """Keep the session and the pages to open in turn; a page may name another session, for what it shows."""
        super().__init__(daemon=True)
        self.session, self.pages, self.until, self.offset = session, pages, until, offset
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[tuple[str, int]] = []

    def run(self) -> None:
        """Open pages until the time is over."""
        token = self.token()
        time.sleep(self.offset)
        place = 0
        while time.monotonic() < self.until:
            page = self.pages[place % len(self.pages)]
            place += 1
            began = time.perf_counter()
            status = self.open(page, token)
            took = time.perf_counter() - began
            self.took[page.name].append(1000 * took)
            if status != 200:
                self.wrong.append((page.name, status))
            time.sleep(max(0.0, 1 - took))

    def token(self) -> str:
        """Return what a form must carry, as the search page hands it out."""
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        there.request("GET", "/search/", headers={"Cookie": f"sessionid={self.session}"})
        answer = there.getresponse()
        answer.read()
        cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        return cookies["csrftoken"].value if "csrftoken" in cookies else ""

    def open(self, page: Page, token: str) -> int:
        """Open one page and return its status."""
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        headers = {"Cookie": f"sessionid={page.session or self.session}; csrftoken={token}", "X-CSRFToken": token}
        if page.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        there.request("POST" if page.body else "GET", page.path, body=page.body or None, headers=headers)
        answer = there.getresponse()
        answer.read()
        there.close()
        return answer.status


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def served() -> Iterator["subprocess.Popen[bytes]"]:
    """Serve the product with its two web processes until the block ends."""
    environment = os.environ | {"KITH_PROCESS": "web", "KITH_DEMO": "1"}
    command = [sys.executable, "-m", "gunicorn", "kith.project.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "2"]
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"], check=True)
    with subprocess.Popen([*command, "--log-level", "error"], env=environment) as server:
        try:
            _wait()
            yield server
        finally:
            server.terminate()


def _wait() -> None:
    for _ in range(300):
        try:
            there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            there.request("GET", "/alive")
            there.getresponse().read()
            break
        except OSError:
            time.sleep(0.2)


def visit(sessions: Sequence[str], pages: Sequence[Page]) -> dict[str, list[float]]:
    """Let each session open a page a second, each beginning at another page, and return the times in milliseconds."""
    warm = [User(session, pages, time.monotonic() + 4, 0) for session in sessions[:4]]
    turned = [[*pages[place % len(pages) :], *pages[: place % len(pages)]] for place in range(len(sessions))]
    users = [
        User(session, mine, 0, place / len(sessions))
        for place, (session, mine) in enumerate(zip(sessions, turned, strict=True))
    ]
    for group, seconds in ((warm, 4), (users, SECONDS)):
        for user in group:
            user.until = time.monotonic() + seconds
            user.start()
        for user in group:
            user.join()
    wrong = [one for user in users for one in user.wrong]
    if wrong:
        raise SystemExit(f"{len(wrong)} pages did not answer 200: {wrong[:5]}")
    took: dict[str, list[float]] = defaultdict(list)
    for user in users:
        for name, values in user.took.items():
            took[name] += values
    return dict(took)


def own_times(server: "subprocess.Popen[bytes]", session: str, pages: Sequence[Page]) -> dict[str, tuple[float, float]]:
    """Return what one opening of each page takes of the web processes and of the database, in milliseconds."""
    user, found = User(session, pages, 0, 0), {}
    token = user.token()
    database = postmaster()
    for page in pages:
        user.open(page, token)
        before = spent(server.pid), spent(database)
        for _ in range(ALONE):
            user.open(page, token)
        after = spent(server.pid), spent(database)
        found[page.name] = ((after[0] - before[0]) / ALONE, (after[1] - before[1]) / ALONE)
    return found


def report(
    took: dict[str, list[float]], alone: dict[str, tuple[float, float]], *, least: float, yardstick: str
) -> bool:
    """Print a line for each page with its ratio to the yardstick, and return whether the slowest is fast enough."""
    measure, worst = percentile(took[yardstick], 0.95), 0.0
    for name, values in took.items():
        p95 = percentile(values, 0.95)
        times = f"p50 {percentile(values, 0.5):6.1f} ms  p95 {p95:6.1f} ms"
        own = f"own time {alone[name][0]:5.1f} ms web + {alone[name][1]:5.1f} ms database"
        print(f"  {name:22} n={len(values):4}  {times}  p95 / yardstick {p95 / measure:5.1f}  {own}")
        worst = max(worst, p95)
    load = os.getloadavg()[0]
    print(f"load of the machine at the end {load:.1f} on {os.cpu_count()} cores")
    print(f"slowest p95 {worst:.1f} ms; target {least:.0f} ms: {'reached' if worst <= least else 'MISSED'}")
    return worst <= least
