"""How a referral goes: each step by whom it is, its clock, who sees the child meanwhile, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Role
from kith.referrals.rules import can_act
from kith.referrals.selectors import SentReferralsWaiting, list_referrals, open_referral
from kith.referrals.services import NewStep, send_referral, start_referral, take_step
from kith.referrals.vocabulary import (
    TRANSITIONS,
    ChangedMeanwhile,
    NotAllowedNow,
    NotComplete,
    NotReferred,
    ReferralAct,
    ReferralState,
)
from kith.work.services import escalate_overdue
from tests.referrals.world import World, full_content

A, S = ReferralAct, ReferralState


def may_see(world: World, who: Any) -> bool:
    """Return whether somebody sees more of the child than that they are known."""
    with look(viewer=who, people=[world.person], purpose=Purpose.REFERRAL, what="test") as shown:
        return len(shown.classes[world.person_id]) > 1


def test_the_whole_way_with_its_clocks_and_its_history(world: World) -> None:
    referral, version = world.sent()
    contact, worker, sender = world.contact.staff_id, world.worker.staff_id, world.sender.staff_id
    way = [
        (A.ACKNOWLEDGE, world.contact, ("referral_decide", contact)),
        (A.ASK, world.contact, ("referral_question", sender)),
        (A.ANSWER, world.sender, ("referral_decide", contact)),
        (A.ACCEPT, world.contact, ("referral_allocate", contact)),
        (A.ALLOCATE, world.contact, ("referral_first_contact", worker)),
        (A.CONTACT, world.worker, None),
        (A.COMPLETE, world.worker, ("referral_feedback", worker)),
        (A.TELL, world.worker, None),
    ]
    assert world.open_tasks() == [("referral_acknowledge", contact)]
    for act, who, waits in way:
        version = world.act(referral, act, version, by=who)
        assert world.open_tasks() == ([waits] if waits else []), act
    read = open_referral(world.person, referral, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)
    assert read.state is S.FEEDBACK_SENT
    assert [step.act for step in read.steps] == [A.SEND, *(act for act, _, _ in way)]
    assert read.acts == ()


def test_the_chronology_tells_what_was_sent_answered_completed_and_said(world: World) -> None:
    referral, version = world.sent()
    for act in (A.ACKNOWLEDGE, A.ACCEPT, A.ALLOCATE, A.CONTACT, A.COMPLETE):
        version = world.act(referral, act, version)
    told = world.admin.execute("SELECT kind FROM chronology_entry WHERE source = 'kith' ORDER BY id").fetchall()
    assert [kind for (kind,) in told] == [
        "care.referral_sent",
        "care.voice",
        "care.referral_answered",
        "care.referral_completed",
    ]
    said = world.admin.execute("SELECT says FROM chronology_caredetail ORDER BY entry_id").fetchall()
    assert said[1] == ("I just want it to stop.",)


def test_the_receivers_see_the_child_from_sending_to_the_end_and_no_longer(world: World) -> None:
    referral, version = world.draft()
    assert not may_see(world, world.contact)
    version = world.send(referral, version)
    assert may_see(world, world.contact) and not may_see(world, world.worker)
    version = world.act(referral, A.ACKNOWLEDGE, version)
    version = world.act(referral, A.ACCEPT, version)
    version = world.act(referral, A.ALLOCATE, version)
    assert may_see(world, world.worker)
    other = world.partnership.add_staff("Oda Other", "lantern", Role.PRACTITIONER)
    version = world.act(referral, A.ALLOCATE, version, worker_id=other.pk)
    assert may_see(world, viewer_of(other, world.now))
    assert not may_see(world, world.worker), "whoever it was allocated to before sees the child no longer"
    version = world.act(referral, A.CONTACT, version)
    version = world.act(referral, A.COMPLETE, version)
    left = world.admin.execute(
        "SELECT max(ends_at) - %s FROM access_relationship WHERE source = 'referral' AND ends_at > %s",
        (world.now, world.now),
    ).fetchall()[0][0]
    assert timedelta(days=13) < left <= timedelta(days=14), "only to tell the sender what came of it"
    world.act(referral, A.TELL, version)
    assert not may_see(world, world.contact) and not may_see(world, viewer_of(other, world.now))


@pytest.mark.parametrize("act", [A.DECLINE, A.WITHDRAW])
def test_declining_and_withdrawing_end_it_for_the_receiver(world: World, act: ReferralAct) -> None:
    referral, version = world.sent()
    version = world.act(referral, A.ACKNOWLEDGE, version)
    world.act(referral, act, version)
    assert not may_see(world, world.contact)
    assert world.open_tasks() == []
    assert may_see(world, world.sender), "the sender's own reason is none of the referral's"


def test_no_relationship_of_a_referral_is_longer_than_180_days(world: World) -> None:
    referral, version = world.sent()
    for act in (A.ACKNOWLEDGE, A.ACCEPT, A.ALLOCATE):
        version = world.act(referral, act, version)
    found = world.admin.execute(
        "SELECT max(ends_at - begins_at), count(*) FROM access_relationship WHERE source = 'referral'"
    ).fetchall()[0]
    assert found[0] <= timedelta(days=180) and found[1] == 2


def test_each_act_is_its_own_sides(world: World) -> None:
    referral, version = world.sent()
    world.partnership.relate(world.staff["worker"], world.person_id)
    for act, who in ((A.ACKNOWLEDGE, world.sender), (A.WITHDRAW, world.contact), (A.ACKNOWLEDGE, world.worker)):
        with pytest.raises(NotAllowedNow, match="not yours"):
            world.act(referral, act, version, by=who)
    assert world.row(referral, "state") == ("sent",)


def test_a_stranger_learns_nothing_and_a_draft_is_its_senders_alone(world: World) -> None:
    referral, _ = world.draft()
    colleague = world.partnership.add_staff("Cai Colleague", "education", Role.PRACTITIONER)
    for who in (world.contact, viewer_of(colleague, world.now)):
        with pytest.raises(NotShown):
            open_referral(world.person, referral, viewer=who, purpose=Purpose.REFERRAL, now=world.now)
    world.partnership.relate(colleague, world.person_id)
    with pytest.raises(NotShown):
        open_referral(
            world.person, referral, viewer=viewer_of(colleague, world.now), purpose=Purpose.REFERRAL, now=world.now
        )


def test_whoever_may_only_know_of_a_child_cannot_refer_them(world: World) -> None:
    with pytest.raises(NotReferred, match="may not refer"):
        start_referral(person=world.person, by=world.worker, now=world.now)


@pytest.mark.parametrize(
    ("act", "words", "missing"),
    [
        (A.DECLINE, {"says": "No room now", "because": ""}, "because"),
        (A.DECLINE, {"says": " ", "because": "no_capacity"}, "says"),
        (A.ASK, {"says": ""}, "says"),
        (A.WITHDRAW, {"says": ""}, "says"),
    ],
)
def test_words_and_reasons_are_asked_for(world: World, act: ReferralAct, words: dict[str, Any], missing: str) -> None:
    referral, version = world.sent()
    version = world.act(referral, A.ACKNOWLEDGE, version)
    with pytest.raises(NotComplete) as refusal:
        world.act(referral, act, version, **words)
    assert set(refusal.value.missing) == {missing}
    assert world.row(referral, "state") == ("acknowledged",)


def test_a_worker_of_another_agency_cannot_be_given_it(world: World) -> None:
    referral, version = world.sent()
    version = world.act(referral, A.ACKNOWLEDGE, version)
    version = world.act(referral, A.ACCEPT, version)
    with pytest.raises(NotComplete):
        world.act(referral, A.ALLOCATE, version, worker_id=world.sender.staff_id)


def test_two_people_closing_one_referral(world: World) -> None:
    """Both saw the same version: the first completes it, the second is told plainly; nothing is done twice."""
    referral, version = world.sent()
    for act in (A.ACKNOWLEDGE, A.ACCEPT, A.ALLOCATE, A.CONTACT):
        version = world.act(referral, act, version)
    world.act(referral, A.COMPLETE, version, by=world.worker, says="She has a place and goes")
    with pytest.raises(NotAllowedNow, match="not possible now"):
        world.act(referral, A.COMPLETE, version, by=world.contact, says="Closed by me")
    with pytest.raises(NotAllowedNow):
        world.act(referral, A.WITHDRAW, version, by=world.sender)
    found = world.admin.execute("SELECT count(*) FROM referrals_referralstep WHERE act = 'complete'").fetchall()
    assert found == [(1,)]


def test_a_step_from_an_old_page_is_refused_though_it_would_still_be_possible(world: World) -> None:
    referral, version = world.sent()
    version = world.act(referral, A.ACKNOWLEDGE, version)
    version = world.act(referral, A.ASK, version)
    version = world.act(referral, A.ANSWER, version)
    with pytest.raises(ChangedMeanwhile):
        world.act(referral, A.ACCEPT, version - 2)
    assert world.row(referral, "state", "version") == ("answered", version)


def test_a_receiver_that_never_answers_is_escalated_by_the_clock(world: World) -> None:
    world.sent()
    manager = world.partnership.add_staff("Mo Manager", "lantern", Role.TEAM_MANAGER)
    with connect_as("worker"):
        assert escalate_overdue(now=world.now + timedelta(days=30)) >= 2
    told = world.admin.execute("SELECT DISTINCT to_id FROM work_escalation").fetchall()
    assert (manager.pk,) in told
    rows = list_referrals(viewer=world.contact, purpose=Purpose.REFERRAL, now=world.now + timedelta(days=30))
    assert [row.is_overdue for row in rows] == [True]


def test_an_agency_where_nobody_receives_is_refused(world: World) -> None:
    referral, version = world.draft(receiver=world.receiver("hospital"))
    with pytest.raises(NotReferred, match="Nobody at this agency"):
        world.send(referral, version)
    assert world.row(referral, "state") == ("draft",)


@pytest.mark.parametrize(
    ("missing", "content"),
    [
        ("voice", full_content(voice="")),
        ("voice_says", full_content(voice="not_sought", voice_says="")),
        ("consent_legal_reason", full_content(consent="refused", consent_legal_reason="")),
        ("consented_on", full_content(consented_on=None)),
        ("parents_told_says", full_content(parents_told=False, parents_told_says="")),
        ("level_of_need", full_content(level_of_need=None)),
        ("what_changed", full_content(what_changed="")),
    ],
)
def test_what_must_be_said_is_named_before_sending(world: World, missing: str, content: Any) -> None:
    referral, version = world.draft(content=content)
    with pytest.raises(NotComplete) as refusal:
        world.send(referral, version)
    assert list(refusal.value.missing) == [missing]


def test_a_child_who_declined_to_speak_is_a_valid_voice(world: World) -> None:
    referral, _ = world.sent(content=full_content(voice="declined", voice_says=""))
    assert world.row(referral, "state") == ("sent",)
    kinds = world.admin.execute("SELECT kind FROM chronology_entry").fetchall()
    assert kinds == [("care.referral_sent",)], "no words were said, so none are told"


ACTS = st.lists(st.tuples(st.sampled_from(list(ReferralAct)), st.booleans()), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_row_of_acts_goes_as_the_table_says(world: World, acts: list[tuple[ReferralAct, bool]]) -> None:
    """Against a plain walk through the table: what the table allows happens, and nothing else changes anything."""
    world.partnership.relate(world.staff["contact"], world.person_id)
    referral, version = world.draft()
    state, walked = S.DRAFT, []
    for act, is_stale in acts:
        seen = version - 1 if is_stale else version
        by = world.contact if act not in {A.SEND, A.ANSWER, A.WITHDRAW} else world.sender
        try:
            if act is A.SEND:
                send_referral(person=world.person, referral=referral, seen=seen, by=by, now=world.now)
            else:
                world.act(referral, act, seen, by=by)
        except (NotAllowedNow, ChangedMeanwhile):
            assert is_stale or not can_act(act, state)
            continue
        assert not is_stale
        state, version = TRANSITIONS[state][act], version + 1
        walked.append((act.value, state.value))
    assert world.row(referral, "state", "version") == (state.value, version)
    number = world.row(referral, "id")[0]
    kept = world.admin.execute(
        "SELECT act, to_state FROM referrals_referralstep WHERE referral_id = %s ORDER BY id", (number,)
    ).fetchall()
    assert kept == walked


def test_sending_is_no_step_that_can_be_taken_past_the_gate(world: World) -> None:
    referral, version = world.draft()
    with pytest.raises(NotReferred, match="from its draft"):
        take_step(
            person=world.person,
            referral=referral,
            step=NewStep(act=A.SEND),
            seen=version,
            by=world.sender,
            now=world.now,
        )


def test_an_act_leaves_no_ticket_behind(world: World) -> None:
    world.sent()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_referral")
        assert cursor.fetchone()[0] == 0


def test_a_sender_hears_when_the_receiver_is_late(world: World) -> None:
    world.sent()
    later = world.now + timedelta(days=30)
    assert SentReferralsWaiting().waiting(viewer=world.sender, now=world.now) == []
    (line,) = SentReferralsWaiting().waiting(viewer=world.sender, now=later)
    assert line.link == "/referrals/" and "its next step is late" in line.title
    assert SentReferralsWaiting().waiting(viewer=world.manager, now=later) == [], "it is the sender's to ring"
    assert SentReferralsWaiting().waiting(viewer=world.contact, now=later) == [], "the receiver has the task"
