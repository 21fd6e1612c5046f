"""A disagreement from its raising to its lesson: clocks that climb, a child kept safe, nobody acting out of turn."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client

from kith.access.models import Block, Relationship, Staff
from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role, Viewer
from kith.chronology.models import CareDetail, Entry
from kith.linking.vocabulary import Move, MoveKind
from kith.panel import selectors, services
from kith.panel.models import Disagreement, DisagreementLesson, DisagreementStep
from kith.panel.services import Turn
from kith.panel.vocabulary import (
    STAGES,
    DisagreementAct,
    DisagreementOutcome,
    DisagreementRefused,
    DisagreementStatus,
    DisagreementTopic,
    NewDisagreement,
    Said,
    Stale,
)
from kith.work.models import Notice, Task
from kith.work.rules import add_working_days
from kith.work.vocabulary import NoticeKind, TaskKind, TaskState
from tests.panel.conftest import Panel
from tests.panel.test_meetings import decide
from tests.panel.test_pages import words

SAFE = "Seen at school every morning by her tutor."


class Dispute:
    """One disagreement between social care, which raised it, and education."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.child = panel.child()
        self.person_id = panel.partnership.people["Ada"][0]
        self.teacher = panel.partnership.add_staff("Tess Teacher", "education", Role.PRACTITIONER)
        self.head = panel.partnership.add_staff("Hal Head", "education", Role.TEAM_MANAGER)
        panel.partnership.relate(self.teacher, self.person_id)
        self.id = services.raise_disagreement(
            public_id=self.child, new=self.new(), by=panel.viewer(Role.PRACTITIONER), now=panel.now
        )

    def new(self, **more: Any) -> NewDisagreement:
        told: dict[str, Any] = {
            "other_agency_id": self.panel.partnership.agencies["education"].pk,
            "topic": DisagreementTopic.PLAN,
            "what": "The timetable keeps her out of school for three days.",
            "wanted": "A full timetable from Monday.",
            "child_safe": SAFE,
            "voice": "“I want to be with my class.”",
        }
        return NewDisagreement(**(told | more))

    @property
    def row(self) -> Disagreement:
        with connect_as("worker"):
            return Disagreement.objects.get(public_id=self.id)

    def viewer(self, staff: Staff) -> Viewer:
        return viewer_of(staff, self.panel.now)

    def act(self, act: DisagreementAct, by: Viewer, *, seen: int | None = None, **more: Any) -> DisagreementStatus:
        told: dict[str, Any] = {"says": "We have looked at it again.", "child_safe": SAFE} | more
        version = self.row.version if seen is None else seen
        turn = Turn(public_id=self.child, disagreement=self.id, seen=version)
        return services.act_in_disagreement(turn=turn, act=act, said=Said(**told), by=by, now=self.panel.now)

    def asked(self) -> set[int]:
        tasks = Task.objects.filter(kind=TaskKind.DISAGREEMENT, state=TaskState.OPEN, subject_id=self.row.pk)
        return set(tasks.values_list("owner_id", flat=True))

    def climb(self, to: DisagreementStatus) -> None:
        while self.row.status != to:
            self.act(DisagreementAct.ESCALATE, self.panel.viewer(Role.PRACTITIONER))

    def run_out(self) -> int:
        due_on = self.row.due_on
        assert due_on is not None
        late = self.panel.now.replace(year=due_on.year, month=due_on.month, day=due_on.day) + timedelta(days=1)
        with connect_as("worker"):
            return services.escalate_disagreements(now=late)


@pytest.fixture
def dispute(panel: Panel) -> Dispute:
    return Dispute(panel)


def test_raising_asks_the_other_side_by_its_day_and_is_told_in_the_story(dispute: Dispute) -> None:
    row = dispute.row
    assert (row.status, row.due_on) == ("practitioners", add_working_days(dispute.panel.now.date(), 1))
    assert dispute.asked() == {dispute.teacher.pk}
    with connect_as("worker"):
        entry = Entry.objects.get(kind="care.disagreement")
        says = CareDetail.objects.get(entry=entry).says
        assert (entry.person_id, entry.source, entry.basis) == (dispute.person_id, "kith", "opinion")
        assert "A full timetable from Monday." in says and SAFE in says and "with my class" in says
        assert "Ada" not in str(Task.objects.filter(kind=TaskKind.DISAGREEMENT).values().get())
        assert str(dispute.child) not in Task.objects.get(kind=TaskKind.DISAGREEMENT).link


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"child_safe": "soon"}, "keep the child safe"),
        ({"wanted": ""}, "what should happen"),
        ({"what": "No."}, "what you disagree about"),
        ({"other_agency_id": None}, "Choose the agency"),
        ({}, "disagree about this already"),
    ],
)
def test_a_disagreement_that_says_too_little_or_twice_is_refused(dispute: Dispute, more: Any, why: str) -> None:
    by = dispute.panel.viewer(Role.PRACTITIONER)
    with pytest.raises(DisagreementRefused, match=why):
        services.raise_disagreement(public_id=dispute.child, new=dispute.new(**more), by=by, now=dispute.panel.now)
    own = dispute.new(other_agency_id=by.agency_id, topic=DisagreementTopic.SHARING)
    with pytest.raises(DisagreementRefused, match="your own agency"):
        services.raise_disagreement(public_id=dispute.child, new=own, by=by, now=dispute.panel.now)
    mirrored = dispute.new(other_agency_id=by.agency_id)
    with pytest.raises(DisagreementRefused, match="already"):
        services.raise_disagreement(
            public_id=dispute.child, new=mirrored, by=dispute.viewer(dispute.teacher), now=dispute.panel.now
        )


def test_whoever_does_not_work_with_the_child_neither_raises_nor_reads(dispute: Dispute) -> None:
    stranger = dispute.panel.contact("lantern")
    with pytest.raises((Refused, NotShown)):
        services.raise_disagreement(public_id=dispute.child, new=dispute.new(), by=stranger, now=dispute.panel.now)
    with pytest.raises((Refused, NotShown)):
        selectors.open_disagreement(dispute.child, dispute.id, viewer=stranger, purpose=Purpose.PANEL)
    assert selectors.list_disagreements(viewer=stranger, purpose=Purpose.PANEL) == []
    with pytest.raises(Refused, match="Whoever works with the child"):
        services.raise_disagreement(
            public_id=dispute.child,
            new=dispute.new(),
            by=dispute.panel.viewer(Role.ANALYST),
            now=dispute.panel.now,
        )


def test_the_clock_climbs_stage_by_stage_and_carries_the_child_s_safety_on(dispute: Dispute) -> None:
    panel = dispute.panel
    assert dispute.run_out() == 1
    assert dispute.row.status == "managers"
    manager = panel.partnership.staff[Role.TEAM_MANAGER].pk
    assert dispute.asked() == {manager, dispute.head.pk}
    told = Notice.objects.get(kind=NoticeKind.DISAGREEMENT_MOVED)
    assert (told.staff_id, told.task_id) == (panel.partnership.staff[Role.PRACTITIONER].pk, None)
    with connect_as("worker"):
        last = DisagreementStep.objects.latest("place")
        assert (last.act, last.by_id, last.carried, last.child_safe) == ("clock", None, True, SAFE)
        assert services.escalate_disagreements(now=panel.now) == 0, "its new clock has only begun"
    for stage in STAGES[2:]:
        assert dispute.run_out() == 1
        assert dispute.row.status == stage
    assert dispute.run_out() == 0, "there is no stage above the executive's"
    assert dispute.asked() == {panel.chair.staff_id}
    with connect_as("worker"):
        assert Entry.objects.filter(kind="care.disagreement").count() == 5
        assert DisagreementStep.objects.count() == 5
        # Who is asked also has a seat for the child, so that the task opens a page and not a refusal.
        seats = Relationship.objects.filter(source_ref=f"panel.disagreement:{dispute.row.pk}")
        assert {dispute.head.pk, manager, panel.chair.staff_id} <= set(seats.values_list("staff_id", flat=True))


def test_one_side_proposes_the_other_agrees_with_its_dissent_kept(dispute: Dispute) -> None:
    worker, teacher = dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)
    with pytest.raises(DisagreementRefused, match="Nothing is proposed"):
        dispute.act(DisagreementAct.AGREE, worker)
    with pytest.raises(DisagreementRefused, match="what comes of it"):
        dispute.act(DisagreementAct.PROPOSE, teacher)
    dispute.act(DisagreementAct.PROPOSE, teacher, outcome=DisagreementOutcome.PLAN_CHANGED)
    assert dispute.asked() == {dispute.panel.partnership.staff[Role.PRACTITIONER].pk}
    with pytest.raises(Refused):
        dispute.act(DisagreementAct.AGREE, teacher)  # nobody agrees to their own proposal
    dispute.act(DisagreementAct.AGREE, worker, dissent="Three weeks were lost.")
    row = dispute.row
    assert (row.status, row.outcome, row.last_stage, row.due_on) == ("resolved", "plan_changed", "practitioners", None)
    assert dispute.asked() == set()
    with connect_as("worker"):
        last = DisagreementStep.objects.latest("place")
        assert (last.dissent, last.dissenting_agency_id) == ("Three weeks were lost.", worker.agency_id)
        now = dispute.panel.now + timedelta(seconds=1)
        seats = Relationship.objects.filter(source_ref=f"panel.disagreement:{row.pk}", ends_at__gt=now)
        assert not seats.exists()


def test_an_answer_takes_a_proposal_back_to_the_table(dispute: Dispute) -> None:
    worker, teacher = dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)
    dispute.act(DisagreementAct.PROPOSE, teacher, outcome=DisagreementOutcome.STANDS)
    dispute.act(DisagreementAct.ANSWER, worker)
    with pytest.raises(DisagreementRefused, match="Nothing is proposed"):
        dispute.act(DisagreementAct.AGREE, worker)


def test_who_speaks_changes_with_the_stage_and_everybody_can_take_it_higher(dispute: Dispute) -> None:
    worker, teacher = dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)
    dispute.act(DisagreementAct.ESCALATE, teacher)
    assert dispute.row.status == "managers"
    with pytest.raises(Refused, match="somebody else says this"):
        dispute.act(DisagreementAct.ANSWER, worker)
    dispute.act(DisagreementAct.ANSWER, dispute.viewer(dispute.head))
    with pytest.raises(Refused):
        dispute.act(DisagreementAct.WITHDRAW, teacher)  # only the side that raised it
    dispute.climb(DisagreementStatus.EXECUTIVE)
    with pytest.raises(DisagreementRefused, match="cannot be done now"):
        dispute.act(DisagreementAct.ESCALATE, worker)
    with pytest.raises(Refused):
        dispute.act(DisagreementAct.DECIDE, dispute.viewer(dispute.head), outcome=DisagreementOutcome.STANDS)
    with pytest.raises(DisagreementRefused, match="which agency"):
        dispute.act(
            DisagreementAct.DECIDE, dispute.panel.chair, outcome=DisagreementOutcome.STANDS, dissent="Care disagrees."
        )
    dispute.act(
        DisagreementAct.DECIDE,
        dispute.panel.chair,
        outcome=DisagreementOutcome.DECISION_CHANGED,
        dissent="Education asks for more staff.",
        dissenting_agency_id=teacher.agency_id,
    )
    assert (dispute.row.status, dispute.row.last_stage) == ("resolved", "executive")


@pytest.mark.parametrize("end", [DisagreementStatus.RESOLVED, DisagreementStatus.WITHDRAWN])
def test_nothing_happens_to_a_disagreement_that_has_ended(dispute: Dispute, end: DisagreementStatus) -> None:
    worker, teacher = dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)
    if end is DisagreementStatus.RESOLVED:
        dispute.act(DisagreementAct.PROPOSE, worker, outcome=DisagreementOutcome.STANDS)
        dispute.act(DisagreementAct.AGREE, teacher)
    else:
        dispute.act(DisagreementAct.WITHDRAW, worker)
    steps = dispute.row.version
    for act in DisagreementAct:
        with pytest.raises((DisagreementRefused, Refused)):
            dispute.act(act, worker, outcome=DisagreementOutcome.STANDS)
    assert (dispute.row.version, dispute.row.status) == (steps, end)


def test_the_database_keeps_no_step_without_the_child_s_safety(dispute: Dispute) -> None:
    with connect_as("worker"):
        row = DisagreementStep.objects.get()
        for unsafe in ("", "         ", "Soon."):
            with pytest.raises(IntegrityError, match="keeps_the_child_safe"), transaction.atomic():
                DisagreementStep.objects.filter(pk=row.pk).update(child_safe=unsafe)


def test_of_two_who_act_at_once_one_is_told_and_nothing_is_overwritten(dispute: Dispute) -> None:
    worker, teacher = dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)
    seen, said, started = dispute.row.version, list[str](), threading.Barrier(2)

    def go(act: DisagreementAct, by: Viewer) -> None:
        started.wait()
        try:
            dispute.act(act, by, seen=seen)
            said.append("kept")
        except Stale as stale:
            said.append(str(stale))
        finally:
            connections.close_all()

    both = [
        threading.Thread(target=go, args=(DisagreementAct.ANSWER, teacher)),
        threading.Thread(target=go, args=(DisagreementAct.ESCALATE, worker)),
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(one == "kept" for one in said) == [False, True]
    assert any("We have looked at it again." in one for one in said)
    assert dispute.row.version == 2


def test_a_lesson_is_kept_once_and_gives_nobody_away(dispute: Dispute) -> None:
    worker = dispute.panel.viewer(Role.PRACTITIONER)

    def learn(says: str) -> None:
        services.keep_lesson(
            public_id=dispute.child, disagreement=dispute.id, says=says, by=worker, now=dispute.panel.now
        )

    with pytest.raises(DisagreementRefused, match="has ended"):
        learn("Part timetables are agreed in a meeting first.")
    dispute.act(DisagreementAct.WITHDRAW, worker)
    for telling in (
        "Ada was out of school for three weeks before we met.",
        "Ring Robin early, before a timetable is cut.",
        "Nobody met before 3.11.2026, when it was too late.",
        "Call 01632 960000 before a timetable is cut.",
    ):
        with pytest.raises(DisagreementRefused, match="leave out names"):
            learn(telling)
    learn("Part timetables are agreed in a meeting first.")
    with pytest.raises(DisagreementRefused, match="already"):
        learn("Part timetables are agreed in a meeting first.")
    kept = DisagreementLesson.objects.values().get()
    assert (kept["topic"], kept["stage"]) == ("plan", "practitioners")
    assert not {"person_id", "disagreement_id", "at"} & set(kept)


def test_who_is_named_for_an_agency_answers_before_the_role(dispute: Dispute) -> None:
    panel, named = dispute.panel, dispute.panel.partnership.add_staff("Sam Senior", "education", Role.TEAM_MANAGER)
    education = panel.partnership.agencies["education"].pk

    def name(stage: DisagreementStatus, agency_id: int | None, by: Viewer = panel.coordinator) -> None:
        services.name_answerer(stage=stage, agency_id=agency_id, staff_id=named.pk, by=by, now=panel.now)

    with pytest.raises(DisagreementRefused, match="leave the agency out"):
        name(DisagreementStatus.EXECUTIVE, education)
    with pytest.raises(DisagreementRefused, match="works for this agency"):
        name(DisagreementStatus.SENIORS, panel.partnership.agencies["police"].pk)
    with pytest.raises(Refused):
        name(DisagreementStatus.SENIORS, education, by=panel.viewer(Role.PRACTITIONER))
    name(DisagreementStatus.SENIORS, education)
    dispute.climb(DisagreementStatus.SENIORS)
    assert named.pk in dispute.asked()
    assert panel.contacts["education"].pk not in dispute.asked()


def test_a_member_of_staff_who_is_kept_away_is_never_asked(dispute: Dispute) -> None:
    panel = dispute.panel
    with connect_as("worker"):
        Block.objects.create(
            staff=dispute.head, person_id=dispute.person_id, kind="own_family", reason="Aunt", begins_at=panel.now
        )
    dispute.climb(DisagreementStatus.MANAGERS)
    assert dispute.head.pk not in dispute.asked()
    assert panel.contacts["education"].pk in dispute.asked()


def test_a_decision_of_the_panel_can_be_disagreed_with(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    decide(panel, child, item)
    new = NewDisagreement(
        other_agency_id=None,
        topic=DisagreementTopic.PANEL_DECISION,
        what="The level was lowered although he is missing.",
        wanted="Look at the level again within a week.",
        child_safe=SAFE,
    )
    made = services.raise_disagreement(public_id=child, new=new, item=item, by=panel.contact("hospital"), now=panel.now)
    with connect_as("worker"):
        row = Disagreement.objects.get(public_id=made)
        assert row.other_agency_id == panel.chair.agency_id
        task = Task.objects.get(kind=TaskKind.DISAGREEMENT)
        assert task.owner_id == panel.chair.staff_id
    page = selectors.open_disagreement(child, made, viewer=panel.chair, purpose=Purpose.PANEL)
    assert page.decision is not None and page.decision.rationale


def test_both_agencies_see_it_and_the_web_role_can_change_no_word(
    dispute: Dispute, admin: psycopg.Connection[Any]
) -> None:
    for viewer in (dispute.panel.viewer(Role.PRACTITIONER), dispute.viewer(dispute.teacher)):
        page = selectors.open_disagreement(dispute.child, dispute.id, viewer=viewer, purpose=Purpose.PANEL)
        assert page.steps[0].child_safe == SAFE
        with look(viewer=viewer, people=[dispute.child], purpose=Purpose.PANEL, what="test"):
            assert DisagreementStep.objects.count() == 1
    may = "SELECT has_table_privilege('kith_web', 'panel_disagreementstep', %s)"
    assert [admin.execute(may, (each,)).fetchall()[0][0] for each in ("INSERT", "UPDATE", "DELETE")] == [
        True,
        False,
        False,
    ]


def test_the_measures_count_by_stage_and_name_nobody(dispute: Dispute) -> None:
    worker = dispute.panel.viewer(Role.PRACTITIONER)
    today = dispute.panel.now.date()
    dispute.climb(DisagreementStatus.MANAGERS)
    manager = dispute.panel.viewer(Role.TEAM_MANAGER)
    dispute.act(DisagreementAct.PROPOSE, manager, outcome=DisagreementOutcome.STANDS)
    dispute.act(DisagreementAct.AGREE, dispute.viewer(dispute.head), dissent="Not what the school would do.")
    other = dispute.new(topic=DisagreementTopic.SHARING)
    services.raise_disagreement(public_id=dispute.child, new=other, by=worker, now=dispute.panel.now)
    found = selectors.count_disagreements(
        since=today - timedelta(days=1), until=today + timedelta(days=1), today=today + timedelta(days=30)
    )
    assert found.counts == {
        "raised": 2,
        "open": 1,
        "late": 1,
        "withdrawn": 0,
        "resolved": 1,
        "dissent": 1,
        "by_clock": 0,
    }
    assert found.stages == {DisagreementStatus.MANAGERS: (1, 0.0)}


def test_by_clicking_from_the_page_of_a_child_to_the_lesson(
    dispute: Dispute, signed_in: Callable[[Staff], Client]
) -> None:
    panel, where = dispute.panel, f"/panel/people/{dispute.child}/"
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    teacher = signed_in(dispute.teacher)
    typed = {
        "other_agency": panel.partnership.agencies["hospital"].pk,
        "topic": "response",
        "what": "She waited nine weeks for an appointment.",
        "wanted": "An appointment this month.",
        "child_safe": "",
    }
    unsafe = worker.post(f"{where}disagree/", typed)
    assert unsafe.status_code == 422 and "keep the child safe meanwhile" in words(unsafe)
    assert "She waited nine weeks" in unsafe.content.decode()
    raised = worker.post(f"{where}disagree/", typed | {"child_safe": SAFE}, follow=True)
    assert "Raised." in words(raised) and "What was done, or how soon" in words(raised)
    page = f"{where}disagreements/{dispute.id}/"
    shown = words(teacher.get(page))
    assert "Between the practitioners" in shown and SAFE in shown and "Since" in shown
    proposal = {"outcome": "stands", "says": "It is for two weeks only.", "child_safe": SAFE, "seen": "1"}
    assert "What is proposed" in words(teacher.post(f"{page}propose/", proposal, follow=True))
    late = worker.post(f"{page}answer/", {"says": "We do not agree to it.", "child_safe": SAFE, "seen": "1"})
    assert late.status_code == 422 and "Nothing was overwritten" in words(late)
    agreed = worker.post(
        f"{page}agree/", {"says": "Two weeks are agreed.", "child_safe": SAFE, "seen": "2", "dissent": ""}, follow=True
    )
    assert "Resolved: what was done stands" in words(agreed)
    kept = worker.post(f"{page}learn/", {"says": "Meet before a timetable is cut."}, follow=True)
    assert "without anybody's name" in words(kept)
    assert worker.get(f"{page}clock/").status_code == 404
    assert "Printed for" in words(worker.get(f"{page}print/"))
    chair = signed_in(panel.partnership.staff[Role.PANEL_CHAIR])
    measures = words(chair.get("/panel/measures/"))
    assert "Meet before a timetable is cut." in measures and "Ada" not in measures
    listed = words(chair.get("/panel/disagreements/"))
    assert "1 open disagreement, none late" in listed and "nine weeks" not in listed


def test_the_list_costs_the_same_for_one_and_for_three(
    panel: Panel, signed_in: Callable[[Staff], Client], django_assert_max_num_queries: Any
) -> None:
    client, counted = signed_in(panel.partnership.staff[Role.PRACTITIONER]), list[int]()
    hospital = panel.partnership.agencies["hospital"].pk
    for name in ("Ada", "Ben", "Cyd"):
        new = NewDisagreement(
            other_agency_id=hospital,
            topic=DisagreementTopic.RESPONSE,
            what="Waited for nine weeks now.",
            wanted="An appointment this month.",
            child_safe=SAFE,
        )
        services.raise_disagreement(
            public_id=panel.child(name), new=new, by=panel.viewer(Role.PRACTITIONER), now=panel.now
        )
        with django_assert_max_num_queries(40) as found:
            client.get("/panel/disagreements/")
        counted.append(len(found))
    assert counted[1] == counted[2]


def test_rows_follow_a_child_who_turns_out_to_be_another(dispute: Dispute, panel: Panel) -> None:
    other, _ = panel.partnership.add_person("Ida", "Reed")
    with connect_as("worker"):
        move = Move(kind=MoveKind.MERGE, from_person=dispute.person_id, to_person=other, now=panel.now)
        services.PanelFollower().follow(move)
        assert set(Disagreement.objects.values_list("person_id", flat=True)) == {other}
        assert set(DisagreementStep.objects.values_list("person_id", flat=True)) == {other}
        assert services.PanelFollower().purge(other, by=None, now=panel.now).rows
        assert not Disagreement.objects.exists()
