"""A referral in a real browser: written, checked, sent, answered; every page sound at both widths."""

import json
from collections.abc import Callable

import psycopg

from kith.access.selectors import viewer_of
from kith.access.vocabulary import Role
from kith.referrals.vocabulary import Included, ReferralAct
from tests.journeys.test_every_page import faults_of
from tests.journeys.visitor import Visitor
from tests.referrals.world import World, found_world, full_risk
from tests.worlds.partnership import Partnership


def with_referrals(partnership: Partnership, admin: psycopg.Connection) -> World:
    """Return the world with a draft that leaves a known event open, and a referral that waits for a decision."""
    world = found_world(partnership, admin)
    world.happened("school.weapon", days_ago=12)
    return world


def test_every_page_of_a_referral_is_sound_at_both_widths(
    partnership: Partnership, admin: psycopg.Connection, enter: Callable[..., Visitor]
) -> None:
    world = with_referrals(partnership, admin)
    ref = "school.weapon|12|" + f"{world.person_id}:subject"
    draft, _ = world.draft()
    sent, version = world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    world.act(sent, ReferralAct.ACKNOWLEDGE, version)
    outsider = partnership.add_staff("Sam Sender", "education", Role.PRACTITIONER)
    partnership.relate(outsider, world.person_id)
    by = viewer_of(outsider, world.now)
    told, version = world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)), by=by)
    world.act(told, ReferralAct.WITHDRAW, version, by=by, says="They have moved away.")
    world.happened("police.weapon", days_ago=3)
    asking, version = world.draft(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    other, coordinator = enter(outsider), enter(partnership.staff[Role.PANEL_COORDINATOR])
    sender, contact, lead = (enter(world.staff[name]) for name in ("sender", "contact", "lead"))
    about = f"/people/{world.person}/referrals"
    found = []
    for visitor, address in (
        (sender, "/referrals/"),
        (sender, "/referrals/numbers/"),
        (sender, f"{about}/start/"),
        (sender, f"{about}/{draft}/edit/"),
        (sender, f"{about}/{draft}/check/"),
        (sender, f"{about}/{sent}/print/"),
        (contact, f"{about}/{sent}/"),
    ):
        found += faults_of(visitor, address, address.replace(str(world.person), "…"))
    world.admin.execute("DELETE FROM access_relationship WHERE staff_id = %s", (outsider.pk,))
    found += faults_of(other, "/referrals/", "referrals with outcomes")
    found += faults_of(other, f"/referrals/{told}/outcome/", "outcome")
    sender.goes_to(f"{about}/{asking}/check/")
    sender.presses("Send")
    assert "a risk is known to the police lead: ring before sending" in sender.reads()
    found += [f"refused: {fault}" for fault in sender.faults()]
    found += faults_of(lead, f"{about}/{asking}/clearance/", "clearance")
    world.admin.execute("DELETE FROM access_rolegrant WHERE staff_id = %s", (world.lead.staff_id,))
    world.admin.execute("UPDATE work_task SET state = 'done', closed_at = now() WHERE kind = 'risk_clearance'")
    sender.goes_to(f"{about}/{asking}/check/")
    sender.presses("Send")
    assert "The police have named nobody in Kith who can answer" in sender.reads()
    found += faults_of(coordinator, "/referrals/police-contact/", "police contact")
    assert world.sender.name in coordinator.reads()
    assert found == [], json.dumps(found, indent=1)
    assert not sender.strangers + contact.strangers + lead.strangers


def test_a_sender_includes_what_is_known_and_sends(
    partnership: Partnership, admin: psycopg.Connection, enter: Callable[..., Visitor]
) -> None:
    world = with_referrals(partnership, admin)
    referral, _ = world.draft()
    sender = enter(world.staff["sender"])
    sender.goes_to(f"/people/{world.person}/referrals/{referral}/check/")
    sender.presses("Send")
    assert "Left out, without a word" in sender.reads()
    sender.follows("Change it")
    sender.page.get_by_label("Include it").check()
    sender.presses("Save, and check before sending")
    assert "Known events that go along" in sender.reads()
    sender.presses("Send")
    assert "Sent. The receiver has been asked to acknowledge it." in sender.reads()
    receiver = enter(world.staff["contact"])
    receiver.goes_to("/referrals/")
    receiver.follows("Ada Vale")
    assert receiver.page.get_by_text("Visit in pairs, before four").is_visible()
    receiver.presses("Acknowledge")
    assert "Acknowledged" in receiver.reads()
