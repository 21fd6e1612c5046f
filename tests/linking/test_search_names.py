"""Every name that any record ever gave somebody finds them, and so does one right name with the right home."""

from typing import Any

import psycopg
import pytest

from kith.access.vocabulary import Purpose, Role
from kith.linking.selectors import list_found
from kith.linking.vocabulary import SearchTerms
from tests.linking.agencies import Agencies
from tests.linking.test_runs import ADA, NED
from tests.worlds.partnership import Partnership


@pytest.fixture
def agencies(partnership: Partnership, admin: psycopg.Connection[Any]) -> Agencies:
    """Let two agencies know Ada under several names, one of them in a record that a later one replaced."""
    found = Agencies(partnership, admin)
    number = {"nhs_number": "9990000018"}
    found.say("care", "C-1", **ADA, **number, former_surname="Bramwell", known_as="Pip")
    found.say("care", "C-1", **(ADA | {"surname": "Quennell"}), **number, record_key="earlier", is_current=False)
    found.say("police", "P-1", **ADA, **number, middle_names="Odette", known_as="Thackeray")
    found.say("care", "C-2", **(NED | {"address": "", "postcode": "", "town": ""}))
    found.link()
    return found


def finds(agencies: Agencies, **terms: Any) -> bool:
    viewer = agencies.partnership.viewer(Role.PRACTITIONER)
    found = list_found(SearchTerms(**terms), viewer=viewer, purpose=Purpose.SAFEGUARDING)
    ((public_id,),) = agencies.rows("SELECT public_id::text FROM linking_person WHERE id = %s", agencies.person("C-1"))
    return public_id in [one.public_id for one in found]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Vale", "Ada Bramwell", "Pip Vale", "Pip Bramwell", "Ada Quennell", "Odette Vale", "Ada Thackeray",
        "Vale Ada", "Bramwell Ada", "Ada Bramwel", "Ada Quenell",
    ],
)  # fmt: skip
def test_a_name_of_any_record_finds_its_person(agencies: Agencies, name: str) -> None:
    assert finds(agencies, name=name)


@pytest.mark.parametrize("name", ["Ada Zimmer", "Zoltan Vale"])
def test_one_right_name_and_the_home_find_whoever_goes_by_another(agencies: Agencies, name: str) -> None:
    assert finds(agencies, name=name, address="4 Larch Row, QX1 1AB")
    assert not finds(agencies, name=name)


def test_a_stranger_is_not_found_by_the_home_of_another_street(agencies: Agencies) -> None:
    assert not finds(agencies, name="Zoltan Zimmer", address="9 Quay Street, QX2 2AB")


def test_a_secret_home_is_in_no_key_of_a_name(agencies: Agencies) -> None:
    agencies.admin.execute(
        "INSERT INTO access_shield (person_id, kind, reason, begins_at, made_by_id) "
        "VALUES (%s, 'address', 'x', %s, NULL)",
        (agencies.person("C-1"), agencies.partnership.now),
    )
    assert not finds(agencies, name="Ada Zimmer", address="4 Larch Row, QX1 1AB")
    agencies.link()
    assert agencies.rows("SELECT count(*) FROM linking_searchkey WHERE kind / 10 = 7") == [(0,)]
