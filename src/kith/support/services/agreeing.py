"""Keeps what the family says to a plan, agrees it, reviews it and closes it; each is told in the story."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.support.models import FamilyAnswer, Plan, PlanReview, VoiceEntry
from kith.support.rules import (
    book_on,
    check_answer,
    check_closing,
    check_plan_move,
    check_review,
)
from kith.support.selectors.voice import require_voice
from kith.support.services.changing import Writing, change_part, writing
from kith.support.services.reminding import forget_review, forget_step, remind_of_review
from kith.support.vocabulary import (
    AGREES_WORDS,
    OPEN_STEPS,
    PLAN_OUTCOME_WORDS,
    FamilyAgrees,
    FamilyMember,
    LatestVoice,
    NewClosing,
    NewFamilyAnswer,
    NewReview,
    PlanRefused,
    PlanState,
)


def say_answer(*, public_id: UUID, new: NewFamilyAnswer, by: Viewer, now: datetime) -> None:
    """Keep what the child or a parent says to the plan as it is now; an earlier answer stays beside it.

    Raises:
        PlanRefused, NotShown, Refused.
    """
    check_answer(new, timezone.localdate(now))
    with writing(public_id, by=by, now=now, what="support.say_answer") as at:
        FamilyAnswer.objects.create(
            plan=at.plan,
            person_id=at.person_id,
            who=new.who,
            agrees=new.agrees,
            role=new.role.strip(),
            note=new.note.strip(),
            on=new.on,
            edition=at.plan.edition,
            by_id=by.staff_id,
            at=now,
        )


def agree_plan(*, public_id: UUID, seen: int, by: Viewer, now: datetime) -> int:
    """Begin to work by a plan to which the family has been asked, and tell it in the story; disagreement is kept.

    Raises:
        PlanClash: the plan has changed since `seen`.
        PlanRefused: a goal has no step, the family has not been asked, or its review is past.
        NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.agree_plan") as at:
        check_plan_move(PlanState(at.plan.state), PlanState.AGREED)
        _check_whole(at)
        version = change_part(at, at.plan, {"state": PlanState.AGREED}, seen)
        Plan.objects.filter(pk=at.plan.pk).update(agreed_at=now)
        goals = " ".join(f"{place}. {goal.words}" for place, goal in enumerate(at.plan.goals.all(), start=1))
        says = f"The child's own goal: “{at.plan.child_goal}” {goals} {_answers(at.plan)}"
        _tell(at, "care.plan_agreed", says)
    return version


def review_plan(*, public_id: UUID, new: NewReview, seen: int, by: Viewer, now: datetime) -> int:
    """Keep what a review found, set the next, tell it in the story, and return the plan's new version.

    Raises:
        VoiceMissing: nobody has heard the child lately.
        PlanClash, PlanRefused, NotShown, Refused.
    """
    today = timezone.localdate(now)
    next_on = check_review(new, today, book_on(today))
    with writing(public_id, by=by, now=now, what="support.review_plan") as at:
        if at.plan.state != PlanState.AGREED:
            raise PlanRefused("A plan is reviewed once it is agreed. Ask the family first, then agree it.")
        voice = require_voice(at.person_id, what="A review", now=now)
        version = change_part(at, at.plan, {"review_on": next_on}, seen)
        PlanReview.objects.create(
            plan=at.plan,
            person_id=at.person_id,
            held_on=new.held_on,
            says=new.says.strip(),
            voice=VoiceEntry.objects.get(public_id=voice.public_id),
            next_on=next_on,
            edition=at.plan.edition,
            by_id=by.staff_id,
            at=now,
        )
        remind_of_review(plan=at.plan, public_id=public_id, by=by, now=now)
        says = f"{_quoted(voice)} {new.says.strip()} Next review on {next_on:%-d %B %Y}."
        _tell(at, "care.plan_reviewed", says)
    return version


def close_plan(*, public_id: UUID, new: NewClosing, seen: int, by: Viewer, now: datetime) -> None:
    """Close a plan with its outcome, end its tasks, and tell it in the story.

    Raises:
        VoiceMissing: nobody has heard the child lately.
        PlanRefused: steps are open without a reason, or it says too little.
        PlanClash, NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.close_plan") as at:
        check_plan_move(PlanState(at.plan.state), PlanState.CLOSED)
        open_steps = list(at.plan.steps.filter(state__in=OPEN_STEPS))
        check_closing(new, len(open_steps))
        voice = require_voice(at.person_id, what="Closing a plan", now=now)
        because = f" Steps left: {new.open_steps_because.strip()}" if open_steps else ""
        values = {
            "state": PlanState.CLOSED,
            "outcome": new.outcome,
            "outcome_says": f"{new.says.strip()}{because}",
        }
        change_part(at, at.plan, values, seen)
        Plan.objects.filter(pk=at.plan.pk).update(closed_at=now)
        forget_review(plan=at.plan, by=by, now=now)
        for step in open_steps:
            forget_step(step=step, by=by, now=now)
        says = f"{PLAN_OUTCOME_WORDS[new.outcome]}. {_quoted(voice)} {new.says.strip()}{because}"
        _tell(at, "care.plan_closed", says)


def _check_whole(at: Writing) -> None:
    goals = list(at.plan.goals.prefetch_related("steps"))
    if not goals or any(not goal.steps.all() for goal in goals):
        raise PlanRefused("A plan has at least one goal, and each goal a step towards it. Add what is missing.")
    asked = set(at.plan.answers.values_list("who", flat=True))
    if lacking := [one for one in FamilyMember if one not in asked]:
        who = " and ".join("the child" if one is FamilyMember.CHILD else "a parent or carer" for one in lacking)
        raise PlanRefused(f"Write down first what {who} says to it: yes, in part, no, or why nobody asked.")
    if at.plan.review_on <= at.today:
        raise PlanRefused("The day of the review is past. Choose a new one first.")


def _answers(plan: Plan) -> str:
    latest = {answer.who: answer for answer in plan.answers.all()}
    said = [
        f"{one.role}: {AGREES_WORDS[FamilyAgrees(one.agrees)].lower()}{f' ({one.note})' if one.note else ''}."
        for one in latest.values()
    ]
    return " ".join(said)


def _quoted(voice: LatestVoice) -> str:
    return f"The child: “{voice.words}”" if voice.words else "The child was heard without words."


def _tell(at: Writing, kind: str, says: str) -> None:
    entry = NewEntry(kind=kind, occurred_on=at.today, says=says, said_by="Those who work by the plan")
    add_entry(person_id=at.person_id, entry=entry, by=at.by.staff_id, now=at.now)
