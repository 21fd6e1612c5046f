"""Linking the county keeps people's numbers, keeps what people decided, and changes nothing without a reason."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Refused, Role
from kith.linking.services import judge_pair, merge_people, purge_person, reverse_decision, split_person
from kith.linking.vocabulary import Verdict
from tests.linking.agencies import Agencies
from tests.worlds.partnership import Partnership

ADA = {
    "forename": "Ada",
    "surname": "Vale",
    "born_on": date(2012, 2, 29),
    "sex": "F",
    "address": "4 Larch Row",
    "town": "Larkbridge",
    "postcode": "QX1 1AB",
}
NED = ADA | {"forename": "Ned", "surname": "Orr", "born_on": date(1985, 7, 3), "sex": "M", "is_child": False}
WHY = "Seen by both workers together."


@pytest.fixture
def agencies(partnership: Partnership, admin: psycopg.Connection[Any]) -> Agencies:
    """Let Ada be known to two agencies and her father Ned to one."""
    found = Agencies(partnership, admin)
    found.say("care", "C-1", **ADA, nhs_number="9990000018")
    found.say("police", "P-1", **(ADA | {"surname": "Vale-Orr", "address": "9 Quay Street", "postcode": "QX2 2AB"}))
    found.say("care", "C-2", **NED)
    found.tie("care", "C-1", "C-2", "parent")
    return found


@pytest.fixture
def steward(partnership: Partnership) -> int:
    """Return the data steward's number."""
    return int(partnership.staff[Role.DATA_STEWARD].pk)


def test_one_person_gets_one_number_profile_address_and_tie(agencies: Agencies) -> None:
    report = agencies.link()
    assert (report.records, report.people, report.created) == (3, 2, 2)
    ada, ned = agencies.person("C-1"), agencies.person("C-2")
    assert agencies.person("P-1") == ada != ned
    profile = agencies.rows(
        "SELECT forename, surname, other_names, born_on, sex, is_child, nhs_number, sort_key FROM linking_profile "
        "WHERE person_id = %s",
        ada,
    )
    assert profile == [("Ada", "Vale", ["Ada Vale-Orr"], date(2012, 2, 29), "F", True, "9990000018", "vale, ada")]
    assert agencies.rows("SELECT person_id, other_id, kind FROM linking_tie") == [(ada, ned, "parent")]
    assert len(agencies.rows("SELECT 1 FROM linking_address WHERE person_id = %s", ada)) == 2


def test_a_second_run_changes_nothing(agencies: Agencies) -> None:
    agencies.link()
    before = agencies.everything()
    assert agencies.link().changed == 0
    assert agencies.everything() == before


def test_a_new_record_leaves_the_numbers_as_they_are(agencies: Agencies) -> None:
    agencies.link()
    numbers = agencies.person("C-1"), agencies.person("C-2")
    agencies.say("hospital", "A-0", **ADA)  # sorts first, and would rename every group that a record names
    report = agencies.link()
    assert (agencies.person("C-1"), agencies.person("C-2")) == numbers
    assert agencies.person("A-0") == numbers[0]
    assert report.created == report.moved == report.merged == 0


def test_the_workbench_is_told_who_is_who(agencies: Agencies, settings: Any) -> None:
    agencies.link()
    part = pq.read_table(settings.KITH_WORKBENCH / "membership" / "current.parquet").to_pylist()
    assert {(row["source_person_id"], row["person_id"]) for row in part} == {
        (agencies.ids[name], agencies.person(name)) for name in ("C-1", "P-1", "C-2")
    }


def test_an_address_that_one_agency_keeps_secret_is_secret_in_every_agencys_file(agencies: Agencies) -> None:
    agencies.say("education", "E-1", **(ADA | {"address": "9, Quay street"}), record_key="x")
    agencies.say(
        "hospital", "H-1", **ADA | {"address": "9 Quay Street", "postcode": "QX2 2AB"}, confidential_address=True
    )
    agencies.link()
    ada = agencies.person("H-1")
    shown = agencies.rows("SELECT address FROM linking_address WHERE person_id = %s", ada)
    secret = agencies.rows("SELECT address FROM linking_protectedaddress WHERE person_id = %s", ada)
    assert ("9 Quay Street",) not in shown
    assert len(secret) == 2  # the police had it too
    assert not agencies.rows("SELECT 1 FROM linking_searchkey WHERE person_id = %s AND key LIKE '%%QX22AB%%'", ada)


def test_a_shield_hides_every_address(agencies: Agencies) -> None:
    agencies.link()
    ada = agencies.person("C-1")
    agencies.admin.execute(
        "INSERT INTO access_shield (person_id, kind, reason, begins_at) VALUES (%s, 'address', '', %s)",
        (ada, agencies.partnership.now - timedelta(days=1)),
    )
    agencies.link()
    assert not agencies.rows("SELECT 1 FROM linking_address WHERE person_id = %s", ada)
    assert len(agencies.rows("SELECT 1 FROM linking_protectedaddress WHERE person_id = %s", ada)) == 2


def test_the_guards_ask_somebody(agencies: Agencies) -> None:
    agencies.say("education", "E-9", **(ADA | {"forename": "Ruth"}))
    agencies.link()
    assert agencies.person("E-9") != agencies.person("C-1")
    assert ("possible_twins", "open") in agencies.rows("SELECT kind, state FROM linking_reviewitem")


def test_a_merge_outlives_every_run_and_can_be_taken_back(agencies: Agencies, steward: int) -> None:
    agencies.say("yjs", "Y-1", forename="Zed", surname="Nobody")
    agencies.link()
    ada, zed = agencies.person("C-1"), agencies.person("Y-1")
    with connect_as("worker"):
        decision = merge_people(kept=ada, gone=zed, by=steward, why=WHY, now=agencies.partnership.now)
    assert agencies.person("Y-1") == ada
    assert agencies.rows("SELECT merged_into FROM linking_person WHERE id = %s", zed) == [(ada,)]
    assert agencies.link().moved == 0
    assert {agencies.person(name) for name in ("C-1", "P-1", "Y-1")} == {ada}
    with connect_as("worker"):
        reverse_decision(decision_id=decision, by=steward, why=WHY, now=agencies.partnership.now + timedelta(days=1))
    assert agencies.person("Y-1") == zed
    agencies.link()
    assert (agencies.person("C-1"), agencies.person("P-1"), agencies.person("Y-1")) == (ada, ada, zed)
    names = agencies.rows("SELECT person_id, forename FROM linking_profile WHERE person_id = ANY(%s)", [ada, zed])
    assert sorted(names) == sorted([(ada, "Ada"), (zed, "Zed")])


def test_a_split_outlives_every_run_and_can_be_taken_back(agencies: Agencies, steward: int) -> None:
    agencies.link()
    ada = agencies.person("C-1")
    with connect_as("worker"):
        decision = split_person(
            person_id=ada, source_person_ids=[agencies.ids["P-1"]], by=steward, why=WHY, now=agencies.partnership.now
        )
    other = agencies.person("P-1")
    assert other != ada
    agencies.link()
    assert (agencies.person("C-1"), agencies.person("P-1")) == (ada, other)
    with connect_as("worker"):
        reverse_decision(decision_id=decision, by=steward, why=WHY, now=agencies.partnership.now + timedelta(days=1))
    agencies.link()
    assert agencies.person("P-1") == agencies.person("C-1") == ada


def test_a_judgement_moves_a_record_at_the_next_run(agencies: Agencies, steward: int) -> None:
    agencies.link()
    ada = agencies.person("C-1")
    a, b = agencies.ids["C-1"], agencies.ids["P-1"]
    with connect_as("worker"):
        judge_pair(a=a, b=b, verdict=Verdict.DIFFERENT, by=steward, why=WHY, now=agencies.partnership.now)
    agencies.link()
    assert agencies.person("C-1") == ada != agencies.person("P-1")
    kinds = [row[0] for row in agencies.rows("SELECT kind FROM linking_decision ORDER BY id")]
    assert "split" in kinds
    with connect_as("worker"):
        judge_pair(a=b, b=a, verdict=Verdict.SAME, by=steward, why=WHY, now=agencies.partnership.now)
    agencies.link()
    assert agencies.person("C-1") == agencies.person("P-1") == ada
    assert agencies.rows("SELECT count(*) FROM linking_person WHERE retired_at IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("why", ["", "  ", "ok"])
def test_nobody_decides_without_a_reason(agencies: Agencies, steward: int, why: str) -> None:
    agencies.link()
    with connect_as("worker"), pytest.raises(Refused):
        merge_people(
            kept=agencies.person("C-1"), gone=agencies.person("C-2"), by=steward, why=why, now=agencies.partnership.now
        )


def test_every_decision_leaves_a_trace(agencies: Agencies, steward: int) -> None:
    agencies.link()
    with connect_as("worker"):
        merge_people(
            kept=agencies.person("C-1"), gone=agencies.person("C-2"), by=steward, why=WHY, now=agencies.partnership.now
        )
    actions = [row[0] for row in agencies.rows("SELECT action FROM access_trace ORDER BY 1")]
    assert "linking.merged" in actions and "linking.linked_everyone" in actions


def test_a_held_person_is_not_purged(agencies: Agencies, steward: int) -> None:
    agencies.link()
    ada = agencies.person("C-1")
    agencies.admin.execute("UPDATE linking_person SET held_until = %s WHERE id = %s", (date(2099, 1, 1), ada))
    with connect_as("worker"), pytest.raises(Refused):
        purge_person(person_id=ada, by=steward, why=WHY, now=agencies.partnership.now)
    agencies.admin.execute("UPDATE linking_person SET held_until = NULL WHERE id = %s", (ada,))
    with connect_as("worker"):
        purge_person(person_id=ada, by=steward, why=WHY, now=agencies.partnership.now)
    for table in ("profile", "address", "membership", "tie", "searchkey"):
        assert not agencies.rows(f"SELECT 1 FROM linking_{table} WHERE person_id = %s", ada)
