"""Reads one person's rows, a fixed number of statements however long the story is; row security decides which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import starmap
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kith.access.vocabulary import DataClass, Sector
from kith.chronology.vocabulary import Document, DocumentKind, Entry, Involved, Relative, SchoolWeek
from kith.common.dates import age_on

OWN_AGENCY: Final = "Recorded in Kith"

_PROFILES: Final = """
SELECT f.person_id, p.public_id, f.forename, f.surname, f.known_as, f.other_names, f.born_on, f.expected_on, f.died_on,
       f.sex, f.is_child, f.nhs_number, f.upn
FROM linking_profile f JOIN linking_person p ON p.id = f.person_id
WHERE f.person_id = ANY(%s::bigint[])
"""
_ADDRESSES: Final = """
SELECT address, town, postcode, begins_on FROM linking_address WHERE person_id = %(id)s AND ends_on IS NULL
UNION ALL
SELECT address, town, postcode, begins_on FROM linking_protectedaddress WHERE person_id = %(id)s AND ends_on IS NULL
ORDER BY begins_on DESC NULLS LAST LIMIT 1
"""
_TIES: Final = """
SELECT DISTINCT ON (t.other_id, t.kind) t.other_id, t.kind, t.begins_on, t.ends_on FROM linking_tie t
WHERE t.person_id = %(id)s AND (t.kind <> 'household' OR NOT EXISTS (
    SELECT 1 FROM linking_tie k WHERE k.person_id = %(id)s AND k.other_id = t.other_id AND k.kind <> 'household'))
ORDER BY t.other_id, t.kind, t.begins_on DESC NULLS LAST
"""
_INVOLVED: Final = """
SELECT a.name, a.sector, coalesce(nullif(i.worker_name, ''), w.name, ''), coalesce(s.name, i.setting_ref), i.role,
       coalesce(nullif(i.phone, ''), nullif(w.phone, ''), nullif(s.duty_phone, ''), a.duty_phone), i.begins_on,
       i.ends_on
FROM chronology_involvement i JOIN access_agency a ON a.id = i.agency_id
LEFT JOIN access_staff w ON i.worker_ref <> '' AND w.worker_ref = i.worker_ref AND w.agency_id = i.agency_id
LEFT JOIN access_agency s ON i.setting_ref <> '' AND s.code = 'school-' || i.setting_ref
WHERE i.person_id = %s ORDER BY a.name, i.begins_on DESC NULLS LAST, i.id
"""
_ENTRIES: Final = """
SELECT e.id, e.kind, e.headline, e.sector, e.data_class, e.agency_id, coalesce(a.name, %(own)s), e.source,
       e.occurred_on, e.known_at, e.ended_on, e.precision, e.role, e.band, e.basis, e.said_by, e.others, e.group_key,
       e.retracted,
       CASE WHEN e.occurred_on >= %(born)s::date THEN date_part('year', age(e.occurred_on, %(born)s::date))::int END,
       e.data_class <> ALL(%(classes)s::text[])
FROM chronology_entry e LEFT JOIN access_agency a ON a.id = e.agency_id
WHERE e.person_id = %(id)s AND (%(entry)s::bigint IS NULL OR e.id = %(entry)s::bigint)
ORDER BY e.occurred_on, e.id
"""
_DETAILS: Final = " UNION ALL ".join(
    # A school is known to the feeds by its number, to people by its name.
    "SELECT entry_id, says, coalesce((SELECT s.name FROM access_agency s WHERE s.code = 'school-' || place), place), "  # noqa: S608 -- our own four names
    f"code_scheme, code, detail::text FROM chronology_{name}detail "
    "WHERE person_id = %(id)s AND entry_id = ANY(%(entries)s::bigint[])"
    for name in ("care", "health", "police", "protected")
)
_WEEKS: Final = """
SELECT week_on, possible, absent, unauthorised, excluded, off_site FROM chronology_pupilweek
WHERE person_id = %s ORDER BY week_on
"""
_DOCUMENTS: Final = """
SELECT id, kind, dated_on, title, size, media_type, sha256, entry_id FROM chronology_document
WHERE person_id = %s ORDER BY dated_on DESC, id DESC
"""
_ADULT_TIES: Final = frozenset({"parent", "step_parent", "grandparent", "partner", "carer"})


def profiles(people: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the profiles of the people whom the ticket shows."""
    rows = _rows(_PROFILES, [list(people)])
    names = (
        "person_id public_id forename surname known_as other_names born_on expected_on died_on sex is_child "
        "nhs_number upn"
    ).split()
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def address(person_id: int) -> str:
    """Return the newest address that the ticket shows, on one line, or nothing."""
    rows = _rows(_ADDRESSES, {"id": person_id})
    return ", ".join(part for part in rows[0][:3] if part) if rows else ""


def ties(person_id: int) -> list[tuple[int, str, date | None, date | None]]:
    """Return who stands how to a person: the other's id, the kind of tie, from, to."""
    return [(row[0], row[1], row[2], row[3]) for row in _rows(_TIES, {"id": person_id})]


def involved(person_id: int, today: date) -> list[Involved]:
    """Return who is or was responsible for a person: those of today first."""
    found = [
        Involved(
            agency=row[0],
            sector=Sector(row[1]),
            worker=row[2],
            setting=row[3],
            role=row[4],
            phone=row[5] or "",
            begins_on=row[6],
            ends_on=row[7],
            is_current=(row[6] is None or row[6] <= today) and (row[7] is None or row[7] >= today),
        )
        for row in _rows(_INVOLVED, [person_id])
    ]
    return sorted(found, key=lambda one: not one.is_current)


def entries(
    person_id: int, born_on: date | None, classes: frozenset[DataClass], entry_id: int | None = None
) -> list[Entry]:
    """Return a person's entries, oldest first, without their details; or one of them."""
    asked = {"id": person_id, "entry": entry_id, "own": OWN_AGENCY, "born": born_on, "classes": sorted(classes)}
    # By place, in the order of `Entry`: a person may have thousands, and names would cost as much as the reading.
    return list(starmap(Entry, _rows(_ENTRIES, asked)))


def details(person_id: int, entry_ids: Iterable[int]) -> dict[int, tuple[str, str, str, str, str]]:
    """Return what was said about entries, as far as the ticket shows: says, place, scheme, code, fields as JSON."""
    wanted = sorted(entry_ids)
    return {row[0]: row[1:] for row in _rows(_DETAILS, {"id": person_id, "entries": wanted})}


def weeks(person_id: int) -> list[SchoolWeek]:
    """Return a person's weeks of school sessions, oldest first."""
    return [
        SchoolWeek(week_on=r[0], possible=r[1], absent=r[2], unauthorised=r[3], excluded=r[4], off_site=r[5])
        for r in _rows(_WEEKS, [person_id])
    ]


def documents(person_id: int) -> list[tuple[int, Document]]:
    """Return a person's documents, newest first, each with the id of its entry."""
    return [
        (
            row[7],
            Document(
                document_id=row[0],
                kind=DocumentKind(row[1]),
                dated_on=row[2],
                title=row[3],
                size=row[4],
                media_type=row[5],
                sha256=row[6],
            ),
        )
        for row in _rows(_DOCUMENTS, [person_id])
    ]


def relatives(
    found: Sequence[tuple[int, str, date | None, date | None]], known: Mapping[int, Mapping[str, Any]], today: date
) -> list[Relative]:
    """Return the family: by name whom the ticket shows, the others as another child or an adult."""
    family = []
    for other_id, kind, begins_on, ends_on in found:
        profile = known.get(other_id)
        born_on = profile["born_on"] if profile else None
        family.append(
            Relative(
                kind=kind,
                name=full_name(profile) if profile else _unnamed(kind),
                public_id=UUID(str(profile["public_id"])) if profile else None,
                age=age_on(born_on, today) if born_on else None,
                begins_on=begins_on,
                ends_on=ends_on,
            )
        )
    return sorted(family, key=lambda one: (one.ends_on is not None, one.kind, -(one.age or 0), one.name))


def full_name(profile: Mapping[str, Any]) -> str:
    """Return a person's name as a page shows it."""
    return " ".join(part for part in (profile["forename"], profile["surname"]) if part) or "Name not known"


def _unnamed(kind: str) -> str:
    if kind == "sibling":
        return "Another child"
    return "An adult" if kind in _ADULT_TIES else "Another person"


def _rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
