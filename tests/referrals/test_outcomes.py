"""A sender reads what became of what they sent, also when the child is no longer theirs to see; and only that."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff, shield_person
from kith.access.vocabulary import NotShown, Purpose, ShieldKind
from kith.referrals.selectors import list_outcomes, list_referrals, open_outcome, open_referral
from kith.referrals.vocabulary import ReferralAct, ReferralState
from tests.referrals.world import World
from tests.worlds.words import mentions

SignIn = Callable[[Staff], Client]
A = ReferralAct


@pytest.fixture
def told(world: World) -> UUID:
    """Return a referral whose way was gone to its end, of a child whom the sender may no longer open."""
    referral, version = world.sent()
    for act in (A.ACKNOWLEDGE, A.ASK, A.ANSWER, A.ACCEPT, A.ALLOCATE, A.CONTACT, A.COMPLETE):
        says = {A.COMPLETE: "She goes to boxing now", A.ASK: "Which school?", A.CONTACT: "Met at her aunt's"}
        version = world.act(referral, act, version, says=says.get(act, "In plain words"))
    world.act(referral, A.TELL, version, says="Thank you; she is safe in the evenings")
    end_relationships(world)
    return referral


def end_relationships(world: World) -> None:
    world.admin.execute(
        "UPDATE access_relationship SET ends_at = begins_at + interval '1 second', begins_at = begins_at "
        "WHERE staff_id = %s",
        (world.sender.staff_id,),
    )


def test_the_answers_are_read_and_nothing_else(world: World, told: UUID, signed_in: SignIn) -> None:
    with pytest.raises(NotShown):
        open_referral(world.person, told, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)
    assert list_referrals(viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now) == []
    (row,) = list_outcomes(viewer=world.sender, purpose=Purpose.REFERRAL)
    assert (row.public_id, row.state) == (told, ReferralState.FEEDBACK_SENT)
    client = signed_in(world.staff["sender"])
    assert f"/referrals/{told}/outcome/" in client.get("/referrals/").content.decode()
    page = client.get(f"/referrals/{told}/outcome/").content.decode()
    for word in ("She goes to boxing now", "Thank you; she is safe in the evenings", "Acknowledge"):
        assert word in page
    for word in ("Ada", "Vale", str(world.person), "Which school?", "aunt", "older boys", "knife", "Visit in pairs"):
        assert not mentions(page, word), word
    looks = world.admin.execute(
        "SELECT person_id, outcome FROM access_log WHERE what = 'referrals.outcome' ORDER BY seq"
    ).fetchall()
    assert looks == [(world.person_id, "shown")]


def test_while_the_child_is_theirs_the_whole_referral_is_in_the_list_and_not_twice(world: World) -> None:
    world.sent()
    assert list_outcomes(viewer=world.sender, purpose=Purpose.REFERRAL) == []
    assert len(list_referrals(viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)) == 1


@pytest.mark.parametrize("who", ["contact", "worker", "manager", "lead"])
def test_nobody_else_reads_it_so_and_the_refusal_is_logged(world: World, told: UUID, who: str) -> None:
    with pytest.raises(NotShown):
        open_outcome(told, viewer=getattr(world, who), purpose=Purpose.REFERRAL)
    assert list_outcomes(viewer=getattr(world, who), purpose=Purpose.REFERRAL) == []
    assert refusals(world) == [(world.person_id,)]


def refusals(world: World) -> list[tuple[int]]:
    return world.admin.execute(
        "SELECT person_id FROM access_log WHERE what = 'referrals.outcome' AND outcome = 'refused'"
    ).fetchall()


@pytest.mark.parametrize("change", ["blocked", "shielded", "other agency", "left", "draft", "withdrawn draft", "none"])
def test_it_ends_with_a_block_a_shield_or_the_agency_and_holds_for_what_was_sent_only(
    world: World, told: UUID, change: str
) -> None:
    asked = told
    if change == "blocked":
        with connect_as("worker"):
            block_staff(staff_id=world.sender.staff_id, person_id=world.person_id, reason="kin", by=None, now=world.now)
    elif change == "shielded":
        with connect_as("worker"):
            shield_person(person_id=world.person_id, kind=ShieldKind.ADDRESS, reason="", by=None, now=world.now)
    elif change in ("other agency", "left"):
        column = "agency_id = %s" if change == "other agency" else "is_active = (%s = 0)"
        values = (world.contact.agency_id, world.sender.staff_id)
        world.admin.execute(f"UPDATE access_staff SET {column} WHERE id = %s", values)
    elif change == "none":
        asked = uuid4()
    else:
        world.partnership.relate(world.staff["sender"], world.person_id)
        asked, version = world.draft()
        if change == "withdrawn draft":
            world.act(asked, A.WITHDRAW, version)
        end_relationships(world)
    with pytest.raises(NotShown):
        open_outcome(asked, viewer=world.sender, purpose=Purpose.REFERRAL)
    assert asked not in [row.public_id for row in list_outcomes(viewer=world.sender, purpose=Purpose.REFERRAL)]


def test_the_web_role_opens_no_outcome_by_itself(world: World, told: UUID) -> None:
    with pytest.raises(DatabaseError):
        connection.cursor().execute(
            "SELECT referrals_open_outcome(%s, %s, %s)", [world.sender.staff_id, told, "referral"]
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referrals_outcomes()")
        assert cursor.fetchall() == []
