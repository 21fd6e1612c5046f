"""No referral leaves the draft that is silent about a risk the record knows; the database itself says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, RelationshipSource, Role, Viewer
from kith.referrals.rules import load_kind_lists
from kith.referrals.services import clear_risk
from kith.referrals.vocabulary import (
    RING_FIRST,
    TRANSITIONS,
    Cleared,
    EventLeftOut,
    Included,
    NotComplete,
    ReferralAct,
    ReferralState,
    RingFirst,
    RiskGrade,
)
from tests.referrals.world import World, full_risk, none_known
from tests.worlds.words import mentions


@contextmanager
def looking(world: World, viewer: Viewer | None = None) -> Iterator[Any]:
    """Open a look as the web role, and a cursor in it."""
    asked = look(viewer=viewer or world.sender, people=[world.person], purpose=Purpose.REFERRAL, what="test")
    with asked, connection.cursor() as cursor:
        yield cursor


def refused(cursor: Any, statement: str, *values: object) -> str:
    """Return the SQLSTATE with which a statement is refused, or nothing when it is not."""
    try:
        with transaction.atomic():
            cursor.execute(statement, values)
    except DatabaseError as error:
        assert isinstance(error.__cause__, psycopg.Error)
        return error.__cause__.sqlstate or ""
    return ""


SEND = "UPDATE referrals_referral SET state = 'sent', sent_at = now() WHERE public_id = %s"


def test_a_full_draft_is_sent_and_says_that_it_notes_a_risk(world: World) -> None:
    referral, _ = world.sent()
    assert world.row(referral, "state", "notes_risk", "version") == ("sent", True, 3)


def test_none_known_is_sent_and_says_that_it_notes_none(world: World) -> None:
    referral, _ = world.sent(risk=none_known())
    assert world.row(referral, "state", "notes_risk") == ("sent", False)


@pytest.mark.parametrize("kind", sorted(load_kind_lists()[-1].look_back_weeks))
@pytest.mark.parametrize("data_class", ["care", "police"])
def test_every_kind_of_the_list_holds_a_referral_up(world: World, kind: str, data_class: str) -> None:
    """Whether the sender may see the event decides which of the two refusals it is."""
    world.happened(kind, data_class=data_class)
    referral, version = world.draft()
    with pytest.raises(EventLeftOut if data_class == "care" else RingFirst):
        world.send(referral, version)
    assert world.row(referral, "state", "sent_at") == ("draft", None)


@pytest.mark.parametrize(
    ("kind", "days_ago", "retracted"),
    [
        ("police.weapon", 156 * 7 + 3, False),
        ("police.weapon", 10, True),
        ("police.contact", 10, False),
        ("care.visit", 10, False),
    ],
)
def test_what_is_old_retracted_or_of_another_kind_holds_nothing_up(
    world: World, kind: str, days_ago: int, retracted: bool
) -> None:
    world.happened(kind, days_ago=days_ago, retracted=retracted)
    referral, _ = world.sent()
    assert world.row(referral, "state") == ("sent",)


def test_the_look_back_counts_to_the_day(world: World) -> None:
    world.happened("school.weapon", days_ago=156 * 7 - 2)
    referral, version = world.draft()
    with pytest.raises(EventLeftOut):
        world.send(referral, version)


def test_a_known_event_goes_along_or_is_left_out_for_a_reason(world: World) -> None:
    ref = world.happened("school.weapon")
    too_short = Included(entry_ref=ref, is_included=False, reason=" because ")
    referral, version = world.draft(risk=full_risk(too_short))
    with pytest.raises(EventLeftOut):
        world.send(referral, version)
    for said in (
        Included(entry_ref=ref, is_included=True),
        Included(entry_ref=ref, is_included=False, reason="It was her brother's bag"),
    ):
        referral, _ = world.sent(risk=full_risk(said))
        assert world.row(referral, "state") == ("sent",)


def test_none_known_cannot_stand_beside_a_known_event_but_beside_one_left_out(world: World) -> None:
    ref = world.happened("school.weapon")
    referral, version = world.draft(risk=none_known(Included(entry_ref=ref, is_included=True)))
    with looking(world) as cursor:
        assert refused(cursor, SEND, referral) == "KR001"
    with pytest.raises(NotComplete):
        world.send(referral, version)
    referral, version = world.draft(risk=none_known())
    with looking(world) as cursor:
        assert refused(cursor, SEND, referral) == "KR002"
    left_out = Included(entry_ref=ref, is_included=False, reason="Found to be a mistake")
    referral, _ = world.sent(risk=none_known(left_out))
    assert world.row(referral, "notes_risk") == (False,)


@pytest.mark.parametrize(
    "risk",
    [
        none_known(checked_in=" "),
        none_known(checked_on=None),
        none_known(visit_safety=""),
        full_risk(risks=()),
        full_risk(visit_safety="  "),
        full_risk(is_none_known=True, checked_in="x", checked_on=none_known().checked_on),
    ],
)
def test_an_incomplete_statement_is_refused_by_the_service_and_by_the_database(world: World, risk: Any) -> None:
    referral, version = world.draft(risk=risk)
    with pytest.raises(NotComplete):
        world.send(referral, version)
    with looking(world) as cursor:
        assert refused(cursor, SEND, referral) == "KR001"
    assert world.row(referral, "state") == ("draft",)


def test_a_referral_without_any_statement_is_refused(world: World) -> None:
    referral, _ = world.draft()
    with looking(world) as cursor:
        cursor.execute("DELETE FROM referrals_riskstatement")
        assert refused(cursor, SEND, referral) == "KR001"


def test_without_a_list_of_kinds_nothing_is_sent(world: World, admin: psycopg.Connection[Any]) -> None:
    referral, version = world.draft()
    kept = admin.execute("SELECT version, valid_from, kind, look_back_weeks FROM referrals_riskkind").fetchall()
    admin.execute("DELETE FROM referrals_riskkind")
    try:
        with pytest.raises(NotComplete):
            world.send(referral, version)
    finally:
        for row in kept:
            admin.execute(
                "INSERT INTO referrals_riskkind (version, valid_from, kind, look_back_weeks) VALUES (%s, %s, %s, %s)",
                row,
            )
    assert len(kept) == len(load_kind_lists()[-1].look_back_weeks)


def test_the_sentence_for_a_hidden_risk_is_the_agreed_one_and_names_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.happened("police.weapon", days_ago=17)
    referral, version = world.draft()
    with pytest.raises(RingFirst) as refusal:
        world.send(referral, version)
    assert str(refusal.value) == RING_FIRST == "a risk is known to the police lead: ring before sending"
    assert refusal.value.__cause__ is None and refusal.value.__suppress_context__
    assert "weapon" not in caplog.text.lower()


def test_a_referral_cannot_begin_anywhere_but_as_a_draft(world: World) -> None:
    with looking(world) as cursor:
        for state in ReferralState:
            statement = (
                "INSERT INTO referrals_referral (public_id, person_id, from_agency_id, from_staff_id, service_name, "
                "state, version, made_at, changed_at, sent_at) "
                "VALUES (gen_random_uuid(), %s, %s, %s, '', %s, 1, now(), now(), now())"
            )
            values = (world.person_id, world.sender.agency_id, world.sender.staff_id, state.value)
            assert refused(cursor, statement, *values) == "42501", state


def test_the_database_allows_the_steps_of_the_table_and_no_others(world: World, admin: psycopg.Connection[Any]) -> None:
    allowed = {(before, after) for before, acts in TRANSITIONS.items() for after in acts.values() if before != after}
    referral, _ = world.draft()
    found = set()
    for before in ReferralState:
        for after in ReferralState:
            if before is after:
                continue
            with admin.transaction():
                admin.execute("SET LOCAL session_replication_role = replica")
                admin.execute("UPDATE referrals_referral SET state = %s, sent_at = NULL", (before.value,))
            sent = ", sent_at = now()" if after is ReferralState.SENT else ""
            with looking(world) as cursor:
                statement = f"UPDATE referrals_referral SET state = %s{sent} WHERE public_id = %s"
                if not refused(cursor, statement, after.value, referral):
                    found.add((before, after))
    assert found == allowed


COVERAGE = [
    "DELETE FROM referrals_riskstatement",
    "DELETE FROM referrals_risk",
    "DELETE FROM referrals_knownevent",
    "UPDATE referrals_riskstatement SET visit_safety = 'none', is_none_known = true",
    "UPDATE referrals_risk SET grade = 'low'",
    "UPDATE referrals_knownevent SET is_included = false, reason = 'no longer of any interest'",
    "UPDATE referrals_referralcontent SET reason = 'other'",
    "UPDATE referrals_riskstatement SET referral_id = referral_id + 1",
    "UPDATE referrals_referral SET person_id = person_id + 1",
    "UPDATE referrals_referral SET notes_risk = NOT notes_risk",
    "UPDATE referrals_referral SET to_agency_id = from_agency_id",
    "UPDATE referrals_referral SET state = 'draft'",
    "UPDATE referrals_referral SET sent_at = now() + interval '1 year'",
    "DELETE FROM referrals_referral",
    "DELETE FROM referrals_referralstep",
    "UPDATE referrals_referralstep SET says = 'other'",
    "UPDATE referrals_referralversion SET said = '{}'",
]


@pytest.mark.parametrize("statement", COVERAGE)
def test_nothing_that_was_said_can_be_taken_away_after_sending(world: World, statement: str) -> None:
    ref = world.happened("school.weapon")
    world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    with looking(world) as cursor:
        assert refused(cursor, statement) == "42501"


@pytest.mark.parametrize("statement", COVERAGE[:6])
def test_the_pipelines_role_cannot_take_it_away_either(world: World, statement: str) -> None:
    ref = world.happened("school.weapon")
    world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    with connect_as("worker"), transaction.atomic(), connection.cursor() as cursor:
        assert refused(cursor, statement) == "42501"


@pytest.mark.parametrize("kind", ["police.weapon", "school.weapon"])
def test_an_agencys_event_cannot_be_retracted_so_that_nothing_need_be_said(world: World, kind: str) -> None:
    world.happened(kind)
    referral, version = world.draft()
    with looking(world) as cursor:
        assert refused(cursor, "UPDATE chronology_entry SET retracted = true") == "42501"
    with pytest.raises((EventLeftOut, RingFirst)):
        world.send(referral, version)


def test_a_hidden_event_cannot_be_covered_by_guessing_its_reference(world: World) -> None:
    ref = world.happened("police.weapon")
    referral, _ = world.draft()
    with looking(world) as cursor:
        cursor.execute("SELECT id FROM referrals_referral WHERE public_id = %s", [referral])
        number = cursor.fetchone()[0]
        statement = (
            "INSERT INTO referrals_knownevent (referral_id, person_id, entry_ref, kind, headline, is_included, reason) "
            "VALUES (%s, %s, %s, '', '', true, '')"
        )
        hidden, invented = (
            refused(cursor, statement, number, world.person_id, each) for each in (ref, "police|nothing:subject")
        )
        assert hidden == invented == "42501"


def test_a_known_event_is_named_by_the_record_not_by_whoever_writes_it(world: World) -> None:
    ref = world.happened("school.weapon")
    world.draft(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    with looking(world) as cursor:
        cursor.execute("UPDATE referrals_knownevent SET headline = 'Praised at school', occurred_on = '2001-01-01'")
        cursor.execute("SELECT headline, kind FROM referrals_knownevent")
        assert cursor.fetchall() == [("School sanction for a weapon or a serious assault", "school.weapon")]


def test_only_the_police_lead_can_clear_and_only_what_is_in_the_record(
    world: World, admin: psycopg.Connection[Any]
) -> None:
    world.happened("police.weapon", days_ago=40)
    referral, version = world.draft()
    number = admin.execute("SELECT id FROM referrals_referral").fetchall()[0][0]
    statement = (
        "INSERT INTO referrals_riskclearance (referral_id, person_id, grade, visit_safety, made_by_id, made_at, "
        "entries_until) VALUES (%s, %s, 'high', 'Go in pairs, by day', %s, now(), 999999999999)"
    )
    with looking(world) as cursor:
        assert refused(cursor, statement, number, world.person_id, world.lead.staff_id) == "42501"
    with pytest.raises(RingFirst):
        world.send(referral, version)
    with looking(world, world.lead) as cursor:
        assert refused(cursor, statement, number, world.person_id, world.sender.staff_id) == ""
    made_by, until = admin.execute("SELECT made_by_id, entries_until FROM referrals_riskclearance").fetchall()[0]
    assert made_by == world.lead.staff_id
    assert until == admin.execute("SELECT max(id) FROM chronology_entry").fetchall()[0][0]
    world.happened("police.weapon", days_ago=2)  # became known after the word was given
    with pytest.raises(RingFirst):
        world.send(referral, version)


def test_the_police_leads_word_lets_the_referral_go_and_counts_as_noting_a_risk(world: World) -> None:
    world.happened("police.weapon")
    referral, version = world.draft(risk=none_known())
    with pytest.raises(RingFirst):
        world.send(referral, version)
    cleared = Cleared(grade=RiskGrade.HIGH, visit_safety="Go in pairs, and by day.")
    clear_risk(person=world.person, referral=referral, cleared=cleared, by=world.lead, now=world.now)
    world.send(referral, version)
    assert world.row(referral, "state", "notes_risk") == ("sent", True)


def without_lead(world: World) -> None:
    world.admin.execute("DELETE FROM access_rolegrant WHERE staff_id = %s", (world.lead.staff_id,))


def ring_first(world: World, referral: UUID, version: int) -> None:
    with pytest.raises(RingFirst):
        world.send(referral, version)


def test_where_the_police_have_no_contact_the_coordinator_is_asked_and_sees_no_child(
    world: World, signed_in: Callable[[Staff], Client]
) -> None:
    coordinator = world.partnership.staff[Role.PANEL_COORDINATOR]
    world.happened("police.weapon")
    without_lead(world)
    referral, version = world.draft()
    ring_first(world, referral, version)
    ring_first(world, referral, version)  # asked once, however often it is tried
    assert world.open_tasks() == [("risk_clearance", coordinator.pk)]
    check = signed_in(world.staff["sender"]).post(
        f"/people/{world.person}/referrals/{referral}/check/", {"seen": str(version)}
    )
    assert "The police have named nobody in Kith who can answer" in check.content.decode()
    client = signed_in(coordinator)
    page = client.get("/referrals/police-contact/").content.decode()
    assert "The police have named nobody to ring" in page and world.sender.name in page
    for word in ("Ada", "Vale", str(world.person), str(referral), "weapon"):
        assert not mentions(page, word), word
    lead = world.partnership.add_staff("Nia Named", "police", Role.AGENCY_CONTACT)
    assert "somebody to ring now" in client.get("/referrals/police-contact/").content.decode()
    ring_first(world, referral, version)
    assert world.open_tasks() == [("risk_clearance", lead.pk)]


def test_where_there_is_no_coordinator_either_the_administrator_is_asked(world: World) -> None:
    world.happened("police.weapon")
    without_lead(world)
    coordinator = world.partnership.staff[Role.PANEL_COORDINATOR]
    world.admin.execute("DELETE FROM access_rolegrant WHERE staff_id = %s", (coordinator.pk,))
    ring_first(world, *world.draft())
    assert world.open_tasks() == [("risk_clearance", world.partnership.staff[Role.ADMINISTRATOR].pk)]


def test_the_police_lead_is_no_longer_asked_once_the_draft_is_withdrawn(world: World) -> None:
    world.happened("police.weapon")
    referral, version = world.draft()
    with pytest.raises(RingFirst):
        world.send(referral, version)
    reasons = "SELECT count(*) FROM access_relationship WHERE source_ref LIKE 'clearance:%' AND ends_at > now()"
    assert world.admin.execute(reasons).fetchall() == [(1,)]
    world.act(referral, ReferralAct.WITHDRAW, version)
    assert world.open_tasks() == []
    assert world.admin.execute(reasons).fetchall() == [(0,)]


def test_a_colleague_of_the_police_refers_what_they_see_without_ringing(world: World) -> None:
    ref = world.happened("police.weapon")
    officer = world.partnership.add_staff("Per Officer", "police", Role.PRACTITIONER)
    world.partnership.relate(officer, world.person_id, RelationshipSource.ALLOCATION, begins=timedelta(days=-2))
    viewer = viewer_of(officer, world.now)
    referral, version = world.draft(by=viewer)
    with pytest.raises(EventLeftOut):
        world.send(referral, version, viewer)
    referral, _ = world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)), by=viewer)
    assert world.row(referral, "state") == ("sent",)
