"""A referral goes to nobody who is kept away from its child, and whoever sends it is not told why."""

from typing import Any

import pytest

from kith.access.models import Staff
from kith.access.selectors import look, who_can_receive
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff
from kith.access.vocabulary import Purpose, Role
from kith.referrals.services import renew_link
from kith.referrals.vocabulary import CANNOT_RECEIVE, NO_CONTACT, NotComplete, NotReferred, ReferralAct, RingFirst
from tests.referrals.world import World

A = ReferralAct


def keep_away(world: World, staff_id: int) -> None:
    """Declare a member of staff to be the child's family."""
    with connect_as("worker"):
        block_staff(staff_id=staff_id, person_id=world.person_id, reason="her aunt", by=None, now=world.now)


def told(world: World, staff_id: int) -> int:
    """Return how much reached a member of staff: tasks, notices, mails, and reasons to see the child."""
    counted = "SELECT (SELECT count(*) FROM work_task WHERE owner_id = %(s)s) + (SELECT count(*) FROM work_notice WHERE"
    counted += " staff_id = %(s)s) + (SELECT count(*) FROM work_outgoingmail WHERE staff_id = %(s)s) + (SELECT count(*)"
    counted += " FROM access_relationship WHERE staff_id = %(s)s)"
    return int(world.admin.execute(counted, {"s": staff_id}).fetchall()[0][0])


def test_it_goes_past_a_contact_who_is_kept_away(world: World) -> None:
    other = world.partnership.add_staff("Zoe Contact", "lantern", Role.AGENCY_CONTACT)
    keep_away(world, world.contact.staff_id)
    world.sent()
    assert told(world, world.contact.staff_id) == 0
    assert world.open_tasks() == [("referral_acknowledge", other.pk)]


def test_a_manager_receives_where_every_contact_is_kept_away(world: World) -> None:
    manager = world.partnership.add_staff("Mo Manager", "lantern", Role.TEAM_MANAGER)
    keep_away(world, world.contact.staff_id)
    world.sent()
    assert told(world, world.contact.staff_id) == 0
    assert world.open_tasks() == [("referral_acknowledge", manager.pk)]


def test_an_agency_where_all_are_kept_away_is_refused_in_the_words_for_one_that_receives_nothing(world: World) -> None:
    nobody, version = world.draft(receiver=world.receiver("hospital"))
    with pytest.raises(NotReferred) as unnamed:
        world.send(nobody, version)
    keep_away(world, world.contact.staff_id)
    referral, version = world.draft()
    with pytest.raises(NotReferred) as away:
        world.send(referral, version)
    assert str(away.value) == str(unnamed.value) == NO_CONTACT
    assert world.row(referral, "state") == ("draft",)
    assert told(world, world.contact.staff_id) == 0


def test_it_is_allocated_to_nobody_who_is_kept_away(world: World) -> None:
    referral, version = world.sent()
    for act in (A.ACKNOWLEDGE, A.ACCEPT):
        version = world.act(referral, act, version)
    clerk = world.partnership.add_staff("Cy Clerk", "lantern", Role.PUBLISHER)
    keep_away(world, world.worker.staff_id)
    said = [_refused(world, referral, version, staff_id) for staff_id in (world.worker.staff_id, clerk.pk)]
    assert said == [{"worker": CANNOT_RECEIVE}] * 2  # one sentence for a block and for a role that reads no referral
    assert "her aunt" not in CANNOT_RECEIVE
    assert world.row(referral, "state", "allocated_to_id") == ("accepted", None)
    assert told(world, world.worker.staff_id) == 0


def _refused(world: World, referral: Any, version: int, worker_id: int) -> dict[str, str]:
    with pytest.raises(NotComplete) as refusal:
        world.act(referral, A.ALLOCATE, version, worker_id=worker_id)
    return refusal.value.missing


def test_it_is_mailed_to_no_named_colleague_who_is_kept_away(world: World) -> None:
    outsider = world.partnership.add_staff("Una Outside", "hospital", Role.PRACTITIONER)
    receiver = world.receiver("hospital", staff_id=outsider.pk)
    sent, _ = world.sent(receiver=receiver)
    before = told(world, outsider.pk)
    keep_away(world, outsider.pk)
    referral, version = world.draft(receiver=receiver)
    with pytest.raises(NotComplete) as refusal:
        world.send(referral, version)
    assert refusal.value.missing == {"outside_email": CANNOT_RECEIVE}
    with pytest.raises(NotReferred, match="No new link"):
        renew_link(person=world.person, referral=sent, by=world.sender, now=world.now)
    assert told(world, outsider.pk) == before


def test_no_police_lead_is_asked_who_is_kept_away(world: World) -> None:
    other = world.partnership.add_staff("Pat Lead", "police", Role.AGENCY_CONTACT)
    keep_away(world, world.lead.staff_id)
    world.happened("police.weapon", data_class="police")
    referral, version = world.draft()
    with pytest.raises(RingFirst):
        world.send(referral, version)
    assert told(world, world.lead.staff_id) == 0
    assert world.open_tasks() == [("risk_clearance", other.pk)]


def test_a_block_that_has_ended_keeps_nobody_away(world: World) -> None:
    staff: list[Staff] = [world.staff["contact"], world.staff["worker"]]
    keep_away(world, staff[0].pk)
    ids = [one.pk for one in staff]
    with look(viewer=world.sender, people=[world.person], purpose=Purpose.REFERRAL, what="test"):
        assert who_can_receive(person_id=world.person_id, staff_ids=ids, now=world.now) == ids[1:]
    world.admin.execute("UPDATE access_block SET ends_at = %s", (world.now,))
    with look(viewer=world.sender, people=[world.person], purpose=Purpose.REFERRAL, what="test"):
        assert who_can_receive(person_id=world.person_id, staff_ids=ids, now=world.now) == ids
