"""Shows a plan: the child's goal first, what is to be done, what the family says; and the plan to take home."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from kith.support import models
from kith.support.presenters.voice import identity
from kith.support.rules import is_open
from kith.support.selectors.plans import PlanPage
from kith.support.vocabulary import (
    ACTOR_WORDS,
    AGREES_WORDS,
    OTHER_PLAN_WORDS,
    PLAN_OUTCOME_WORDS,
    PLAN_WORDS,
    STEP_WORDS,
    FamilyAgrees,
    OtherPlan,
    PlanOutcome,
    PlanPart,
    PlanState,
    StepActor,
    StepState,
)

_PARTS: Mapping[PlanPart, str] = {
    PlanPart.PLAN: "The plan itself",
    PlanPart.GOAL: "A goal",
    PlanPart.STEP: "A step",
    PlanPart.REFERENCE: "Another plan",
}
_STATES: Mapping[str, str] = {
    **{state.value: words for state, words in PLAN_WORDS.items()},
    **{state.value: words for state, words in STEP_WORDS.items()},
}
_SHOWN = (
    "child_goal",
    "words",
    "what",
    "reference",
    "held_by",
    "review_on",
    "due_on",
    "ended_on",
    "state",
    "evidence",
    "because",
)


def plan_page(page: PlanPage, *, may_write: bool, today: date) -> dict[str, Any]:
    """Return a child's plan as its page shows it."""
    shown = identity(page.who, today) | {"may_write": may_write, "voice": page.voice, "plan": page.plan}
    if page.plan is None:
        return shown
    is_live = page.plan.closed_at is None
    return shown | {
        "state": PLAN_WORDS[PlanState(page.plan.state)],
        "is_agreed": page.plan.state == PlanState.AGREED,
        "is_live": is_live,
        "may_change": may_write and is_live,
        "is_late": is_live and page.plan.review_on < today,
        "outcome": PLAN_OUTCOME_WORDS[PlanOutcome(page.plan.outcome)] if page.plan.outcome else "",
        "goals": [_goal(each, today) for each in page.goals],
        "references": [_reference(each) for each in page.references],
        "answers": [_answer(each, page.plan) for each in page.answers],
        "reviews": page.reviews,
        "late": [_late(each, page) for each in page.late],
        "changes": [_change(each) for each in page.changes],
        "earlier": page.earlier,
    }


def plan_to_take_home(page: PlanPage, *, today: date) -> dict[str, Any]:
    """Return a plan in plain words: what I want, who does what by when, whom I can ring."""
    goals = []
    for each in page.goals:
        steps = [step for step in each.steps.all() if step.state != StepState.DROPPED]
        goals.append({"words": each.words, "steps": [_home_step(step, page) for step in steps]})
    return {
        "name": page.who.called,
        "public_id": page.who.public_id,
        "plan": page.plan,
        "goals": goals,
        "answers": [_answer(each, page.plan) for each in page.answers] if page.plan else [],
        "today": today,
        "back": reverse("support:plan", args=[page.who.public_id]),
    }


def step_row(each: models.PlanStep, today: date) -> dict[str, Any]:
    """Return one step with its state in words; late is worked out."""
    state = StepState(each.state)
    late = is_open(each.state) and state is not StepState.CANNOT_YET and each.due_on < today
    return {
        "public_id": each.public_id,
        "version": each.version,
        "what": each.what,
        "actor": each.actor_says or ACTOR_WORDS[StepActor(each.actor)],
        "owner": f"{each.owner.name}, {each.owner.agency.name}",
        "due_on": each.due_on,
        "state": "Late" if late else STEP_WORDS[state],
        "is_late": late,
        "is_open": is_open(each.state),
        "says": each.because or each.evidence,
    }


def _goal(each: models.Goal, today: date) -> dict[str, Any]:
    whose = {"child": "The child's goal", "parent": "A parent's or carer's goal", "": ""}[each.whose]
    return {
        "public_id": each.public_id,
        "words": each.words,
        "whose": whose,
        "steps": [step_row(step, today) for step in each.steps.all()],
    }


def _home_step(step: models.PlanStep, page: PlanPage) -> dict[str, Any]:
    is_child = step.actor == StepActor.CHILD
    who = page.who.called if is_child else step.actor_says or step.owner.name
    return {
        "what": step.what,
        "who": who,
        "due_on": step.due_on,
        "is_done": step.state == StepState.DONE,
        "not_yet": step.because if step.state == StepState.CANNOT_YET else "",
    }


def reference_words(each: models.PlanReference) -> str:
    """Return which plan of others is meant, in one line."""
    return f"{OTHER_PLAN_WORDS[OtherPlan(each.kind)]}, {each.reference}, held by {each.held_by}"


def _reference(each: models.PlanReference) -> dict[str, Any]:
    return {
        "kind": OTHER_PLAN_WORDS[OtherPlan(each.kind)],
        "reference": each.reference,
        "held_by": each.held_by,
        "since": each.since,
        "ended_on": each.ended_on,
        "public_id": each.public_id,
    }


def _answer(each: models.FamilyAnswer, plan: models.Plan) -> dict[str, Any]:
    return {
        "role": each.role,
        "agrees": AGREES_WORDS[FamilyAgrees(each.agrees)],
        "disagrees": each.agrees in (FamilyAgrees.NO, FamilyAgrees.PARTLY),
        "note": each.note,
        "on": each.on,
        "is_older": each.edition < plan.edition,
    }


def _late(each: models.PlanChange, page: PlanPage) -> dict[str, Any]:
    rows: list[Any] = [
        page.plan,
        *page.goals,
        *page.references,
        *(step for goal in page.goals for step in goal.steps.all()),
    ]
    stands = next(row for row in rows if row.public_id == each.part_ref)
    return {
        "id": each.pk,
        "part": _PARTS[PlanPart(each.part)],
        "by": each.by.name,
        "at": each.at,
        "mine": _texts(each.after),
        "stands": _texts({name: getattr(stands, name) for name in each.after}),
        "version": stands.version,
        "can_take": "state" not in each.after,
    }


def _change(each: models.PlanChange) -> dict[str, Any]:
    return {
        "part": _PARTS[PlanPart(each.part)],
        "is_new": each.version == 1,
        "by": each.by.name,
        "at": each.at,
        "before": _texts(each.before),
        "after": _texts(each.after),
    }


def _texts(values: Mapping[str, Any]) -> str:
    said = [(name, values[name]) for name in _SHOWN if values.get(name)]
    return "; ".join(_STATES.get(str(value), str(value)) if name == "state" else str(value) for name, value in said)
