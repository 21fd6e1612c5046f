"""Lets the demo's workers help: they hear children, make plans, prepare for a birth and for being grown up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Sector
from kith.feeds.services import TypedPerson, keep_hand_record
from kith.project.commands.choosing import Cast, Known
from kith.project.commands.stories import Story, story
from kith.project.tasks import add_person_by_hand
from kith.support import services
from kith.support.selectors import open_path, open_plan, open_voice
from kith.support.vocabulary import (
    AdultAnswer,
    FamilyAgrees,
    FamilyMember,
    MilestoneState,
    NewBirthPlan,
    NewClosing,
    NewFamilyAnswer,
    NewGoal,
    NewPlan,
    NewPregnancy,
    NewReference,
    NewReview,
    NewStep,
    NewTellingBack,
    NewVoice,
    OtherPlan,
    PathKind,
    PlanOutcome,
    Reaching,
    StepActor,
    StepMove,
    StepState,
    VoiceUse,
    Way,
)

_HEARD: Final = 12  # so many children have spoken; the others are on the list of those whom nobody has heard
_CARE: Final = Purpose.SAFEGUARDING


def help_children(cast: Cast) -> Iterator[str]:
    """Hear children and work for them, and say what is being done before each part; does nothing a second time."""
    if not cast.children or _has_begun(cast.children[0]):
        return
    yield "Hearing children"
    for place, one in enumerate(cast.children[:_HEARD]):
        _hear(cast, one, story(place), place)
    yield "Making plans with the child's goal first"
    for (begun, ended, is_agreed), (place, one) in zip(_PLANS, enumerate(cast.children), strict=False):
        _plan(cast, one, story(place), begun, ended, is_agreed=is_agreed)
    yield "Preparing for a birth"
    _expect(cast, cast.children[0])
    yield "Walking to adult services"
    grown = next((one for one in cast.children if 16 <= one.age < 18), None)
    if grown is not None:
        _walk(cast, grown)


def _has_begun(one: Known) -> bool:
    return bool(open_voice(one.child, viewer=one.worker, purpose=_CARE).entries)


def _hear(cast: Cast, one: Known, told: Story, place: int) -> None:
    first = NewVoice(
        heard_on=cast.ago(70).date(), role="Social worker", setting="At home, in the kitchen", seen=True, alone=False,
        way=Way.DRAWING, observation="Drew the house with the lights off, and nan's with the lights on.",
        view="Looked at the door when the mother came in.", limits_explained=True,
    )  # fmt: skip
    services.record_voice(public_id=one.child, new=first, by=one.worker, now=cast.ago(70))
    second = NewVoice(
        heard_on=cast.ago(34).date(), role="Social worker", setting="Walking to the shop", seen=True, alone=True,
        way=Way.TALK, words=told.said, wants=told.wants, feelings="Tired; laughed once.", limits_explained=True,
        bears_on=VoiceUse.PLAN,
    )  # fmt: skip
    heard = services.record_voice(public_id=one.child, new=second, by=one.worker, now=cast.ago(34))
    back = NewTellingBack(changed=told.step, told_on=cast.ago(24).date())
    if place % 3 == 2:
        back = NewTellingBack(why_not="The court has decided where the child sleeps; the child knows why.")
    services.tell_back(public_id=one.child, voice=heard, new=back, by=one.worker, now=cast.ago(24))
    if place % 4 == 1:
        later = replace(
            second, heard_on=cast.ago(6).date(), words="", wants="", feelings="", declined=True, bears_on=None,
            next_try_on=cast.ago(-4).date(),
        )  # fmt: skip
        services.record_voice(public_id=one.child, new=later, by=one.worker, now=cast.ago(6))


# When each child's plan was begun and when it ended, in days before the demo is built, and whether it was agreed.
_PLANS: Final = ((60, None, True), (5, None, False), (33, None, True), (65, 30, True), (20, None, True))


def _plan(cast: Cast, one: Known, told: Story, begun: int, ended: int | None, *, is_agreed: bool) -> None:
    about: dict[str, Any] = {"public_id": one.child, "by": one.worker, "now": cast.ago(begun)}
    services.begin_plan(new=NewPlan(child_goal=told.goal, lead_id=one.worker.staff_id), **about)
    goals = (
        NewGoal(words=f"{told.wants} Every week, and at the time that was said.", whose=FamilyMember.CHILD),
        NewGoal(words="To know where everybody is at night.", whose=FamilyMember.PARENT),
    )
    steps = [
        services.add_step(goal=services.add_goal(new=goal, **about), new=new, **about)
        for goal, new in zip(goals, _steps(cast, one, told, begun), strict=True)
    ]
    third = NewStep(
        what=told.child_step, actor=StepActor.CHILD, owner_id=one.worker.staff_id, due_on=cast.ago(begun - 7).date()
    )
    first_goal = open_plan(one.child, viewer=one.worker, purpose=_CARE).goals[0].public_id
    steps.append(services.add_step(goal=first_goal, new=third, **about))
    reference = NewReference(
        kind=OtherPlan.IN_NEED, reference=f"CIN {begun}/26", held_by="Children's social care",
        since=cast.ago(begun + 20).date(),
    )  # fmt: skip
    services.refer_to(new=reference, **about)
    if is_agreed:
        _agree(cast, one, begun)
        _move_on(cast, one, told, steps, begun)
    if ended is not None:
        _close(cast, one, told, ended)


def _steps(cast: Cast, one: Known, told: Story, begun: int) -> tuple[NewStep, NewStep]:
    owner = one.worker.staff_id
    return (
        NewStep(what=told.step, actor=StepActor.WORKER, owner_id=owner, due_on=cast.ago(begun - 14).date()),
        NewStep(
            what="Write down three numbers to ring, and put them on the fridge.",
            actor=StepActor.PARENT,
            actor_says="Mum",
            owner_id=owner,
            due_on=cast.ago(begun - 28).date(),
        ),
    )


def _agree(cast: Cast, one: Known, begun: int) -> None:
    about: dict[str, Any] = {"public_id": one.child, "by": one.worker, "now": cast.ago(begun - 2)}
    day = cast.ago(begun - 2).date()
    answers = (
        NewFamilyAnswer(who=FamilyMember.CHILD, agrees=FamilyAgrees.YES, role="The child", on=day),
        NewFamilyAnswer(
            who=FamilyMember.PARENT,
            agrees=FamilyAgrees.PARTLY,
            role="Mum",
            on=day,
            note="Would rather ring herself than be rung.",
        ),
    )
    for new in answers:
        services.say_answer(new=new, **about)
    services.agree_plan(seen=1, **about)


def _move_on(cast: Cast, one: Known, told: Story, steps: list[UUID], begun: int) -> None:
    """Let what a plan began go on; a young plan's steps are still to do, and one of them is late."""
    moves = [StepMove(to=StepState.STARTED)]
    if begun > 30:
        done = StepMove(to=StepState.DONE, evidence=told.shown)
        moves = [done, StepMove(to=StepState.CANNOT_YET, because="Mum is away until Friday.", again_on=cast.now.date())]
    for step, move in zip(steps, moves, strict=False):
        services.move_step(
            public_id=one.child, step=step, move=move, seen=1, by=one.worker, now=cast.ago(max(begun - 20, 3))
        )
    if begun == 60:
        new = NewReview(held_on=cast.ago(12).date(), says="Three nights of five at nan's. The rest goes on as agreed.")
        services.review_plan(public_id=one.child, new=new, seen=2, by=one.worker, now=cast.ago(12))


def _close(cast: Cast, one: Known, told: Story, ended: int) -> None:
    new = NewClosing(
        outcome=PlanOutcome.STEPPED_DOWN,
        says=told.rationale,
        open_steps_because="The school goes on with what is left.",
    )
    services.close_plan(public_id=one.child, new=new, seen=2, by=one.worker, now=cast.ago(ended))


def _expect(cast: Cast, one: Known) -> None:
    child = _add_unborn(cast, one)
    if child is None:
        return
    about: dict[str, Any] = {"public_id": child, "by": one.worker, "now": cast.ago(40)}
    expected_on = (cast.now + timedelta(weeks=14)).date()
    booked_on = cast.ago(90).date()
    services.begin_pregnancy(
        new=NewPregnancy(expected_on=expected_on, booked_on=booked_on, lead_id=one.worker.staff_id), **about
    )
    path = open_path(child, kind=PathKind.PREGNANCY, viewer=one.worker, purpose=_CARE)
    for row, says in zip(path.milestones, ("Booked at the clinic, with her sister.", "Agreed on paper."), strict=False):
        reached = Reaching(to=MilestoneState.REACHED, on=cast.ago(35).date(), says=says)
        services.reach_milestone(milestone=row.public_id, new=reached, **about | {"now": cast.ago(34)})
    birth_plan = NewBirthPlan(
        hospital="Larkshire General, the midwife-led unit",
        wishes="Water, low light, and nobody who talks over her head.",
        with_her="Her sister. Not the child's father.",
        safety="The father may not come to the ward; ring the ward's own number for the password.",
        after_birth="She holds the child first. The social worker is told the same day.",
        going_home="To her sister's, once the visit there has been made.",
        whom_to_ring="By day the worker; by night the emergency duty team.",
    )
    services.write_birth_plan(new=birth_plan, seen=0, **about | {"now": cast.ago(9)})
    hospital = next((who for who in cast.contacts if who.sector is Sector.HEALTH), None)
    if hospital is not None:
        services.place_alert(contact_id=hospital.staff_id, **about | {"now": cast.ago(8)})


_ADDED: Final = """
SELECT p.public_id FROM access_relationship r JOIN linking_person p ON p.id = r.person_id
WHERE r.source_ref = %s AND p.retired_at IS NULL
"""


def _add_unborn(cast: Cast, one: Known) -> UUID | None:
    """Add a child who is expected by hand, as a worker does on the page, and return the child once taken in."""
    typed = TypedPerson(
        forename="Baby",
        surname="Merriweather",
        expected_on=(cast.now + timedelta(weeks=14)).date(),
        told_by="The midwife",
        why="The mother is sixteen and asks for help before the birth.",
    )
    record = keep_hand_record(typed=typed, purpose=_CARE, by=one.worker, now=cast.now)
    add_person_by_hand(str(record))
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.execute(_ADDED, [f"by_hand:{record}"])
        row = cursor.fetchone()
    return UUID(str(row[0])) if row else None


def _walk(cast: Cast, one: Known) -> None:
    about: dict[str, Any] = {"public_id": one.child, "by": one.worker, "now": cast.ago(25)}
    services.begin_transition(service="Adult mental health", lead_id=one.worker.staff_id, **about)
    services.answer_for_service(to=AdultAnswer.ASKED, because="", seen=1, **about)
