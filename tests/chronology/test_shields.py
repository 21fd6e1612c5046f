"""A shield on an address counts at once: for the child, for whoever lives behind the same door, in every telling."""

from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import transaction

from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import ShieldKind
from kith.linking.analysis.search_keys import Kind
from kith.linking.services.profiles import refresh_people
from kith.linking.services.search_keys import refresh_search_keys
from tests.chronology.record import Record
from tests.linking.agencies import Agencies
from tests.worlds.families import Happening
from tests.worlds.partnership import Partnership

HOME = {"address": "12 Mill Lane", "town": "Larchester", "postcode": "QX1 1AA"}
ELSEWHERE = {"address": "3 Dock Road", "town": "Larchester", "postcode": "QX2 2BB"}
PEOPLE = {"Ada": HOME, "Ben": {**HOME, "address": "12, MILL LANE"}, "Cyd": ELSEWHERE}


@pytest.fixture
def homes(record: Record, admin: psycopg.Connection[Any]) -> Record:
    """Return three people with their addresses, two of them behind one door, and one event told of each."""
    agencies = Agencies(record.partnership, admin, record.files)
    for name, said in PEOPLE.items():
        record.people[name] = record.partnership.add_person(name, "Vale", date(2012, 2, 29))[0]
        record.link("care", name, name)
        agencies.say("care", name, forename=name, surname="Vale", **said)
        record.happen(
            Happening(
                agency="care", local_id=f"E-{name}", kind="care.referral", occurred_on=date(2021, 6, 1),
                participants=((name, "subject"),), says="A man waited outside 12 mill lane.", place="School",
            )
        )  # fmt: skip
    refresh(record)
    record.tell()
    return record


def refresh(record: Record, *names: str) -> None:
    people = [record.people[name] for name in names] or None
    with connect_as("worker"), transaction.atomic():
        refresh_people(person_ids=people, now=record.now)
        refresh_search_keys(person_ids=people)


def shield(record: Record, name: str, kind: ShieldKind = ShieldKind.ADDRESS) -> None:
    with connect_as("worker"):
        shield_person(person_id=record.people[name], kind=kind, reason="", by=None, now=record.now)


def found(record: Record, admin: psycopg.Connection[Any], statement: str) -> set[str]:
    names = {number: name for name, number in record.people.items()}
    return {names[row[0]] for row in admin.execute(statement).fetchall()}


def open_addresses(record: Record, admin: psycopg.Connection[Any]) -> set[str]:
    return found(record, admin, "SELECT person_id FROM linking_address")


def open_stories(record: Record, admin: psycopg.Connection[Any]) -> set[str]:
    return found(record, admin, "SELECT person_id FROM chronology_caredetail")


def with_place_keys(record: Record, admin: psycopg.Connection[Any]) -> set[str]:
    kinds = f"({int(Kind.POSTCODE)}, {int(Kind.HOUSE)})"
    return found(record, admin, f"SELECT person_id FROM linking_searchkey WHERE kind IN {kinds}")


@pytest.mark.parametrize("kind", [ShieldKind.ADDRESS, ShieldKind.WITNESS_PROTECTION])
def test_a_shield_hides_the_home_before_anything_else_runs(
    homes: Record, admin: psycopg.Connection[Any], kind: ShieldKind
) -> None:
    assert open_addresses(homes, admin) == with_place_keys(homes, admin) == open_stories(homes, admin) == set(PEOPLE)
    shield(homes, "Ada", kind)
    assert open_addresses(homes, admin) == {"Cyd"}
    assert with_place_keys(homes, admin) == {"Cyd"}
    assert found(homes, admin, "SELECT person_id FROM linking_protectedaddress") == {"Ada", "Ben"}
    # What was told of the two names their home; the third lives elsewhere, and theirs stays as it is.
    assert open_stories(homes, admin) == {"Cyd"}
    assert found(homes, admin, "SELECT person_id FROM chronology_protecteddetail") == {"Ada", "Ben"}
    classes = admin.execute("SELECT DISTINCT e.data_class FROM chronology_entry e JOIN chronology_protecteddetail d "
                            "ON d.entry_id = e.id").fetchall()  # fmt: skip
    assert classes == [("protected",)]


def test_no_later_run_lays_it_open_again(homes: Record, admin: psycopg.Connection[Any]) -> None:
    shield(homes, "Ada")
    for names in ((), ("Ben",), ("Ada",), ("Ben", "Cyd"), ()):
        refresh(homes, *names)
        homes.tell(*names)
        assert open_addresses(homes, admin) == with_place_keys(homes, admin) == {"Cyd"}
        assert open_stories(homes, admin) == {"Cyd"}


def test_a_shield_lifted_gives_everything_back_with_the_next_run(homes: Record, admin: psycopg.Connection[Any]) -> None:
    shield(homes, "Ada")
    admin.execute("UPDATE access_shield SET ends_at = begins_at")
    assert open_addresses(homes, admin) == {"Cyd"}, "lifting alone shows nothing"
    refresh(homes)
    homes.tell()
    assert open_addresses(homes, admin) == with_place_keys(homes, admin) == open_stories(homes, admin) == set(PEOPLE)


def test_whoever_moves_in_later_is_hidden_with_the_door(
    homes: Record, admin: psycopg.Connection[Any], partnership: Partnership
) -> None:
    shield(homes, "Ada")
    homes.link("hospital", "H-9", "Cyd")
    Agencies(partnership, admin, homes.files).say("hospital", "H-9", forename="Cyd", surname="Vale", **HOME)
    refresh(homes, "Cyd")
    rows = admin.execute("SELECT address FROM linking_address").fetchall()
    assert rows == [(ELSEWHERE["address"],)]


def test_a_shield_of_another_kind_moves_no_address(homes: Record, admin: psycopg.Connection[Any]) -> None:
    shield(homes, "Ada", ShieldKind.STAFF_CHILD)
    assert open_addresses(homes, admin) == set(PEOPLE)


def test_a_note_written_afterwards_is_protected_where_it_names_the_home(
    homes: Record, admin: psycopg.Connection[Any]
) -> None:
    shield(homes, "Ada")
    entry = admin.execute(
        "SELECT id FROM chronology_entry WHERE person_id = %s", [homes.people["Ada"]]
    ).fetchall()[0][0]  # fmt: skip
    admin.execute("DELETE FROM chronology_protecteddetail WHERE entry_id = %s", [entry])
    with connect_as("worker"):
        from kith.chronology.models import CareDetail

        CareDetail.objects.create(entry_id=entry, person_id=homes.people["Ada"], says="Rang from QX1 1AA.", place="")
    assert open_stories(homes, admin) == {"Cyd"}
    assert "Ada" in found(homes, admin, "SELECT person_id FROM chronology_protecteddetail")
