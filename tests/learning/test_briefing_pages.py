"""A briefing by clicking: beside the record, what it tells, what is left to confirm, a second person's yes."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.learning.models import Briefing, CaseReview
from kith.learning.vocabulary.briefings import BriefingState
from tests.learning.briefings import Arrived, published
from tests.learning.conftest import Newsroom
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]


def fields(page: Any, *, but: str = "") -> dict[str, str]:
    """Return what a form would post as it stands."""
    text = page.content.decode()
    found = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(seen[^"]*)"[^>]*value="([^"]*)"', text))
    found |= {
        name: unescape(said).strip() for name, said in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<', text)
    }
    found |= dict(re.findall(r'<input[^>]*name="(part-0)"[^>]*value="([^"]*)"', text))
    return {name: value for name, value in found.items() if name != but}


@pytest.fixture
def lead(newsroom: Newsroom, signed_in: SignIn) -> Client:
    return signed_in(newsroom.audit.partnership.staff[Role.AUDITOR])


def test_a_briefing_goes_from_its_case_to_its_approval_by_clicking(
    newsroom: Newsroom, lead: Client, signed_in: SignIn
) -> None:
    _, person = newsroom.person()
    case = lead.get(f"/audit/people/{person}/{newsroom.theme.public_id}/")
    address = re.findall(r'href="(/learning/people/[^"]*)"', case.content.decode())[0]
    assert "Write a briefing about this case" in words(lead.get(address))
    assert lead.post(address, {}).status_code == 422
    begun = lead.post(address, {"form": "five-step"}, follow=True)
    shown = words(begun)
    assert "Alder Vale" in shown and "The record" in shown and "aged thirteen to fifteen" in begun.content.decode()
    with connect_as("worker"):
        review = CaseReview.objects.get()
    here = f"/learning/people/{person}/briefings/{review.public_id}/"
    typed = fields(begun) | {
        "part-0": "Help that came in time",
        "part-1": "Alder Vale lives with family in Zebton.",
        "part-5": "Ask each young person what they want.",
        "part-99": "Back in school",
    }
    assert "Saved." in words(lead.post(here, typed, follow=True))
    stale = lead.post(here, typed | {"part-1": "Another text."})
    assert stale.status_code == 422 and "Somebody has changed this part" in words(stale)
    assert "What somebody else saved meanwhile Alder Vale lives with family" in words(stale)
    checked = lead.get(f"{here}check/")
    said = words(checked)
    assert "may still tell somebody" in said and "Zebton" in said and "Alder Vale" in said
    assert "Give it to a second person" not in said
    keys = re.findall(r'name="keep"[^>]*value="([0-9a-f]{32})"', checked.content.decode())
    assert keys and lead.post(f"{here}check/", {"confirm": "1"}).status_code == 422
    kept = words(lead.post(f"{here}check/", {"confirm": "1", "keep": keys}, follow=True))
    assert "Nothing is left to confirm." in kept and "Say first which facts it tells" in kept
    facts = lead.get(f"{here}facts/")
    kinds = re.findall(r'<select[^>]*name="([^"]*)"', facts.content.decode())
    nothing = dict.fromkeys(kinds, "left-out")
    few = words(lead.post(f"{here}facts/", nothing | {"other": "three knives"}, follow=True))
    assert "Fewer than five" in few and "Leave out" in few
    assert "These facts fit 8 children" in words(lead.post(f"{here}facts/", nothing | {"sex": "told"}, follow=True))
    assert lead.post(f"{here}check/", {"give": "1"}).status_code == 422
    given = words(lead.post(f"{here}check/", {"give": "1", "has_read": "on"}, follow=True))
    assert "Waits for approval" in given
    briefing = Briefing.objects.get()
    page = f"/learning/briefings/{briefing.public_id}/"
    own = words(lead.get(page))
    assert "somebody else approves it" in own and not mentions(own, "Alder")
    chair = signed_in(newsroom.audit.partnership.staff[Role.PANEL_CHAIR])
    assert "Read a briefing about nobody" in words(chair.get("/work/"))
    read = chair.get(page)
    assert not mentions(words(read), "Alder") and "Zebton" in words(read)
    assert chair.post(page, {"seen": briefing.fingerprint}).status_code == 422
    yes = words(chair.post(page, {"seen": briefing.fingerprint, "has_read": "on"}, follow=True))
    assert "Approved. It goes to the public site within a minute." in yes
    assert "Withdrawn." in words(
        chair.post(f"{page}withdraw/", {"because": "A neighbour knew it.", "seen": 1}, follow=True)
    )
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.WITHDRAWN


def test_a_briefing_is_sent_back_with_what_is_wrong(newsroom: Newsroom, lead: Client, signed_in: SignIn) -> None:
    briefing = newsroom.checked()
    page = f"/learning/briefings/{briefing.public_id}/"
    chair = signed_in(newsroom.audit.partnership.staff[Role.PANEL_CHAIR])
    refused = chair.post(f"{page}send-back/", {"because": "No.", "seen": briefing.version})
    assert refused.status_code == 422 and "Say in a sentence why" in words(refused)
    because = {"because": "The third step tells too much.", "seen": briefing.version}
    assert "Sent back." in words(chair.post(f"{page}send-back/", because, follow=True))
    draft = re.findall(r'href="(/learning/people/[^"]*)"', lead.get("/learning/briefings/").content.decode())[0]
    assert "The third step tells too much." in words(lead.get(draft))


def test_what_the_site_has_is_revised_by_clicking_and_its_page_tells_both_versions(
    newsroom: Newsroom, lead: Client, signed_in: SignIn, arrived: Arrived
) -> None:
    briefing = published(newsroom)
    with connect_as("worker"):
        review = CaseReview.objects.get().public_id
    here = f"/learning/people/{newsroom.person()[1]}/briefings/{review}/"
    page = f"/learning/briefings/{briefing.public_id}/"
    assert "What went to the public site" not in words(lead.get(page)), "there is one version, and the page is of it"
    assert lead.get(f"{here}revise/").status_code == 405
    assert lead.post(f"{here}revise/", {"seen": "x"}).status_code == 404
    assert "Somebody has changed this briefing" in words(lead.post(f"{here}revise/", {"seen": "1"}, follow=True))
    seen = re.findall(r'name="seen" value="(\d+)"', lead.get(here).content.decode())
    opened = lead.post(f"{here}revise/", {"seen": seen}, follow=True)
    assert "You are revising it. The public site keeps the former words" in words(opened)
    newsroom.save(review, {3: "The young person carried a knife out of fear."})
    newsroom.check(review)
    chair = signed_in(newsroom.audit.partnership.staff[Role.PANEL_CHAIR])
    read = words(chair.get(page))
    assert "It is being revised." in read and read.count("out of fear") == 1 and "the site has this one" in read
    newsroom.approve(briefing)
    newsroom.hand_over()
    assert [verb for verb, *_ in arrived(briefing)] == ["approve", "replace"]
    told = words(chair.get(page))
    assert "It is being revised." not in told and told.count("Second Auditor") == 3
    assert "The young person carried a knife." in told and told.count("the site has this one") == 1


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.PUBLISHER, Role.SCRUTINEER, Role.ANALYST, Role.TEAM_MANAGER])
def test_who_has_no_part_in_briefings_reaches_none(newsroom: Newsroom, signed_in: SignIn, role: Role) -> None:
    briefing = newsroom.checked()
    with connect_as("worker"):
        review = CaseReview.objects.get()
    here = f"/learning/people/{newsroom.person()[1]}/briefings/"
    client = signed_in(newsroom.audit.partnership.staff[role])
    pages = ["/learning/briefings/", f"/learning/briefings/{briefing.public_id}/", f"{here}new/"]
    pages += [f"{here}{review.public_id}/{end}" for end in ("", "facts/", "check/")]
    assert client.post(f"{here}{review.public_id}/revise/", {"seen": "1"}).status_code in {403, 404}
    assert {client.get(page).status_code for page in pages} <= {403, 404}
