"""Giving, closing, moving and escalating tasks; following a person; what is traced."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import ProgrammingError

from kith.access.models import Cover, Staff, Team
from kith.access.services import connect_as, look
from kith.access.vocabulary import Purpose, Role
from kith.work import selectors, services
from kith.work.models import Escalation, Notice, Task, TaskPerson
from kith.work.services.tasks import LinkLeads
from kith.work.vocabulary import (
    AlreadyClosed,
    NewTask,
    NoticeKind,
    NotPossibleBecause,
    NotYours,
    TaskKind,
    TaskState,
)
from tests.work.conftest import LONDON, MONDAY
from tests.worlds.partnership import Partnership

Give = Callable[..., UUID]


def notices(partnership: Partnership, role: Role) -> list[NoticeKind]:
    return [NoticeKind(notice.kind) for notice in selectors.notices_of(viewer=partnership.viewer(role))]


def escalate(now: datetime) -> int:
    with connect_as("worker"):
        return services.escalate_overdue(now=now)


def test_a_task_given_is_due_by_its_clock_and_its_owner_is_told(partnership: Partnership, give: Give) -> None:
    task_id = give()
    (row,) = selectors.tasks_of(viewer=partnership.viewer(Role.PRACTITIONER), now=MONDAY)
    assert (row.public_id, row.due_on, row.is_own) == (task_id, date(2026, 11, 30), True)
    assert notices(partnership, Role.PRACTITIONER) == [NoticeKind.TASK_GIVEN]
    assert selectors.tasks_of(viewer=partnership.viewer(Role.ANALYST), now=MONDAY) == []


def test_a_link_with_words_is_refused_and_nothing_is_kept(partnership: Partnership, give: Give) -> None:
    with pytest.raises(LinkLeads):
        give(link="/search/?q=name")
    assert not Task.objects.exists()


def test_finishing_tells_whoever_gave_it_and_leaves_a_trace(
    partnership: Partnership, give: Give, admin: psycopg.Connection
) -> None:
    task_id, by = give(), partnership.viewer(Role.PRACTITIONER)
    services.finish_task(task_id=task_id, by=by, now=MONDAY)
    assert selectors.count_open_tasks(viewer=by) == 0
    assert notices(partnership, Role.PRACTITIONER) == []  # what asked for it is read with it
    assert notices(partnership, Role.PANEL_COORDINATOR) == [NoticeKind.TASK_ANSWERED]
    rows = admin.execute("SELECT action, by FROM access_trace WHERE subject = 'work.task' ORDER BY id").fetchall()
    coordinator = partnership.staff[Role.PANEL_COORDINATOR].pk
    assert rows == [("work.added_task", coordinator), ("work.task_done", by.staff_id)]


def test_a_task_closes_once(partnership: Partnership, give: Give) -> None:
    task_id, by = give(), partnership.viewer(Role.PRACTITIONER)
    services.say_not_possible(task_id=task_id, because=NotPossibleBecause.DECLINED, by=by, now=MONDAY)
    with pytest.raises(AlreadyClosed):
        services.finish_task(task_id=task_id, by=by, now=MONDAY)
    kept = Task.objects.get(public_id=task_id)
    assert (kept.state, kept.not_possible_because, kept.closed_by_id) == ("not_possible", "declined", by.staff_id)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AGENCY_CONTACT, Role.PANEL_CHAIR])
def test_nobody_else_closes_a_task(partnership: Partnership, give: Give, role: Role) -> None:
    task_id = give()
    with pytest.raises(NotYours):
        services.finish_task(task_id=task_id, by=partnership.viewer(role), now=MONDAY)
    assert Task.objects.get(public_id=task_id).state == TaskState.OPEN


def test_a_task_that_does_not_exist_is_refused_like_one_that_is_not_yours(partnership: Partnership) -> None:
    with pytest.raises(NotYours):
        services.finish_task(task_id=uuid4(), by=partnership.viewer(Role.PRACTITIONER), now=MONDAY)


def test_who_stands_in_sees_and_closes_until_the_cover_ends(partnership: Partnership, give: Give) -> None:
    task_id, later = give(), MONDAY + timedelta(days=8)
    stand_in = partnership.staff[Role.PANEL_CHAIR]
    Cover.objects.create(
        covered=partnership.staff[Role.PRACTITIONER],
        covering=stand_in,
        begins_at=MONDAY,
        ends_at=MONDAY + timedelta(days=7),
    )
    viewer = partnership.viewer(Role.PANEL_CHAIR)
    assert selectors.tasks_of(viewer=viewer, now=later) == []
    with pytest.raises(NotYours):
        services.finish_task(task_id=task_id, by=viewer, now=later)
    assert [row.is_own for row in selectors.tasks_of(viewer=viewer, now=MONDAY)] == [False]
    services.finish_task(task_id=task_id, by=viewer, now=MONDAY)


def test_a_moved_task_lives_on_with_the_same_day_and_the_same_person(partnership: Partnership) -> None:
    person, public_id = partnership.add_person("Alfie", "Marsh")
    practitioner = partnership.staff[Role.PRACTITIONER]
    partnership.relate(practitioner, person)
    new = NewTask(
        kind=TaskKind.ACTION,
        owner_id=practitioner.pk,
        link=f"/people/{public_id}/",
        subject="panel.action",
        person_id=person,
    )
    by = partnership.viewer(Role.PRACTITIONER)
    with look(viewer=by, people=[public_id], purpose=Purpose.SAFEGUARDING, what="work.task"):
        task_id = services.add_task(new=new, by=by, now=MONDAY)
    heir = partnership.add_staff("Sam Taylor", "care", Role.PRACTITIONER)
    moved_id = services.reassign_task(task_id=task_id, to_id=heir.pk, by=by, now=MONDAY)
    old, moved = Task.objects.get(public_id=task_id), Task.objects.get(public_id=moved_id)
    assert (old.state, old.moved_to_id) == (TaskState.MOVED, moved.pk)
    assert (moved.owner_id, moved.due_on, moved.state) == (heir.pk, old.due_on, TaskState.OPEN)
    assert not TaskPerson.objects.exists()  # without a look the web role sees nobody
    with connect_as("worker"):
        assert list(TaskPerson.objects.values_list("task_id", "person_id")) == [(moved.pk, person)]


def test_a_task_does_not_move_to_another_agency(partnership: Partnership, give: Give) -> None:
    task_id = give()
    with pytest.raises(NotYours):
        services.reassign_task(
            task_id=task_id,
            to_id=partnership.staff[Role.ANALYST].pk,
            by=partnership.viewer(Role.PRACTITIONER),
            now=MONDAY,
        )


def test_a_task_about_a_person_is_refused_without_a_look(partnership: Partnership) -> None:
    person, public_id = partnership.add_person("Alfie", "Marsh")
    new = NewTask(
        kind=TaskKind.ACTION,
        owner_id=partnership.staff[Role.PRACTITIONER].pk,
        link=f"/people/{public_id}/",
        subject="panel.action",
        person_id=person,
    )
    with pytest.raises(ProgrammingError, match="row-level security"):
        services.add_task(new=new, by=partnership.viewer(Role.PANEL_COORDINATOR), now=MONDAY)
    assert not Task.objects.exists()


def test_what_is_done_where_it_is_done_closes_its_tasks(partnership: Partnership) -> None:
    owner = partnership.staff[Role.DATA_STEWARD].pk
    about = NewTask(kind=TaskKind.LINK_REVIEW, owner_id=owner, link="/reviews/", subject="linking.review", subject_id=7)
    services.add_task(new=about, by=None, now=MONDAY)
    assert selectors.has_open_task(kind=TaskKind.LINK_REVIEW, subject="linking.review", subject_id=7)
    by = partnership.viewer(Role.DATA_STEWARD)
    closed = services.close_tasks_about(
        kind=TaskKind.LINK_REVIEW, subject="linking.review", subject_id=7, by=by, now=MONDAY
    )
    assert closed == 1
    assert not selectors.has_open_task(kind=TaskKind.LINK_REVIEW, subject="linking.review", subject_id=7)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 6, 15, tzinfo=LONDON)


def test_the_clock_climbs_from_owner_to_manager_to_contact_to_chair(partnership: Partnership, give: Give) -> None:
    contact = partnership.add_staff("Lou Contact", "care", Role.AGENCY_CONTACT)
    give()  # due Monday 30 November
    told = {
        at(2026, 11, 20): [],
        at(2026, 11, 23): [partnership.staff[Role.PRACTITIONER].pk],
        at(2026, 11, 30): [],
        at(2026, 12, 1): [partnership.staff[Role.TEAM_MANAGER].pk],
        at(2026, 12, 6): [],
        at(2026, 12, 7): [contact.pk],
        at(2026, 12, 14): [partnership.staff[Role.PANEL_CHAIR].pk],
        at(2027, 2, 1): [],
    }
    for now, expected in told.items():
        before = set(Escalation.objects.values_list("pk", flat=True))
        assert escalate(now) == len(expected)
        assert escalate(now) == 0  # run twice, taken once
        fresh = Escalation.objects.exclude(pk__in=before)
        assert list(fresh.values_list("to_id", flat=True)) == expected, now
    assert NoticeKind.TASK_DUE_SOON in notices(partnership, Role.PRACTITIONER)
    assert notices(partnership, Role.TEAM_MANAGER) == [NoticeKind.TASK_ESCALATED]
    (row,) = selectors.tasks_of(viewer=partnership.viewer(Role.PANEL_CHAIR), now=at(2027, 2, 1))
    assert not row.is_own


def test_a_worker_that_slept_takes_the_missed_steps_in_order(partnership: Partnership, give: Give) -> None:
    give()
    assert escalate(at(2026, 12, 20)) == 4
    steps = list(Escalation.objects.order_by("pk").values_list("step", flat=True))
    assert steps == sorted(steps)


def test_a_closed_task_stands_still(partnership: Partnership, give: Give) -> None:
    services.finish_task(task_id=give(), by=partnership.viewer(Role.PRACTITIONER), now=MONDAY)
    assert escalate(at(2027, 1, 20)) == 0


def test_where_nobody_holds_the_role_the_chair_hears_of_it(partnership: Partnership, give: Give) -> None:
    give()
    Staff.objects.filter(pk=partnership.staff[Role.TEAM_MANAGER].pk).update(is_active=False)
    escalate(at(2026, 12, 1))
    assert Escalation.objects.latest("pk").to_id == partnership.staff[Role.PANEL_CHAIR].pk


def test_the_manager_of_ones_own_team_comes_before_others(partnership: Partnership, give: Give) -> None:
    other = partnership.add_staff("Jo Elsewhere", "care", Role.TEAM_MANAGER)
    team = Team.objects.create(agency=partnership.agencies["care"], code="elsewhere", name="Elsewhere")
    Staff.objects.filter(pk=other.pk).update(team=team)
    give()
    escalate(at(2026, 12, 1))
    told = set(Escalation.objects.filter(step=1).values_list("to_id", flat=True))
    assert told == {partnership.staff[Role.TEAM_MANAGER].pk}


def test_reading_the_news_leaves_none(partnership: Partnership, give: Give) -> None:
    give()
    by = partnership.viewer(Role.PRACTITIONER)
    assert services.read_notices(by=by, now=MONDAY) == 1
    assert services.read_notices(by=by, now=MONDAY) == 0
    assert selectors.notices_of(viewer=by) == []
    assert Notice.objects.get().read_at == MONDAY


def test_the_follower_moves_exports_and_purges_whom_a_task_is_about(partnership: Partnership) -> None:
    first, _ = partnership.add_person("Alfie", "Marsh")
    second, _ = partnership.add_person("Alfy", "Marsh")
    follower = services.WorkFollower()
    owner = partnership.staff[Role.PRACTITIONER].pk
    new = NewTask(kind=TaskKind.ACTION, owner_id=owner, link="/waiting/", subject="panel.action", person_id=first)
    with connect_as("worker"):
        services.add_task(new=new, by=None, now=MONDAY)
        merge = SimpleNamespace(kind="merge", from_person=first, to_person=second)
        split = SimpleNamespace(kind="split", from_person=first, to_person=second)
        assert follower.preview(merge).rows == 1
        assert follower.follow(split).rows == 0
        assert follower.follow(merge).rows == 1
        assert follower.export(first) == {"work_taskperson": []}
        (row,) = follower.export(second)["work_taskperson"]
        assert row["task__kind"] == "action"
        assert follower.hold(second, held=True, now=MONDAY).rows == 1
        assert follower.purge(second, by=None, now=MONDAY).rows == 1
        assert not TaskPerson.objects.exists()
        assert Task.objects.count() == 1
