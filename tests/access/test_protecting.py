"""Shields hide at once and are lifted by two; blocks beat everything; the information-governance lead keeps both."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from kith.access.models import Shield
from kith.access.selectors import list_protected, look, open_protections, viewer_of
from kith.access.services import connect_as, relationships
from kith.access.services.relationships import NewShield
from kith.access.vocabulary import PROTECTORS, BlockKind, NotShown, Purpose, Refused, Role, ShieldKind, Viewer
from kith.work.selectors import tasks_of
from tests.work.conftest import signed_in as signed_in  # noqa: PLC0414 -- a fixture is known by its import
from tests.worlds.partnership import Partnership

BECAUSE = "The court has lifted the order."
SignIn = Callable[[Role], Client]


@pytest.fixture
def alma(partnership: Partnership) -> tuple[int, UUID]:
    """Return a child to whom nobody stands."""
    return partnership.add_person("Alma", "Reed")


@pytest.fixture
def second(partnership: Partnership) -> Viewer:
    """Return another information-governance lead."""
    return viewer_of(partnership.add_staff("Kim Second", "partnership", Role.IG_LEAD), partnership.now)


def shield(partnership: Partnership, person: UUID, kind: ShieldKind = ShieldKind.ADOPTION) -> int:
    new = NewShield(
        kind=kind, reason="An order of the court.", review_on=timezone.localdate(partnership.now) + timedelta(days=90)
    )
    by = partnership.viewer(Role.IG_LEAD)
    return int(relationships.put_shield(person=person, shield=new, by=by, now=partnership.now).pk)


def sees(viewer: Viewer, person: UUID) -> bool:
    try:
        with look(viewer=viewer, people=[person], purpose=Purpose.SAFEGUARDING, what="test"):
            return True
    except NotShown:
        return False


def actions(admin: psycopg.Connection[Any], person_id: int) -> list[str]:
    rows = admin.execute("SELECT action FROM access_trace WHERE person_id = %s ORDER BY id", (person_id,)).fetchall()
    return [row[0] for row in rows]


def test_a_shield_hides_until_two_people_lift_it(
    partnership: Partnership, alma: tuple[int, UUID], second: Viewer, admin: psycopg.Connection[Any]
) -> None:
    stranger, lead, now = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.IG_LEAD), partnership.now
    assert sees(stranger, alma[1])
    shield_id = shield(partnership, alma[1])
    assert not sees(stranger, alma[1])
    with pytest.raises(Refused, match="Nobody has asked"):
        relationships.lift_shield(person=alma[1], shield_id=shield_id, by=second, now=now)
    relationships.ask_lift(person=alma[1], shield_id=shield_id, because=BECAUSE, by=lead, now=now)
    with pytest.raises(Refused, match="second person"):
        relationships.lift_shield(person=alma[1], shield_id=shield_id, by=lead, now=now)
    assert not sees(stranger, alma[1])
    relationships.lift_shield(person=alma[1], shield_id=shield_id, by=second, now=now)
    assert sees(stranger, alma[1])
    assert actions(admin, alma[0]) == ["access.shielded", "access.asked_lift", "access.lifted_shield"]
    with pytest.raises(Refused, match="lifted already"):
        relationships.lift_shield(person=alma[1], shield_id=shield_id, by=second, now=now)


def test_the_database_knows_no_shield_that_one_person_lifted(partnership: Partnership, alma: tuple[int, UUID]) -> None:
    shield_id, lead = shield(partnership, alma[1]), partnership.staff[Role.IG_LEAD]
    for asked in (None, lead):
        with connect_as("worker"), pytest.raises(IntegrityError):
            Shield.objects.filter(pk=shield_id).update(lift_asked_by=asked, lifted_by=lead)


def test_a_manager_who_may_know_the_person_is_a_second_person_and_another_is_not(
    partnership: Partnership, alma: tuple[int, UUID]
) -> None:
    shield_id, now = shield(partnership, alma[1]), partnership.now
    lead, manager = partnership.viewer(Role.IG_LEAD), partnership.viewer(Role.TEAM_MANAGER)
    relationships.ask_lift(person=alma[1], shield_id=shield_id, because=BECAUSE, by=lead, now=now)
    with pytest.raises(NotShown):
        relationships.lift_shield(person=alma[1], shield_id=shield_id, by=manager, now=now)
    partnership.relate(partnership.staff[Role.TEAM_MANAGER], alma[0])
    relationships.lift_shield(person=alma[1], shield_id=shield_id, by=manager, now=now)
    assert sees(partnership.viewer(Role.PRACTITIONER), alma[1])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.IG_LEAD])
def test_nobody_else_keeps_the_protections(partnership: Partnership, alma: tuple[int, UUID], role: Role) -> None:
    by, now = partnership.viewer(role), partnership.now
    new = NewShield(kind=ShieldKind.ADDRESS, reason="An order of the court.", review_on=date(2099, 1, 1))
    email = partnership.staff[Role.ANALYST].email
    for deed in (
        lambda: relationships.put_shield(person=alma[1], shield=new, by=by, now=now),
        lambda: relationships.ask_lift(person=alma[1], shield_id=1, because=BECAUSE, by=by, now=now),
        lambda: relationships.keep_away(
            person=alma[1], email=email, kind=BlockKind.CONFLICT, reason="A cousin.", by=by, now=now
        ),
        lambda: relationships.end_block(person=alma[1], block_id=1, because="No longer.", by=by, now=now),
    ):
        with pytest.raises(Refused, match="information-governance lead"):
            deed()
    assert list_protected(viewer=by, purpose=Purpose.GOVERNANCE) == []


def test_the_lead_finds_the_shielded_and_the_finding_is_logged(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    partnership.add_person("Bert", "Reed")
    shield(partnership, alma[1])
    (row,) = list_protected(viewer=partnership.viewer(Role.IG_LEAD), purpose=Purpose.GOVERNANCE)
    assert (row["person"], row["kind"]) == ("Alma Reed", "adoption")
    logged = admin.execute("SELECT person_id, outcome FROM access_log WHERE what = 'access.protected'").fetchall()
    assert logged == [(alma[0], "shown")]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_shield_is_looked_at_again_within_a_year(partnership: Partnership, alma: tuple[int, UUID], days: int) -> None:
    review_on = timezone.localdate(partnership.now) + timedelta(days=days)
    new = NewShield(kind=ShieldKind.ADDRESS, reason="An order of the court.", review_on=review_on)
    with pytest.raises(Refused, match="within a year"):
        relationships.put_shield(person=alma[1], shield=new, by=partnership.viewer(Role.IG_LEAD), now=partnership.now)


def test_a_block_beats_a_relationship_until_it_ends(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    staff, viewer = partnership.staff[Role.PRACTITIONER], partnership.viewer(Role.PRACTITIONER)
    partnership.relate(staff, alma[0])
    lead, now = partnership.viewer(Role.IG_LEAD), partnership.now
    block = relationships.keep_away(
        person=alma[1], email=staff.email.upper(), kind=BlockKind.OWN_FAMILY, reason="Her aunt.", by=lead, now=now
    )
    assert not sees(viewer, alma[1])
    with pytest.raises(Refused, match="already"):
        relationships.keep_away(
            person=alma[1], email=staff.email, kind=BlockKind.CONFLICT, reason="Again.", by=lead, now=now
        )
    relationships.end_block(person=alma[1], block_id=block.pk, because="A mistake of ours.", by=lead, now=now)
    assert sees(viewer, alma[1])
    assert actions(admin, alma[0]) == ["access.blocked", "access.ended_block"]


def test_a_reviewer_who_is_kept_away_reviews_no_longer(partnership: Partnership, alma: tuple[int, UUID]) -> None:
    relationships.break_glass(
        by=partnership.viewer(Role.PRACTITIONER),
        person=alma[1],
        category="missing_now",
        reason="Her school rang me about bruises.",
        now=partnership.now,
    )
    second_lead = viewer_of(partnership.add_staff("Kim Second", "partnership", Role.IG_LEAD), partnership.now)
    first = partnership.staff[Role.IG_LEAD]
    relationships.keep_away(
        person=alma[1],
        email=first.email,
        kind=BlockKind.CONFLICT,
        reason="A cousin.",
        by=second_lead,
        now=partnership.now,
    )
    assert tasks_of(viewer=partnership.viewer(Role.IG_LEAD), now=partnership.now) == []
    assert len(tasks_of(viewer=second_lead, now=partnership.now)) == 1


def test_the_page_shields_blocks_and_lifts(
    partnership: Partnership, alma: tuple[int, UUID], signed_in: SignIn, second: Viewer
) -> None:
    lead = signed_in(Role.IG_LEAD)
    page = f"/people/{alma[1]}/protect/"
    review_on = timezone.localdate() + timedelta(days=30)
    lacking = lead.post(page, {"does": "shield", "kind": "address", "reason": "", "review_on": review_on})
    assert lacking.status_code == 422
    kept = lead.post(
        page, {"does": "shield", "kind": "address", "reason": "A court order.", "review_on": review_on}, follow=True
    )
    assert b"Shielded." in kept.content
    assert b"Alma Reed" in lead.get("/protections/").content
    email = partnership.staff[Role.PRACTITIONER].email
    blocked = lead.post(
        page, {"does": "block", "email": email, "kind": "own_family", "reason": "Her aunt."}, follow=True
    )
    assert b"never sees this person" in blocked.content
    found = open_protections(alma[1], viewer=second, purpose=Purpose.GOVERNANCE)
    row = {"row": str(found.shields[0].pk)}
    assert b"Asked." in lead.post(page, {"does": "ask_lift", "because": BECAUSE} | row, follow=True).content
    assert lead.post(page, {"does": "lift"} | row).status_code == 403
    for wrong in ({"does": "lift", "row": "x"}, {"does": "nothing"}, {}):
        assert lead.post(page, wrong).status_code == 404
    assert signed_in(Role.PRACTITIONER).get(page).status_code == 403
    relationships.lift_shield(person=alma[1], shield_id=found.shields[0].pk, by=second, now=timezone.now())
    assert b"No shield hides this person." in lead.get(page).content


@pytest.mark.parametrize("role", [Role.IG_LEAD, Role.TEAM_MANAGER, Role.PRACTITIONER])
def test_the_page_of_a_person_leads_to_their_shields_for_those_who_use_them(
    alma: tuple[int, UUID], signed_in: SignIn, role: Role
) -> None:
    client, address = signed_in(role), f"/people/{alma[1]}/"
    client.post(address, {"purpose": "governance" if role is Role.IG_LEAD else "safeguarding"})
    page = client.get(address)
    assert page.status_code == 200
    assert (f'href="{address}protect/"' in page.content.decode()) == (role in PROTECTORS)
    answer = client.get(f"{address}protect/")
    assert (answer.status_code == 200) == (role in PROTECTORS)
    assert role not in PROTECTORS or f'href="{address}"' in answer.content.decode()  # and back
