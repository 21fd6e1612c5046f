"""A child with a plan, and short ways to add a goal, a step and what the family says."""

from typing import Any
from uuid import UUID

from kith.support import services
from kith.support.vocabulary import (
    FamilyAgrees,
    FamilyMember,
    NewFamilyAnswer,
    NewGoal,
    NewPlan,
    NewStep,
    StepActor,
    StepMove,
    StepState,
)
from tests.support.conftest import Support

WANTS = "I want to see my brother every week."


def plan_for(support: Support, child: UUID, **more: Any) -> UUID:
    whole: dict[str, Any] = {"child_goal": WANTS, "lead_id": support.worker.staff_id}
    new = NewPlan(**(whole | more))
    return services.begin_plan(public_id=child, new=new, by=support.worker, now=support.now)


def begun(support: Support, name: str = "Ada") -> UUID:
    child = support.child(name)
    support.hear(child)
    plan_for(support, child)
    return child


def goal_for(support: Support, child: UUID, words: str = "Sees his brother") -> UUID:
    return services.add_goal(public_id=child, new=NewGoal(words=words), by=support.worker, now=support.now)


def step(support: Support, **more: Any) -> NewStep:
    told_of: dict[str, Any] = {
        "what": "Arrange visits on Saturdays.",
        "actor": StepActor.WORKER,
        "owner_id": support.worker.staff_id,
        "due_on": support.ahead(14),
    }
    return NewStep(**(told_of | more))


def step_for(support: Support, child: UUID, goal: UUID, **more: Any) -> UUID:
    new = step(support, **more)
    return services.add_step(public_id=child, goal=goal, new=new, by=support.worker, now=support.now)


def answer(support: Support, child: UUID, who: FamilyMember, agrees: FamilyAgrees, role: str, note: str = "") -> None:
    new = NewFamilyAnswer(who=who, agrees=agrees, role=role, note=note, on=support.today)
    services.say_answer(public_id=child, new=new, by=support.worker, now=support.now)


def agreed(support: Support, name: str = "Ada") -> tuple[UUID, UUID]:
    child = begun(support, name)
    made = step_for(support, child, goal_for(support, child))
    answer(support, child, FamilyMember.CHILD, FamilyAgrees.YES, "Ada")
    answer(support, child, FamilyMember.PARENT, FamilyAgrees.NO, "Mum", "Saturdays are when I work.")
    services.agree_plan(public_id=child, seen=1, by=support.worker, now=support.now)
    return child, made


def move(support: Support, child: UUID, made: UUID, seen: int, to: StepState, **more: Any) -> int:
    asked = StepMove(to=to, **more)
    return services.move_step(public_id=child, step=made, move=asked, seen=seen, by=support.worker, now=support.now)
