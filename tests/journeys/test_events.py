"""Somebody books a workshop, waits, gets a place, is signed in at the door, and takes their certificate home."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kith.project.site import site_environment
from tests.environment import REPOSITORY
from tests.journeys.conftest import AXE
from tests.journeys.visitor import Visitor

# The site has settings of its own, so it is filled, served and asked what it mailed in a process of its own.
_SERVE = """
import sys, threading
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from wsgiref.simple_server import WSGIRequestHandler, make_server
from django.contrib.staticfiles.handlers import StaticFilesHandler
from kith.project.site_wsgi import application
from django.test import Client
from tests.publishing.inside import open_day, workshops

class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass

def session():
    client = Client()
    workshops.publisher(client)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

acts = {"link": open_day.link_to, "of": open_day.link_of, "end": open_day.end, "clear": open_day.clear}
acts["session"] = session
server = make_server("127.0.0.1", 0, StaticFilesHandler(application), handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, open_day.open_day(), flush=True)
for line in sys.stdin:
    name, *words = line.split()
    print(acts[name](*words), flush=True)
"""
Ask = Callable[..., str]


@pytest.fixture
def served(site_database: str) -> Iterator[tuple[str, list[str], Ask]]:
    """Serve the site; return its address, the codes of two events, and a way to ask the process something."""
    environment = site_environment(settings.INSTALLATION) | {"PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"}
    words = [sys.executable, "-c", _SERVE]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, env=environment | {"KITH_PROCESS": "test"}, cwd=REPOSITORY, **pipes) as site:
        assert site.stdin is not None and site.stdout is not None
        port, *codes = site.stdout.readline().split()

        def ask(*asked: str) -> str:
            assert site.stdin is not None and site.stdout is not None
            site.stdin.write(f"{' '.join(asked)}\n")
            site.stdin.flush()
            return str(site.stdout.readline()).strip()

        yield f"http://127.0.0.1:{port}", codes, ask
        ask("clear")
        site.terminate()


class Guest(Visitor):
    """Somebody at the public site, who looks at each page for what is wrong with it and takes a picture."""

    def __init__(self, page: Any, album: Path) -> None:
        """Keep where the pictures go."""
        super().__init__(page, AXE.read_text(encoding="utf-8"))
        self.album = album

    def looks(self, name: str) -> str:
        """Return the words of the page, which is without fault and no wider than its window."""
        self.shoots(self.album / f"{name}.png")
        assert self.faults() == [], name
        assert not self.is_wider_than_the_window(), name
        return self.reads()


@pytest.mark.parametrize("width", [1280, 320])
def test_from_booking_to_certificate(
    served: tuple[str, list[str], Ask], browser: Any, tmp_path: Path, width: int
) -> None:
    host, (code, undated), ask = served
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900})
    context.set_default_timeout(15_000)
    ada = Guest(context.new_page(), tmp_path)
    ada.goes_to("/events/")
    assert "Date to be confirmed" in ada.looks("1-events")
    ada.goes_to(f"/events/{undated}/tell-me/")
    ada.looks("2-tell-me")
    ada.goes_to(f"/events/{code}/")
    assert "Every place is taken" in ada.looks("3-event")
    ada.presses("Join the waiting list")
    ada.presses("Ask to join")
    assert "There is a problem" in ada.looks("4-book-errors")
    ada.writes("Your name", "Ada Brook")
    ada.writes("Your work e-mail address", "ada@example.org")
    ada.chooses("Police")
    ada.presses("Ask to join")
    assert "Look at your mail" in ada.looks("5-sent")
    ada.goes_to(ask("link", "ada@example.org"))
    assert "Nothing is booked until you press" in ada.looks("6-confirm")
    ada.presses("Yes, I want to come")
    assert "Number 1 of 1" in ada.looks("7-waiting")
    mine = ask("of", code, "ada@example.org")

    hal = Guest(context.new_page(), tmp_path)
    hal.goes_to(ask("of", code, "hal@example.org"))
    assert "You have a place" in hal.looks("8-place")
    hal.presses("Give up my place")
    assert "gave this booking up" in hal.looks("9-given-up")

    ada.goes_to(mine)
    assert "A place is free for you" in ada.looks("10-offer")
    ada.presses("Take the place")
    place = ada.looks("11-booked")
    assert "Signing in on the day" in place
    short = ada.page.locator("p.govuk-heading-l").inner_text().split()[-1]
    ada.follows("Pass the place to a colleague")
    ada.looks("12-colleague")

    _at_the_door(browser, host, tmp_path, (code, short, ask("session")), width)
    ask("end", code)
    ada.goes_to(mine)
    assert "You were signed in" in ada.looks("20-over")
    with ada.page.expect_download() as coming:
        ada.page.get_by_role("button", name="Download your certificate").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    ada.follows("Say what you thought")
    ada.chooses("2")
    ada.page.locator("input[name=after][value='5']").check()
    ada.looks("21-evaluation")
    ada.presses("Send")
    assert "Thank you" in ada.looks("22-thanks")
    hal.goes_to(ask("of", code, "hal@example.org"))
    assert hal.page.get_by_role("button", name="Download your certificate").count() == 0
    assert ada.strangers == hal.strangers == []
    assert [words for words in ada.complaints if "422" not in words] == [], "but for the form that was refused"
    context.close()


def _at_the_door(browser: Any, host: str, album: Path, keys: tuple[str, str, str], width: int) -> None:
    """Let a publisher sign somebody in by their code, and look at every page of the desk."""
    code, short, session = keys
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "kith_site_session", "value": session, "url": host}])
    mina = Guest(context.new_page(), album)
    for name, path in enumerate(("", f"at/{code}/", "new/", f"at/{code}/change/", "series/new/", "learning/"), 13):
        mina.goes_to(f"/cms/events/{path}")
        mina.looks(f"{name}-desk")
    mina.goes_to(f"/cms/events/at/{code}/door/")
    mina.writes("Code", short.lower())
    mina.presses("Look up")
    assert "Ada Brook" in mina.looks("19-scan")
    mina.presses("Sign in")
    assert "Ada Brook is signed in" in mina.page.inner_text("body")
    mina.looks("19b-door")
    mina.goes_to(f"/cms/events/at/{code}/register/")
    assert "1 of 1 came" in mina.looks("19c-register")
    mina.goes_to(f"/cms/events/at/{code}/results/")
    mina.looks("19d-results")
    context.close()
