"""What a plan and each change of it must say, and the plan that a row of changes leads to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kith.support.rules.books import Book
from kith.support.vocabulary import (
    OPEN_STEPS,
    PLAN_TRANSITIONS,
    PLAN_WORDS,
    STEP_TRANSITIONS,
    STEP_WORDS,
    FamilyAgrees,
    KeptChange,
    NewClosing,
    NewFamilyAnswer,
    NewGoal,
    NewPlan,
    NewReference,
    NewReview,
    NewStep,
    PlanRefused,
    PlanState,
    StepActor,
    StepMove,
    StepState,
)

_LEAST = 10


def check_plan(new: NewPlan, today: date, book: Book) -> date:
    """Return the day of the review unless the plan cannot be kept.

    Raises:
        PlanRefused: the child's goal is missing, or the review lies in the past or too far away.
    """
    if not new.child_goal.strip():
        raise PlanRefused("Write down first what the child wants to be different, in the child's own words.")
    return checked_review(new.review_on or today + book.review, today, book)


def checked_review(review_on: date, today: date, book: Book) -> date:
    """Return a day of review that lies ahead and is not too far away.

    Raises:
        PlanRefused: it lies in the past, or later than the book allows.
    """
    latest = today + book.review_at_most
    if review_on <= today:
        raise PlanRefused(f"A review on {review_on:%-d %B %Y} lies in the past. Choose a day after today.")
    if review_on > latest:
        raise PlanRefused(f"Nobody waits longer for a review than until {latest:%-d %B %Y}. Choose an earlier day.")
    return review_on


def check_goal(new: NewGoal) -> None:
    """Raise unless a goal says what should be different."""
    if not new.words.strip():
        raise PlanRefused("Say what should be different, in words that the child understands.")


def check_step(new: NewStep, today: date) -> None:
    """Raise unless a step says what is done, by whom, and by a day ahead.

    Raises:
        PlanRefused.
    """
    if not new.what.strip():
        raise PlanRefused("Say what is done.")
    if new.actor in (StepActor.SERVICE, StepActor.PARENT) and not new.actor_says.strip():
        raise PlanRefused("Say who that is: mum, an uncle, the name of the service.")
    if new.due_on <= today:
        raise PlanRefused(f"{new.due_on:%-d %B %Y} is past. Choose a day after today, so that there is time to do it.")


def check_plan_move(state: PlanState, to: PlanState) -> None:
    """Raise unless a plan can go from one state to another."""
    if to not in PLAN_TRANSITIONS[state]:
        raise PlanRefused(f"This cannot be done now: the plan is {PLAN_WORDS[state].lower()}. {_NEXT[state]}")


_NEXT: Mapping[PlanState, str] = {
    PlanState.DRAFT: "It can be agreed, or closed.",
    PlanState.AGREED: "It can be changed, reviewed, or closed.",
    PlanState.CLOSED: "Begin a new plan if the child needs one.",
}


def check_open(state: PlanState) -> None:
    """Raise unless a plan can still be changed."""
    if not PLAN_TRANSITIONS[state]:
        raise PlanRefused("This plan is closed and stays as it was. Begin a new plan if the child needs one.")


def check_step_move(state: StepState, move: StepMove, today: date) -> None:
    """Raise unless a step can go on like this, with what shows it or why it cannot be.

    Raises:
        PlanRefused.
    """
    if move.to not in STEP_TRANSITIONS[state]:
        can = ", ".join(STEP_WORDS[one].lower() for one in STEP_TRANSITIONS if one in STEP_TRANSITIONS[state])
        ends = f"It can become: {can}." if can else "Add a new step if more is to do."
        raise PlanRefused(f"This step is {STEP_WORDS[state].lower()}. {ends}")
    if move.to is StepState.DONE and not move.evidence.strip():
        raise PlanRefused("Say what shows that it is done: what somebody saw, and when.")
    if move.to in (StepState.CANNOT_YET, StepState.DROPPED) and not move.because.strip():
        raise PlanRefused("Say why. The family reads it too.")
    if move.to is StepState.CANNOT_YET and (move.again_on is None or move.again_on <= today):
        raise PlanRefused("Say on which day somebody looks again: a day after today.")


def check_reference(new: NewReference, today: date) -> None:
    """Raise unless another plan can be found by what is said of it."""
    if not new.reference.strip() or not new.held_by.strip():
        raise PlanRefused("Say under which reference the other plan is kept and who holds it, so that it is found.")
    if new.since > today:
        raise PlanRefused("The other plan begins in the future. Refer to it once it is there.")


def check_answer(new: NewFamilyAnswer, today: date) -> None:
    """Raise unless an answer says whose it is, and why it is not a yes.

    Raises:
        PlanRefused.
    """
    if not new.role.strip():
        raise PlanRefused("Say whose answer it is: the child, mum, dad, a foster carer.")
    if new.agrees is not FamilyAgrees.YES and not new.note.strip():
        raise PlanRefused("Write down what they do not agree with, or why nobody asked them. It is kept with the plan.")
    if new.on > today:
        raise PlanRefused("The day of the answer lies in the future.")


def check_review(new: NewReview, today: date, book: Book) -> date:
    """Return the day of the next review unless this one cannot be kept.

    Raises:
        PlanRefused.
    """
    if new.held_on > today:
        raise PlanRefused("The day of the review lies in the future. Write it down once it was held.")
    if len(new.says.strip()) < _LEAST:
        raise PlanRefused("Say what the review found, in a sentence or two.")
    return checked_review(new.next_on or today + book.review, today, book)


def check_closing(new: NewClosing, open_steps: int) -> None:
    """Raise unless a plan may end like this.

    Raises:
        PlanRefused.
    """
    if len(new.says.strip()) < _LEAST:
        raise PlanRefused("Say what has changed for the child, in a sentence or two.")
    if open_steps and not new.open_steps_because.strip():
        raise PlanRefused(f"{open_steps} steps are not done. Say why the plan ends all the same.")


def is_open(state: str) -> bool:
    """Test whether a step is still to be done."""
    return StepState(state) in OPEN_STEPS


def replay(changes: Iterable[KeptChange]) -> dict[UUID, dict[str, Any]]:
    """Return every part as its changes, in the order of their versions, leave it.

    Raises:
        ValueError: a version is missing or there twice.
    """
    parts: dict[UUID, dict[str, Any]] = {}
    seen: dict[UUID, int] = {}
    for change in sorted(changes, key=lambda one: one.version):
        if change.version != seen.get(change.part, 0) + 1:
            raise ValueError(f"Version {change.version} of a part follows {seen.get(change.part, 0)}.")
        seen[change.part] = change.version
        parts.setdefault(change.part, {}).update(change.after)
    return parts
