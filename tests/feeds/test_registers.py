"""The registers: columns become people, rows become kinds of event, by mappings that are data."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from kith.common.standards.code_sets import read_toml
from kith.feeds.analysis.catalogue import CSV_TABLES
from kith.feeds.analysis.declarations import Surroundings, columns
from kith.feeds.analysis.receiving import receive, recognised
from kith.feeds.vocabulary import EVENT_KINDS, EventRecord, HeldRow, InvolvementRecord, PersonRecord
from tests.feeds.conftest import Load

REGISTERS = ("police_register", "youth_justice_register", "emergency_register")
BASE = {
    "police_register": {
        "occurrence_no": "1", "occurrence_type": "contact", "recorded_at": "2026-03-04T10:00:00", "role": "involved",
        "nominal_no": "N1", "forename": "Sam", "surname": "Larkin", "dob": "2012-05-06", "sex": "M",
    },
    "youth_justice_register": {
        "yj_id": "Y1", "forename": "Sam", "surname": "Larkin", "dob": "2012-05-06", "record_id": "R1",
        "record_type": "order", "record_date": "2026-03-04",
    },
    "emergency_register": {
        "notification_no": "A1", "forename": "Sam", "surname": "Larkin", "dob": "2012-05-06",
        "attended_at": "2026-03-04T23:10", "notified_on": "2026-03-06", "concern": "assault",
    },
}  # fmt: skip


def written(feed: str, *rows: dict[str, str]) -> str:
    names = [column.name for column in columns(read_toml("kith.feeds.mappings", f"{feed}.toml")["columns"])]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**BASE[feed], **row} for row in rows)
    return stream.getvalue()


def police(*rows: dict[str, str]) -> str:
    return written("police_register", *rows)


def read(feed: str, **row: str) -> list[object]:
    content = written(feed, row).encode()
    found = recognised(content, name=f"{feed}_1.csv", encoding="utf-8", tables=CSV_TABLES)
    assert found.table.feed == feed
    (item,) = receive(content, found, encoding="utf-8", around=Surroundings(received_on=date(2026, 11, 22))).rows
    return [item] if isinstance(item, HeldRow) else list(item.records)


def kinds(feed: str, **row: str) -> list[str]:
    return [record.kind for record in read(feed, **row) if isinstance(record, EventRecord)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"occurrence_type": "crime", "role": "victim", "ho_code": "00806"}, ["police.violence_victim"]),
        ({"occurrence_type": "crime", "role": "victim", "ho_code": "03401"}, ["police.violence_victim"]),
        ({"occurrence_type": "crime", "role": "suspect", "ho_code": "00806"}, ["police.violence_suspect"]),
        ({"occurrence_type": "crime", "role": "suspect", "ho_code": "00826"}, ["police.weapon"]),
        ({"occurrence_type": "crime", "role": "suspect", "ho_code": "04510"}, ["police.other_suspect"]),
        ({"occurrence_type": "crime", "role": "witness", "ho_code": "00806"}, ["police.witness"]),
        ({"occurrence_type": "crime", "role": "victim", "ho_code": "04510"}, ["police.contact"]),
        ({"occurrence_type": "domestic", "role": "involved"}, ["police.domestic_abuse"]),
        ({"occurrence_type": "domestic", "role": "suspect"}, ["police.family_violence"]),
        ({"occurrence_type": "domestic", "role": "suspect", "dob": "1980-01-01"}, ["police.domestic_abuse"]),
        ({"occurrence_type": "missing", "role": "missing"}, ["police.missing"]),
        (
            {"occurrence_type": "missing", "role": "missing", "committed_from": "2026-03-03T20:00",
             "found_at": "2026-03-04T09:00"},
            ["police.missing_long", "police.missing"],
        ),
        (
            {"occurrence_type": "missing", "role": "missing", "committed_from": "2026-03-03T10:00",
             "found_at": "2026-03-03T22:00"},
            ["police.missing"],
        ),
        ({"occurrence_type": "missing", "role": "parent"}, ["police.contact"]),
        ({"occurrence_type": "anti_social", "role": "suspect"}, ["police.anti_social_behaviour"]),
        ({"occurrence_type": "stop_search", "role": "subject"}, ["police.stop_search"]),
        (
            {"occurrence_type": "stop_search", "role": "subject", "ho_code": "00826"},
            ["police.weapon", "police.stop_search"],
        ),
        ({"occurrence_type": "arrest", "role": "suspect"}, ["police.arrested"]),
        ({"occurrence_type": "intelligence", "role": "subject"}, ["police.intelligence"]),
        ({"occurrence_type": "contact"}, ["police.contact"]),
    ],
)  # fmt: skip
def test_a_police_row_becomes_its_kinds(row: dict[str, str], expected: list[str]) -> None:
    assert kinds("police_register", **row) == expected


def test_the_band_is_that_of_the_offence_and_intelligence_is_no_fact() -> None:
    event = next(r for r in read("police_register", occurrence_type="crime", role="suspect", ho_code="00501")
                 if isinstance(r, EventRecord))  # fmt: skip
    assert (event.band, event.basis, event.code_scheme, event.code) == (7, "fact", "home_office", "00501")
    told = next(r for r in read("police_register", occurrence_type="intelligence", role="subject")
                if isinstance(r, EventRecord))  # fmt: skip
    assert (told.band, told.basis) == (1, "intelligence")


@pytest.mark.parametrize(
    ("feed", "row", "column"),
    [
        ("police_register", {"occurrence_type": "parade"}, "occurrence_type"),
        ("police_register", {"role": "bystander"}, "role"),
        ("youth_justice_register", {"record_type": "holiday"}, "record_type"),
        ("emergency_register", {"concern": "cough"}, "concern"),
    ],
)
def test_a_value_without_a_rule_is_held(feed: str, row: dict[str, str], column: str) -> None:
    (held,) = read(feed, **row)
    assert isinstance(held, HeldRow)
    assert held.column == column
    assert "docs/formats.md" in held.advice


def test_an_allocation_tells_who_works_with_the_child_and_no_event() -> None:
    records = read("youth_justice_register", record_type="allocation", worker_id="W7", worker_name="Ash Reed",
                   worker_from="2026-01-05")  # fmt: skip
    assert kinds("youth_justice_register", record_type="allocation") == []
    (worker,) = [record for record in records if isinstance(record, InvolvementRecord)]
    assert (worker.worker_ref, worker.worker_name, worker.begins_on) == ("W7", "Ash Reed", date(2026, 1, 5))


def test_each_hospital_notification_is_a_person_of_its_own_with_a_checked_number() -> None:
    def person(**row: str) -> PersonRecord:
        return next(r for r in read("emergency_register", **row) if isinstance(r, PersonRecord))

    sent = person(nhs_number="943 476 5919")
    assert (sent.local_id, sent.nhs_number) == ("A1", "9434765919")
    assert person(nhs_number="9434765918").nhs_number == ""  # its check digit is wrong


def test_an_event_is_known_when_the_agency_was_told() -> None:
    event = next(r for r in read("emergency_register") if isinstance(r, EventRecord))
    assert (event.occurred_on, event.known_at) == (date(2026, 3, 4), date(2026, 3, 6))


@pytest.mark.parametrize("feed", REGISTERS)
def test_a_mapping_names_only_columns_it_has_and_kinds_there_are(feed: str) -> None:
    mapping = read_toml("kith.feeds.mappings", f"{feed}.toml")
    names = {column.name for column in columns(mapping["columns"])}
    person = {name for key, value in mapping["person"].items() if key != "record_key"
              for name in (value if isinstance(value, list) else [value])}  # fmt: skip
    event = [value for key, value in mapping["event"].items() if key != "detail"]
    used = {name for value in event for name in (value if isinstance(value, list) else [value])} - {""}
    assert person | used | set(mapping["event"]["detail"].values()) <= names
    assert {rule["kind"] for rule in mapping["rule"]} - {""} <= set(EVENT_KINDS)
    assert all(set(rule["when"]) <= names | {"offence", "child", "words", "longer"} for rule in mapping["rule"])


def test_a_corrected_row_takes_the_place_of_the_event_and_what_it_no_longer_tells_goes(
    load: Load, tmp_path: Path
) -> None:
    crime = {"occurrence_type": "stop_search", "role": "subject", "ho_code": "00826"}
    first = load(tmp_path / "police_register_1.csv", police(crime, {"occurrence_no": "2"}))
    second = load(tmp_path / "police_register_2.csv", police({**crime, "ho_code": ""}, {"occurrence_no": "2"}))
    assert (second.kept, second.duplicate, second.supersedes) == (1, 1, first.sha256)
    assert current() == [("police.contact", "2:N1:involved"), ("police.stop_search", "1:N1:subject")]
    # And back again: the first text is a correction now, not a duplicate.
    third = load(tmp_path / "police_register_3.csv", police(crime))
    assert (third.kept, third.duplicate) == (1, 0)
    assert ("police.weapon", "1:N1:subject:weapon") in current()


def test_a_retracted_row_stays_and_says_so(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "police_register_1.csv", police({}))
    load(tmp_path / "police_register_2.csv", police({"retracted": "Y"}))
    from kith.access.services import connect_as

    with connect_as("ingest"), connection.cursor() as cursor:
        cursor.execute("SELECT retracted, is_current FROM feeds_eventrecord ORDER BY id")
        assert cursor.fetchall() == [(False, False), (True, True)]


def current() -> list[tuple[str, str]]:
    from kith.access.services import connect_as

    with connect_as("ingest"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, local_id FROM feeds_eventrecord WHERE is_current ORDER BY kind, local_id")
        return [(kind, local_id) for kind, local_id in cursor.fetchall()]
