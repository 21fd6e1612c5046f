"""Fills the record that the benchmark of search searches: a county as its agencies wrote it down.

A person is in the record because an agency met them, and is described as that agency describes people: at the county's
own rates of slips, with the address of the day on which they were met. Who is who is given, as if every record were
linked rightly; profiles, addresses and keys are made by the product itself.
"""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import sql

from kith.county.analysis.draws import NO_DAY, day_number, day_of, objects
from kith.county.analysis.people import Population
from kith.county.analysis.records import open_register
from kith.county.analysis.slips import Identities
from kith.county.vocabulary import Agency, Plan

# As a county of 20,000 people and three years has it: the share of whom each agency has met.
_PUPIL, _MET_BY_POLICE, _CHILD_SEEN_AT_HOSPITAL, _CHILD_KNOWN_TO_CARE, _ADULT_KNOWN_TO_CARE = (
    0.94,
    0.19,
    0.09,
    0.38,
    0.07,
)
_SECTORS = {
    Agency.CARE: "care",
    Agency.EDUCATION: "education",
    Agency.HOSPITAL: "health",
    Agency.POLICE: "police",
}
_YEAR = 365.25
_GROWN_UP = 18
_DAYS = 1096  # the three years within which an agency last met somebody
_RECORD = (
    "file_id, line, agency_id, content_hash, agreement_id, lawful_basis, retention_class, is_current, "
    "source_person_id, record_key, local_id, forename, middle_names, surname, former_surname, known_as, born_on, sex, "
    "ethnicity, address, town, postcode, uprn, confidential_address, phone, email, nhs_number, upn, other_ids, "
    "is_child, as_of"
)


def write_record(admin: Any, people: Population, seed: int) -> int:
    """Write every agency's records, each linked to its person, whose id is their number + 1; return how many."""
    count = len(people.forename)
    admin.execute(
        "INSERT INTO linking_person (id, public_id, created_at) OVERRIDING SYSTEM VALUE "
        "SELECT n, gen_random_uuid(), now() FROM generate_series(1, %s) n",
        [count],
    )
    admin.execute("INSERT INTO linking_decision (kind, at, why) VALUES ('run', now(), 'given') RETURNING id")
    written = 0
    for agency, seen in seen_by(people, seed).items():
        who = open_register(seed, agency, people, objects([""] * count), seen).who
        _write(admin, agency, who, np.array([seen[int(person)] for person in who.person]), written)
        written += len(who.person)
    return written


def seen_by(people: Population, seed: int) -> dict[Agency, dict[int, int]]:
    """Return by agency the last day on which it met each person whom it knows; health knows whom nobody else does."""
    chance, count = np.random.default_rng(seed + 1), len(people.forename)
    last_day = day_number(Plan(people=1, years=1, seed=1).last_day)
    age = (last_day - people.roles.born) / _YEAR
    child, is_mother = age < _GROWN_UP, np.zeros(count, bool)
    is_mother[people.roles.mother[child & (people.roles.mother >= 0)]] = True
    of_mothers = _ADULT_KNOWN_TO_CARE * (~child).sum() / max(is_mother.sum(), 1)
    draw = chance.random((4, count))
    known = {
        Agency.CARE: draw[0] < np.where(child, _CHILD_KNOWN_TO_CARE, np.where(is_mother, of_mothers, 0)),
        Agency.EDUCATION: (age >= 5) & child & (draw[1] < _PUPIL),
        Agency.POLICE: (age >= 8) & (draw[2] < _MET_BY_POLICE),
        Agency.HOSPITAL: child & (draw[3] < _CHILD_SEEN_AT_HOSPITAL),
    }
    known[Agency.HOSPITAL] |= ~np.logical_or.reduce([known[a] for a in known if a is not Agency.CARE])
    days = np.maximum(last_day - chance.integers(0, _DAYS, count), people.roles.born)
    days_at_school = np.full(count, last_day)
    return {
        agency: dict(
            zip(
                np.flatnonzero(who).tolist(),
                (days_at_school if agency is Agency.EDUCATION else days)[who].tolist(),
                strict=True,
            )
        )
        for agency, who in known.items()
    }


def _origin(admin: Any, agency: Agency) -> tuple[int, int, int]:
    """Found an agency with an agreement and a file that its records come from; return their ids."""
    code = agency.value
    agency_id = _add(
        admin,
        "INSERT INTO access_agency (code, name, sector, duty_phone, district) VALUES (%s, %s, %s, '', '')",
        [code, f"Larkshire {code}", _SECTORS[agency]],
    )
    agreement_id = _add(
        admin,
        "INSERT INTO access_agreement (code, version, agency_id, feed, purposes, fields, lawful_basis, "
        "retention_class, valid_from, valid_to) VALUES (%s, 1, %s, 'register', '{safeguarding}', '{}', 'law', 'child', "
        "now(), now() + interval '1 year')",
        [code, agency_id],
    )
    file_id = _add(
        admin,
        "INSERT INTO feeds_sourcefile (sha256, name, agency_id, feed, spec, size, encoding, period, part, "
        "agreement_id, lawful_basis, retention_class, received_at, loaded_at, rows_in, kept, held, duplicate, ended, "
        "notes) VALUES (%s, %s, %s, 'register', 'register', 1, 'utf-8', '', '', %s, 'law', 'child', now(), now(), 0, "
        "0, 0, 0, 0, '{}')",
        [hashlib.sha256(code.encode()).hexdigest(), code, agency_id, agreement_id],
    )
    return agency_id, agreement_id, file_id


def _add(admin: Any, statement: str, values: list[Any]) -> int:
    return int(admin.execute(f"{statement} RETURNING id", values).fetchone()[0])


def _write(admin: Any, agency: Agency, who: Identities, days: npt.NDArray[np.int64], before: int) -> None:
    given = _origin(admin, agency)
    agency_id = given[0]
    numbers = range(before + 1, before + 1 + len(who.person))
    _copy(admin, "feeds_sourceperson", "id, agency_id, local_id", ((n, agency_id, str(n)) for n in numbers))
    _copy(admin, "feeds_personrecord", _RECORD, _records(who, days, before, given))
    _copy(
        admin,
        "linking_membership",
        "person_id, source_person_id, agency_id, band, weight, reason, begins_at, decision_id",
        (
            (int(person) + 1, n, agency_id, "certain", 30.0, "{}", "2026-01-01", 1)
            for n, person in zip(numbers, who.person, strict=True)
        ),
    )


def _records(
    who: Identities, days: npt.NDArray[np.int64], before: int, given: tuple[int, int, int]
) -> Iterator[tuple[Any, ...]]:
    agency_id, agreement_id, file_id = given
    last_day = day_number(Plan(people=1, years=1, seed=1).last_day)
    for row in range(len(who.person)):
        born, number = int(who.born[row]), before + 1 + row
        yield (
            file_id, row + 1, agency_id, str(uuid.UUID(int=number)), agreement_id, "law", "child", True, number,
            "", str(number), who.forename[row], who.middle[row], who.surname[row], who.former_surname[row], "",
            None if born == NO_DAY else day_of(born), who.sex[row], who.ethnicity[row], who.line[row], who.town[row],
            who.postcode[row], "", False, "", "", who.nhs_number[row], "", "{}",
            born == NO_DAY or last_day - born < _GROWN_UP * _YEAR, day_of(int(days[row])),
        )  # fmt: skip


def _copy(admin: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split(", ")))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with admin.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
