"""A child who is expected, from booking to birth: the same person, its milestones, its history, its birth plan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role
from kith.chronology.models import CareDetail, Entry
from kith.linking.models import Profile, ToldBirth
from kith.linking.selectors import list_found
from kith.linking.services import tell_birth
from kith.linking.tasks import make_keys_anew
from kith.linking.vocabulary import SearchTerms
from kith.support import services
from kith.support.models import BirthPlan, Milestone, Path, PathChange, Pregnancy
from kith.support.rules import book_on, due_before_birth
from kith.support.vocabulary import (
    BirthPlanClash,
    MilestoneState,
    NewBirthPlan,
    NewPregnancy,
    PathRefused,
    PregnancyState,
    Reaching,
)
from kith.work.models import Task, TaskPerson
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.conftest import Support


def unborn(support: Support, name: str = "Baby") -> UUID:
    child = support.child(name)
    with connect_as("worker"):
        Profile.objects.filter(person_id=support.person_id(name)).update(born_on=None)
    return child


def about(support: Support, child: UUID) -> dict[str, Any]:
    return {"public_id": child, "by": support.worker, "now": support.now}


def expect(support: Support, child: UUID, weeks: int = 10, **more: Any) -> UUID:
    whole: dict[str, Any] = {
        "expected_on": support.ahead(280 - 7 * weeks),
        "booked_on": support.today,
        "lead_id": support.worker.staff_id,
    }
    return services.begin_pregnancy(new=NewPregnancy(**(whole | more)), **about(support, child))


def open_tasks() -> int:
    return Task.objects.filter(kind=TaskKind.MILESTONE, state=TaskState.OPEN).count()


def test_a_pregnancy_gives_each_milestone_its_days_and_asks_for_the_near_ones(support: Support) -> None:
    child, mother = unborn(support), support.child("Mary", born_on=date(1999, 2, 3))
    expect(support, child, mother=mother)
    with connect_as("worker"):
        rows = {row.key: row for row in Milestone.objects.all()}
        expected_on = support.ahead(210)
        book = book_on(support.today)
        assert {key: row.due_on for key, row in rows.items()} == {
            one.key: one.due_on for one in due_before_birth(expected_on, support.today, book)
        }
        assert Pregnancy.objects.get().mother_id == support.person_id("Mary")
        told = Entry.objects.filter(kind="care.pregnancy").values_list("person_id", flat=True)
        assert set(told) == {support.person_id("Baby"), support.person_id("Mary")}
        assert Profile.objects.get(person_id=support.person_id("Baby")).expected_on == expected_on
        assert {row.key for row in rows.values() if row.asked_at} == {"booking", "early_help"}
    assert open_tasks() == 2
    with connect_as("worker"):
        assert services.ask_for_milestones(by=None, now=support.now) == 0
        assert services.ask_for_milestones(by=None, now=support.now + timedelta(weeks=4)) == 2
        assert services.ask_for_milestones(by=None, now=support.now + timedelta(weeks=4)) == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"expected_on": "eleven months"}, "further away than a pregnancy lasts"),
        ({"expected_on": "yesterday"}, "is past"),
        ({"booked_on": "eleven months"}, "future"),
        ({"lead_id": None}, "Name one person"),
        ({"mother": "stranger"}, "Choose the mother"),
        ({"mother": "nobody"}, "Choose the mother"),
        ({"mother": "self"}, "Choose the mother"),
    ],
)
def test_what_cannot_be_is_refused_in_words(support: Support, wrong: dict[str, Any], says: str) -> None:
    child = unborn(support)
    values = {
        "eleven months": support.ahead(335),
        "yesterday": support.ago(1),
        "stranger": support.partnership.add_person("Strange", "Reed")[1],
        "nobody": uuid4(),
        "self": child,
    }
    given: dict[str, Any] = {
        name: values.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()
    }
    with pytest.raises(PathRefused, match=says):
        expect(support, child, **given)
    with connect_as("worker"):
        assert not Path.objects.exists() and not Milestone.objects.exists() and not ToldBirth.objects.exists()


def test_a_baby_expected_in_eleven_months_is_refused_at_the_beginning_and_later(support: Support) -> None:
    child = unborn(support)
    with pytest.raises(PathRefused, match="further away than a pregnancy lasts"):
        expect(support, child, expected_on=support.ahead(335))
    expect(support, child)
    with pytest.raises(PathRefused, match="further away than a pregnancy lasts"):
        services.change_expected(expected_on=support.ahead(335), because="Scan.", **about(support, child))


def test_a_born_child_and_a_second_time_are_refused(support: Support) -> None:
    with pytest.raises(PathRefused, match="This child is born"):
        expect(support, support.child("Born"))
    child = unborn(support)
    expect(support, child)
    with pytest.raises(PathRefused, match="already"):
        expect(support, child)


def test_a_late_booking_is_flagged_and_compressed(support: Support) -> None:
    child = unborn(support)
    expect(support, child, weeks=31)
    with connect_as("worker"):
        assert Pregnancy.objects.get().is_late
        rows = {row.key: row for row in Milestone.objects.all()}
        assert rows["booking"].is_compressed and rows["booking"].due_on == support.ahead(7)
        assert rows["conference"].latest_on <= support.ahead(21), "never after 34 weeks"
        assert not rows["discharge"].is_compressed


def test_another_expected_date_moves_what_is_open_and_keeps_what_was(support: Support) -> None:
    child = unborn(support)
    expect(support, child)
    with connect_as("worker"):
        booking = Milestone.objects.get(key="booking")
        early = Milestone.objects.get(key="early_help")
    services.reach_milestone(
        milestone=booking.public_id,
        new=Reaching(to=MilestoneState.REACHED, on=support.today, says="Seen by the midwife."),
        **about(support, child),
    )
    later = support.ahead(224)
    for wrong, says in ((support.ahead(400), "40 weeks"), (support.ago(1), "is past")):
        with pytest.raises(PathRefused, match=says):
            services.change_expected(expected_on=wrong, because="Scan.", **about(support, child))
    with pytest.raises(PathRefused, match="where the new date comes from"):
        services.change_expected(expected_on=later, because=" ", **about(support, child))
    services.change_expected(expected_on=later, because="Dating scan.", **about(support, child))
    with connect_as("worker"):
        booking.refresh_from_db()
        assert booking.state == MilestoneState.REACHED and booking.due_on == support.ahead(-14)
        assert Milestone.objects.get(key="early_help").due_on == early.due_on + timedelta(days=14)
        change = PathChange.objects.get(act="changed_expected")
        assert change.before == {"expected_on": support.ahead(210).isoformat()}
        assert change.after["expected_on"] == later.isoformat() and change.says == "Dating scan."
        assert change.after["moved"]["early_help"] == [
            early.due_on.isoformat(),
            (early.due_on + timedelta(days=14)).isoformat(),
        ]
        assert Profile.objects.get(person_id=support.person_id("Baby")).expected_on == later


def test_a_milestone_ends_once_with_what_shows_it(support: Support) -> None:
    child = unborn(support)
    expect(support, child)
    with connect_as("worker"):
        row = Milestone.objects.get(key="booking")
    end: dict[str, Any] = {"milestone": row.public_id} | about(support, child)
    reached = MilestoneState.REACHED
    for new, says in (
        (Reaching(to=reached, on=support.today), "Say what shows"),
        (Reaching(to=reached, says="Seen."), "on which day"),
        (Reaching(to=reached, says="Seen.", on=support.ahead(1)), "future"),
        (Reaching(to=MilestoneState.OPEN, says="Seen."), "Choose"),
    ):
        with pytest.raises(PathRefused, match=says):
            services.reach_milestone(new=new, **end)
    services.reach_milestone(new=Reaching(to=reached, on=support.today, says="Seen by the midwife."), **end)
    with pytest.raises(PathRefused, match="Seen by the midwife"):
        services.reach_milestone(new=Reaching(to=MilestoneState.NOT_NEEDED, says="No."), **end)
    assert open_tasks() == 1
    with connect_as("worker"):
        says = CareDetail.objects.get(entry__kind="care.pregnancy_milestone").says
        early = Milestone.objects.get(key="early_help")
    assert says.endswith("Seen by the midwife.")
    colleague = support.colleague("Kim Midwife", "hospital", "Baby")
    services.give_milestone(milestone=early.public_id, owner_id=colleague.pk, **about(support, child))
    assert Task.objects.get(kind=TaskKind.MILESTONE, state=TaskState.OPEN).owner_id == colleague.pk
    with pytest.raises(PathRefused, match="Name one person"):
        services.give_milestone(milestone=early.public_id, owner_id=10**9, **about(support, child))


def test_at_birth_the_same_person_becomes_the_childs_record(support: Support) -> None:
    child = unborn(support)
    expect(support, child, weeks=39)
    with pytest.raises(PathRefused, match="future"):
        services.record_birth(born_on=support.ahead(1), **about(support, child))
    with pytest.raises(PathRefused, match="is not born on"):
        services.record_birth(born_on=support.ago(200), **about(support, child))
    services.record_birth(born_on=support.ago(1), **about(support, child))
    person_id = support.person_id("Baby")
    with connect_as("worker"):
        profile = Profile.objects.get(person_id=person_id)
        assert (profile.born_on, profile.expected_on, profile.is_child) == (support.ago(1), None, True)
        states = dict(Milestone.objects.values_list("key", "state"))
        assert {key for key, state in states.items() if state == "open"} == {"discharge", "handover"}
        assert Milestone.objects.get(key="discharge").due_on == support.ago(1)
        assert Entry.objects.get(kind="care.born").occurred_on == support.ago(1)
        assert Entry.objects.filter(kind="care.pregnancy").exists(), "what was written before the birth stays"
        remaining = list(Milestone.objects.filter(state="open"))
    with pytest.raises(PathRefused, match="born"):
        services.record_loss(on=support.today, says="A mistake.", **about(support, child))
    for row in remaining:
        new = Reaching(to=MilestoneState.REACHED, on=support.today, says="Held on the ward.")
        services.reach_milestone(milestone=row.public_id, new=new, **about(support, child))
    with connect_as("worker"):
        assert Path.objects.get().ended_at == support.now
    assert open_tasks() == 0


def found(support: Support, **typed: Any) -> list[str]:
    with connect_as("web"):
        people = list_found(SearchTerms(**typed), viewer=support.worker, purpose=Purpose.SAFEGUARDING)
    return [each.public_id for each in people]


def work_off(admin: psycopg.Connection[Any]) -> int:
    """Do what the worker would, and return for how many people."""
    waiting = "FROM procrastinate_jobs WHERE task_name = 'linking.make_keys_anew' AND status = 'todo'"
    jobs = admin.execute(f"SELECT args {waiting}").fetchall()
    admin.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = 'linking.make_keys_anew'")
    for (args,) in jobs:
        make_keys_anew(**args)
    return len(jobs)


def test_a_child_who_is_born_is_found_by_the_day_of_birth(support: Support, admin: psycopg.Connection[Any]) -> None:
    child = unborn(support)
    expect(support, child, weeks=36)
    assert work_off(admin) == 1, "the expected date may change what a search meets"
    services.change_expected(expected_on=support.ahead(20), because="Dating scan.", **about(support, child))
    assert work_off(admin) == 1
    typed: dict[str, Any] = {"name": "Reed", "born_on": support.today}
    before = admin.execute("SELECT count(*) FROM linking_searchkey WHERE kind IN (12, 22, 41, 42, 43)").fetchall()
    assert before == [(0,)]
    services.record_birth(born_on=support.today, **about(support, child))
    assert work_off(admin) == 1
    kinds = admin.execute("SELECT DISTINCT kind FROM linking_searchkey WHERE kind / 10 = 4 ORDER BY 1").fetchall()
    assert kinds == [(41,), (42,), (43,)]
    assert found(support, **typed) == [str(child)]


def test_what_a_record_says_of_a_birth_outranks_what_was_told(support: Support) -> None:
    child = unborn(support)
    person_id = support.person_id("Baby")
    expect(support, child, weeks=39)
    services.record_birth(born_on=support.ago(1), **about(support, child))
    with connect_as("worker"), connection.cursor() as cursor:
        with pytest.raises(Refused, match="known already"):
            tell_birth(person_id=person_id, born_on=support.ago(2), by=support.worker.staff_id, now=support.now)
        cursor.execute("UPDATE linking_profile SET born_on = %s WHERE person_id = %s", [support.ago(3), person_id])
        cursor.execute("UPDATE linking_toldbirth SET told_at = now() WHERE person_id = %s", [person_id])
        assert Profile.objects.get(person_id=person_id).born_on == support.ago(3)


@pytest.mark.parametrize(
    ("end", "state"),
    [(services.record_loss, PregnancyState.LOST), (services.move_pregnancy, PregnancyState.MOVED)],
)
def test_a_loss_and_a_move_end_what_was_asked_and_keep_what_was_written(
    support: Support, end: Any, state: PregnancyState
) -> None:
    child = unborn(support)
    expect(support, child)
    with pytest.raises(PathRefused, match="Say in a sentence"):
        end(on=support.today, says="", **about(support, child))
    with pytest.raises(PathRefused, match="future"):
        end(on=support.ahead(1), says="The midwife told us.", **about(support, child))
    end(on=support.today, says="The midwife told us.", **about(support, child))
    assert open_tasks() == 0
    with connect_as("worker"):
        assert Pregnancy.objects.get().state == state
        assert Path.objects.get().ended_at == support.now
        assert set(Milestone.objects.values_list("state", flat=True)) == {"not_needed"}
        assert PathChange.objects.filter(act="begun").exists()
    with pytest.raises(PathRefused, match="Nothing is open"):
        services.record_birth(born_on=support.today, **about(support, child))
    expect(support, child)  # a later pregnancy of another child is another person; a mistake can begin again


def plan(**more: str) -> NewBirthPlan:
    return NewBirthPlan(**({"hospital": "Larkshire Hospitals", "wishes": "Her sister holds the baby first."} | more))


def test_no_text_of_a_birth_plan_is_lost(support: Support) -> None:
    child = unborn(support)
    expect(support, child)
    with pytest.raises(PathRefused, match="where the child is to be born"):
        services.write_birth_plan(new=plan(wishes=" "), seen=0, **about(support, child))
    assert services.write_birth_plan(new=plan(), seen=0, **about(support, child)) == 1
    with pytest.raises(BirthPlanClash) as clash:
        services.write_birth_plan(new=plan(safety="He must not come."), seen=0, **about(support, child))
    with connect_as("worker"):
        late = BirthPlan.objects.get(taken=False)
        assert late.says["safety"] == "He must not come." and late.settled_at is None
    both = plan(safety="He must not come. Ring the police.")
    assert services.write_birth_plan(new=both, seen=clash.value.version, **about(support, child)) == 2
    with connect_as("worker"):
        late.refresh_from_db()
        assert late.settled_at == support.now
        assert list(BirthPlan.objects.filter(taken=True).values_list("version", flat=True)) == [2, 1]


def test_an_alert_reaches_the_hospitals_contact_and_the_story(support: Support) -> None:
    child = unborn(support)
    expect(support, child, weeks=33)
    nurse = support.colleague("Hal Ward", "hospital", role=Role.AGENCY_CONTACT)
    police = support.partnership.staff[Role.AGENCY_CONTACT].pk
    with pytest.raises(PathRefused, match="contact of a hospital"):
        services.place_alert(contact_id=police, **about(support, child))
    services.place_alert(contact_id=nurse.pk, **about(support, child))
    task = Task.objects.get(owner_id=nurse.pk)
    assert (task.kind, task.link) == (TaskKind.ACTION, "/support/people/~/pregnancy/")
    with connect_as("worker"):
        assert TaskPerson.objects.get(task=task).person_id == support.person_id("Baby")
        assert Milestone.objects.get(key="alert").state == MilestoneState.REACHED
        told = [row.says for row in CareDetail.objects.filter(entry__kind="care.pregnancy_milestone")]
    assert told == ["Alert for the birth sent to Larkshire Hospitals."]
    services.record_loss(on=support.today, says="The midwife told us.", **about(support, child))
    task.refresh_from_db()
    assert task.state == TaskState.DONE, "nobody is left with an alert for a child who is not coming"


def test_the_mother_can_be_linked_later_and_follows_a_merge(support: Support) -> None:
    child, mother = unborn(support), support.child("Mary", born_on=date(1999, 2, 3))
    other = support.child("Marie", born_on=date(1999, 2, 3))
    expect(support, child)
    with pytest.raises(PathRefused, match="Choose the mother"):
        services.link_mother(mother=child, **about(support, child))
    services.link_mother(mother=mother, **about(support, child))
    from kith.linking.vocabulary import Move, MoveKind

    with connect_as("worker"):
        move = Move(
            kind=MoveKind.MERGE,
            from_person=support.person_id("Mary"),
            to_person=support.person_id("Marie"),
            now=support.now,
        )
        services.SupportFollower().follow(move)
        assert Pregnancy.objects.get().mother_id == support.person_id("Marie")
        change = PathChange.objects.get(act="linked_mother")
    assert change.before == {"mother_id": None} and isinstance(other, UUID)
