"""The frame of the site: open to readers, closed to whoever is not known twice over, one box on every page."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from kith.project.site_settings import KITH_WORRIED
from kith.publishing.models import Editor, SitePage
from kith.publishing.services.demonstrating import fill_contacts, fill_toolkits
from kith.publishing.views.errors import server_error
from tests.publishing.inside import newsroom
from tests.publishing.inside.readers import keeper


def editor() -> Any:
    return Editor.objects.create_superuser("Mina@example.org", "a long enough one", name="Mina Field")


@pytest.mark.parametrize("address", ["/", "/privacy"])
def test_every_page_says_what_to_do_about_a_child(reader: Client, address: str) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    for words in KITH_WORRIED.values():
        assert words in page.content.decode()
    assert b"noindex" not in page.content
    assert not page.cookies


# Answers that are no page for a reader: files, feeds, colours, and what only sends on.
NO_PAGES = ("feed.rss", "sitemap.xml", "theme.css", "alive", "documents/", "media/", "cms/", "static/", "mail/")


def public_addresses(found: list[Any], prefix: str = "") -> Iterator[str]:
    """Return every address of the site that asks for nothing, by the site's own list of addresses."""
    for one in found:
        route = prefix + str(one.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(one, URLResolver):
            yield from public_addresses(one.url_patterns, route)
        elif not route.startswith(NO_PAGES) and not any(mark in route for mark in "<(["):
            yield f"/{route}"


def test_every_public_address_says_what_to_do_about_a_child() -> None:
    newsroom.winter_issue()
    fill_toolkits(now=timezone.now())
    fill_contacts(now=timezone.now())
    made = [f"/toolkits/pre-birth-planning/v2/{name}/" for name in ("checklist", "form", "changes")]
    pages = [page.get_url() for page in SitePage.objects.live().filter(depth__gt=1)]
    addresses = sorted({*public_addresses(get_resolver().url_patterns), *pages, *made, "/no/such/page", "/feed.rss/x"})
    assert len(addresses) > 20 and {"/tell-us/", "/accounts/login/", "/accessibility"} <= set(addresses)
    for address in addresses:
        answer = Client(raise_request_exception=False).get(address, follow=True)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for words in KITH_WORRIED.values():
            assert words in answer.content.decode(), (address, answer.status_code)


@pytest.mark.parametrize("broken", [ValueError("a fault"), OperationalError("no database")])
def test_an_error_says_what_to_do_about_a_child(rf: RequestFactory, broken: Exception) -> None:
    try:
        raise broken
    except Exception:  # noqa: BLE001 -- the handler reads which error it answers
        page = server_error(rf.get("/"))
    assert page.status_code == (503 if isinstance(broken, OperationalError) else 500)
    for words in KITH_WORRIED.values():
        assert words in page.content.decode()
    for name in ("400", "403", "403_csrf", "404", "429"):
        assert KITH_WORRIED["urgent"] in render_to_string(f"{name}.html", request=rf.get("/"))


def test_an_error_without_a_database_asks_none(rf: RequestFactory) -> None:
    with CaptureQueriesContext(connection) as queries:
        server_error(rf.get("/"))
    assert len(queries) == 0


# What is said to staff of an agency, and what the machinery is called: neither is for a reader.
NOT_FOR_READERS = ("your agency’s procedure", "agency contact", "casework", "administrator of this service", "CSRF")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_speaks_to_the_public(rf: RequestFactory, name: str) -> None:
    page = BeautifulSoup(render_to_string(f"{name}.html", request=rf.get("/")), "html.parser")
    main, foot = page.select_one("main"), page.select_one("footer")
    assert main is not None and foot is not None
    assert len(main.select("p")) >= 3, "what happened, what it means, what to do next"
    assert "Worried about a child?" in main.get_text() and "call 999" in foot.get_text()
    assert [words for words in NOT_FOR_READERS if words in page.get_text()] == []
    assert main.select("a[href='/']"), "the way on"


def test_too_many_wrong_passwords_are_answered_by_the_sites_own_page(reader: Client) -> None:
    tries = {"login": "nobody@example.org", "password": "x"}
    answers = [reader.post("/accounts/login/", tries) for _ in range(settings.AXES_FAILURE_LIMIT)]
    locked = answers[-1].content.decode()
    assert answers[-1].status_code == 429
    assert "Too many tries" in locked and KITH_WORRIED["urgent"] in locked


@override_settings(KITH_DEMO=True)
def test_a_demo_says_that_it_is_invented_and_never_that_a_public_page_is_sensitive(reader: Client) -> None:
    page = reader.get("/").content.decode()
    assert "everything here is invented" in page
    assert "SENSITIVE" not in page


def test_a_reader_gets_the_strict_policy(reader: Client) -> None:
    policy = reader.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def policy_of(answer: Any) -> dict[str, list[str]]:
    """Return what the policy of an answer allows, by directive; a nonce is called so."""
    found = {}
    for part in answer["Content-Security-Policy"].split(";"):
        name, *sources = part.split()
        found[name] = ["nonce" if source.startswith("'nonce-") else source for source in sources]
    return found


@pytest.mark.parametrize(
    ("address", "scripts"), [("/cms/", ["'self'", "'unsafe-inline'"]), ("/cms/events/", ["'self'", "nonce"])]
)
def test_an_editing_page_may_stand_in_a_frame_of_the_site_and_its_policy_contradicts_itself_nowhere(
    reader: Client, address: str, scripts: list[str]
) -> None:
    keeper(reader)
    policy = policy_of(reader.get(address))
    assert policy["frame-ancestors"] == policy["frame-src"] == ["'self'"]
    assert policy["script-src"] == policy["style-src"] == scripts
    assert policy["default-src"] == policy["base-uri"] == ["'none'"]
    assert [name for name, sources in policy.items() if "'none'" in sources and len(sources) > 1] == []


def test_a_draft_can_be_shown_beside_its_form_and_has_otherwise_the_policy_of_readers(reader: Client) -> None:
    keeper(reader)
    page = newsroom.under(newsroom.home(), newsroom.news("A draft"), live=False)
    shown = policy_of(reader.get(f"/cms/pages/{page.pk}/view_draft/"))
    assert shown["frame-ancestors"] == ["'self'"] and shown["script-src"] == ["'self'", "nonce"]
    assert policy_of(reader.get("/"))["frame-ancestors"] == ["'none'"], "a page of readers is in nobody's frame"


def test_no_second_sign_in_goes_round_the_second_factor(reader: Client) -> None:
    assert reader.post("/_util/login/", {"username": "x"})["Location"] == "/accounts/login/"


@pytest.mark.parametrize("address", ["/cms/", "/cms/login/", "/cms/pages/"])
def test_nobody_edits_without_signing_in_through_the_one_door(reader: Client, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_an_editor_edits_only_with_a_second_factor(reader: Client) -> None:
    mina = editor()
    reader.force_login(mina, "allauth.account.auth_backends.AuthenticationBackend")
    assert reader.get("/cms/")["Location"] == "/accounts/2fa/totp/activate/"
    TOTP.activate(mina, "JBSWY3DPEHPK3PXP")
    page = reader.get("/cms/")
    assert page.status_code == 200
    assert (page["Cache-Control"] and "no-store" in page["Cache-Control"]) or "private" in page["Cache-Control"]


@override_settings(KITH_DEMO=True)
def test_an_editor_signs_in_and_is_not_asked_again_for_the_second_proof(reader: Client) -> None:
    editor()
    page = reader.get("/accounts/login/")
    assert "everything here is invented" in page.content.decode() and "SENSITIVE" not in page.content.decode()
    given = {"login": "mina@example.org", "password": "a long enough one"}
    arrived = reader.post("/accounts/login/?next=/cms/", given | {"next": "/cms/"}, follow=True)
    assert arrived.redirect_chain[-1][0] == "/accounts/2fa/totp/activate/" and arrived.status_code == 200


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/"])
def test_nobody_signs_themselves_up(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404
