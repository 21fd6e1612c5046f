"""A meeting from its plan to its approved minutes: quorum, conflicts, no lost word, decisions, actions, letting go."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Refused, Role
from kith.chronology.models import CareDetail, Entry
from kith.panel import services
from kith.panel.models import ActionChange, Case, Decision, Minute, MinuteVersion, PanelAction
from kith.panel.vocabulary import (
    ActionRefused,
    ActionState,
    Clash,
    ClosureTest,
    Level,
    MeetingRefused,
    MinuteField,
    NewAction,
    NewDecision,
    NewMeeting,
    Outcome,
    Section,
    Stale,
    Status,
    StepRefused,
)
from kith.support.vocabulary import VoiceMissing
from kith.work.models import Task
from kith.work.vocabulary import NotPossibleBecause, TaskKind, TaskState
from tests.panel.conftest import Panel


def decision(**more: Any) -> NewDecision:
    told: dict[str, Any] = {
        "level_before": Level.HIGH,
        "level_after": Level.MEDIUM,
        "outcome": Outcome.PLAN_LEAD,
        "rationale": "He is back at school and has a mentor.",
    }
    return NewDecision(**(told | more))


def action(panel: Panel, owner: int | None, **more: Any) -> NewAction:
    told: dict[str, Any] = {
        "need": "Somebody to talk to",
        "what": "Meet him every week at school.",
        "owner_id": owner,
        "due_on": panel.now.date() + timedelta(days=14),
    }
    return NewAction(**(told | more))


def hear(panel: Panel, child: UUID, item: UUID) -> None:
    with connect_as("worker"):
        held = Minute.objects.filter(item__public_id=item, field=MinuteField.VOICE).values_list("version", flat=True)
        seen = held.first() or 0
    write(panel, child, item, "“I want to go back to school.”", seen, field=MinuteField.VOICE)


def decide(panel: Panel, child: UUID, item: UUID, **more: Any) -> None:
    hear(panel, child, item)
    services.decide_item(public_id=child, item=item, new=decision(**more), by=panel.chair, now=panel.now)


def write(panel: Panel, child: UUID, item: UUID, text: str, seen: int, **more: Any) -> int:
    told: dict[str, Any] = {"field": MinuteField.ANALYSIS, "by": panel.coordinator, "now": panel.now} | more
    return services.write_minute(public_id=child, item=item, text=text, seen=seen, **told)


def test_a_meeting_without_its_quorum_needs_a_reason_and_its_decisions_say_so(panel: Panel) -> None:
    child = panel.child()
    panel.accept(child)
    meeting = panel.plan()
    item = services.list_case(
        meeting=meeting, public_id=child, section=Section.URGENT, by=panel.coordinator, now=panel.now
    )
    for agency in ("police", "care"):
        services.promise_confidentiality(meeting=meeting, by=panel.contact(agency), now=panel.now)
    with pytest.raises(MeetingRefused, match="no quorum: health is not here"):
        services.open_meeting(meeting=meeting, because="", by=panel.coordinator, now=panel.now)
    services.open_meeting(
        meeting=meeting, because="The child cannot wait for a week.", by=panel.coordinator, now=panel.now
    )
    decide(panel, child, item)
    with connect_as("worker"):
        entry = Entry.objects.get(kind="care.panel_decision")
        assert "The meeting had no quorum." in CareDetail.objects.get(entry=entry).says


def test_only_who_has_a_seat_signs_in_and_a_meeting_lies_ahead(panel: Panel) -> None:
    meeting = panel.plan("police")
    with pytest.raises(MeetingRefused, match="no seat"):
        services.promise_confidentiality(meeting=meeting, by=panel.contact("lantern"), now=panel.now)
    past = NewMeeting(begins_at=panel.now - timedelta(hours=1), place="", chair_id=panel.chair.staff_id)
    with pytest.raises(MeetingRefused, match="past"):
        services.plan_meeting(new=past, by=panel.coordinator, now=panel.now)
    with pytest.raises(Refused, match="plan its meetings"):
        services.plan_meeting(new=past, by=panel.contact("police"), now=panel.now)


def test_a_chair_who_is_related_to_the_child_does_not_decide(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    services.declare_conflict(
        item=item,
        public_id=child,
        staff_id=panel.chair.staff_id,
        because="Her sister's son",
        by=panel.chair,
        now=panel.now,
    )
    with pytest.raises(Refused, match="conflict of interest"):
        decide(panel, child, item)
    with pytest.raises(Refused, match="conflict of interest"):
        write(panel, child, item, "Boss of the older boys.", 0, by=panel.chair)
    other = panel.partnership.add_staff("Second chair", "partnership", Role.PANEL_CHAIR)
    with pytest.raises((NotShown, Refused)):  # without a seat for this child there is no deciding either
        services.decide_item(public_id=child, item=item, new=decision(), by=viewer_of(other, panel.now), now=panel.now)


def test_a_decision_keeps_levels_reason_dissent_and_the_next_review(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    lead = panel.partnership.staff[Role.PRACTITIONER].pk
    health = panel.partnership.agencies["hospital"].pk
    with pytest.raises(MeetingRefused, match="past"):
        decide(panel, child, item, review_on=panel.now.date() - timedelta(days=1))
    decide(panel, child, item, lead_id=lead, dissent="Health would stay at high.", dissenting_agency_id=health)
    with pytest.raises(MeetingRefused, match="settled already"):
        decide(panel, child, item)
    with connect_as("worker"):
        kept, case = Decision.objects.get(), Case.objects.get()
        assert (kept.level_before, kept.level_after, kept.dissenting_agency_id) == ("high", "medium", health)
        assert (case.status, case.level, case.lead_id) == (Status.HELD, "medium", lead)
        assert case.review_on == panel.now.date() + timedelta(weeks=8)
    review = Task.objects.get(kind=TaskKind.PANEL_REVIEW)
    assert review.due_on == panel.now.date() + timedelta(weeks=8)


def test_nobody_decides_about_a_child_whom_nobody_has_heard(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    about: dict[str, Any] = {"public_id": child, "item": item, "new": decision(), "by": panel.chair, "now": panel.now}
    with pytest.raises(VoiceMissing, match="The panel"):
        services.decide_item(**about)
    hear(panel, child, item)
    services.decide_item(**about)


def test_nobody_is_forgotten_when_a_meeting_ends(panel: Panel) -> None:
    child, other = panel.child(), panel.child("Ben")
    panel.accept(child)
    panel.accept(other)
    meeting = panel.plan()
    items = [
        services.list_case(
            meeting=meeting, public_id=one, section=Section.CHILDREN, by=panel.coordinator, now=panel.now
        )
        for one in (child, other)
    ]
    panel.open(meeting)
    with pytest.raises(MeetingRefused, match="2 items"):
        services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)
    decide(panel, child, items[0])
    with pytest.raises(MeetingRefused, match="Say why"):
        services.put_off(public_id=other, item=items[1], because="", by=panel.coordinator, now=panel.now)
    services.put_off(
        public_id=other, item=items[1], because="His school could not come.", by=panel.coordinator, now=panel.now
    )
    services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)
    with pytest.raises(Refused, match="chair approves"):
        services.approve_minutes(meeting=meeting, by=panel.coordinator, now=panel.now)
    services.approve_minutes(meeting=meeting, by=panel.chair, now=panel.now)
    assert not Task.objects.filter(kind=TaskKind.PANEL_MINUTES, state=TaskState.OPEN).exists()
    with pytest.raises(MeetingRefused, match="until they are approved"):
        write(panel, child, items[0], "Too late.", 0)
    with pytest.raises(MeetingRefused, match="cannot be"):
        services.approve_minutes(meeting=meeting, by=panel.chair, now=panel.now)


def test_who_writes_second_overwrites_nothing_and_a_person_chooses(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    assert write(panel, child, item, "Older boys.", 0) == 1
    with pytest.raises(Clash) as clash:
        write(panel, child, item, "A debt of 200.", 0, by=panel.chair)
    assert clash.value.theirs == "Older boys."
    with connect_as("worker"):
        assert Minute.objects.get().text == "Older boys."
        assert MinuteVersion.objects.get(clashed=True).text == "A debt of 200."
    settle: dict[str, Any] = {"public_id": child, "item": item, "clash_id": clash.value.clash_id, "now": panel.now}
    both = "Older boys. A debt of 200."
    assert services.settle_clash(text=both, seen=1, by=panel.chair, **settle) == 2
    with pytest.raises(MeetingRefused, match="settled already"):
        services.settle_clash(text=both, seen=2, by=panel.chair, **settle)
    with connect_as("worker"):
        kept = list(MinuteVersion.objects.filter(clashed=False).order_by("version").values_list("version", "text"))
        assert kept == [(1, "Older boys."), (2, both)]


def test_the_same_text_twice_is_one_version(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    assert [write(panel, child, item, "Once.", 0), write(panel, child, item, "Once.", 0)] == [1, 1]


def test_eight_people_writing_at_once_lose_no_word(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    each, written = 25, threading.Barrier(8)

    def type_on(number: int) -> None:
        try:
            written.wait()
            seen = 0
            for turn in range(each):
                try:
                    seen = write(panel, child, item, f"{number}.{turn}", seen)
                except Clash as clash:
                    seen = clash.version
        finally:
            connections.close_all()

    threads = [threading.Thread(target=type_on, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect_as("worker"):
        minute = Minute.objects.get()
        kept = MinuteVersion.objects.all()
        texts = {row.text for row in kept}
        assert texts == {f"{number}.{turn}" for number in range(8) for turn in range(each)}, "a word was lost"
        taken = [row for row in kept.order_by("version") if not row.clashed]
        assert [row.version for row in taken] == list(range(1, minute.version + 1))
        assert taken[-1].text == minute.text, "the history does not replay to what is there"


def test_eight_people_change_actions_at_once_and_each_change_that_was_taken_is_kept(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    about: dict[str, Any] = {"public_id": child, "by": panel.coordinator, "now": panel.now}
    owner = panel.coordinator.staff_id
    actions = [services.agree_action(item=item, new=action(panel, owner), **about) for _ in range(3)]
    taken: list[tuple[UUID, int, str]] = []
    late: list[str] = []
    ready = threading.Barrier(8)

    def change_on(number: int) -> None:
        try:
            ready.wait()
            for one in actions:
                for seen, to in enumerate((ActionState.IN_PROGRESS, ActionState.DONE), start=1):
                    says = f"Seen by number {number} as it became {to}."
                    try:
                        version = services.change_action(action=one, to=to, seen=seen, evidence=says, **about)
                        taken.append((one, version, says))
                    except Stale:
                        late.append(says)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change_on, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(late)) == (6, 42), "each state was reached once, and everybody else was told"
    with connect_as("worker"):
        kept = ActionChange.objects.filter(version__gt=1).values_list("action__public_id", "version", "says")
        assert set(kept) == set(taken)
        assert {(row.state, row.version) for row in PanelAction.objects.all()} == {("done", 3)}


def test_an_action_has_an_owner_a_day_and_is_closed_once(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    owner = panel.contacts["education"]
    add: dict[str, Any] = {"public_id": child, "item": item, "by": panel.coordinator, "now": panel.now}
    with pytest.raises(ActionRefused, match="past"):
        services.agree_action(new=action(panel, owner.pk, due_on=panel.now.date()), **add)
    made = services.agree_action(new=action(panel, owner.pk), **add)
    task = Task.objects.get(kind=TaskKind.ACTION)
    assert (task.owner_id, task.state) == (owner.pk, TaskState.OPEN)
    change: dict[str, Any] = {"public_id": child, "action": made, "now": panel.now}
    with pytest.raises(Refused, match="Its owner says"):
        services.change_action(to=ActionState.IN_PROGRESS, seen=1, by=panel.contact("lantern"), **change)
    with pytest.raises(ActionRefused, match="what shows"):
        services.change_action(to=ActionState.DONE, seen=1, by=panel.contact("education"), **change)
    done: dict[str, Any] = {"to": ActionState.DONE, "evidence": "Met four times, notes in the plan."}
    assert services.change_action(seen=1, by=panel.contact("education"), **done, **change) == 2
    with pytest.raises(ActionRefused, match="done already"):
        services.change_action(seen=2, by=panel.coordinator, **done, **change)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    with connect_as("worker"):
        assert list(ActionChange.objects.order_by("version").values_list("state", flat=True)) == [
            "not_started",
            "done",
        ]


def test_an_action_without_an_owner_is_refused(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    for owner, says in ((None, "Name one person"), (10**9, "an owner who works here")):
        with pytest.raises(ActionRefused, match=says):
            services.agree_action(
                public_id=child, item=item, new=action(panel, owner), by=panel.coordinator, now=panel.now
            )
    with connect_as("worker"):
        assert not PanelAction.objects.exists()


def test_of_two_people_closing_one_action_the_second_is_told_what_the_first_said(panel: Panel) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    owner = panel.contacts["education"].pk
    add: dict[str, Any] = {"public_id": child, "item": item, "by": panel.coordinator, "now": panel.now}
    change: dict[str, Any] = {"public_id": child, "action": services.agree_action(new=action(panel, owner), **add)}
    change |= {"to": ActionState.DONE, "seen": 1, "now": panel.now}
    services.change_action(evidence="Met four times, notes in the plan.", by=panel.contact("education"), **change)
    with pytest.raises(Stale) as stale:
        services.change_action(evidence="Met him once, on Monday.", by=panel.coordinator, **change)
    assert "Met four times" in stale.value.now_says
    with connect_as("worker"):
        assert PanelAction.objects.get().evidence == "Met four times, notes in the plan."


def test_letting_go_asks_everything_and_takes_the_seats_back(panel: Panel, admin: psycopg.Connection[Any]) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    owner = panel.contacts["education"].pk
    services.agree_action(public_id=child, new=action(panel, owner), by=panel.coordinator, now=panel.now)
    lead = panel.partnership.staff[Role.PRACTITIONER].pk
    answers = dict.fromkeys(ClosureTest, "Seen every week, at school, with his mother.")
    close: dict[str, Any] = {"public_id": child, "answers": answers, "by": panel.chair, "now": panel.now}
    with pytest.raises(StepRefused, match="on the agenda"):
        services.close_case(step_down_id=lead, open_actions_because="Moved to his plan.", **close)
    decide(panel, child, item)
    with pytest.raises(Refused, match="chair closes"):
        services.close_case(step_down_id=lead, **{**close, "by": panel.coordinator})
    with pytest.raises(ActionRefused, match="1 actions are not done"):
        services.close_case(step_down_id=lead, **close)
    services.close_case(step_down_id=lead, open_actions_because="Moved to his plan.", **close)
    held = admin.execute("SELECT count(*) FROM access_relationship WHERE source = 'panel' AND ends_at > now()")
    assert held.fetchall() == [(0,)]
    with connect_as("worker"):
        assert Case.objects.get().status == Status.CLOSED
        assert Entry.objects.filter(kind="care.panel_closed").count() == 1
        assert PanelAction.objects.get().state == ActionState.NOT_STARTED, "what was not done is not called done"
    panel.nominate(child)  # re-referral is always open
    with connect_as("worker"):
        assert Case.objects.get().status == Status.NOMINATED


def test_not_possible_says_why(panel: Panel) -> None:
    child = panel.child()
    panel.listed(child)
    owner = panel.contacts["education"]
    made = services.agree_action(public_id=child, new=action(panel, owner.pk), by=panel.coordinator, now=panel.now)
    change: dict[str, Any] = {
        "public_id": child,
        "action": made,
        "to": ActionState.NOT_POSSIBLE,
        "seen": 1,
        "by": panel.contact("education"),
        "now": panel.now,
    }
    with pytest.raises(ActionRefused, match="why it is not possible"):
        services.change_action(**change)
    services.change_action(because=NotPossibleBecause.MOVED_AWAY, **change)
