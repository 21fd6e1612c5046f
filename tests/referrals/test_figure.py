"""A thousand children with a known weapon or violence event: nothing is sent silent about it, whichever way it goes."""

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import DatabaseError, connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.selectors import look
from kith.access.vocabulary import Purpose
from kith.feeds.vocabulary import EVENT_KINDS
from kith.referrals.rules import load_kind_lists
from kith.referrals.services import import_file, send_referral
from kith.referrals.vocabulary import Became, EventLeftOut, Included, NotReferred, RingFirst
from tests.referrals.elsewhere import table, written
from tests.referrals.world import TODAY, World, full_content, full_risk, none_known, one_risk

# A statement by hand is tried for a thousand. The ways that do more than send are tried for a part of a thousand each,
# and for the whole of it when KITH_WHOLE_FIGURE is set.
WAYS = {"statement": 1000, "service": 250, "import": 150, "api": 100, "page": 150}
if os.environ.get("KITH_WHOLE_FIGURE"):
    WAYS = dict.fromkeys(WAYS, 1000)
COVERED = 40
KINDS = load_kind_lists()[-1].look_back_weeks
FAULTS = (
    "no_word",
    "short_reason",
    "none_known",
    "no_statement",
    "no_risk",
    "other_event",
    "other_referral",
    "old_word",
)


@dataclass
class Child:
    """One generated child, its draft, its events, and which field the sender leaves out."""

    person_id: int
    public_id: UUID
    referral: UUID
    kinds: tuple[str, ...]
    fault: str


def generate(world: World, seed: int, wanted: int) -> list[Child]:
    """Make the children, their events and their full drafts by statements; the last ones are covered in full."""
    chance, admin = Random(seed), world.admin
    children = []
    for number in range(wanted + COVERED):
        fault = chance.choice(FAULTS) if number < wanted else ""
        kinds = tuple(chance.sample(sorted(KINDS), chance.choice((1, 1, 2))))
        if fault == "other_event":
            kinds = tuple(chance.sample(sorted(KINDS), 2))
        children.append(Child(0, uuid4(), uuid4(), kinds, fault))
    with admin.transaction(), admin.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _people(cursor, children)
        _relate(cursor, world, children)
        _events(cursor, world, children, chance)
        _drafts(cursor, world, children)
    return children


def _people(cursor: psycopg.Cursor[Any], children: Sequence[Child]) -> None:
    for child in children:
        cursor.execute(
            "INSERT INTO linking_person (public_id, created_at) VALUES (%s, now()) RETURNING id", (child.public_id,)
        )
        child.person_id = cursor.fetchall()[0][0]
    cursor.executemany(
        "INSERT INTO linking_profile (person_id, forename, surname, known_as, other_names, born_on, sex, sort_key, "
        "is_child, nhs_number, upn) VALUES (%s, 'Kim', 'Elm', '', '{}', '2011-01-01', 'F', 'elm, kim', true, '', '')",
        [(child.person_id,) for child in children],
    )


def _relate(cursor: psycopg.Cursor[Any], world: World, children: Sequence[Child]) -> None:
    cursor.executemany(
        "INSERT INTO access_relationship (staff_id, person_id, source, source_ref, reason, begins_at, ends_at) "
        "VALUES (%s, %s, 'allocation', '', '', now() - interval '1 day', now() + interval '30 days')",
        [(world.sender.staff_id, child.person_id) for child in children],
    )


def ref_of(child: Child, kind: str) -> str:
    return f"{kind}|{child.person_id}:subject"


def _events(cursor: psycopg.Cursor[Any], world: World, children: Sequence[Child], chance: Random) -> None:
    rows = []
    for child in children:
        for kind in child.kinds:
            event, days = EVENT_KINDS[kind], chance.randrange(0, KINDS[kind] * 7)
            # A third is of a class that the sender reads, whatever the kind.
            data_class = chance.choice(("care", event.data_class.value, event.data_class.value))
            if not child.fault:
                data_class = "care"
            rows.append(
                (
                    *(child.person_id, ref_of(child, kind), world.partnership.agencies["police"].pk, kind, data_class),
                    *(event.sector.value, TODAY - timedelta(days=days), TODAY, event.headline, kind),
                )
            )
    cursor.executemany(
        "INSERT INTO chronology_entry (person_id, source_ref, agency_id, source, kind, data_class, sector, "
        "occurred_on, known_at, precision, role, band, headline, basis, said_by, others, group_key, retracted) "
        "VALUES (%s, %s, %s, 'police', %s, %s, %s, %s, %s, 'day', 'subject', 4, %s, 'fact', '', 0, %s, false)",
        rows,
    )


def _drafts(cursor: psycopg.Cursor[Any], world: World, children: Sequence[Child]) -> None:
    content, line = full_content(), one_risk()
    for child in children:
        number = _draft(cursor, world, child)
        columns = {
            **{name: getattr(content, name) for name in content.__dataclass_fields__},
            "person_id": child.person_id,
        }
        _put(cursor, "referrals_referralcontent", {"referral_id": number, **columns})
        about = {"referral_id": number, "person_id": child.person_id}
        none = child.fault == "none_known"
        if child.fault != "no_statement":
            checked = {"checked_in": "Our file" if none else "", "checked_on": TODAY if none else None}
            said = {"is_none_known": none, "visit_safety": "Visit in pairs", **checked}
            _put(cursor, "referrals_riskstatement", about | said)
        if not none and child.fault != "no_risk":
            risk = {name: getattr(line, name) for name in line.__dataclass_fields__} | {"to": ["self"]}
            _put(cursor, "referrals_risk", about | risk)
        _cover(cursor, world, child, about)


def _cover(cursor: psycopg.Cursor[Any], world: World, child: Child, about: dict[str, Any]) -> None:
    event = {"kind": "", "headline": "", "occurred_on": TODAY, "is_included": True, "reason": ""}
    covered = {"": child.kinds, "other_event": child.kinds[:1], "no_risk": child.kinds, "no_statement": child.kinds}
    for kind in covered.get(child.fault, ()):
        _put(cursor, "referrals_knownevent", about | event | {"entry_ref": ref_of(child, kind)})
    if child.fault == "short_reason":
        left_out = event | {"is_included": False, "reason": "mistake ", "entry_ref": ref_of(child, child.kinds[0])}
        _put(cursor, "referrals_knownevent", about | left_out)
    if child.fault == "other_referral":
        other = _draft(cursor, world, Child(child.person_id, child.public_id, uuid4(), child.kinds, ""))
        for kind in child.kinds:
            row = about | event | {"referral_id": other, "entry_ref": ref_of(child, kind)}
            _put(cursor, "referrals_knownevent", row)
    if child.fault == "old_word":
        word = {"grade": "high", "visit_safety": "In pairs", "made_by_id": world.lead.staff_id, "made_at": world.now}
        _put(cursor, "referrals_riskclearance", about | word | {"entries_until": 0})


def _draft(cursor: psycopg.Cursor[Any], world: World, child: Child) -> int:
    row = {
        "public_id": child.referral,
        "person_id": child.person_id,
        "from_agency_id": world.sender.agency_id,
        "from_staff_id": world.sender.staff_id,
        "to_agency_id": world.contact.agency_id,
        "service_name": "",
        "source_ref": "",
        "state": "draft",
        "version": 2,
        "made_at": world.now,
        "changed_at": world.now,
    }
    _put(cursor, "referrals_referral", row, " RETURNING id")
    return int(cursor.fetchall()[0][0])


def _put(cursor: psycopg.Cursor[Any], table: str, row: dict[str, Any], tail: str = "") -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    values = [getattr(value, "value", value) for value in row.values()]
    cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks}){tail}", values)


def by_service(world: World, child: Child) -> None:
    """Try the service."""
    send_referral(person=child.public_id, referral=child.referral, seen=2, by=world.sender, now=world.now)


def by_statement(world: World, child: Child) -> None:
    """Try a statement typed by hand, as the web role with the sender's own ticket."""
    asked = look(viewer=world.sender, people=[child.public_id], purpose=Purpose.REFERRAL, what="test")
    with asked, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_referral SET state = 'sent', sent_at = now() WHERE public_id = %s", [child.referral]
        )
        assert cursor.rowcount == 1


def as_written(child: Child) -> dict[str, Any]:
    """Return the referral as another system writes it, with the fault as far as it can write one."""
    refs = [ref_of(child, kind) for kind in child.kinds]
    events = {
        "": tuple(Included(entry_ref=ref, is_included=True) for ref in refs),
        "other_event": (Included(entry_ref=refs[0], is_included=True),),
        "short_reason": (Included(entry_ref=refs[0], is_included=False, reason="mistake "),),
    }.get(child.fault, ())
    risk = none_known(*events) if child.fault == "none_known" else full_risk(*events)
    row = written(child.public_id, risk=risk)
    if child.fault == "no_statement":
        return {name: value for name, value in row.items() if name not in ("visit_safety", "risks")}
    return row | {"risks": []} if child.fault == "no_risk" else row


def by_import(world: World, child: Child) -> None:
    """Try the file of another system; every other one is a table."""
    row = as_written(child)
    content = table([row]) if child.person_id % 2 else json.dumps([row]).encode()
    (found,) = import_file(content=content, by=world.sender, now=world.now).lines
    if found.became is not Became.SENT:
        raise NotReferred(" ".join(found.because))


def by_api(client: Client) -> Callable[[World, Child], None]:
    """Try the API."""

    def send(world: World, child: Child) -> None:
        answer = client.post("/api/referrals", json.dumps(as_written(child)), content_type="application/json")
        if answer.status_code != 201:
            text = answer.content.decode()
            assert answer.status_code == 422
            assert not any(EVENT_KINDS[kind].headline in text for kind in child.kinds)
            raise NotReferred("refused")

    return send


def by_page(client: Client) -> Callable[[World, Child], None]:
    """Try the page."""

    def send(world: World, child: Child) -> None:
        answer = client.post(f"/people/{child.public_id}/referrals/{child.referral}/check/", {"seen": "2"})
        if answer.status_code != 302:
            text = answer.content.decode()
            assert answer.status_code == 422
            assert not any(EVENT_KINDS[kind].headline in text for kind in child.kinds if hidden(world, child, kind))
            raise NotReferred("refused")

    return send


def hidden(world: World, child: Child, kind: str) -> bool:
    """Return whether the sender may not read an event."""
    found = world.admin.execute(
        "SELECT data_class FROM chronology_entry WHERE person_id = %s AND kind = %s", (child.person_id, kind)
    ).fetchall()
    return bool(found[0][0] != "care")


def silent(world: World) -> int:
    """Return how many sent referrals leave out a known event, counted past everything that guards them."""
    return int(
        world.admin.execute(
            "SELECT count(*) FROM referrals_referral r JOIN chronology_entry e ON e.person_id = r.person_id "
            "WHERE r.state <> 'draft' AND e.kind = ANY(%s) AND NOT EXISTS (SELECT 1 FROM referrals_knownevent k "
            "WHERE k.referral_id = r.id AND k.entry_ref = e.source_ref AND (k.is_included OR length(k.reason) > 9)) "
            "AND NOT EXISTS (SELECT 1 FROM referrals_riskclearance c "
            "WHERE c.referral_id = r.id AND c.entries_until >= e.id)",
            (list(KINDS),),
        ).fetchall()[0][0]
    )


@pytest.mark.parametrize("way", WAYS)
def test_of_a_thousand_children_none_is_sent_silent(world: World, way: str, settings: Any) -> None:
    children = generate(world, seed=len(way), wanted=WAYS[way])
    client = Client()
    client.force_login(world.staff["sender"], backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(world.staff["sender"], "JBSWY3DPEHPK3PXP")
    ways = {"service": by_service, "statement": by_statement, "import": by_import, "page": by_page(client)}
    ways["api"] = by_api(client)
    became: Counter[tuple[bool, bool]] = Counter()
    for child in children:
        try:
            ways[way](world, child)
        except (NotReferred, DatabaseError):
            became[bool(child.fault), False] += 1
        else:
            became[bool(child.fault), True] += 1
    assert silent(world) == 0
    assert became == {(True, False): WAYS[way], (False, True): COVERED}, "those that say it all are sent"


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(KINDS), "police.contact", "care.visit"]),
        st.sampled_from(["care", "police"]),
        st.integers(min_value=0, max_value=200 * 7),
        st.booleans(),
        st.sampled_from(["", "included", "left out because it was her brother's", "short"]),
    ),
    max_size=5,
    unique_by=lambda event: (event[0], event[2]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_the_gate_decides_as_a_plain_reading_of_the_rule(world: World, events: list[Any]) -> None:
    """Any record, any coverage: the oracle reads the rule aloud, one event at a time."""
    world.admin.execute("DELETE FROM chronology_entry WHERE person_id = %s", (world.person_id,))
    said, left_out, elsewhere = [], False, False
    for kind, data_class, days_ago, retracted, word in events:
        ref = world.happened(kind, days_ago=days_ago, data_class=data_class, retracted=retracted)
        counts = kind in KINDS and not retracted and days_ago <= KINDS[kind] * 7
        if data_class == "police":
            elsewhere |= counts
            continue
        if word:
            said.append(Included(entry_ref=ref, is_included=word == "included", reason=word))
        left_out |= counts and word in {"", "short"}
    referral, version = world.draft(risk=full_risk(*said))
    if not (left_out or elsewhere):
        world.send(referral, version)
        return
    with pytest.raises(EventLeftOut if left_out else RingFirst):
        world.send(referral, version)
    assert world.row(referral, "state") == ("draft",)
