"""Makes the one plan of a child, changes what it is for, and refers to the plans that others hold."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.support.models import Goal, Plan, PlanReference
from kith.support.rules import (
    book_on,
    check_goal,
    check_plan,
    check_reference,
    checked_review,
)
from kith.support.selectors.staff import works_here
from kith.support.selectors.voice import require_voice
from kith.support.services.changing import Writing, change_part, keep_new, writing, writing_for
from kith.support.services.reminding import remind_of_review
from kith.support.vocabulary import NewGoal, NewPlan, NewReference, PlanRefused, PlanState


def begin_plan(*, public_id: UUID, new: NewPlan, by: Viewer, now: datetime) -> UUID:
    """Make the plan of a child whose voice was heard lately, the child's own goal first.

    Raises:
        VoiceMissing: nobody has heard the child lately.
        PlanRefused: there is a plan already, its review lies in the past, or nobody leads it.
        NotShown, Refused.
    """
    today = timezone.localdate(now)
    review_on = check_plan(new, today, book_on(today))
    lead_id = checked_owner(new.lead_id, "leads the plan", now)
    with writing_for(public_id, by=by, what="support.begin_plan") as found:
        if Plan.objects.filter(person_id=found.person_id, closed_at=None).exists():
            raise PlanRefused("This child has a plan already. One child has one plan: open it and add to it.")
        require_voice(found.person_id, what="A plan", now=now)
        made = Plan.objects.create(
            person_id=found.person_id,
            child_goal=new.child_goal.strip(),
            lead_id=lead_id,
            review_on=review_on,
            state=PlanState.DRAFT,
            edition=0,
            made_by_id=by.staff_id,
            made_at=now,
        )
        at = Writing(public_id=public_id, person_id=found.person_id, plan=made, by=by, now=now)
        keep_new(at, made)
        remind_of_review(plan=made, public_id=public_id, by=by, now=now)
        return made.public_id


def edit_plan(*, public_id: UUID, new: NewPlan, seen: int, by: Viewer, now: datetime) -> int:
    """Change the child's goal, the lead or the day of the review, and return the plan's new version.

    Raises:
        PlanClash: somebody else has changed it since `seen`; both texts are kept.
        PlanRefused, NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.edit_plan") as at:
        review_on = new.review_on or at.plan.review_on
        if not new.child_goal.strip():
            raise PlanRefused("Write down first what the child wants to be different, in the child's own words.")
        if review_on != at.plan.review_on:
            checked_review(review_on, at.today, book_on(at.today))
        lead_id = new.lead_id if new.lead_id == at.plan.lead_id else checked_owner(new.lead_id, "leads the plan", now)
        values = {"child_goal": new.child_goal.strip(), "lead_id": lead_id, "review_on": review_on}
        before = (at.plan.lead_id, at.plan.review_on)
        version = change_part(at, at.plan, values, seen)
        if (at.plan.lead_id, at.plan.review_on) != before:
            remind_of_review(plan=at.plan, public_id=public_id, by=by, now=now)
    return version


def add_goal(*, public_id: UUID, new: NewGoal, by: Viewer, now: datetime) -> UUID:
    """Make a goal of a child's plan.

    Raises:
        PlanRefused, NotShown, Refused.
    """
    check_goal(new)
    with writing(public_id, by=by, now=now, what="support.add_goal") as at:
        row = Goal.objects.create(plan=at.plan, person_id=at.person_id, words=new.words.strip(), whose=new.whose or "")
        keep_new(at, row)
    return row.public_id


def edit_goal(*, public_id: UUID, goal: UUID, new: NewGoal, seen: int, by: Viewer, now: datetime) -> int:
    """Change the words of a goal, and return its new version.

    Raises:
        PlanClash, PlanRefused, NotShown, Refused.
    """
    check_goal(new)
    with writing(public_id, by=by, now=now, what="support.edit_goal") as at:
        row = at.plan.goals.filter(public_id=goal).first()
        if row is None:
            raise PlanRefused("There is no such goal in this plan.")
        return change_part(at, row, {"words": new.words.strip(), "whose": new.whose or ""}, seen)


def refer_to(*, public_id: UUID, new: NewReference, by: Viewer, now: datetime) -> UUID:
    """Refer to a plan that another agency holds; nothing of it is copied.

    Raises:
        PlanRefused: it is referred to already, or could not be found by what is said.
        NotShown, Refused.
    """
    check_reference(new, timezone.localdate(now))
    with writing(public_id, by=by, now=now, what="support.refer_to_plan") as at:
        if at.plan.references.filter(kind=new.kind, reference=new.reference.strip(), ended_on=None).exists():
            raise PlanRefused("The plan refers to that one already.")
        row = PlanReference.objects.create(
            plan=at.plan,
            person_id=at.person_id,
            kind=new.kind,
            reference=new.reference.strip(),
            held_by=new.held_by.strip(),
            since=new.since,
        )
        keep_new(at, row)
    return row.public_id


def end_reference(*, public_id: UUID, reference: UUID, ended_on: date, seen: int, by: Viewer, now: datetime) -> int:
    """Say on which day a plan that another agency holds ended, and return the new version.

    Raises:
        PlanClash, PlanRefused, NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.end_reference") as at:
        row = at.plan.references.filter(public_id=reference).first()
        if row is None:
            raise PlanRefused("The plan does not refer to that one.")
        if not row.since <= ended_on <= at.today:
            raise PlanRefused("The other plan ended between the day it began and today. Check the day.")
        return change_part(at, row, {"ended_on": ended_on}, seen)


def checked_owner(staff_id: int | None, does: str, now: datetime) -> int:
    """Return somebody who works with children here.

    Raises:
        PlanRefused: nobody is named, or they do not.
    """
    if staff_id is None or not works_here(staff_id=staff_id, now=now):
        raise PlanRefused(f"Name one person who works with children here and {does}.")
    return staff_id
