"""Whoever must decide or review is told at once; whoever it concerns hears what became of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from kith.access.models import Staff, Team
from kith.access.services import relationships, staffing
from kith.access.services.relationships import Decision
from kith.access.vocabulary import Refused, Role
from kith.work import selectors
from kith.work.services import close_tasks_about, finish_task, reassign_task, say_not_possible
from kith.work.vocabulary import ClosesByItself, NoticeKind, NotPossibleBecause, TaskKind, TaskRow
from tests.worlds.partnership import Partnership

REASON = "Her school rang me about bruises this morning."
NO_WORD = ("Alma", "Reed", "bruises", "school", "missing", "emergency", "review")


@pytest.fixture
def alma(partnership: Partnership) -> UUID:
    """Return a child to whom nobody stands."""
    return partnership.add_person("Alma", "Reed")[1]


@pytest.fixture
def mails(admin: psycopg.Connection[Any]) -> Callable[[int], list[str]]:
    """Return every mail to one member of staff, with its subject."""

    def read(staff_id: int) -> list[str]:
        rows = admin.execute(
            "SELECT subject || ' ' || body FROM work_outgoingmail WHERE staff_id = %s ORDER BY id", (staff_id,)
        ).fetchall()
        return [row[0] for row in rows]

    return read


def inbox(partnership: Partnership, role: Role) -> list[TaskRow]:
    return selectors.tasks_of(viewer=partnership.viewer(role), now=partnership.now)


def news(partnership: Partnership, role: Role) -> list[NoticeKind]:
    return [NoticeKind(notice.kind) for notice in selectors.notices_of(viewer=partnership.viewer(role))]


def ask(partnership: Partnership, person: UUID) -> int:
    asker = partnership.viewer(Role.PRACTITIONER)
    return relationships.ask_relationship(by=asker, person=person, reason=REASON, now=partnership.now)


def smash(partnership: Partnership, person: UUID) -> int:
    by = partnership.viewer(Role.PRACTITIONER)
    made = relationships.break_glass(by=by, person=person, category="missing_now", reason=REASON, now=partnership.now)
    return int(made.pk)


def test_a_request_is_a_task_of_the_manager_until_it_is_decided(
    partnership: Partnership, alma: UUID, mails: Callable[[int], list[str]]
) -> None:
    request_id = ask(partnership, alma)
    (task,) = inbox(partnership, Role.TEAM_MANAGER)
    assert (task.kind, task.link, task.closes_by_itself) == (TaskKind.ACCESS_REQUEST, "/waiting/", True)
    assert news(partnership, Role.TEAM_MANAGER) == [NoticeKind.TASK_GIVEN]
    (mail,) = mails(partnership.staff[Role.TEAM_MANAGER].pk)
    assert [word for word in NO_WORD if word.lower() in mail.lower()] == []
    decision = Decision(grant=True, because="On our duty list.")
    by = partnership.viewer(Role.TEAM_MANAGER)
    relationships.decide_request(by=by, person=alma, request_id=request_id, decision=decision, now=partnership.now)
    assert inbox(partnership, Role.TEAM_MANAGER) == []
    assert news(partnership, Role.TEAM_MANAGER) == []
    assert news(partnership, Role.PRACTITIONER) == [NoticeKind.REQUEST_GRANTED]


def test_every_manager_of_the_team_is_asked_and_one_decides_for_all(partnership: Partnership, alma: UUID) -> None:
    team = Staff.objects.get(pk=partnership.staff[Role.TEAM_MANAGER].pk).team
    second = partnership.add_staff("Kim Second", "care", Role.TEAM_MANAGER)
    Staff.objects.filter(pk=second.pk).update(team=team)
    elsewhere = partnership.add_staff("Kim Elsewhere", "care", Role.TEAM_MANAGER)
    request_id = ask(partnership, alma)

    def waits_for() -> set[int]:
        return {one.pk for one in Staff.objects.filter(tasks__state="open")}

    assert waits_for() == {second.pk, partnership.staff[Role.TEAM_MANAGER].pk}
    assert elsewhere.pk not in waits_for()
    no = Decision(grant=False, because="Ring the duty team.")
    by = partnership.viewer(Role.TEAM_MANAGER)
    relationships.decide_request(by=by, person=alma, request_id=request_id, decision=no, now=partnership.now)
    assert waits_for() == set()
    assert news(partnership, Role.PRACTITIONER) == [NoticeKind.REQUEST_REFUSED]


def test_a_request_that_nobody_could_decide_is_not_asked(
    partnership: Partnership, alma: UUID, admin: psycopg.Connection[Any]
) -> None:
    admin.execute("UPDATE access_staff SET is_active = false WHERE id = %s", (partnership.staff[Role.TEAM_MANAGER].pk,))
    with pytest.raises(Refused, match="nothing was asked"):
        ask(partnership, alma)
    assert admin.execute("SELECT count(*) FROM access_relationshiprequest").fetchall() == [(0,)]


def test_an_emergency_look_is_a_task_of_the_reviewer_and_news_to_the_manager(
    partnership: Partnership, alma: UUID, mails: Callable[[int], list[str]]
) -> None:
    glass_id = smash(partnership, alma)
    (task,) = inbox(partnership, Role.IG_LEAD)
    assert (task.kind, task.link) == (TaskKind.GLASS_REVIEW, "/waiting/")
    assert news(partnership, Role.IG_LEAD) == [NoticeKind.TASK_GIVEN]
    assert news(partnership, Role.TEAM_MANAGER) == [NoticeKind.GLASS_OPENED]
    for role in (Role.IG_LEAD, Role.TEAM_MANAGER):
        (mail,) = mails(partnership.staff[role].pk)
        assert [word for word in NO_WORD if word.lower() in mail.lower()] == []
    by = partnership.viewer(Role.IG_LEAD)
    relationships.review_glass(
        by=by, person=alma, glass_id=glass_id, outcome="justified", note="Found at once.", now=partnership.now
    )
    assert inbox(partnership, Role.IG_LEAD) == []
    assert news(partnership, Role.PRACTITIONER) == [NoticeKind.GLASS_REVIEWED]
    assert NoticeKind.GLASS_REVIEWED in news(partnership, Role.TEAM_MANAGER)


def test_a_second_emergency_on_the_same_day_is_mailed_too(
    partnership: Partnership, alma: UUID, mails: Callable[[int], list[str]]
) -> None:
    _, bert = partnership.add_person("Bert", "Reed")
    smash(partnership, alma)
    smash(partnership, bert)
    assert len(mails(partnership.staff[Role.IG_LEAD].pk)) == 2
    assert len(mails(partnership.staff[Role.TEAM_MANAGER].pk)) == 1  # news can wait for the daily mail


def test_nobody_says_of_a_review_that_it_is_done_or_gives_it_away(partnership: Partnership, alma: UUID) -> None:
    smash(partnership, alma)
    by, now = partnership.viewer(Role.IG_LEAD), partnership.now
    (task,) = inbox(partnership, Role.IG_LEAD)
    colleague = partnership.staff[Role.PANEL_COORDINATOR].pk
    with pytest.raises(ClosesByItself):
        finish_task(task_id=task.public_id, by=by, now=now)
    with pytest.raises(ClosesByItself):
        say_not_possible(task_id=task.public_id, because=NotPossibleBecause.NOT_OURS, by=by, now=now)
    with pytest.raises(ClosesByItself):
        reassign_task(task_id=task.public_id, to_id=colleague, by=by, now=now)
    assert len(inbox(partnership, Role.IG_LEAD)) == 1


def test_what_cannot_be_told_does_not_happen(
    partnership: Partnership, alma: UUID, admin: psycopg.Connection[Any], settings: Any
) -> None:
    settings.KITH_TELLERS = ["tests.access.test_alerts.Mute"]
    with pytest.raises(RuntimeError, match="nobody was told"):
        smash(partnership, alma)
    assert admin.execute("SELECT count(*) FROM access_breakglass").fetchall() == [(0,)]


class Mute:
    """A teller that tells nobody."""

    def ask(self, **_: object) -> None:
        """Fail."""
        raise RuntimeError("nobody was told")


def leave(partnership: Partnership) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    staffing.end_staff(staff_id=partnership.staff[Role.IG_LEAD].pk, by=by, now=partnership.now)


def lose_role(partnership: Partnership) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    lead = partnership.staff[Role.IG_LEAD].pk
    staffing.change_roles(staff_id=lead, roles=[Role.ANALYST], by=by, now=partnership.now)


def join_the_team(partnership: Partnership) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    asker = Staff.objects.get(pk=partnership.staff[Role.PRACTITIONER].pk)
    lead = partnership.staff[Role.IG_LEAD].pk
    staffing.move_staff(staff_id=lead, agency_id=asker.agency_id, team_id=asker.team_id, by=by, now=partnership.now)


def take_the_asker_in(partnership: Partnership) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    lead = Staff.objects.get(pk=partnership.staff[Role.IG_LEAD].pk)
    team = Team.objects.create(agency=lead.agency, code="board", name="Board")
    Staff.objects.filter(pk=lead.pk).update(team=team)
    staffing.move_staff(
        staff_id=partnership.staff[Role.PRACTITIONER].pk,
        agency_id=lead.agency_id,
        team_id=team.pk,
        by=by,
        now=partnership.now,
    )


@pytest.mark.parametrize("change", [leave, lose_role, join_the_team, take_the_asker_in])
def test_a_review_goes_to_another_when_its_reviewer_may_no_longer_give_it(
    partnership: Partnership,
    alma: UUID,
    admin: psycopg.Connection[Any],
    change: Callable[[Partnership], None],
) -> None:
    glass_id = smash(partnership, alma)
    change(partnership)
    reviewer = admin.execute("SELECT reviewer_id FROM access_breakglass WHERE id = %s", (glass_id,)).fetchall()[0][0]
    assert reviewer != partnership.staff[Role.IG_LEAD].pk
    owners = admin.execute("SELECT owner_id FROM work_task WHERE state = 'open' AND kind = 'glass_review'").fetchall()
    assert owners == [(reviewer,)]
    about = admin.execute(
        "SELECT p.person_id FROM work_taskperson p JOIN work_task t ON t.id = p.task_id WHERE t.state = 'open'"
    ).fetchall()
    assert about == [(partnership.people["Alma"][0],)]
    traced = admin.execute("SELECT after FROM access_trace WHERE action = 'access.reassigned_review'").fetchall()
    assert traced == [({"reviewer": reviewer},)]


def test_the_last_possible_reviewer_does_not_leave_before_the_review(
    partnership: Partnership, alma: UUID, admin: psycopg.Connection[Any]
) -> None:
    smash(partnership, alma)
    admin.execute(
        "UPDATE access_staff SET is_active = false WHERE id = %s", (partnership.staff[Role.PANEL_COORDINATOR].pk,)
    )
    with pytest.raises(Refused, match="nobody else could give"):
        leave(partnership)
    assert Staff.objects.get(pk=partnership.staff[Role.IG_LEAD].pk).is_active


def test_a_review_left_alone_climbs_to_the_manager_and_further(
    partnership: Partnership, alma: UUID, admin: psycopg.Connection[Any]
) -> None:
    from kith.access.services import connect_as
    from kith.work.services import escalate_overdue

    smash(partnership, alma)
    with connect_as("worker"):
        assert escalate_overdue(now=partnership.now + timedelta(days=40)) == 4
    assert close_tasks_about(
        kind=TaskKind.GLASS_REVIEW,
        subject="access.breakglass",
        subject_id=admin.execute("SELECT id FROM access_breakglass").fetchall()[0][0],
        by=partnership.viewer(Role.IG_LEAD),
        now=partnership.now,
    )
