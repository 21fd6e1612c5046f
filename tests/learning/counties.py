"""A county of children drawn at random, and what an annual report asks of it, counted the slow way in plain Python."""

import json
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import ShieldKind
from kith.feeds.vocabulary import EVENT_KINDS
from kith.learning.vocabulary.county import Breakdown, CountedAs, CountyQuestion, Period
from tests.worlds.partnership import Partnership

LONDON = ZoneInfo("Europe/London")
KINDS = (
    "care.panel_decision", "police.missing", "police.missing", "police.missing_long", "care.missing", "police.weapon",
    "school.weapon", "school.suspended", "school.suspended", "school.excluded", "care.note",
)  # fmt: skip
ROLES = ("subject", "subject", "subject", "missing", "suspect", "witness")
BANDS = {"0-9": range(10), "10-12": range(10, 13), "13-15": range(13, 16), "16-17": range(16, 18)}


class County:
    """Children with what happened to them in two years, some grown up by then, shielded, retired or of unknown age."""

    def __init__(
        self, partnership: Partnership, admin: psycopg.Connection[Any], year: Period, *, children: int = 120
    ) -> None:
        """Write them past row security, as quickly as can be."""
        self.partnership, self.admin, self.year = partnership, admin, year
        self.chance = random.Random(20_260_401)
        self.ids = [self._person() for _ in range(children)]
        for number, person in enumerate(self.ids):
            self._live(person, number)
        if children:
            self._take_out()

    def _take_out(self) -> None:
        self.admin.execute(
            "UPDATE linking_person SET retired_at = now(), merged_into = %s WHERE id = %s", self.ids[1:3]
        )
        with connect_as("worker"):
            now, kind = self.partnership.now, ShieldKind.WITNESS_PROTECTION
            shield_person(person_id=self.ids[3], kind=kind, reason="N", by=None, now=now)

    def day(self) -> date:
        """Return a day of the year or of the one before; most are of the first quarters."""
        into = int(365 * self.chance.random() ** 1.6)
        return self.year.begins_on + timedelta(days=into - 365 * (self.chance.random() < 0.4))

    def _person(self) -> int:
        row = self.admin.execute(
            "INSERT INTO linking_person (public_id, created_at) VALUES (gen_random_uuid(), now()) RETURNING id"
        ).fetchone()
        assert row is not None
        born_on = self.year.begins_on - timedelta(days=self.chance.randrange(-200, 19 * 365))
        self.admin.execute(
            "INSERT INTO linking_profile (person_id, forename, surname, known_as, other_names, born_on, sex, "
            "sort_key, is_child, nhs_number, upn) VALUES (%s, 'A', 'B', '', '{}', %s, %s, 'b', true, '', '')",
            [row[0], born_on if self.chance.random() > 0.03 else None, self.chance.choice(["M", "M", "F", "f", ""])],
        )
        return int(row[0])

    def _live(self, person: int, number: int) -> None:
        choose = self.chance.choice
        for place in range(self.chance.randrange(7)):
            kind = choose(KINDS)
            shared = kind.startswith("police.") and self.chance.random() < 0.5
            # What two children were part of has one number; their rows have references of their own.
            occurrence = f"{number // 2}-{place // 2}" if shared else ""
            retracted = self.chance.random() < 0.05
            self.entry(person, kind, self.day(), choose(ROLES), occurrence, retracted=retracted)
        for _ in range(self.chance.randrange(3)):
            agency = choose(["care", "education", "police", "police"])
            self.referral(person, agency, self.day(), notes_risk=self.chance.random() < 0.6)

    def entry(
        self, person: int, kind: str, on: date, role: str = "subject", occurrence: str = "", *, retracted: bool = False
    ) -> None:
        """Write one entry into somebody's chronology."""
        event = EVENT_KINDS[kind]
        row = self.admin.execute(
            "INSERT INTO chronology_entry (person_id, source_ref, source, kind, data_class, sector, occurred_on, "
            "known_at, precision, role, band, headline, basis, said_by, others, group_key, retracted) VALUES "
            "(%s, %s, 'feed', %s, %s, %s, %s, %s, 'day', %s, 1, '', 'fact', '', 0, '', %s) RETURNING id",
            [person, f"feed:{person}-{kind}-{on}:{role}", kind, event.data_class, event.sector, on, on, role,
             retracted],
        ).fetchone()  # fmt: skip
        if occurrence and row is not None:
            self.admin.execute(
                "INSERT INTO chronology_policedetail (entry_id, person_id, says, place, code_scheme, code, detail) "
                "VALUES (%s, %s, '', '', 'ho', '', %s::jsonb)",
                [row[0], person, json.dumps({"occurrence": occurrence})],
            )

    def referral(self, person: int, agency: str, on: date, *, notes_risk: bool) -> None:
        """Write a referral that was sent, past the gate that would ask for all that it lacks."""
        at = datetime(on.year, on.month, on.day, 23, 30, tzinfo=LONDON)
        staff = next(iter(self.partnership.staff.values()))
        self.admin.execute("SET session_replication_role = replica")
        self.admin.execute(
            "INSERT INTO referrals_referral (public_id, person_id, from_agency_id, from_staff_id, service_name, state, "
            "version, made_at, changed_at, sent_at, notes_risk) VALUES (gen_random_uuid(), %s, %s, %s, '', 'sent', 1, "
            "%s, %s, %s, %s)",
            [person, self.partnership.agencies[agency].pk, staff.pk, at, at, at, notes_risk],
        )
        self.admin.execute("SET session_replication_role = DEFAULT")


class Slowly:
    """Every row of the record as a list, and counting by going through all of them."""

    def __init__(self, admin: psycopg.Connection[Any]) -> None:
        """Read everybody who is counted, with what happened to them."""
        gone = {row[0] for row in admin.execute("SELECT id FROM linking_person WHERE retired_at IS NOT NULL")}
        gone |= {row[0] for row in admin.execute("SELECT person_id FROM access_shield")}
        rows = admin.execute("SELECT person_id, born_on, sex FROM linking_profile").fetchall()
        self.who = {row[0]: (row[1], row[2]) for row in rows if row[0] not in gone and row[1] is not None}
        self.entries = admin.execute(
            "SELECT e.person_id, e.kind, e.role, e.occurred_on, e.sector, e.source_ref, d.detail ->> 'occurrence' "
            "FROM chronology_entry e LEFT JOIN chronology_policedetail d ON d.entry_id = e.id WHERE NOT e.retracted"
        ).fetchall()
        self.referrals = admin.execute(
            "SELECT r.person_id, r.sent_at, a.sector, r.id, r.notes_risk FROM referrals_referral r "
            "JOIN access_agency a ON a.id = r.from_agency_id WHERE r.sent_at IS NOT NULL"
        ).fetchall()

    def count(self, question: CountyQuestion, part: str, breakdown: Breakdown, period: Period) -> int:
        """Return how many children, or events, a number of a release is of."""
        rows = [row for row in self._rows(question) if period.begins_on <= row[2] <= period.ends_on]
        units = {row[0] for row in rows}
        return sum(self._is_in([row for row in rows if row[0] == unit], part, breakdown) for unit in units)

    def _rows(self, question: CountyQuestion) -> list[tuple[Any, int, date, str]]:
        """Return what is counted, whose it is, the day and the sector; of children under 18 on that day."""
        found: list[tuple[Any, int, date, str]] = []
        if question.kinds:
            for person, kind, role, on, sector, ref, occurrence in self.entries:
                if kind in question.kinds and role in question.roles:
                    event = occurrence or ref.rsplit(":", 1)[0]
                    unit = person if question.counts is CountedAs.CHILDREN else event
                    found.append((unit, person, on, sector))
        else:
            for person, at, sector, number, notes_risk in self.referrals:
                if notes_risk or not question.noting:
                    found.append((number, person, at.astimezone(LONDON).date(), sector))
        return [row for row in found if row[1] in self.who and 0 <= self._age(row[1], row[2]) < 18]

    def _age(self, person: int, on: date) -> int:
        born_on = self.who[person][0]
        if on < born_on:
            return -1
        leap = (born_on.month, born_on.day) == (2, 29)
        birthdays = range(1, on.year - born_on.year + 1)
        days = [
            date(born_on.year + n, 3, 1) if leap and (born_on.year + n) % 4 else born_on.replace(year=born_on.year + n)
            for n in birthdays
        ]
        return sum(day <= on for day in days)

    def _is_in(self, rows: Sequence[tuple[Any, int, date, str]], part: str, breakdown: Breakdown) -> bool:
        match breakdown if part else Breakdown.WHOLE:
            case Breakdown.QUARTER:
                first = date.fromisoformat(part)
                return any(
                    (on.year, (on.month - 1) // 3) == (first.year, (first.month - 1) // 3) for _, _, on, _ in rows
                )
            case Breakdown.AGE:
                return min(self._age(person, on) for _, person, on, _ in rows) in BANDS[part]
            case Breakdown.SEX:
                sexes = {self.who[person][1].upper() for _, person, _, _ in rows}
                return part in sexes or (part == "other" and bool(sexes - {"F", "M"}))
            case Breakdown.SECTOR:
                return any(sector == part for _, _, _, sector in rows)
        return True
