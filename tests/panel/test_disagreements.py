"""A disagreement from its raising to its lesson: clocks that climb, a child kept safe, nobody acting out of turn."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from kith.access.models import Block, Relationship
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role, Viewer
from kith.chronology.models import CareDetail, Entry
from kith.panel import selectors, services
from kith.panel.models import Disagreement, DisagreementLesson, DisagreementStep
from kith.panel.vocabulary import (
    STAGES,
    DisagreementAct,
    DisagreementOutcome,
    DisagreementRefused,
    DisagreementStatus,
    DisagreementTopic,
    NewDisagreement,
    Stale,
)
from kith.work.models import Notice, Task
from kith.work.rules import add_working_days
from kith.work.vocabulary import NoticeKind, TaskKind
from tests.panel.conftest import Panel
from tests.panel.disputes import SAFE, Dispute
from tests.panel.test_meetings import decide
from tests.worlds.words import mentions


def test_raising_asks_the_other_side_by_its_day_and_is_told_in_the_story(dispute: Dispute) -> None:
    row = dispute.row
    assert (row.status, row.due_on) == ("practitioners", add_working_days(dispute.panel.now.date(), 1))
    assert dispute.asked() == {dispute.teacher.pk}
    with connect_as("worker"):
        entry = Entry.objects.get(kind="care.disagreement")
        says = CareDetail.objects.get(entry=entry).says
        assert (entry.person_id, entry.source, entry.basis) == (dispute.person_id, "kith", "opinion")
        assert "A full timetable from Monday." in says and SAFE in says and "with my class" in says
        assert not mentions(str(Task.objects.filter(kind=TaskKind.DISAGREEMENT).values().get()), "Ada")
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
