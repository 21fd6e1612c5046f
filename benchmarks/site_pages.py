"""Public pages, without a page cache, as twenty readers would open them, each one page a second; two web processes.

Run it on an installation whose tables are made (`kith database migrate`, or a demo); it publishes an issue, articles,
briefings and bulletins of its own first, once. Target: 95 of 100 answers within 100 ms, on two cores.
Own time is what the web processes and the database took for one page, the same on a machine that is busy.
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

os.environ["DJANGO_SETTINGS_MODULE"] = "kith.project.site_settings"
os.environ["KITH_PROCESS"] = "test"  # the library's jobs are done at once while the pages are made

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must know its settings first
from own_time import postmaster, spent  # noqa: E402 -- as above

from kith.publishing.models import BriefingPage, BulletinPage, IssuePage, NewsPage  # noqa: E402 -- as above
from tests.publishing.inside.newsroom import briefing, figures, home, under  # noqa: E402 -- as above

USERS, SECONDS, PORT, LEAST, ALONE = 20, 40, 8124, 100, 20
ISSUE, ARTICLES, BRIEFINGS = "Benchmark newsletter", 6, 12
PAGES = {
    "home": "/",
    "issue": "/benchmark-newsletter/",
    "article": "/benchmark-newsletter/benchmark-article-1/",
    "bulletin": "/benchmark-bulletin-1/",
    "briefing": "/benchmark-briefing-1/",
    "search": "/search?q=audit+school",
    "search, misspelt": "/search?q=benchmrk",
    "feed": "/feed.rss",
    "JSON feed": "/feed.json",
    "events": "/events/",
    "alive (yardstick)": "/alive",
}
YARDSTICK = "alive (yardstick)"


def fill() -> None:
    """Publish what is opened, unless it is there."""
    if IssuePage.objects.filter(title=ISSUE).exists():
        return
    text = ("text", "<p>An audit found that most had been excluded from school; what helps is to ask.</p>" * 8)
    issue = under(home(), IssuePage(title=ISSUE, season="Winter", summary="What we learned.", body=[text]))
    for number in range(1, ARTICLES + 1):
        under(issue, NewsPage(title=f"Benchmark article {number}", summary="In short.", body=[text]))
    for number in range(1, BRIEFINGS + 1):
        under(home(), BriefingPage(title=f"Benchmark briefing {number}", item=briefing()))
        released = figures()
        found = [("finding", {"says": f"Finding {n}", "figure": f"{released}/had a plan"}) for n in range(5)]
        under(home(), BulletinPage(title=f"Benchmark bulletin {number}", summary="In short.", body=[text, *found]))


class Reader(threading.Thread):
    """One reader, who opens one page a second."""

    def __init__(self, pages: Sequence[tuple[str, str]], seconds: float, offset: float) -> None:
        """Keep what to open in turn."""
        super().__init__(daemon=True)
        self.pages, self.seconds, self.offset = pages, seconds, offset
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[tuple[str, int]] = []

    def run(self) -> None:
        """Open pages until the time is over."""
        time.sleep(self.offset)
        until, place = time.monotonic() + self.seconds, 0
        while time.monotonic() < until:
            name, path = self.pages[place % len(self.pages)]
            place += 1
            began = time.perf_counter()
            status = _open(path)
            took = time.perf_counter() - began
            self.took[name].append(1000 * took)
            if status != 200:
                self.wrong.append((name, status))
            time.sleep(max(0.0, 1 - took))


def _open(path: str) -> int:
    there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    there.request("GET", path)
    answer = there.getresponse()
    answer.read()
    there.close()
    return answer.status


@contextmanager
def served() -> "Iterator[subprocess.Popen[bytes]]":
    """Serve the site with its two web processes until the block ends."""
    environment = os.environ | {"KITH_PROCESS": "site"}
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"], env=environment, check=True
    )
    command = [sys.executable, "-m", "gunicorn", settings.WSGI_APPLICATION.rpartition(".")[0]]
    command += ["--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--log-level", "error"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            _wait()
            yield server
        finally:
            server.terminate()


def _wait() -> None:
    for _ in range(300):
        try:
            if _open("/alive") == 200:
                return
        except OSError:
            time.sleep(0.2)


def visit(pages: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
    """Let each reader open a page a second, each beginning at another, and return the times in milliseconds."""
    warm = [Reader(pages, len(pages) + 1, place / 4) for place in range(4)]
    turned = [[*pages[place % len(pages) :], *pages[: place % len(pages)]] for place in range(USERS)]
    readers = [Reader(mine, SECONDS, place / USERS) for place, mine in enumerate(turned)]
    for group in (warm, readers):
        for reader in group:
            reader.start()
        for reader in group:
            reader.join()
    wrong = [one for reader in readers for one in reader.wrong]
    if wrong:
        raise SystemExit(f"{len(wrong)} pages did not answer 200: {wrong[:5]}")
    took: dict[str, list[float]] = defaultdict(list)
    for reader in readers:
        for name, values in reader.took.items():
            took[name] += values
    return took


def alone(server: "subprocess.Popen[bytes]", pages: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return what one opening of each page takes of the web processes and of the database, in milliseconds."""
    found, database = {}, postmaster()
    for name, path in pages:
        _open(path)
        before = spent(server.pid), spent(database)
        for _ in range(ALONE):
            _open(path)
        after = spent(server.pid), spent(database)
        found[name] = ((after[0] - before[0]) / ALONE, (after[1] - before[1]) / ALONE)
    return found


def main() -> int:
    """Fill, serve, open, print, and fail when a page is slower than its target."""
    settings.INSTALLATION.start_server()
    fill()
    with served() as server:
        pages = [(name, path) for name, path in PAGES.items() if name != "events" or _open(path) == 200]
        took, by_itself = visit(pages), alone(server, pages)
    print(f"{USERS} readers, each a page a second for {SECONDS} s; no page cache; two web processes")
    worst, measure = 0.0, sorted(took[YARDSTICK])[int(0.95 * len(took[YARDSTICK]))]
    for name, values in took.items():
        ordered = sorted(values)
        p50, p95 = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
        own = f"own time {by_itself[name][0]:5.1f} ms web + {by_itself[name][1]:5.1f} ms database"
        times = f"p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p95 / yardstick {p95 / measure:5.1f}"
        print(f"  {name:20} n={len(values):4}  {times}  {own}")
        worst = max(worst, p95)
    print(f"load of the machine at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"slowest p95 {worst:.1f} ms; target {LEAST} ms: {'reached' if worst <= LEAST else 'MISSED'}")
    return 0 if worst <= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
