"""A reader opens the public site: first page and newsletter, on a desk and on a phone; nothing comes from elsewhere."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from kith.project.site import site_environment
from tests.environment import REPOSITORY
from tests.journeys.conftest import AXE
from tests.journeys.visitor import Visitor

# The site has settings of its own, so it is filled and served by a process of its own.
_SERVE = """
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from wsgiref.simple_server import WSGIRequestHandler, make_server
from django.contrib.staticfiles.handlers import StaticFilesHandler
from kith.project.site_wsgi import application
from tests.publishing.inside.newsroom import winter_issue

class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass

address = winter_issue()
server = make_server("127.0.0.1", 0, StaticFilesHandler(application), handler_class=Quiet)
print(server.server_port, address, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[tuple[str, str]]:
    """Fill and serve the site, and return its address and that of its newsletter."""
    environment = site_environment(settings.INSTALLATION) | {"PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"}
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE], env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as site:
        assert site.stdout is not None
        port, issue = site.stdout.readline().split()
        yield f"http://127.0.0.1:{port}", issue
        site.terminate()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_reader_reads_the_newsletter(served: tuple[str, str], browser: Any, width: int) -> None:
    host, issue = served
    asked: list[str] = []
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    visitor = Visitor(page, AXE.read_text(encoding="utf-8"))
    page.goto("/")
    assert visitor.faults() == []
    page.get_by_role("link", name="Winter newsletter").click()
    page.wait_for_url(f"**{issue}")
    assert page.get_by_role("heading", name="Worried about a child?").is_visible()
    assert visitor.faults() == []
    assert not visitor.is_wider_than_the_window()
    page.get_by_role("link", name="A five-step briefing").click()
    page.get_by_role("heading", name="5. What we learned").wait_for()
    assert visitor.faults() == []
    assert {url for url in asked if not url.startswith(f"{host}/")} == set()
    assert visitor.complaints == []
    context.close()
