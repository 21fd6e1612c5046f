"""What an agreement covers: its columns, its purpose, the agency's own encoding; and every row leads to one."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kith.access.services import connect_as
from kith.feeds.models import SourceFile
from kith.feeds.runs import in_loading_order, rebuild_workbench
from kith.feeds.vocabulary import FileRefused
from tests.feeds.conftest import Load
from tests.feeds.test_attendance import HEADER, day
from tests.feeds.test_registers import police

REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
REVIEW = "7001,04/03/2012,28/02/2026,PN1\n"
CENSUS = (
    "<Message><Header/><Children><Child><ChildIdentifiers><LAchildID>P1</LAchildID><UPN>A1</UPN>"
    "<PersonBirthDate>2012-03-04</PersonBirthDate></ChildIdentifiers></Child></Children></Message>"
)


def agree(admin: Any, feed: str, fields: list[str]) -> None:
    admin.execute("UPDATE access_agreement SET fields = %s WHERE feed = %s", (fields, feed))


def kept_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_column_that_is_not_agreed_keeps_the_file_out(load: Load, tmp_path: Path, admin: Any) -> None:
    agree(admin, "ssda903", ["child", "REVIEW", "review_code"])
    with pytest.raises(FileRefused) as refusal:
        load(tmp_path / "reviews.csv", REVIEWS + REVIEW)
    assert refusal.value.what == "The agreement isa-ssda903, version 1, does not cover DOB."
    assert "agree on them" in refusal.value.next_step
    assert kept_files(tmp_path) == []
    assert load(tmp_path / "reviews.csv", "CHILD,REVIEW,REVIEW_CODE\n7001,28/02/2026,PN1\n").kept == 1
    # A column that Kith does not know would be kept in the raw file all the same.
    with pytest.raises(FileRefused, match="does not cover COLOUR"):
        load(tmp_path / "reviews_b.csv", "CHILD,REVIEW,REVIEW_CODE,COLOUR\n7001,28/02/2026,PN1,red\n")


def test_an_element_of_the_census_that_is_not_agreed_keeps_it_out(load: Load, tmp_path: Path, admin: Any) -> None:
    agree(admin, "cin_census", ["LAchildID", "PersonBirthDate"])
    with pytest.raises(FileRefused, match="does not cover UPN"):
        load(tmp_path / "cin.xml", CENSUS)
    agree(admin, "cin_census", ["LAchildID", "PersonBirthDate", "UPN"])
    assert load(tmp_path / "cin.xml", CENSUS).kept == 1


def test_an_agreement_for_another_purpose_covers_no_load(load: Load, tmp_path: Path, admin: Any) -> None:
    admin.execute("UPDATE access_agreement SET purposes = %s WHERE feed = 'ssda903'", (["audit"],))
    with pytest.raises(FileRefused, match="does not name safeguarding"):
        load(tmp_path / "reviews.csv", REVIEWS + REVIEW)


def test_the_only_agency_of_a_feed_has_its_encoding_too(load: Load, tmp_path: Path, settings: Any) -> None:
    settings.KITH_ENCODINGS = {"police": "cp1252"}
    load(tmp_path / "police_register_1.csv", police({"forename": "Zoë"}).encode("cp1252"))
    from kith.feeds.models import PersonRecord

    with connect_as("ingest"):
        assert PersonRecord.objects.get().forename == "Zoë"
        assert SourceFile.objects.get().encoding == "cp1252"


def test_the_workbench_is_made_again_from_a_file_in_its_own_encoding(load: Load, tmp_path: Path, settings: Any) -> None:
    settings.KITH_ENCODINGS = {"education": "cp1252"}
    text = HEADER + day(0, "/", "\\", surname="Zoë") + day(1, "I", "I", surname="Zoë")
    receipt = load(tmp_path / "attendance_1.csv", text.encode("cp1252"))
    part = tmp_path / "workbench" / "marks" / f"{receipt.sha256}.parquet"
    before = part.read_bytes()
    # What an agency declares later changes nothing about the files that it has sent.
    settings.KITH_ENCODINGS = {}
    part.unlink()
    with connect_as("ingest"):
        assert rebuild_workbench() == 1
    assert len(part.read_bytes()) == len(before)


def test_files_find_their_place_whatever_the_encoding_of_their_rows(tmp_path: Path) -> None:
    person, odd = tmp_path / "z_person.csv", tmp_path / "a_register.csv"
    person.write_bytes("pers_person_id,pers_forename,pers_surname,pers_dob\nP1,Zoë,Larkin,\n".encode("cp1252"))
    odd.write_bytes(police({"forename": "Zoë"}).encode("cp1252"))
    assert in_loading_order([odd, person]) == [person, odd]


def test_every_table_of_records_leads_to_a_file_and_so_to_its_agreement(database: str) -> None:
    leads = {
        "feeds_keptrow", "feeds_heldrow", "feeds_reference", "feeds_personrecord", "feeds_eventrecord",
        "feeds_tierecord", "feeds_involvement", "feeds_pupilweek",
    }  # fmt: skip
    with connect_as("ingest"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name LIKE 'feeds_%' AND is_nullable = 'NO'"
        )
        needed = set(cursor.fetchall())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'feeds_%'")
        tables = {name for (name,) in cursor.fetchall()}
    assert {table for table, column in needed if column == "file_id"} == leads
    assert {("feeds_sourcefile", name) for name in ("agreement_id", "lawful_basis", "retention_class")} <= needed
    # A participant leads there by its event, a source person by what is said of it; typed by hand is before any file,
    # and of somebody who was purged nothing is left but a keyed hash.
    assert ("feeds_eventparticipant", "event_id") in needed
    assert tables - leads == {
        "feeds_sourcefile", "feeds_eventparticipant", "feeds_sourceperson", "feeds_handrecord", "feeds_purgedperson",
    }  # fmt: skip
