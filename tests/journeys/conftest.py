"""Serves the product to a real browser, and signs people in as they would themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.services.staffing import give_one_time_password
from kith.access.vocabulary import Role
from linters.find_browser import found_browser
from tests.environment import REPOSITORY
from tests.journeys.visitor import ONE_TIME, Visitor
from tests.priority.conftest import Lists
from tests.worlds.canaries import insert
from tests.worlds.partnership import Partnership

CHROMIUM = found_browser() or ""
AXE = REPOSITORY / "src/kith/shell/frontend/node_modules/axe-core/axe.min.js"
ROLES = (Role.TEAM_MANAGER, Role.PANEL_COORDINATOR, Role.IG_LEAD, Role.DATA_STEWARD, Role.ADMINISTRATOR)
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, and skip them loudly where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="THERE IS NO CHROMIUM HERE: no journey was made"))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words: Any) -> None:
        """Say nothing: a request's line may not be in a log."""


@pytest.fixture
def site(database: str) -> Iterator[str]:
    """Serve the casework side from this process, with the middleware and roles of the product."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    server: WSGIServer = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()  # connections belong to the thread that opened them

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Open the system's own Chromium once."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver runs a loop in this thread
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def window(site: str, browser: Any) -> Iterator[Callable[..., Visitor]]:
    """Return a way to open a browser in which nobody is signed in yet."""
    opened = []

    def open_window(width: int = 1280, host: str = "127.0.0.1", **how: Any) -> Visitor:
        address = site.replace("127.0.0.1", host)
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, **how)
        context.set_default_timeout(6_000)
        opened.append(context)
        return Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def visit(window: Callable[..., Visitor], partnership: Partnership) -> Callable[..., Visitor]:
    """Return a way to sign a member of staff in, first password, second factor and all."""

    def sign_in(staff: Staff, **how: Any) -> Visitor:
        give_one_time_password(staff=staff, password=ONE_TIME, now=partnership.now)
        visitor = window(**how)
        visitor.signs_in(staff.email, ONE_TIME)
        return visitor

    return sign_in


@pytest.fixture
def enter(window: Callable[..., Visitor], site: str) -> Callable[..., Visitor]:
    """Return a way to be signed in already, for journeys that begin behind the door."""

    def be_in(staff: Staff, **how: Any) -> Visitor:
        client = Client()
        client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
        if not Authenticator.objects.filter(user=staff).exists():
            TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        visitor = window(**how)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        visitor.page.context.add_cookies([session])
        return visitor

    return be_in


@pytest.fixture
def ada(partnership: Partnership, tmp_path: Path) -> SimpleNamespace:
    """Put a child with a long record on the list, and give everybody a reason to see her."""
    made = Lists(partnership, tmp_path / "policies")
    numbers = {agency: [f"{agency}-Ada"] for agency in ("care", "education", "police", "hospital", "yjs")}
    made.record.add_family({"Ada": numbers})
    with connect_as("worker"):
        made.record.file("care")
    for days_ago in (5, 13, 20, 400):
        made.happened("Ada", "education", "school.suspended", days_ago)
    made.happened("Ada", "police", "police.missing", 15, "missing")
    made.happened("Ada", "police", "police.violence_victim", 200, "victim", band=5)
    made.rank()
    person_id, public_id = partnership.people["Ada"]
    _say_what_is_wrong(partnership, person_id, public_id)
    for role in ROLES:
        partnership.relate(partnership.staff[role], person_id)
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM chronology_entry WHERE person_id = %s ORDER BY id LIMIT 1", [person_id])
        entries = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT sha256 FROM feeds_sourcefile WHERE agency_id = %s", [partnership.agencies["care"].pk])
        files = [row[0] for row in cursor.fetchall()]
    return SimpleNamespace(public_id=public_id, entry_ids=entries, document_id=1, files=files)


def _say_what_is_wrong(partnership: Partnership, person_id: int, public_id: object) -> None:
    """Say that something is wrong on her card, under her own number: every address that asks for it finds it."""
    said = {
        "public_id": public_id,
        "person_id": person_id,
        "what": "wrong_fact",
        "indicator": "",
        "says": "It was her cousin who was suspended.",
        "asked_by_id": partnership.staff[Role.ANALYST].pk,
        "asked_at": partnership.now,
        "state": "asked",
    }
    insert("priority_correction", said)
