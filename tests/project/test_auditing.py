"""The demo's audits: eight cases, twice, through the services, with everything that the pages of audits can show."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role
from kith.audit import selectors
from kith.audit.models import AuditTheme, Finding, ModeratedGrade
from kith.audit.vocabulary import AuditActionState, Question, ThemeState
from kith.learning.selectors import list_reviews, loop_of, open_facts
from kith.learning.vocabulary import ENOUGH
from kith.learning.vocabulary.briefings import BriefingState
from kith.project.commands.auditing import audit_cases
from kith.project.commands.choosing import Cast, choose_cast
from tests.worlds.knife_crime import put_entries
from tests.worlds.partnership import Partnership


@pytest.fixture
def cast(partnership: Partnership) -> Cast:
    """Return who does the demo's work; nine young people had a knife in the last year, and nine in the one before."""
    for agency in ("care", "education"):
        partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
    today = timezone.localdate()
    for number in range(18):
        person, _ = partnership.add_person(f"Eli{number}", "Ash", today - timedelta(days=365 * 15))
        on = today - timedelta(days=200 + 10 * (number % 9) + (365 if number < 9 else 0))
        put_entries(partnership, person, [("police", "police.weapon", on, None)])
    return choose_cast(first=partnership.staff[Role.PRACTITIONER].pk, now=timezone.now())


@pytest.mark.usefixtures("site_database")
def test_the_demos_audits_show_what_an_audit_can_come_to(cast: Cast, admin: psycopg.Connection) -> None:
    with connect_as("web"):
        assert len(list(audit_cases(cast))) == 3
    theme, before = AuditTheme.objects.order_by("-made_at")
    assert (theme.title, theme.state, before.state) == ("Knife crime", ThemeState.AUDITING, ThemeState.CLOSED)
    assert theme.follows_id == before.pk
    assert (theme.made_at - before.made_at).days == 365
    assert [cohort.size for each in (theme, before) for cohort in selectors.cohorts_of(each)] == [8, 8]
    tools = admin.execute(
        "SELECT state, count(*) FROM audit_agencytool t JOIN audit_auditcase c ON c.id = t.case_id "
        "WHERE c.theme_id = %s GROUP BY state ORDER BY state",
        (theme.pk,),
    ).fetchall()
    assert tools == [("draft", 6), ("returned", 18)]
    with connect_as("worker"):
        moved = ModeratedGrade.objects.values_list("section_id", flat=True)
        assert len(moved) == 5 and len(set(moved)) == 4, "one grade was moved, and later moved back"
    today = timezone.localdate()
    states = [(row.state, row.due_on < today) for row in selectors.actions_of(theme)]
    assert sorted(states) == [
        (AuditActionState.ACCEPTED, True),
        (AuditActionState.AGREED, True),
        (AuditActionState.EVIDENCED, True),
    ], "one accepted, one late, one that waits with its evidence"
    assert {row.asked for row in Finding.objects.filter(theme=theme).select_related("own")} >= set(Question)
    own = {row.number for row in selectors.questions_of(before)}
    moved_by = {each.question: each.points for each in selectors.difference_of(theme)}
    assert own <= set(moved_by) and any(moved_by[number] for number in own)
    loop = loop_of(theme.public_id, viewer=viewer_of(theme.lead, timezone.now()))
    assert loop is not None
    taught = {each.finding.asked: [one.title for one in each.taught] for each in loop.findings if each.taught}
    assert taught == {asked: ["Help that came in time"] for asked in (Question.VOICE_SOUGHT, *own)}
    with connect_as("web"):
        assert list(audit_cases(cast)) == []


@pytest.mark.usefixtures("site_database")
def test_one_briefing_tells_facts_that_fit_enough_and_another_waits_with_what_to_tell_more_coarsely(
    partnership: Partnership, cast: Cast
) -> None:
    with connect_as("web"):
        list(audit_cases(cast))
    about: dict[str, Any] = {"viewer": partnership.viewer(Role.AUDITOR), "purpose": Purpose.AUDIT}
    told, waits = sorted(list_reviews(**about), key=lambda row: row.briefing.state == BriefingState.DRAFTING)
    assert (told.briefing.state, waits.briefing.state) == (BriefingState.HANDED, BriefingState.DRAFTING)
    assert told.briefing.facts, "facts are told"
    assert told.briefing.k is not None and told.briefing.k >= ENOUGH
    assert "a girl" in told.briefing.facts and "A girl." in told.briefing.words["1"]
    offered = open_facts(public_id=waits.person, review=waits.review, **about)[1]
    assert offered.k is not None and offered.k < ENOUGH
    assert offered.steps and len(offered.advice) == len(offered.steps)
    assert offered.steps[-1].k >= ENOUGH, "who does what it says tells a text that fits enough"
