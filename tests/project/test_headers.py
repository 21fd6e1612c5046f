"""What every answer tells the browser: the policy of its content, and that nobody keeps a copy."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.urls import urlpatterns as library
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import override_settings

from kith.access.vocabulary import Role
from kith.project.open_sign_in import OPEN
from tests.access.test_canaries import addresses
from tests.environment import HOME
from tests.project.test_sign_in import addresses as sign_in_addresses
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce'",
    "style-src": "'self' 'nonce'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SENSORS = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb")
COLOURS = "/theme.css"  # the same for everybody, and so the one answer that may be kept


def policy_of(answer: HttpResponseBase) -> dict[str, str]:
    """Return the content policy by directive, with every nonce called so."""
    parts = (each.strip().partition(" ") for each in answer.headers["Content-Security-Policy"].split(";"))
    return {name: re.sub(r"'nonce-[^']+'", "'nonce'", sources) for name, _, sources in parts}


def problems(answer: HttpResponseBase, address: str) -> list[str]:
    """Return what an answer fails to say."""
    found = [f"{name} of {address}" for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    policy = policy_of(answer) if "Content-Security-Policy" in answer.headers else {}
    # A page that draws no script asks for no nonce, and then none is offered.
    named = {name: sources.replace(" 'nonce'", "") for name, sources in policy.items()}
    if named != {name: sources.replace(" 'nonce'", "") for name, sources in POLICY.items()}:
        found.append(f"Content-Security-Policy of {address}: {policy}")
    allowed = answer.headers.get("Permissions-Policy", "")
    found += [f"{sensor} of {address}" for sensor in SENSORS if f"{sensor}=()" not in allowed]
    if address != COLOURS and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append(f"Cache-Control of {address}: {answer.headers.get('Cache-Control')}")
    return found


@pytest.fixture
def everywhere(partnership: Partnership) -> Iterator[tuple[str, HttpResponseBase]]:
    """Return the answer of every address, as a stranger and as two members of staff."""
    child = Canary(partnership, "head")
    manager, steward = partnership.staff[Role.TEAM_MANAGER], partnership.staff[Role.DATA_STEWARD]
    partnership.relate(manager, child.person_id)
    clients = [Client(raise_request_exception=False) for _ in range(3)]
    for client, staff in zip(clients[1:], (manager, steward), strict=True):
        client.force_login(staff, BACKEND)
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        client.post(f"/people/{child.public_id}/", {"purpose": "safeguarding"})
    paths = [*addresses(child), *(path for _, path in sign_in_addresses(library)), "/nothing/here/"]
    return ((path, client.get(path)) for client in clients for path in paths)


def test_every_answer_carries_its_headers(everywhere: Iterator[tuple[str, HttpResponseBase]]) -> None:
    faults, shown = [], 0
    for address, answer in everywhere:
        faults += problems(answer, address)
        shown += answer.status_code == 200
        answer.close()  # a document's file is open until somebody has read it
    assert faults == []
    assert shown >= 30 + len(OPEN) // 2


def test_scripts_in_a_page_carry_the_nonce_of_its_own_answer(partnership: Partnership) -> None:
    first, second = (Client().get("/accounts/login/") for _ in range(2))
    assert policy_of(first) == policy_of(second) == POLICY
    offered = [re.findall(r"'nonce-([^']+)'", each.headers["Content-Security-Policy"]) for each in (first, second)]
    assert len(set(offered[0])) == len(set(offered[1])) == 1
    assert offered[0] != offered[1]
    scripts = re.findall(r"<script(?![^>]*(?:application/json| src=))[^>]*>", first.content.decode())
    assert scripts
    assert [tag for tag in scripts if f'nonce="{offered[0][0]}"' not in tag] == []


def test_a_refusal_and_a_failure_carry_them_too(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kith.project.views.count_jobs", fail)
    client = Client(raise_request_exception=False)
    client.force_login(partnership.staff[Role.ADMINISTRATOR], BACKEND)
    TOTP.activate(partnership.staff[Role.ADMINISTRATOR], "JBSWY3DPEHPK3PXP")
    for address, status in (("/health/", 500), ("/receipts/", 403), ("/nothing/here/", 404)):
        answer = client.get(address)
        assert answer.status_code == status
        assert problems(answer, address) == []


def test_signing_out_leaves_nothing_behind_in_the_browser(partnership: Partnership) -> None:
    client = Client()
    client.force_login(partnership.staff[Role.PRACTITIONER], BACKEND)
    TOTP.activate(partnership.staff[Role.PRACTITIONER], "JBSWY3DPEHPK3PXP")
    assert "Clear-Site-Data" not in client.get("/work/").headers
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/work/").status_code == 302


@override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True)
def test_a_secure_answer_asks_for_no_other_kind(database: str) -> None:
    told = Client().get("/privacy", secure=True).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


def test_the_settings_of_a_public_installation_are_safe_to_deploy() -> None:
    words = os.environ | {"KITH_HTTPS": "1", "KITH_PROCESS": "web", "KITH_HOSTS": "kith.example.org"}
    words.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # a journey in the same session sets it for the browser's driver
    ask = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    told = subprocess.run(ask, env=words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout
    assert "(0 silenced)" in told.stdout
    assert HOME.exists()


def test_cookies_of_a_public_installation_travel_encrypted_and_unread_by_scripts() -> None:
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SECURE_SSL_REDIRECT"
    ask = f"from django.conf import settings; print(*(getattr(settings, name) for name in '{names}'.split()))"
    words = os.environ | {"KITH_HTTPS": "1", "KITH_PROCESS": "web"}
    told = subprocess.run([sys.executable, "-c", ask], env=words, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True"] * 4
