"""A plan from the child's goal to its closing: disagreement kept, no lost update, a history that replays."""

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
from kith.access.vocabulary import NotShown, Purpose, Refused
from kith.chronology.models import CareDetail, Entry
from kith.linking.vocabulary import Move, MoveKind
from kith.support import services
from kith.support.models import FamilyAnswer, Goal, Plan, PlanChange, PlanReference, PlanReview, PlanStep
from kith.support.rules import check_plan_move, check_step_move, replay
from kith.support.services.changing import told
from kith.support.vocabulary import (
    OPEN_STEPS,
    PLAN_TRANSITIONS,
    STEP_TRANSITIONS,
    FamilyAgrees,
    FamilyMember,
    KeptChange,
    NewClosing,
    NewFamilyAnswer,
    NewGoal,
    NewPlan,
    NewReference,
    NewReview,
    NewStep,
    OtherPlan,
    PlanClash,
    PlanOutcome,
    PlanRefused,
    PlanState,
    StepActor,
    StepMove,
    StepState,
    VoiceMissing,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.conftest import SAID, Support

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
