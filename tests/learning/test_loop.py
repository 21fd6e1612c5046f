"""From finding to practice on one page: what was done, what teaches, what came of events, what the next audit found."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Viewer
from kith.audit import services
from kith.audit.models import Finding
from kith.audit.services import take_learned
from kith.audit.vocabulary import EventsLearned, Question
from kith.learning import selectors
from kith.learning.vocabulary.loop import Taught, TaughtBy
from tests.audit.conftest import Audit, audit, eight, signed_in
from tests.audit.test_findings import act
from tests.audit.test_pages import words
from tests.worlds.words import mentions

__all__ = ["audit", "eight", "signed_in"]  # fixtures of the tests of audits
ITEM = uuid4()


class Pretend:
    """A briefing that answers the last finding it is asked about."""

    def taught(self, findings: Sequence[UUID], *, viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
        """Return it."""
        briefing = Taught(item=ITEM, kind=TaughtBy.BRIEFING, title="Rowan", stands="On the public site", is_public=True)
        return {findings[-1]: [briefing]} if findings else {}


@pytest.fixture
def taught(settings: Any) -> None:
    settings.KITH_TEACHES = ["tests.learning.test_loop.Pretend"]


def learn(now: datetime, **numbers: int | None) -> None:
    known: dict[str, Any] = {"booked": 30, "came": 22, "evaluated": 20, "more_confident": None}
    known |= {"answered_later": 12, "changed": 9}
    told = EventsLearned(item=ITEM, series=("Noting the risk",), counted_at=now, **known | numbers)
    with connect_as("worker"):
        take_learned(told=[told], by=None, now=now)


@pytest.mark.usefixtures("taught")
def test_what_followed_from_a_finding_stands_on_one_page(eight: Audit, signed_in: Callable[[Staff], Client]) -> None:
    first = eight.counted()
    row = act(eight, first)
    owner = eight.auditor("care")
    services.show_evidence(action=row.public_id, evidence="All were briefed.", seen=1, by=owner, now=eight.now)
    services.accept_evidence(action=row.public_id, seen=2, by=eight.lead, now=eight.now)
    learn(eight.now)
    again = eight.counted(follows=first.public_id)
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    page = words(lead.get(f"/learning/audits/{first.public_id}/"))
    assert "1 of 1 action accepted" in page
    assert "Brief every team on noting the risk in a referral." in page and "All were briefed." in page
    assert "Briefing: Rowan On the public site" in page
    assert "Noting the risk Came: 22 of 30 who booked" in page
    assert "More confident afterwards: too few to say of 20 who said" in page, "a small number is never nought"
    assert "asked six weeks after: 9 of 12 who answered" in page
    assert "This audit: 3 of 5; the next one: 3 of 5 (the same)." in page
    assert "Findings from which nothing has followed All (8 of 8) of the young people are male." in page.replace(
        "None (0 of 8) of the young people are, by the record, linked to county lines. ", ""
    )
    assert not mentions(page, "Alder")
    after = words(lead.get(f"/learning/audits/{again.public_id}/"))
    assert "The audit before: 3 of 5; this one: 3 of 5 (the same)." in after and "Not audited again yet." in after
    assert "/learning/audits/" in lead.get(f"/audit/{first.public_id}/").content.decode()


def test_an_audit_from_which_nothing_followed_says_what_to_do(
    eight: Audit, signed_in: Callable[[Staff], Client]
) -> None:
    theme = eight.plan()
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    assert "Nothing has followed from this audit yet." in words(lead.get(f"/learning/audits/{theme.public_id}/"))


def test_the_loop_is_read_by_whoever_reads_the_findings(eight: Audit, signed_in: Callable[[Staff], Client]) -> None:
    theme = eight.counted()
    address = f"/learning/audits/{theme.public_id}/"
    shown = {
        role: signed_in(eight.partnership.staff[role]).get(address).status_code
        for role in (Role.SCRUTINEER, Role.PANEL_CHAIR, Role.PRACTITIONER, Role.ANALYST, Role.PUBLISHER)
    }
    assert shown == {
        Role.SCRUTINEER: 200,
        Role.PANEL_CHAIR: 200,
        Role.PRACTITIONER: 403,
        Role.ANALYST: 403,
        Role.PUBLISHER: 403,
    }
    assert signed_in(eight.auditors["hospital"]).get(address).status_code == 404, "who was not asked finds no audit"
    assert selectors.loop_of(uuid4(), viewer=eight.lead) is None


@pytest.mark.usefixtures("taught")
def test_events_are_told_only_beside_what_they_answer(eight: Audit) -> None:
    theme = eight.counted()
    learn(eight.now, changed=None)
    found = selectors.loop_of(theme.public_id, viewer=eight.lead)
    assert found is not None
    told = {each.finding.asked: [one.changed for one in each.events] for each in found.findings if each.events}
    assert told == {Question.REFERRALS_SILENT: [None]}
    assert len(found.findings) == Finding.objects.filter(theme=theme).count()
