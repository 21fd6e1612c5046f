"""Writes agencies' records into the database as a load would, and tells in plain Python what a telling must give."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import connection

from kith.access.models import Agreement
from kith.access.services import connect_as
from kith.chronology.services import tell_chronology
from kith.chronology.vocabulary import Told
from kith.feeds.models import EventParticipant, EventRecord, Involvement, PupilWeek, SourceFile, SourcePerson
from kith.feeds.vocabulary import EVENT_KINDS
from kith.linking.models import Decision, Membership, Tie
from tests.worlds.families import Happening
from tests.worlds.partnership import Partnership

Fact = tuple[str, str, str, str, str, date, date | None, str, int, str, str, int, bool]


@dataclass
class Record:
    """The agencies' records of one test, and the ways to change them."""

    partnership: Partnership
    recorded_at: datetime | None = None
    people: dict[str, int] = field(default_factory=dict)
    sources: dict[tuple[str, str], SourcePerson] = field(default_factory=dict)
    files: dict[str, SourceFile] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    happenings: dict[tuple[str, str], Happening] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return when the test's rows came in: at a moment that the test fixes, or when it runs."""
        return self.recorded_at or self.partnership.now

    def add_family(self, family: dict[str, dict[str, list[str]]], born_on: date = date(2012, 2, 29)) -> None:
        """Put people into the record and link each agency's numbers to them."""
        for name, numbers in family.items():
            self.people[name] = self.partnership.add_person(name, "Vale", born_on)[0]
            for agency, local_ids in numbers.items():
                for local_id in local_ids:
                    self.link(agency, local_id, name)

    def link(self, agency: str, local_id: str, name: str, band: str = "certain") -> None:
        """Make one agency's number a part of a person, ending what it was a part of."""
        source = self.source(agency, local_id)
        with connect_as("worker"):
            Membership.objects.filter(source_person=source, ends_at=None).update(ends_at=self.now)
            Membership.objects.create(
                person_id=self.people[name],
                source_person=source,
                agency_id=source.agency_id,
                band=band,
                weight=20.0,
                begins_at=self.now,
                decision=Decision.objects.create(kind="created", at=self.now),
            )
        self.owners[agency, local_id] = name

    def source(self, agency: str, local_id: str) -> SourcePerson:
        """Return one agency's own idea of a person, made at first use."""
        if (agency, local_id) not in self.sources:
            with connect_as("worker"):
                self.sources[agency, local_id] = SourcePerson.objects.create(
                    agency=self.partnership.agencies[agency], local_id=local_id
                )
        return self.sources[agency, local_id]

    def happen(self, *happenings: Happening) -> None:
        """Write events as an agency's file would; one that is known already is corrected by a new row."""
        for one in happenings:
            self.happenings[one.agency, one.local_id] = one
            people = [(self.source(one.agency, local_id), role) for local_id, role in one.participants]
            with connect_as("worker"):
                agency = self.partnership.agencies[one.agency]
                EventRecord.objects.filter(agency=agency, local_id=one.local_id).update(is_current=False)
                event = EventRecord.objects.create(
                    local_id=one.local_id,
                    kind=one.kind,
                    occurred_on=one.occurred_on,
                    known_at=one.known_at or one.occurred_on,
                    ended_on=one.ended_on,
                    precision="day",
                    band=one.band,
                    says=one.says,
                    said_by=one.said_by,
                    basis=one.basis,
                    place=one.place,
                    detail=one.detail,
                    retracted=one.retracted,
                    **self.under_agreement(one.agency),
                )
                for source, role in people:
                    EventParticipant.objects.create(event=event, source_person=source, agency=agency, role=role)

    def week(self, agency: str, local_id: str, week_on: date, possible: int, absent: int) -> None:
        """Write one pupil's week."""
        source = self.source(agency, local_id)
        with connect_as("worker"):
            PupilWeek.objects.create(
                source_person=source,
                week_on=week_on,
                possible=possible,
                absent=absent,
                unauthorised=0,
                excluded=0,
                off_site=0,
                file=self.file(agency),
                agency=self.partnership.agencies[agency],
            )

    def involve(self, agency: str, local_id: str, **told: Any) -> None:
        """Write who is responsible for somebody."""
        source = self.source(agency, local_id)
        values = {"worker_ref": "", "worker_name": "", "setting_ref": "", "role": "", "begins_on": None} | told
        with connect_as("worker"):
            Involvement.objects.create(
                source_person=source, file=self.file(agency), line=1, agency=self.partnership.agencies[agency], **values
            )

    def tie(self, name: str, other: str, kind: str) -> None:
        """Make `other` the `kind` of `name`."""
        with connect_as("worker"):
            Tie.objects.create(
                person_id=self.people[name],
                other_id=self.people[other],
                kind=kind,
                agency=self.partnership.agencies["care"],
            )

    def tell(self, *names: str) -> Told:
        """Tell the chronology of these people, or of everybody."""
        with connect_as("worker"):
            people = [self.people[name] for name in names] or None
            return tell_chronology(people=people, by=None, now=self.now)

    def entries(self, *columns: str) -> list[tuple[Any, ...]]:
        """Return columns of every entry, as the worker reads them, in a stable order."""
        with connect_as("worker"), connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM chronology_entry ORDER BY person_id, source_ref")
            return list(cursor.fetchall())

    def expected(self) -> list[tuple[Any, ...]]:
        """Return what every entry must say, worked out one event at a time without a database."""
        rows = set()
        for one in self.happenings.values():
            heads = {self.owners.get((one.agency, local_id), local_id) for local_id, _ in one.participants}
            kind = EVENT_KINDS.get(one.kind)
            for local_id, role in one.participants:
                owner = self.owners.get((one.agency, local_id))
                if owner is None:
                    continue
                rows.add(
                    (
                        self.people[owner],
                        f"{one.agency}:{one.local_id}:{role}",
                        one.kind,
                        kind.data_class.value if kind else "protected",
                        kind.headline if kind else "Recorded by the agency",
                        one.occurred_on,
                        one.ended_on,
                        role,
                        one.band,
                        one.said_by,
                        one.basis,
                        len(heads) - 1,
                        one.retracted,
                    )
                )
        counted = Counter(row[:2] for row in rows)
        assert set(counted.values()) <= {1}, "the oracle itself must not double"
        return sorted(rows)

    def file(self, agency: str) -> SourceFile:
        """Return the file that all of an agency's rows of this test came in."""
        if agency not in self.files:
            agreement = self._agreement(agency)
            self.files[agency] = SourceFile.objects.create(
                sha256=hashlib.sha256(agency.encode()).hexdigest(),
                name="rows.csv",
                agency=self.partnership.agencies[agency],
                feed=agreement.feed,
                spec="test",
                size=1,
                agreement=agreement,
                lawful_basis=agreement.lawful_basis,
                retention_class=agreement.retention_class,
                received_at=self.now,
                loaded_at=self.now,
            )
        return self.files[agency]

    def under_agreement(self, agency: str) -> dict[str, Any]:
        """Return the columns that every record carries about its origin."""
        agreement = self._agreement(agency)
        return {
            "file": self.file(agency),
            "line": 1,
            "agency": self.partnership.agencies[agency],
            "content_hash": uuid4(),
            "agreement": agreement,
            "lawful_basis": agreement.lawful_basis,
            "retention_class": agreement.retention_class,
        }

    def _agreement(self, agency: str) -> Agreement:
        return Agreement.objects.filter(agency=self.partnership.agencies[agency])[0]


ORACLE_COLUMNS = (
    "person_id source_ref kind data_class headline occurred_on ended_on role band said_by basis others retracted"
).split()
