"""Changes of a plan: no lost update, two texts side by side, a history that replays, states by one table."""

import json
import random
import threading
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose
from kith.linking.vocabulary import Move, MoveKind
from kith.support import services
from kith.support.models import Goal, Plan, PlanChange, PlanStep
from kith.support.rules import check_plan_move, check_step_move, replay
from kith.support.services.changing import told
from kith.support.vocabulary import (
    OPEN_STEPS,
    PLAN_TRANSITIONS,
    STEP_TRANSITIONS,
    KeptChange,
    NewGoal,
    NewPlan,
    PlanClash,
    PlanRefused,
    PlanState,
    StepMove,
    StepState,
)
from tests.support.conftest import Support
from tests.support.planned import WANTS, begun, goal_for, move, step_for


def test_two_people_closing_one_step_are_both_heard(support: Support) -> None:
    child = begun(support)
    made = step_for(support, child, goal_for(support, child))
    move(support, child, made, 1, StepState.DONE, evidence="Seen together on Saturday.")
    with pytest.raises(PlanClash, match="Seen together on Saturday") as clash:
        move(support, child, made, 1, StepState.DROPPED, because="The brother moved away.")
    with connect_as("worker"):
        late = PlanChange.objects.get(taken=False)
        assert late.after["because"] == "The brother moved away." and late.pk == clash.value.change_id
        assert PlanStep.objects.get().state == StepState.DONE
    with pytest.raises(PlanRefused, match="Say it anew"):
        services.settle_change(public_id=child, change=late.pk, take=True, seen=2, by=support.worker, now=support.now)


def test_a_late_text_is_kept_and_a_person_chooses(support: Support) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    about: dict[str, Any] = {"public_id": child, "by": support.worker, "now": support.now}
    services.edit_goal(goal=goal, new=NewGoal(words="First text"), seen=1, **about)
    with pytest.raises(PlanClash, match="First text") as clash:
        services.edit_goal(goal=goal, new=NewGoal(words="Second text"), seen=1, **about)
    services.edit_goal(goal=goal, new=NewGoal(words="Third text"), seen=2, **about)
    with pytest.raises(PlanClash):
        services.settle_change(change=clash.value.change_id, take=True, seen=2, **about)
    assert services.settle_change(change=clash.value.change_id, take=True, seen=3, **about) == 4
    with pytest.raises(PlanRefused, match="settled already"):
        services.settle_change(change=clash.value.change_id, take=False, seen=4, **about)
    with connect_as("worker"):
        assert Goal.objects.get().words == "Second text"
        texts = [change.after["words"] for change in PlanChange.objects.filter(part="goal", taken=True)]
    assert texts == ["Sees his brother", "First text", "Third text", "Second text"]


def test_one_plan_is_made_of_two_when_two_people_are_one(support: Support) -> None:
    first = begun(support, "Ada")
    goal_for(support, first)
    second = begun(support, "Adda")
    goal_for(support, second, "Sleeps through the night")
    with connect_as("worker"):
        going = Move(
            kind=MoveKind.MERGE,
            from_person=support.person_id("Adda"),
            to_person=support.person_id("Ada"),
            now=support.now,
        )
        services.SupportFollower().follow(going)
        assert Plan.objects.get().person_id == support.person_id("Ada")
        words = set(Goal.objects.values_list("words", flat=True))
        assert words == {"Sees his brother", "Sleeps through the night", WANTS}
        assert set(Goal.objects.values_list("person_id", flat=True)) == {support.person_id("Ada")}
    goal_for(support, first, "One more")


def test_eight_people_lose_no_update_and_the_history_replays(support: Support) -> None:
    """Each writes sixty texts into five goals and the plan itself; whoever comes second reads and writes again."""
    child = begun(support)
    goals = [goal_for(support, child, f"Goal {number}") for number in range(5)]
    each, people = 60, 8
    colleagues = [support.viewer(support.colleague(f"Worker {n}", "care", "Ada")) for n in range(people)]
    written, refused = [0] * people, [0] * people
    ready = threading.Barrier(people)

    def type_on(number: int) -> None:
        chance = random.Random(number)
        seen = dict.fromkeys([None, *goals], 1)
        try:
            ready.wait()
            for turn in range(each):
                part = chance.choice([None, *goals])
                text = f"{number}.{turn}"
                about: dict[str, Any] = {"public_id": child, "by": colleagues[number], "now": support.now}
                try:
                    if part is None:
                        new = NewPlan(child_goal=text, lead_id=support.worker.staff_id)
                        seen[None] = services.edit_plan(new=new, seen=seen[None], **about)
                    else:
                        seen[part] = services.edit_goal(goal=part, new=NewGoal(words=text), seen=seen[part], **about)
                    written[number] += 1
                except PlanClash as clash:
                    seen[part] = clash.version
                    refused[number] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=type_on, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect_as("worker"):
        changes = list(PlanChange.objects.all())
        texts = {change.after.get("words") or change.after.get("child_goal") for change in changes}
        assert texts >= {f"{number}.{turn}" for number in range(people) for turn in range(each)}, "a text was lost"
        assert sum(written) + sum(refused) == people * each and sum(refused) > 0
        taken = [change for change in changes if change.taken]
        assert len(taken) == sum(written) + 6
        kept = [KeptChange(part=one.part_ref, version=one.version, after=one.after) for one in taken]
        rows: list[Any] = [*Plan.objects.all(), *Goal.objects.all()]
        assert replay(kept) == {row.public_id: json.loads(json.dumps(told(row), cls=DjangoJSONEncoder)) for row in rows}
        assert Plan.objects.get().edition == len(taken)


@given(st.lists(st.tuples(st.integers(0, 2), st.dictionaries(st.sampled_from("abc"), st.integers())), max_size=30))
def test_changes_replay_to_what_an_oracle_makes_of_them(made: list[tuple[int, dict[str, int]]]) -> None:
    parts = [UUID(int=number) for number in range(3)]
    oracle: dict[UUID, dict[str, int]] = {}
    kept: list[KeptChange] = []
    for number, after in made:
        part = parts[number]
        version = sum(one.part == part for one in kept) + 1
        kept.append(KeptChange(part=part, version=version, after=after))
        oracle[part] = {**oracle.get(part, {}), **after}
    assert replay(reversed(kept)) == oracle
    if kept:
        with pytest.raises(ValueError, match="follows"):
            replay([*kept, kept[-1]])


@given(st.lists(st.sampled_from(StepState), max_size=8))
def test_a_step_goes_only_where_the_table_says(wanted: list[StepState]) -> None:
    today, state = date(2027, 1, 4), StepState.OPEN
    for to in wanted:
        whole = StepMove(to=to, evidence="Seen.", because="Away.", again_on=today + timedelta(days=1))
        if to in STEP_TRANSITIONS[state]:
            check_step_move(state, whole, today)
            state = to
        else:
            with pytest.raises(PlanRefused, match="This step is"):
                check_step_move(state, whole, today)
    assert (state in OPEN_STEPS) == bool(STEP_TRANSITIONS[state])


@given(st.sampled_from(PlanState), st.sampled_from(PlanState))
def test_a_plan_goes_only_where_the_table_says(state: PlanState, to: PlanState) -> None:
    if to in PLAN_TRANSITIONS[state]:
        check_plan_move(state, to)
    else:
        with pytest.raises(PlanRefused, match="cannot be done now"):
            check_plan_move(state, to)


def test_the_database_refuses_a_step_that_is_done_without_evidence(support: Support) -> None:
    from django.db import IntegrityError

    child = begun(support)
    step_for(support, child, goal_for(support, child))
    for values in ({"state": "done"}, {"state": "cannot_yet"}):
        with (
            pytest.raises(IntegrityError),
            look(viewer=support.worker, people=[child], purpose=Purpose.SAFEGUARDING, what="test"),
        ):
            PlanStep.objects.update(**values)
