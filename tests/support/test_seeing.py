"""Whoever is asked for something sees the child whom it is for, while it is asked, and no longer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from kith.access.models import Relationship, Staff
from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Role
from kith.support import services
from kith.support.models import Milestone, PlanStep
from kith.support.vocabulary import (
    MilestoneState,
    NewClosing,
    NewPlan,
    PlanClash,
    PlanOutcome,
    Reaching,
    StepMove,
    StepState,
)
from tests.support.conftest import Support
from tests.support.planned import WANTS, begun, goal_for, step, step_for
from tests.support.test_births import about, expect, unborn


@pytest.fixture
def colleague(support: Support) -> Staff:
    """Return a colleague of another agency who works with nobody yet."""
    return support.colleague("Lou Teach", "education")


def may_write(support: Support, staff: Staff, child: UUID) -> bool:
    """Test whether somebody may open a child and add to the record, as a page would ask."""
    who: dict[str, Any] = {"viewer": support.viewer(staff), "people": [child], "purpose": Purpose.SAFEGUARDING}
    try:
        with look(**who, action=Action.ADD, what="test") as shown:
            return shown.may_see(shown.person_ids[child], DataClass.CARE)
    except NotShown:
        return False


def test_the_owner_of_a_step_writes_in_the_plan_until_it_is_done(
    support: Support, colleague: Staff, signed_in: Any
) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    assert not may_write(support, colleague, child)
    made = step_for(support, child, goal, owner_id=colleague.pk)
    client: Client = signed_in(colleague)
    assert client.get(f"/support/people/{child}/plan/").status_code == 200
    done = StepMove(to=StepState.DONE, evidence="Seen together on Saturday.")
    services.move_step(public_id=child, step=made, move=done, seen=1, by=support.viewer(colleague), now=support.now)
    assert not may_write(support, colleague, child)


def test_a_step_that_goes_to_another_takes_the_reason_along(support: Support, colleague: Staff) -> None:
    child = begun(support)
    first = step_for(support, child, goal_for(support, child), owner_id=colleague.pk)
    other = support.colleague("Kim Nurse", "hospital")
    change: dict[str, Any] = {"public_id": child, "step": first, "by": support.worker, "now": support.now}
    services.edit_step(new=step(support, owner_id=other.pk), seen=1, **change)
    assert (may_write(support, colleague, child), may_write(support, other, child)) == (False, True)
    with pytest.raises(PlanClash) as clash:
        services.edit_step(new=step(support, owner_id=colleague.pk), seen=1, **change)
    kept: dict[str, Any] = {"public_id": child, "change": clash.value.change_id, "by": support.worker}
    services.settle_change(take=True, seen=2, now=support.now, **kept)
    assert (may_write(support, colleague, child), may_write(support, other, child)) == (True, False)


def test_each_reason_ends_by_itself_and_the_lead_sees_until_the_plan_is_closed(
    support: Support, colleague: Staff
) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    new = NewPlan(child_goal=WANTS, lead_id=colleague.pk)
    services.edit_plan(public_id=child, new=new, seen=1, by=support.worker, now=support.now)
    made = step_for(support, child, goal, owner_id=colleague.pk)
    dropped = StepMove(to=StepState.DROPPED, because="The brother moved away.")
    services.move_step(public_id=child, step=made, move=dropped, seen=1, by=support.worker, now=support.now)
    assert may_write(support, colleague, child), "the plan is still theirs to lead"
    end = NewClosing(outcome=PlanOutcome.REACHED, says="Sees his brother every week now.")
    services.close_plan(public_id=child, new=end, seen=2, by=support.worker, now=support.now)
    assert not may_write(support, colleague, child)
    assert may_write(support, support.partnership.staff[Role.PRACTITIONER], child), "an allocation is not support's"


def test_the_lead_of_a_path_and_the_owner_of_a_milestone_see_the_child(support: Support, colleague: Staff) -> None:
    child = unborn(support)
    lead = support.colleague("Mia Midwife", "hospital")
    expect(support, child, lead_id=lead.pk)
    assert may_write(support, lead, child)
    with connect_as("worker"):
        booking = Milestone.objects.get(key="booking").public_id
    services.give_milestone(milestone=booking, owner_id=colleague.pk, **about(support, child))
    assert may_write(support, colleague, child)
    reached = Reaching(to=MilestoneState.REACHED, on=support.today, says="Booked in.")
    services.reach_milestone(milestone=booking, new=reached, **about(support, child))
    assert (may_write(support, colleague, child), may_write(support, lead, child)) == (False, True)
    services.record_loss(on=support.today, says="The midwife told us.", **about(support, child))
    assert not may_write(support, lead, child)


def test_a_milestone_that_comes_near_at_night_lets_its_owner_see(support: Support, colleague: Staff) -> None:
    child = unborn(support)
    expect(support, child)
    with connect_as("worker"):
        later = Milestone.objects.filter(asked_at=None).earliest("due_on")
    services.give_milestone(milestone=later.public_id, owner_id=colleague.pk, **about(support, child))
    assert not may_write(support, colleague, child)
    before = support.now + (later.due_on - support.today) - timedelta(days=28)
    with connect_as("worker"):
        services.ask_for_milestones(by=None, now=before)
    begins = support.partnership.now - timedelta(days=1)
    with connect_as("worker"):
        held = Relationship.objects.get(staff=colleague)
        assert (held.source, held.source_ref) == ("support", f"support.milestone:{later.pk}")
        assert held.begins_at > begins and held.ends_at.date() >= later.due_on


def test_a_step_that_is_due_after_its_reason_runs_out_is_not_lost_and_never_without_an_end(
    support: Support, colleague: Staff
) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    due_on = support.today + timedelta(days=300)
    made = step_for(support, child, goal, owner_id=colleague.pk, due_on=due_on)
    other = step_for(support, child, goal, owner_id=colleague.pk, due_on=due_on)

    def reasons() -> list[timedelta]:
        with connect_as("worker"):
            ends = Relationship.objects.filter(staff=colleague).order_by("pk").values_list("ends_at", flat=True)
            return [end - support.now for end in ends]

    def at_night(day: int) -> int:
        with connect_as("worker"):
            return services.renew_reasons(by=None, now=support.now + timedelta(days=day))

    assert reasons() == [timedelta(days=180)] * 2
    assert at_night(160) == 0, "each still lasts more than a fortnight"
    dropped = StepMove(to=StepState.DROPPED, because="The brother moved away.")
    services.move_step(public_id=child, step=other, move=dropped, seen=1, by=support.worker, now=support.now)
    assert at_night(170) == 1, "what is over is not renewed"
    assert reasons()[0] == timedelta(days=328), "four weeks after its day"
    assert at_night(320) == 1, "late, it is still theirs"
    assert reasons()[0] == timedelta(days=348)
    with connect_as("worker"):
        PlanStep.objects.filter(public_id=made).update(owner=support.partnership.staff[Role.PRACTITIONER])
    assert at_night(340) == 0, "somebody else does it now"


def test_the_hospitals_contact_sees_the_child_until_it_is_born(support: Support) -> None:
    child = unborn(support)
    expect(support, child, weeks=33)
    nurse = support.colleague("Hal Ward", "hospital", role=Role.AGENCY_CONTACT)
    services.place_alert(contact_id=nurse.pk, **about(support, child))
    assert may_write(support, nurse, child)
    services.record_birth(born_on=support.today, **about(support, child))
    assert not may_write(support, nurse, child)
