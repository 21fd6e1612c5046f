"""Measures a person with 2,000 events, the list and a search, with ten users who each open a page a second.

Run: KITH_HOME=… python benchmarks/pages.py (a demo that `kith demo --no-serve` has built; `var` without). The product
serves itself with its two web processes; the load comes from this process on the same machine. Target: p95 of each
page at most 150 ms. Yardstick in the same run: the page that only says that the process lives.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from http.cookies import SimpleCookie
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
os.environ["KITH_PROCESS"] = "worker"

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 -- Django must know its settings first
from django.conf import settings  # noqa: E402 -- Django must know its settings first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- Django must know its settings first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- Django must know its settings first
from django.db import connection  # noqa: E402 -- Django must know its settings first
from django.utils import timezone  # noqa: E402 -- Django must know its settings first

from kith.access.models import Staff  # noqa: E402 -- Django must know its settings first
from kith.access.selectors import viewer_of  # noqa: E402 -- Django must know its settings first
from kith.access.services import choose_purpose  # noqa: E402 -- Django must know its settings first
from kith.access.vocabulary import Purpose, Role  # noqa: E402 -- Django must know its settings first

USERS, SECONDS, EVENTS, PORT, LEAST = 10, 40, 2_000, 8123, 150.0
_BUSIEST = """
SELECT r.staff_id, r.person_id, p.public_id, f.surname FROM access_relationship r
JOIN linking_person p ON p.id = r.person_id JOIN linking_profile f ON f.person_id = p.id
WHERE r.staff_id IS NOT NULL AND r.ends_at > now() AND p.retired_at IS NULL ORDER BY r.id LIMIT 1
"""
_STORY = """
INSERT INTO chronology_entry (person_id, source_ref, agency_id, source, kind, data_class, sector, occurred_on, known_at,
    precision, role, band, headline, basis, said_by, others, group_key, retracted)
SELECT %(person)s, 'bench|' || n, a.id, a.code, k.kind, k.class, a.sector, d.day, d.day, 'day', 'subject', 1 + n %% 8,
    k.says, 'fact', '', 0, 'bench|' || k.kind, false
FROM generate_series(1, %(events)s) n
JOIN LATERAL (VALUES (0, 'care', 'care.visit', 'care', 'Visit by a social worker'),
    (1, 'police', 'police.contact', 'police', 'Police contact'),
    (2, 'education', 'school.suspended', 'care', 'Suspended from school'),
    (3, 'hospital', 'health.other_attendance', 'health', 'Hospital attendance')) k(place, agency, kind, class, says)
    ON k.place = n %% 4
JOIN access_agency a ON a.code = k.agency
JOIN LATERAL (SELECT current_date - (n * 2) AS day) d ON true
ON CONFLICT DO NOTHING
"""


def visitor(staff: Staff, public_id: str) -> str:
    """Make a session of somebody who has signed in with a second factor and said why they look."""
    Authenticator.objects.get_or_create(user=staff, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
    Staff.objects.filter(pk=staff.pk).update(password_is_one_time=False)
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    viewer = viewer_of(staff, timezone.now())
    choose_purpose(
        session=session, public_id=UUID(str(public_id)), purpose=Purpose.SAFEGUARDING, by=viewer, now=timezone.now()
    )
    session.create()
    return str(session.session_key)


class User(threading.Thread):
    """One user, who opens one page a second on one connection."""

    def __init__(self, session: str, pages: list[tuple[str, str, str, str]], until: float, offset: float) -> None:
        """Keep the session and the pages to open in turn; a page may name another session, for what it shows."""
        super().__init__(daemon=True)
        self.session, self.pages, self.until, self.offset = session, pages, until, offset
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[tuple[str, int]] = []

    def run(self) -> None:
        """Open pages until the time is over."""
        token = self._token()
        time.sleep(self.offset)
        place = 0
        while time.monotonic() < self.until:
            name, path, body, session = self.pages[place % len(self.pages)]
            place += 1
            began = time.perf_counter()
            status = self._open(path, body, token, session or self.session)
            took = time.perf_counter() - began
            self.took[name].append(1000 * took)
            if status != 200:
                self.wrong.append((name, status))
            time.sleep(max(0.0, 1 - took))

    def _token(self) -> str:
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        there.request("GET", "/search/", headers={"Cookie": f"sessionid={self.session}"})
        answer = there.getresponse()
        answer.read()
        cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        return cookies["csrftoken"].value if "csrftoken" in cookies else ""

    def _open(self, path: str, body: str, token: str, session: str) -> int:
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        there.request("POST" if body else "GET", path, body=body or None, headers=headers)
        answer = there.getresponse()
        answer.read()
        there.close()
        return answer.status


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> int:
    """Serve, load, print, and fail when a page is slower than its target."""
    settings.INSTALLATION.start_server()
    with connection.cursor() as cursor:
        cursor.execute(_BUSIEST)
        staff_id, person_id, public_id, surname = cursor.fetchone()
        cursor.execute(_STORY, {"person": person_id, "events": EVENTS})
        cursor.execute("SELECT count(*) FROM chronology_entry WHERE person_id = %s", [person_id])
        events = cursor.fetchone()[0]
    staff = Staff.objects.select_related("agency").get(pk=staff_id)
    coordinator = Staff.objects.select_related("agency").get(role_grants__role=Role.PANEL_COORDINATOR)
    pages = [
        ("person", f"/people/{public_id}/", "", ""),
        ("whole list", "/list/", "", visitor(coordinator, public_id)),
        ("search", "/search/", f"name={surname}&purpose=safeguarding", ""),
        ("alive (yardstick)", "/alive", "", ""),
    ]
    sessions = [visitor(staff, public_id) for _ in range(USERS)]
    environment = os.environ | {"KITH_PROCESS": "web", "KITH_DEMO": "1"}
    command = [sys.executable, "-m", "gunicorn", "kith.project.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "2"]
    subprocess.run([sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"], check=True)
    with subprocess.Popen([*command, "--log-level", "error"], env=environment) as server:
        try:
            took = _load(sessions, pages)
        finally:
            server.terminate()
    print(f"{USERS} users, each a page a second for {SECONDS} s; a person with {events:,} events")
    yardstick = percentile(took["alive (yardstick)"], 0.95)
    worst = 0.0
    for name, values in took.items():
        p95 = percentile(values, 0.95)
        times = f"p50 {percentile(values, 0.5):6.1f} ms  p95 {p95:6.1f} ms"
        print(f"  {name:18} n={len(values):4}  {times}  p95 / yardstick {p95 / yardstick:5.1f}")
        worst = max(worst, p95)
    print(f"slowest p95 {worst:.1f} ms; target {LEAST:.0f} ms: {'reached' if worst <= LEAST else 'MISSED'}")
    return 0 if worst <= LEAST else 1


def _wait() -> None:
    for _ in range(100):
        try:
            there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            there.request("GET", "/alive")
            there.getresponse().read()
            break
        except OSError:
            time.sleep(0.2)


def _load(sessions: list[str], pages: list[tuple[str, str, str, str]]) -> dict[str, list[float]]:
    _wait()
    warm = [User(session, pages, time.monotonic() + 4, 0) for session in sessions[:4]]
    users = [
        User(session, pages[place % 4 :] + pages[: place % 4], 0, place / USERS)
        for place, session in enumerate(sessions)
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


if __name__ == "__main__":
    sys.exit(main())
