"""The frame of the site: open to readers, closed to whoever is not known twice over, one box on every page."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, override_settings

from kith.project.site_settings import KITH_WORRIED
from kith.publishing.models import Editor


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


@override_settings(KITH_DEMO=True)
def test_a_demo_says_that_it_is_invented_and_never_that_a_public_page_is_sensitive(reader: Client) -> None:
    page = reader.get("/").content.decode()
    assert "everything here is invented" in page
    assert "SENSITIVE" not in page


def test_a_reader_gets_the_strict_policy(reader: Client) -> None:
    policy = reader.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


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


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/"])
def test_nobody_signs_themselves_up(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404
