"""A purge lasts: no run and no file brings a child back, and nothing that agencies said of them is left."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Refused, Role
from kith.engine import Workbench, open_duckdb
from kith.feeds.runs import receive_file, reconcile_workbench
from kith.linking.runs import link_everyone
from kith.linking.services import export_person, hold_person, purge_person
from tests.feeds.test_attendance import HEADER, MONDAY, day
from tests.feeds.test_registers import police
from tests.worlds.partnership import Partnership

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHY = "The retention of this record has ended."
SAM = {"nominal_no": "N-7781", "forename": "Sam", "surname": "Larkin"}
JO = {"nominal_no": "N-7782", "forename": "Joanna", "surname": "Quill", "dob": "2009-01-30", "sex": "F"}
ROWS = (
    SAM | {"occurrence_no": "1"},
    SAM | {"occurrence_no": "2", "recorded_at": "2026-05-04T10:00:00"},
    JO | {"occurrence_no": "2", "recorded_at": "2026-05-04T10:00:00"},
)
PUPIL = "A900001000001"


class County:
    """A county of two files, and the one child in it who is purged."""

    def __init__(self, partnership: Partnership, admin: psycopg.Connection[Any], folder: Path, bench: Path) -> None:
        self.partnership, self.admin, self.folder, self.bench = partnership, admin, folder, Workbench(bench)
        self.steward = int(partnership.staff[Role.DATA_STEWARD].pk)

    def load(self, name: str, text: str) -> Any:
        path = self.folder / name
        path.write_text(text)
        with connect_as("ingest"):
            reconcile_workbench()
            return receive_file(path=path, agency_code=None, by=None, now=NOW)

    def link(self) -> Any:
        with connect_as("worker"):
            return link_everyone(by=None, now=NOW)

    def purge(self, person: int) -> None:
        with connect_as("worker"):
            purge_person(person_id=person, by=self.steward, why=WHY, now=NOW)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return list(self.admin.execute(statement, values).fetchall())

    def people(self) -> dict[str, int]:
        found = self.rows("SELECT forename, person_id FROM linking_profile")
        return {str(forename): int(person) for forename, person in found}

    def words(self, *tokens: str) -> list[str]:
        """Return the tables and parts that still hold one of these words, traces of the purge itself aside."""
        tables = [row[0] for row in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        holding = [
            table
            for table in tables
            if any(self.rows(f"SELECT 1 FROM {table} t WHERE t::text ILIKE %s LIMIT 1", f"%{one}%") for one in tokens)
        ]
        with open_duckdb(folders=[self.bench.root]) as duck:
            for kind in self.bench.kinds():
                if self.bench.parts(kind):
                    text = str(duck.execute(f"SELECT * FROM {self.bench.scan(kind)}").fetchall())
                    holding += [kind for one in tokens if one in text]
        return sorted(holding)


@pytest.fixture
def county(partnership: Partnership, admin: psycopg.Connection[Any], tmp_path: Path, settings: Any) -> County:
    """Load a register of two young people and the attendance of one of them, and link everybody."""
    made = County(partnership, admin, tmp_path, settings.KITH_WORKBENCH)
    made.load("police_register_1.csv", police(*ROWS, SAM | {"occurrence_no": "9", "recorded_at": "yesterday"}))
    made.load("attendance_1.csv", HEADER + day(0, "N", "N") + day(0, "/", "/", upn="A900002000002", surname="Orr"))
    made.link()
    return made


def test_a_purge_leaves_no_word_and_nobody_returns(county: County) -> None:
    assert set(county.people()) == {"Sam", "Joanna"}
    assert county.words("N-7781", PUPIL), "what is searched for below can be found at all"
    everybody = county.rows("SELECT m.person_id FROM linking_membership m JOIN feeds_sourceperson s ON "
                            "s.id = m.source_person_id WHERE s.local_id = ANY(%s)", ["N-7781", PUPIL])  # fmt: skip
    for person in {row[0] for row in everybody}:
        county.purge(person)
    assert county.rows("SELECT count(*) FROM feeds_heldrow WHERE raw LIKE %s", "%N-7781%") == [(0,)]
    with connect_as("ingest"):
        reconcile_workbench()
    assert county.link().created == 0
    assert county.words("N-7781", PUPIL) == []
    assert "Joanna" in county.people(), "whoever had a part in the same event stays"
    assert county.rows("SELECT count(*) FROM feeds_eventrecord WHERE is_current AND occurred_on = '2026-05-04'") != [
        (0,)
    ]

    same = county.load("police_register_1.csv", police(*ROWS, SAM | {"occurrence_no": "9", "recorded_at": "yesterday"}))
    again = county.load("police_register_2.csv", police(*ROWS, JO | {"occurrence_no": "3"}))
    marks = county.load("attendance_2.csv", HEADER + day(0, "N", "N") + day(1, "N", "N"))
    assert same.loaded_before and again.rows_in == again.kept + again.held + again.duplicate == 4
    assert marks.rows_in == marks.kept + marks.duplicate == 2
    assert county.link().created == 0
    assert county.words("N-7781", PUPIL) == []


def test_only_something_new_makes_a_child_known_again(county: County) -> None:
    county.purge(county.people()["Sam"])
    later = SAM | {"occurrence_no": "4", "recorded_at": (NOW + timedelta(days=2)).strftime("%Y-%m-%dT10:00:00")}
    path = county.folder / "police_register_3.csv"
    path.write_text(police(*ROWS, later))
    with connect_as("ingest"):
        receive_file(path=path, agency_code=None, by=None, now=NOW + timedelta(days=3))
    county.link()
    told = "SELECT e.occurred_on FROM feeds_eventrecord e JOIN feeds_eventparticipant p ON p.event_id = e.id JOIN "
    told += "feeds_sourceperson s ON s.id = p.source_person_id WHERE s.local_id = 'N-7781'"
    assert county.rows(told) and {row[0] for row in county.rows(told)} == {(NOW + timedelta(days=2)).date()}


def test_the_tombstone_says_nothing_without_its_key(county: County, settings: Any) -> None:
    county.purge(county.people()["Sam"])
    stones = county.rows("SELECT mark, purged_on FROM feeds_purgedperson")
    assert len(stones) >= 1 and all(len(mark) == 64 and "N-7781" not in mark for mark, _ in stones)
    assert {on for _, on in stones} == {NOW.date()}
    settings.SECRET_KEY = "another key"
    county.load("police_register_2.csv", police(*ROWS, SAM | {"occurrence_no": "5"}))
    assert county.words("N-7781"), "a key that was thrown away knows nobody again"


def test_an_old_key_still_knows_whom_it_marked(county: County, settings: Any) -> None:
    county.purge(county.people()["Sam"])
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    county.load("police_register_2.csv", police(*ROWS, SAM | {"occurrence_no": "5"}))
    assert county.words("N-7781") == []


def test_an_export_holds_what_the_agencies_sent(county: County) -> None:
    sam = county.people()["Sam"]
    with connect_as("worker"):
        found = export_person(person_id=sam, by=county.steward)
    assert [row["surname"] for row in found["feeds"]["feeds_personrecord"]].count("Larkin") >= 1
    assert {row["occurred_on"] for row in found["feeds"]["feeds_eventrecord"]} >= {date(2026, 5, 4)}
    assert len(found["feeds"]["feeds_heldrow"]) == 1
    assert found["linking"]["linking_profile"][0]["forename"] == "Sam"
    assert {"access", "chronology", "work", "linking", "feeds"} <= set(found)
    assert "Quill" not in str(found)


def test_a_hold_keeps_a_person_until_its_last_day(county: County) -> None:
    sam = county.people()["Sam"]
    with connect_as("worker"):
        effects = hold_person(person_id=sam, held_until=NOW.date(), by=county.steward, now=NOW)
    assert {effect.follower for effect in effects} >= {"access", "chronology", "work"}
    with pytest.raises(Refused, match="legal hold"):
        county.purge(sam)
    assert "Sam" in county.people()
    with connect_as("worker"):
        hold_person(person_id=sam, held_until=None, by=county.steward, now=NOW)
    county.purge(sam)
    actions = [row[0] for row in county.rows("SELECT action FROM access_trace WHERE person_id = %s ORDER BY id", sam)]
    assert actions[-3:] == ["linking.held", "linking.released", "linking.purged"]


def test_the_week_of_a_purged_pupil_is_gone_and_the_others_stay(county: County) -> None:
    pupil = county.rows("SELECT m.person_id FROM linking_membership m JOIN feeds_sourceperson s ON "
                        "s.id = m.source_person_id WHERE s.local_id = %s", PUPIL)[0][0]  # fmt: skip
    county.purge(pupil)
    weeks = "SELECT s.local_id, w.week_on FROM feeds_pupilweek w JOIN feeds_sourceperson s ON s.id = w.source_person_id"
    assert county.rows(weeks) == [("A900002000002", MONDAY)]
