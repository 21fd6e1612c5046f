"""From finding to practice on one page: what was done, what teaches, what came of events, what the next audit found."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Viewer
from kith.audit import services as audits
from kith.audit.models import Finding
from kith.audit.vocabulary import EventsLearned, Question
from kith.learning import selectors, services
from kith.learning.models import Briefing, CaseReview
from kith.learning.vocabulary import Telling
from tests.audit.conftest import Audit
from tests.audit.test_findings import act
from tests.learning.conftest import Newsroom
from tests.learning.releasing import WHY, approve, propose
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]


def learn(item: UUID, now: datetime, **numbers: int | None) -> None:
    """Let the site have told what came of the events that answer one thing."""
    known: dict[str, Any] = {"booked": 30, "came": 22, "evaluated": 20, "more_confident": None}
    known |= {"answered_later": 12, "changed": 9}
    told = EventsLearned(item=item, series=("Noting the risk",), counted_at=now, **known | numbers)
    with connect_as("worker"):
        audits.take_learned(told=[told], by=None, now=now)


def answering(newsroom: Newsroom, *questions: Question) -> tuple[Briefing, UUID]:
    """Bring a briefing that answers findings as far as its check, and return it with the number of its draft."""
    briefing = newsroom.checked()
    with connect_as("worker"):
        review = CaseReview.objects.get(briefing=briefing).public_id
    rows = Finding.objects.filter(theme=newsroom.theme, question__in=questions)
    services.answer_findings(
        public_id=newsroom.person()[1],
        review=review,
        findings=list(rows.values_list("public_id", flat=True)),
        by=newsroom.writer,
        now=timezone.now(),
    )
    newsroom.check(review)
    return newsroom.briefing(review), review


@pytest.mark.usefixtures("site_database")
def test_what_followed_from_a_finding_stands_on_one_page(newsroom: Newsroom, signed_in: SignIn) -> None:
    eight, first = newsroom.audit, newsroom.theme
    row, owner = act(eight, first), eight.auditor("care")
    audits.show_evidence(action=row.public_id, evidence="All were briefed.", seen=1, by=owner, now=eight.now)
    audits.accept_evidence(action=row.public_id, seen=2, by=eight.lead, now=eight.now)
    briefing, _ = answering(newsroom, Question.REFERRALS_SILENT)
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    address = f"/learning/audits/{first.public_id}/"
    before = words(lead.get(address))
    assert "Briefing: Not to be read before it is public Waits for approval" in before
    assert briefing.title not in before and "No event on it has been told of yet." in before
    newsroom.approve(briefing)
    newsroom.hand_over()
    learn(briefing.public_id, eight.now)
    again = eight.counted(follows=first.public_id)
    page = words(lead.get(address))
    assert "1 of 1 action accepted" in page
    assert "Brief every team on noting the risk in a referral." in page and "All were briefed." in page
    assert f"Briefing: {briefing.title} With the public site" in page
    assert "Noting the risk Came: 22; booked, for dates to come too: 30" in page
    assert "More confident afterwards: too few to say of 20 who said" in page, "a small number is never nought"
    assert "asked six weeks after: 9 of 12 who answered" in page
    assert "This audit: 3 of 5; the next one: 3 of 5 (the same)." in page
    assert page.index("Findings from which nothing has followed") < page.index("All (8 of 8) of the young people are")
    assert not mentions(page, "Alder")
    after = words(lead.get(f"/learning/audits/{again.public_id}/"))
    assert "Nothing has followed from this audit yet." in after
    assert "/learning/audits/" in lead.get(f"/audit/{first.public_id}/").content.decode()


@pytest.mark.usefixtures("site_database")
def test_a_withdrawn_briefing_teaches_nothing_any_more_and_its_events_go_with_it(newsroom: Newsroom) -> None:
    briefing, _ = answering(newsroom, Question.REFERRALS_SILENT, Question.VOICE_SOUGHT)
    newsroom.approve(briefing)
    newsroom.hand_over()
    learn(briefing.public_id, timezone.now(), changed=None)

    def told() -> dict[object, list[int | None]]:
        found = selectors.loop_of(newsroom.theme.public_id, viewer=newsroom.writer)
        assert found is not None and len(found.findings) == len(Question)
        return {each.finding.asked: [one.changed for one in each.events] for each in found.findings if each.taught}

    assert told() == {Question.REFERRALS_SILENT: [None], Question.VOICE_SOUGHT: [None]}
    services.withdraw_briefing(
        public_id=briefing.public_id, because="The family asked for it.", by=newsroom.approvers[0], now=timezone.now()
    )
    assert told() == {}


def test_an_audit_from_which_nothing_followed_says_what_to_do(eight: Audit, signed_in: SignIn) -> None:
    theme = eight.plan()
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    assert "Nothing has followed from this audit yet." in words(lead.get(f"/learning/audits/{theme.public_id}/"))


def test_the_loop_is_read_by_whoever_reads_the_findings(eight: Audit, signed_in: SignIn) -> None:
    theme = eight.counted()
    address = f"/learning/audits/{theme.public_id}/"
    roles = (Role.SCRUTINEER, Role.PANEL_CHAIR, Role.PRACTITIONER, Role.ANALYST, Role.PUBLISHER)
    shown = [signed_in(eight.partnership.staff[role]).get(address).status_code for role in roles]
    assert shown == [200, 200, 403, 403, 403]
    assert signed_in(eight.auditors["hospital"]).get(address).status_code == 404, "who was not asked finds no audit"
    assert selectors.loop_of(uuid4(), viewer=eight.lead) is None


def test_each_finding_says_which_figures_everybody_can_read_and_how_far_they_moved(
    newsroom: Newsroom, signed_in: SignIn, publisher: Viewer
) -> None:
    eight, first = newsroom.audit, newsroom.theme
    again = eight.counted(follows=first.public_id)
    figures = {Question.MALE: Telling.EXACT, Question.EHCP: Telling.BAND}
    out = propose(eight, first, figures, title="Knife crime, the first audit")
    approve(eight, out, publisher)
    waits = propose(eight, again, {Question.MALE: Telling.EXACT}, title="Knife crime, again")
    lead, reader = (signed_in(eight.partnership.staff[role]) for role in (Role.AUDITOR, Role.SCRUTINEER))
    address = f"/learning/audits/{first.public_id}/"
    page = words(lead.get(address))
    assert "Released figures This audit: 8 of 8 Approved; on its way to the site" in page
    assert "The next audit: 8 of 8 Waits for a second person" in page, "what only waits has not moved for readers"
    assert "Released figures This audit: fewer than 5 Approved" in page
    assert f"/learning/releases/{out}/" in lead.get(address).content.decode()
    assert "/learning/releases/" not in reader.get(address).content.decode().partition("</nav>")[2]
    approve(eight, waits, publisher)
    assert "The next audit: 8 of 8 (the same) Approved" in words(reader.get(address))
    after = words(reader.get(f"/learning/audits/{again.public_id}/"))
    assert "Released figures The audit before: 8 of 8 Approved; on its way to the site" in after
    services.withdraw_release(public_id=waits, because=WHY, by=publisher, now=eight.now)
    assert "The next audit: 8 of 8 Withdrawn" in words(reader.get(address))
    found = selectors.loop_of(first.public_id, viewer=eight.lead)
    assert found is not None
    told = {each.finding.asked: each.released.here and each.released.here.told for each in found.findings}
    assert told[Question.EHCP] == "fewer than 5" and told[Question.VOICE_SOUGHT] is None
