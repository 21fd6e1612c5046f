"""The demo's work is done through the same doors as everybody's, and leaves something real on every page."""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.audit.vocabulary import ReviewState
from kith.panel.vocabulary import ActionState, MeetingState, Status
from kith.project.commands.directing import fill_directory
from kith.project.commands.working import PARTS, set_to_work
from kith.referrals.vocabulary import ReferralState
from kith.support.vocabulary import StepState
from kith.support.vocabulary.interventions import InterventionState
from tests.worlds.partnership import Partnership

AGENCIES = ("care", "education", "yjs", "hospital", "lantern")
CHILDREN = 19


@pytest.fixture
def staffed(partnership: Partnership) -> Partnership:
    """Return a partnership with a contact in each agency and a worker with enough children."""
    for agency in AGENCIES:
        partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
    for number in range(CHILDREN):
        born_on = timezone.localdate() - timedelta(days=365 * (17 - number % 8) + 30)
        person_id, _ = partnership.add_person(f"Eli{number}", "Ash", born_on=born_on)
        partnership.relate(partnership.staff[Role.PRACTITIONER], person_id)
    with connect_as("worker"):
        fill_directory(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=timezone.now())
    return partnership


def found(admin: psycopg.Connection, statement: str) -> set[str]:
    return {str(row[0]) for row in admin.execute(statement).fetchall()}


def test_the_demo_shows_every_state_and_a_second_time_adds_nothing(
    staffed: Partnership, admin: psycopg.Connection
) -> None:
    first, now = staffed.staff[Role.PRACTITIONER], timezone.now()
    assert len(list(set_to_work(first=first, now=now))) == PARTS
    assert found(admin, "SELECT status FROM panel_case") == set(Status)
    assert found(admin, "SELECT state FROM panel_panelaction") == set(ActionState)
    assert found(admin, "SELECT state FROM panel_meeting") == {
        MeetingState.PLANNED,
        MeetingState.ENDED,
        MeetingState.APPROVED,
    }
    assert found(admin, "SELECT state FROM referrals_referral") == set(ReferralState)
    assert found(admin, "SELECT state FROM support_intervention") == set(InterventionState)
    assert found(admin, "SELECT state FROM support_planstep") == set(StepState) - {StepState.DROPPED}
    assert found(admin, "SELECT state FROM support_plan") == {"draft", "agreed", "closed"}
    late = "SELECT kind FROM work_task WHERE state = 'open' AND due_on < current_date"
    assert {"panel_triage", "panel_research", "referral_acknowledge", "action"} <= found(admin, late)
    held_back = "SELECT count(*) FROM panel_heldback h JOIN panel_return r USING (research_id)"
    assert found(admin, held_back) != {"0"}
    ahead = "SELECT count(*) FROM panel_item i JOIN panel_meeting m ON m.id = i.meeting_id WHERE m.begins_at > now()"
    assert found(admin, ahead) == {"6"}
    assert found(admin, "SELECT count(*) FROM support_pregnancy") == {"1"}
    assert found(admin, "SELECT state FROM audit_statutoryreview") == {ReviewState.NOTIFIED, ReviewState.SCOPED}
    assert found(admin, "SELECT state FROM audit_section11round") == {"auditing", "closed"}
    assert found(admin, "SELECT state FROM subject_access_subjectrequest") == {"received", "gathered"}
    counts = "SELECT (SELECT count(*) FROM access_trace), (SELECT count(*) FROM chronology_entry)"
    before = admin.execute(counts).fetchall()
    list(set_to_work(first=first, now=now))
    assert admin.execute(counts).fetchall() == before


def test_a_county_with_few_children_is_set_to_work_too(partnership: Partnership, admin: psycopg.Connection) -> None:
    person_id, _ = partnership.add_person("Eli", "Ash")
    partnership.relate(partnership.staff[Role.PRACTITIONER], person_id)
    list(set_to_work(first=partnership.staff[Role.PRACTITIONER], now=timezone.now()))
    assert found(admin, "SELECT status FROM panel_case") == {Status.LISTED}
    assert found(admin, "SELECT state FROM support_plan") == {"agreed"}
