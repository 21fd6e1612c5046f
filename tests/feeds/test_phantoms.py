"""A pupil who is at school and in no census is kept, counted on the receipt, and becomes a person who can be found."""

from pathlib import Path

import pytest
from django.db import connection

from kith.access.services import connect_as
from kith.linking.runs import link_everyone
from tests.feeds.conftest import NOW, Load
from tests.feeds.test_attendance import HEADER, MONDAY, UPN, day, weeks

ROLL = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
PHANTOM = "B900001000002"
SUSPENSIONS = (
    "exclusion_id,upn,surname,forename,dob,sex,urn,category,start_date,sessions,reason1,reason2,reason3,recorded_on\n"
)


def on_roll(*upns: str) -> str:
    rows = (f"{at},900001,2012-03-04,Larkin,Sam,{upn},F,2024-09-02\n" for at, upn in enumerate(upns, 1))
    return ROLL + "".join(rows)


def test_a_pupil_on_no_roll_is_kept_and_said_on_the_receipt(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2026_autumn_pupilonroll.csv", on_roll(UPN))
    rows = day(0, "/", "\\") + day(0, "/", "I", upn=PHANTOM, surname="Moth")
    receipt = load(tmp_path / "attendance_1.csv", HEADER + rows)
    assert (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate) == (2, 2, 0, 0)
    (remark,) = receipt.notes["remarks"]
    assert remark.startswith("1 pupil of this file is on no roll")
    assert PHANTOM not in remark and "Moth" not in remark
    assert weeks()[PHANTOM, MONDAY] == (2, 1, 0, 0, 0)
    known = load(tmp_path / "attendance_2.csv", HEADER + day(1, "/", "\\"))
    assert known.notes["remarks"] == []


def test_a_pupil_on_no_roll_becomes_a_person_with_a_name_to_search_for(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2026_autumn_pupilonroll.csv", on_roll(UPN))
    load(tmp_path / "attendance_1.csv", HEADER + day(0, "/", "I", upn=PHANTOM, surname="Moth"))
    with connect_as("worker"), connection.cursor() as cursor:
        link_everyone(by=None, now=NOW)
        cursor.execute(
            "SELECT f.surname, count(k.key) > 0 FROM linking_profile f LEFT JOIN linking_searchkey k USING (person_id) "
            "WHERE f.upn = %s GROUP BY f.surname",
            [PHANTOM],
        )
        assert cursor.fetchall() == [("Moth", True)]


def test_suspensions_say_it_too(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2026_autumn_pupilonroll.csv", on_roll(UPN))
    row = f"X1,{PHANTOM},Moth,Sam,2012-03-04,F,900001,SUSP,2026-09-08,4,PP,,,2026-09-08\n"
    receipt = load(tmp_path / "suspensions_1.csv", SUSPENSIONS + row)
    assert (receipt.kept, receipt.held) == (1, 0)
    assert receipt.notes["remarks"][0].startswith("1 pupil of this file is on no roll")


@pytest.mark.parametrize("census", ["", on_roll(UPN, PHANTOM)])
def test_nothing_is_said_before_any_census_or_of_those_on_its_roll(load: Load, tmp_path: Path, census: str) -> None:
    if census:
        load(tmp_path / "2026_autumn_pupilonroll.csv", census)
    receipt = load(tmp_path / "attendance_1.csv", HEADER + day(0, "/", "\\") + day(0, "/", "\\", upn=PHANTOM))
    assert receipt.notes["remarks"] == []
