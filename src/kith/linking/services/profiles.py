"""Makes the profile, the addresses and the ties of people from the records they are made of."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kith.access.vocabulary import Sector
from kith.common.dates import age_on
from kith.common.names import folded, sort_key
from kith.linking.services.statements import ADDRESSES, PROFILES, RECORDS, TIES

# Whose word on names counts first: those who saw a birth certificate, last those who were told at the kerb.
_PRECEDENCE = {
    Sector.HEALTH: 0,
    Sector.EDUCATION: 1,
    Sector.CARE: 2,
    Sector.PARTNERSHIP: 3,
    Sector.YOUTH_JUSTICE: 4,
    Sector.CHARITY: 5,
    Sector.POLICE: 6,
}
COLUMNS = (
    "person_id", "forename", "surname", "known_as", "other_names", "born_on", "expected_on", "died_on", "sex",
    "sort_key", "is_child", "nhs_number", "upn",
)  # fmt: skip


@dataclass(frozen=True)
class Described:
    """One current record as far as a profile needs it."""

    person_id: int
    sector: Sector
    as_of: date
    number: int
    forename: str
    surname: str
    former_surname: str
    known_as: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    sex: str
    nhs_number: str
    upn: str
    is_child: bool

    def rank(self) -> tuple[int, int, int]:
        """Return the place of this record's word: by sector, then the newest first."""
        return (_PRECEDENCE[self.sector], -self.as_of.toordinal(), -self.number)


def refresh_people(*, person_ids: Sequence[int] | None, now: datetime) -> int:
    """Make profiles, addresses and ties of these people, or of everybody for None; return how many rows changed.

    What is right already is left alone. Runs as the worker, inside the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, {"people": None if person_ids is None else list(person_ids)})
        by_person: dict[int, list[Described]] = defaultdict(list)
        for row in cursor.fetchall():
            by_person[row[0]].append(Described(row[0], Sector(row[1]), *row[2:]))
        cursor.execute(PROFILES.make)
        with cursor.copy(PROFILES.copy) as copy:
            for person_id, records in sorted(by_person.items()):
                copy.write_row(profile_of(person_id, records, now.date()))
        changed = 0
        for statement in (*PROFILES.change, *ADDRESSES, *TIES):
            cursor.execute(statement, {"people": None if person_ids is None else list(person_ids), "now": now})
            # Filling a temporary table is no change.
            changed += (
                0 if statement.lstrip().startswith(("CREATE", "DROP", "UPDATE due_")) else max(cursor.rowcount, 0)
            )
        cursor.execute("DROP TABLE due_profiles")
    return changed


def profile_of(person_id: int, records: Iterable[Described], today: date) -> tuple[Any, ...]:
    """Return the values of one profile, in the order of `COLUMNS`."""
    ranked = sorted(records, key=Described.rank)
    named = next((one for one in ranked if one.forename and one.surname), ranked[0])
    forename = named.forename or _first(ranked, lambda one: one.forename)
    surname = named.surname or _first(ranked, lambda one: one.surname)
    said = {folded(forename), folded(surname)}
    born_on = _most(ranked, lambda one: one.born_on)
    return (
        person_id,
        forename,
        surname,
        # A preferred surname that is the surname again says nothing new.
        _first(ranked, lambda one: "" if folded(one.known_as) in said else one.known_as),
        _other_names(ranked, forename, surname),
        born_on,
        None if born_on else _most(ranked, lambda one: one.expected_on),
        _most(ranked, lambda one: one.died_on),
        _most(ranked, lambda one: one.sex if one.sex in {"F", "M"} else None) or "U",
        sort_key(surname, forename),
        age_on(born_on, today) < 18 if born_on else ranked[0].is_child,
        _most(ranked, lambda one: one.nhs_number) or "",
        _most(ranked, lambda one: one.upn) or "",
    )


def _first(ranked: Sequence[Described], value: Callable[[Described], str]) -> str:
    return next(filter(None, map(value, ranked)), "")


def _most(ranked: Sequence[Described], value: Callable[[Described], Any]) -> Any:
    """Return what most records say; among equals, what the record with the best word says."""
    counts = Counter(found for found in map(value, ranked) if found)
    return max(counts, key=lambda found: counts[found]) if counts else None


def _other_names(ranked: Sequence[Described], forename: str, surname: str) -> list[str]:
    names: Mapping[str, None] = dict.fromkeys(
        name
        for one in ranked
        for name in (
            f"{one.forename} {one.surname}".strip(),
            f"{one.forename or forename} {one.former_surname}".strip() if one.former_surname else "",
        )
        if name
    )
    return sorted({name for name in names if name.casefold() != f"{forename} {surname}".strip().casefold()})[:20]
