"""An editor opens the form of every kind of page, chooses of what was released, and is told what is wrong."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.publishing.models import Editor, SitePage
from tests.publishing.inside.newsroom import briefing, figures, home

KINDS = ["issue", "news", "bulletin", "briefing", "annualreport", "review", "initiative", "listing"]


@pytest.fixture
def editing(reader: Client) -> Client:
    mina: Any = Editor.objects.create_superuser("Mina@example.org", "a long enough one", name="Mina Field")
    TOTP.activate(mina, "JBSWY3DPEHPK3PXP")
    reader.force_login(mina, "allauth.account.auth_backends.AuthenticationBackend")
    return reader


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_every_kind_opens_and_offers_what_was_released(editing: Client, kind: str) -> None:
    figures(title="Audit of the autumn")
    briefing(title="Approved briefing")
    page = editing.get(f"/cms/pages/add/publishing/{kind}page/{home().pk}/")
    assert page.status_code == 200
    offered = page.content.decode()
    if kind == "briefing":
        assert "Approved briefing" in offered
    if kind == "annualreport":
        assert "Audit of the autumn" in offered
    if kind == "bulletin":
        assert "Audit of the autumn: had a plan, 4 of 8" in offered, "the block of a finding offers the figure"


def test_an_editor_who_sends_a_page_on_by_the_form_is_told_each_fault(editing: Client) -> None:
    words = {"title": "Report", "slug": "report", "year": "2019", "summary": "", "release": ""}
    body = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": ""}
    heading = {"body-0-value-level": "4", "body-0-value-text": "Too deep"}
    where = f"/cms/pages/add/publishing/annualreportpage/{home().pk}/"
    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', editing.get(where).content.decode()))
    typed = {**hidden, **words, **body, **heading}
    said = editing.post(where, typed | {"action-submit": "1"}).content.decode()
    assert "“Too deep” skips a level" in said
    assert not SitePage.objects.filter(slug="report").exists()
    alone = editing.post(where, typed | {"body-0-value-level": "2", "action-publish": "1"}).content.decode()
    assert "Nobody publishes alone what they wrote" in alone
    assert editing.post(where, typed | {"body-0-value-level": "2", "action-submit": "1"}).status_code == 302
    assert not SitePage.objects.get(slug="report").live, "it waits for somebody else"
