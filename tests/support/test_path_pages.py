"""The pages of a pregnancy and of the way to adult services: by clicking, from the first day to the last."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role
from kith.chronology.models import CareDetail
from kith.feeds.services import TypedPerson, keep_hand_record
from kith.linking.models import Person, Profile
from kith.linking.services.profiles import refresh_people
from kith.project.tasks import add_person_by_hand
from kith.support import services
from kith.support.models import Milestone, Path, Pregnancy, Transition
from kith.support.rules import age_day
from kith.support.vocabulary import AdultAnswer, MilestoneState, NewBirthPlan, NewPregnancy, PathRefused, Reaching
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.conftest import Support
from tests.support.test_births import about, expect, plan, unborn
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]


@pytest.fixture
def worker(support: Support, signed_in: SignIn) -> Client:
    return signed_in(support.partnership.staff[Role.PRACTITIONER])


def teenager(support: Support, months: int = 195) -> Any:
    born_on = age_day(support.today, -months)
    return support.child("Teo", born_on=born_on)


def test_a_pregnancy_is_kept_by_clicking(support: Support, worker: Client) -> None:
    child, mother = unborn(support), support.child("Mary", born_on=date(1999, 2, 3))
    at = f"/support/people/{child}/pregnancy/"
    assert "add them as “a child not yet born”" in words(worker.get(at))
    typed: dict[str, Any] = {"mother": str(mother), "lead": support.worker.staff_id}
    far = worker.post(f"{at}begin/", typed | support.day("expected_on", support.ahead(335)))
    assert far.status_code == 422 and "further away than a pregnancy lasts" in words(far)
    support.child("Small", born_on=support.ago(3000))
    offered = worker.get(f"{at}begin/").content.decode()
    assert "Mary Reed" in offered and "Small Reed" not in offered, "a small child is nobody's mother"
    page = worker.post(f"{at}begin/", typed | support.day("expected_on", support.ahead(90)), follow=True)
    assert "27+1 weeks today" in words(page) and "Mary Reed" in words(page) and "Compressed" in words(page)
    change = {"because": "Dating scan."} | support.day("expected_on", support.ahead(97))
    assert "Dating scan." in words(worker.post(f"{at}expected/", change, follow=True))
    written = {"seen": "0", "hospital": "Larkshire Hospitals", "wishes": "Her sister holds the baby first."}
    assert "Her sister holds" in words(worker.post(f"{at}birth-plan/", written, follow=True))
    late = worker.post(f"{at}birth-plan/", written | {"safety": "Not him."})
    assert late.status_code == 422 and "Nothing was overwritten" in words(late)
    assert "wrote this at the same time" in words(worker.get(at)) and "Not him." in words(worker.get(at))
    home = words(worker.get(f"{at}print/"))
    assert "Birth plan: Baby Reed" in home and "Her sister holds" in home
    nurse = support.colleague("Hal Ward", "hospital", role=Role.AGENCY_CONTACT)
    assert "has been asked" in words(worker.post(f"{at}alert/", {"contact": nurse.pk}, follow=True))
    with connect_as("worker"):
        row = Milestone.objects.get(key="booking")
    reach = f"/support/people/{child}/pregnancy/milestones/{row.public_id}/"
    typed = {"to": "reached", "says": "Seen by the midwife."} | support.day("on", support.today)
    assert "Seen by the midwife." in words(worker.post(f"{reach}reach/", typed, follow=True))
    with connect_as("worker"):
        other = Milestone.objects.get(key="decision").public_id
    give = f"/support/people/{child}/pregnancy/milestones/{other}/give/"
    assert "Hal Ward" in words(worker.post(give, {"owner": nurse.pk}, follow=True))
    born = worker.post(f"{at}born/", support.day("born_on", support.ago(0)), follow=True)
    assert "is not born" not in words(born) and "Born," in words(born) and "The child is born" not in words(born)
    with connect_as("worker"):
        assert Profile.objects.get(person_id=support.person_id("Baby")).born_on == support.today
    for gone in ("nonsense/", "milestones/"):
        assert worker.get(f"{at}{gone}").status_code == 404


def test_a_loss_is_written_gently_and_a_born_child_has_no_pregnancy(support: Support, worker: Client) -> None:
    child = unborn(support)
    expect(support, child)
    at = f"/support/people/{child}/pregnancy/"
    typed = {"says": "The midwife told us; her sister is with her."} | support.day("on", support.today)
    page = words(worker.post(f"{at}lost/", typed, follow=True))
    assert "The pregnancy has ended" in page and "her sister is with her" in page and "Begin again" in page
    born = support.child("Born")
    refused = worker.post(
        f"/support/people/{born}/pregnancy/begin/",
        {"lead": support.worker.staff_id, "mother": ""} | support.day("expected_on", support.ahead(90)),
    )
    assert refused.status_code == 422 and "This child is born" in words(refused)


def test_a_mother_whom_the_viewer_may_not_see_is_not_named(support: Support, signed_in: SignIn) -> None:
    child, mother = unborn(support), support.child("Zyxomira", born_on=date(1999, 2, 3))
    expect(support, child, mother=mother)
    nurse = support.colleague("Kim Nurse", "hospital", "Baby")
    page = signed_in(nurse).get(f"/support/people/{child}/pregnancy/")
    assert "The mother is linked; you may not see her record." in words(page)
    assert "Zyxomira" not in page.content.decode() and str(mother) not in page.content.decode()


def test_an_unborn_child_added_by_hand_becomes_the_childs_record_and_stays_so(
    support: Support, admin: psycopg.Connection[Any]
) -> None:
    typed = TypedPerson(
        known_as="Unborn Ashdown",
        surname="Ashdown",
        expected_on=support.ahead(7),
        told_by="the midwife",
        why="Mother tells of violence at home.",
    )
    viewer = support.worker
    record = keep_hand_record(typed=typed, purpose=Purpose.SAFEGUARDING, by=viewer, now=support.now)
    add_person_by_hand(str(record))
    with connect_as("worker"):
        person = Person.objects.get()
        assert Profile.objects.get().expected_on == support.ahead(7)
    asked: dict[str, Any] = {"public_id": person.public_id, "by": viewer, "now": support.now}
    new = NewPregnancy(expected_on=support.ahead(9), booked_on=support.today, lead_id=viewer.staff_id)
    services.begin_pregnancy(new=new, **asked)
    with connect_as("worker"), transaction.atomic():
        refresh_people(person_ids=[person.pk], now=support.now)  # what was told outlives a run
        assert Profile.objects.get().expected_on == support.ahead(9)
    services.record_birth(born_on=support.today, **asked)
    with connect_as("worker"), transaction.atomic():
        refresh_people(person_ids=[person.pk], now=support.now)
        profile = Profile.objects.get()
        assert (profile.born_on, profile.expected_on, profile.is_child) == (support.today, None, True)
        assert Person.objects.get() == person, "one person, before the birth and after"


def test_the_way_to_adult_services_by_clicking(support: Support, worker: Client) -> None:
    child = teenager(support)
    at = f"/support/people/{child}/transition/"
    assert "nobody is left without help" in words(worker.get(at))
    typed = {"service": "Adult mental health", "lead": support.worker.staff_id}
    page = words(worker.post(f"{at}begin/", typed, follow=True))
    assert "Adult mental health: Not asked yet" in page and "Needs as an adult assessed" in page
    asked = words(worker.post(f"{at}answer/", {"to": "asked", "because": "", "seen": "1"}, follow=True))
    assert "Asked, not answered yet" in asked
    stale = worker.post(f"{at}answer/", {"to": "agreed", "because": "", "seen": "1"})
    assert stale.status_code == 422 and "Somebody else has written this" in words(stale)
    bare = worker.post(f"{at}answer/", {"to": "refused", "because": "", "seen": "2"})
    assert bare.status_code == 422 and "Say why the service refused" in words(bare)
    refused = words(
        worker.post(f"{at}answer/", {"to": "refused", "because": "Below their threshold.", "seen": "2"}, follow=True)
    )
    assert "Refused" in refused and "Below their threshold." in refused
    ended = words(worker.post(f"{at}end/", {"says": "The Lantern Project holds her."}, follow=True))
    assert "The Lantern Project holds her." in ended and "Begin again" in ended
    with connect_as("worker"):
        assert Path.objects.get().ended_at is not None
        told = [row.says for row in CareDetail.objects.filter(entry__kind="care.transition_milestone")]
    assert any("refused. Below their threshold." in says for says in told)
    assert not Task.objects.filter(kind=TaskKind.MILESTONE, state=TaskState.OPEN).exists()


def test_the_way_has_its_days_by_age_and_its_refusals(support: Support) -> None:
    child = teenager(support)
    begin: dict[str, Any] = {"service": "Adult social care", "lead_id": support.worker.staff_id}
    with pytest.raises(PathRefused, match="which adult service"):
        services.begin_transition(**(begin | {"service": " "}), **about(support, child))
    small = support.child("Small", born_on=support.ago(3000))
    with pytest.raises(PathRefused, match="between 14 and 18"):
        services.begin_transition(**begin, **about(support, small))
    with pytest.raises(PathRefused, match="not known"):
        services.begin_transition(**begin, **about(support, unborn(support)))
    services.begin_transition(**begin, **about(support, child))
    with connect_as("worker"):
        rows = {row.key: row.due_on for row in Milestone.objects.all()}
        assert Transition.objects.get().answer == AdultAnswer.NOT_ASKED
        born_on = Profile.objects.get(person_id=support.person_id("Teo")).born_on
    assert born_on is not None
    ages = {"adult_service_told": 192, "assessed": 204, "met_worker": 210, "plan_handed_over": 216}
    assert rows == {key: age_day(born_on, months) for key, months in ages.items()}
    task = Task.objects.get(kind=TaskKind.MILESTONE)
    assert (task.due_on, task.link) == (support.today, "/support/people/~/transition/")
    with pytest.raises(PathRefused, match="has not answered yet"):
        services.end_transition(says="The Lantern Project.", **about(support, child))
    with pytest.raises(PathRefused, match="It can become: asked"):
        services.answer_for_service(to=AdultAnswer.AGREED, because="", seen=1, **about(support, child))
    services.answer_for_service(to=AdultAnswer.ASKED, because="", seen=1, **about(support, child))
    services.answer_for_service(to=AdultAnswer.AGREED, because="", seen=2, **about(support, child))
    with connect_as("worker"):
        first = Milestone.objects.get(key="adult_service_told")
    new = Reaching(to=MilestoneState.REACHED, on=support.today, says="Letter sent.")
    services.reach_milestone(milestone=first.public_id, new=new, **about(support, child))
    services.end_transition(says="Adult social care holds him.", **about(support, child))
    with connect_as("worker"):
        assert Milestone.objects.get(key="adult_service_told").state == MilestoneState.REACHED
        assert Milestone.objects.get(key="assessed").says == "Adult social care holds him."


@pytest.mark.parametrize("page", ["pregnancy", "transition"])
@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR, Role.ANALYST, Role.DATA_STEWARD])
def test_who_does_not_work_with_children_reaches_no_page(
    support: Support, signed_in: SignIn, role: Role, page: str
) -> None:
    child = unborn(support)
    expect(support, child)
    answer = signed_in(support.partnership.staff[role]).get(f"/support/people/{child}/{page}/")
    assert answer.status_code in (403, 404)
    assert "Baby" not in answer.content.decode()


def test_who_may_only_read_writes_no_birth_plan(support: Support) -> None:
    child = unborn(support)
    expect(support, child)
    analyst = support.partnership.viewer(Role.ANALYST)
    with pytest.raises(Refused, match="Whoever works with a child"):
        services.write_birth_plan(public_id=child, new=plan(), seen=0, by=analyst, now=support.now)
    assert isinstance(plan(), NewBirthPlan)
    with connect_as("worker"):
        assert Pregnancy.objects.get().state == "expected"
