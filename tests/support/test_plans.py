"""A plan from the child's goal to its closing: the voice first, disagreement kept, every step accounted for."""

from datetime import timedelta
from typing import Any

import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Refused
from kith.chronology.models import CareDetail, Entry
from kith.support import services
from kith.support.models import FamilyAnswer, Goal, Plan, PlanReference, PlanReview
from kith.support.vocabulary import (
    FamilyAgrees,
    FamilyMember,
    NewClosing,
    NewGoal,
    NewPlan,
    NewReference,
    NewReview,
    OtherPlan,
    PlanClash,
    PlanOutcome,
    PlanRefused,
    StepActor,
    StepState,
    VoiceMissing,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.conftest import SAID, Support
from tests.support.planned import WANTS, agreed, answer, begun, goal_for, move, plan_for, step, step_for


def test_a_plan_needs_the_childs_voice_a_lead_and_a_review_ahead(support: Support) -> None:
    child = support.child()
    with pytest.raises(VoiceMissing, match="A plan needs the child's voice"):
        plan_for(support, child)
    support.hear(child, heard_on=support.ago(43))
    with pytest.raises(VoiceMissing):
        plan_for(support, child)
    support.hear(child, declined=True, words="", next_try_on=support.ahead(3))
    for wrong, says in (
        ({"child_goal": "  "}, "in the child's own words"),
        ({"review_on": support.today}, "lies in the past"),
        ({"review_on": support.ago(400)}, "lies in the past"),
        ({"review_on": support.ahead(183)}, "Nobody waits longer"),
        ({"lead_id": None}, "Name one person"),
        ({"lead_id": 10**9}, "Name one person"),
    ):
        with pytest.raises(PlanRefused, match=says):
            plan_for(support, child, **wrong)
    plan_for(support, child)
    with pytest.raises(PlanRefused, match="has a plan already"):
        plan_for(support, child)
    review = Task.objects.get(kind=TaskKind.PLAN_REVIEW)
    assert (review.due_on, review.link) == (support.ahead(90), "/support/people/~/plan/")


def test_a_date_of_review_in_the_past_is_refused_wherever_it_is_written(support: Support) -> None:
    child = support.child()
    support.hear(child)
    with pytest.raises(PlanRefused, match="lies in the past"):
        plan_for(support, child, review_on=support.ago(1))
    child, _ = agreed(support, "Bea")
    who: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    past = NewPlan(child_goal=WANTS, lead_id=support.worker.staff_id, review_on=support.ago(1))
    with pytest.raises(PlanRefused, match="lies in the past"):
        services.edit_plan(new=past, seen=2, **who)
    found = NewReview(held_on=support.today, says="Better at school.", next_on=support.ago(1))
    with pytest.raises(PlanRefused, match="lies in the past"):
        services.review_plan(new=found, seen=2, **who)


def test_a_plan_refers_to_others_and_copies_none(support: Support) -> None:
    child = begun(support)
    new = NewReference(kind=OtherPlan.EDUCATION_HEALTH, reference="EHC-77", held_by="SEND team", since=support.ago(90))
    about: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    made = services.refer_to(new=new, **about)
    with pytest.raises(PlanRefused, match="already"):
        services.refer_to(new=new, **about)
    with pytest.raises(PlanRefused, match="so that it is found"):
        services.refer_to(
            new=NewReference(kind=OtherPlan.CARE, reference=" ", held_by="Care", since=support.today), **about
        )
    with pytest.raises(PlanRefused, match="between the day it began"):
        services.end_reference(reference=made, ended_on=support.ago(91), seen=1, **about)
    assert services.end_reference(reference=made, ended_on=support.today, seen=1, **about) == 2
    columns = {field.name for field in PlanReference._meta.get_fields()}
    assert not columns & {"text", "content", "document", "goals"}


def test_an_agreed_plan_keeps_the_disagreement_and_is_told_in_the_story(support: Support) -> None:
    child = begun(support)
    about: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    with pytest.raises(PlanRefused, match="at least one goal"):
        services.agree_plan(seen=1, **about)
    goal = goal_for(support, child)
    with pytest.raises(PlanRefused, match="a step towards it"):
        services.agree_plan(seen=1, **about)
    step_for(support, child, goal)
    with pytest.raises(PlanRefused, match="what the child and a parent or carer says"):
        services.agree_plan(seen=1, **about)
    with pytest.raises(PlanRefused, match="what they do not agree with"):
        answer(support, child, FamilyMember.PARENT, FamilyAgrees.NO, "Mum")
    answer(support, child, FamilyMember.CHILD, FamilyAgrees.PARTLY, "Ada", "Not on Sundays.")
    with pytest.raises(PlanRefused, match="what a parent or carer says"):
        services.agree_plan(seen=1, **about)
    answer(support, child, FamilyMember.PARENT, FamilyAgrees.NO, "Mum", "Saturdays are when I work.")
    with pytest.raises(PlanRefused, match="once it is agreed"):
        services.review_plan(new=NewReview(held_on=support.today, says="Better than before."), seen=1, **about)
    assert services.agree_plan(seen=1, **about) == 2
    with pytest.raises(PlanRefused, match="the plan is agreed"):
        services.agree_plan(seen=2, **about)
    with connect_as("worker"):
        says = CareDetail.objects.get(entry__kind="care.plan_agreed").says
        assert FamilyAnswer.objects.count() == 2
    assert WANTS in says and "Mum: does not agree (Saturdays are when I work.)" in says
    assert "Ada: agrees in part (Not on Sundays.)" in says


def test_a_step_is_done_with_what_shows_it_or_says_why_not_yet(support: Support) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    for wrong, says in (
        ({"what": " "}, "Say what is done"),
        ({"actor": StepActor.SERVICE}, "Say who that is"),
        ({"due_on": support.today}, "past"),
        ({"owner_id": None}, "Name one person"),
    ):
        with pytest.raises(PlanRefused, match=says):
            step_for(support, child, goal, **wrong)
    colleague = support.colleague("Lou Teach", "education", "Ada")
    made = step_for(support, child, goal, actor=StepActor.CHILD, owner_id=colleague.pk)
    task = Task.objects.get(kind=TaskKind.PLAN_STEP)
    assert (task.owner_id, task.due_on) == (colleague.pk, support.ahead(14))
    with pytest.raises(PlanRefused, match="Say why"):
        move(support, child, made, 1, StepState.CANNOT_YET, again_on=support.ahead(5))
    with pytest.raises(PlanRefused, match="looks again"):
        move(support, child, made, 1, StepState.CANNOT_YET, because="The brother is away.")
    why: dict[str, Any] = {"because": "The brother is away.", "again_on": support.ahead(30)}
    assert move(support, child, made, 1, StepState.CANNOT_YET, **why) == 2
    task.refresh_from_db()
    later = Task.objects.get(kind=TaskKind.PLAN_STEP, state=TaskState.OPEN)
    assert (task.state, later.due_on) == (TaskState.DONE, support.ahead(30))
    with pytest.raises(PlanRefused, match="what shows that it is done"):
        move(support, child, made, 2, StepState.DONE)
    assert move(support, child, made, 2, StepState.DONE, evidence="Seen together on two Saturdays.") == 3
    assert not Task.objects.filter(kind=TaskKind.PLAN_STEP, state=TaskState.OPEN).exists()
    with pytest.raises(PlanRefused, match="This step is done"):
        move(support, child, made, 3, StepState.STARTED)
    with pytest.raises(PlanRefused, match="stays as it was"):
        services.edit_step(public_id=child, step=made, new=step(support), seen=3, by=support.worker, now=support.now)


def test_a_review_needs_the_childs_voice_and_a_day_ahead(support: Support) -> None:
    child, _ = agreed(support)
    about: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    with pytest.raises(PlanRefused, match="lies in the past"):
        found = NewReview(held_on=support.today, says="Better at school.", next_on=support.ago(1))
        services.review_plan(new=found, seen=2, **about)
    with pytest.raises(PlanRefused, match="lies in the future"):
        services.review_plan(new=NewReview(held_on=support.ahead(1), says="Better at school."), seen=2, **about)
    late: dict[str, Any] = about | {"now": support.now + timedelta(days=50)}
    with pytest.raises(VoiceMissing, match="A review needs the child's voice"):
        services.review_plan(new=NewReview(held_on=support.today, says="Better at school."), seen=2, **late)
    found = NewReview(held_on=support.today, says="Better at school.", next_on=support.ahead(60))
    services.review_plan(new=found, seen=2, **about)
    with connect_as("worker"):
        assert PlanReview.objects.get().voice.words == SAID
        assert Plan.objects.get().review_on == support.ahead(60)
        assert SAID in CareDetail.objects.get(entry__kind="care.plan_reviewed").says
    open_reviews = Task.objects.filter(kind=TaskKind.PLAN_REVIEW, state=TaskState.OPEN)
    assert [task.due_on for task in open_reviews] == [support.ahead(60)]


def test_closing_accounts_for_every_step_and_ends_every_task(support: Support) -> None:
    child, _ = agreed(support)
    about: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    short = NewClosing(outcome=PlanOutcome.REACHED, says="Sees his brother every week now.")
    with pytest.raises(PlanRefused, match="1 steps are not done"):
        services.close_plan(new=short, seen=2, **about)
    whole = NewClosing(outcome=short.outcome, says=short.says, open_steps_because="Dad drives them now.")
    with pytest.raises(PlanClash):
        services.close_plan(new=whole, seen=1, **about)
    services.close_plan(new=whole, seen=2, **about)
    assert not Task.objects.filter(kind__in=[TaskKind.PLAN_STEP, TaskKind.PLAN_REVIEW], state=TaskState.OPEN).exists()
    with connect_as("worker"):
        assert "Dad drives them now." in CareDetail.objects.get(entry__kind="care.plan_closed").says
        assert set(Entry.objects.values_list("kind", flat=True)) >= {"care.plan_agreed", "care.plan_closed"}
    with pytest.raises(PlanRefused, match="no open plan"):
        goal_for(support, child)
    plan_for(support, child, child_goal="I want a bike.")


def test_who_may_not_write_writes_nothing(support: Support) -> None:
    child = begun(support)
    stranger = support.viewer(support.colleague("Nell Far", "lantern"))
    with pytest.raises((NotShown, Refused)):
        services.add_goal(public_id=child, new=NewGoal(words="A goal"), by=stranger, now=support.now)
    nurse = support.viewer(support.colleague("Kim Nurse", "hospital", "Ada"))
    made = services.add_goal(public_id=child, new=NewGoal(words="Eats with us"), by=nurse, now=support.now)
    with connect_as("worker"):
        assert Goal.objects.get().public_id == made
