"""Writes what agencies say of people into the record, as a load would."""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection

from kith.access.models import Agreement
from kith.access.services import connect_as
from kith.feeds.models import PersonRecord, SourceFile, SourcePerson, TieRecord
from kith.linking.runs import link_everyone
from kith.linking.runs.everyone import LinkReport
from tests.worlds.partnership import Partnership

_BLANK = dict.fromkeys(
    "forename middle_names surname former_surname known_as ethnicity address town postcode uprn phone email "
    "nhs_number upn".split(),
    "",
)


@dataclass
class Agencies:
    """The agencies' records of one test, and the run that links them."""

    partnership: Partnership
    admin: psycopg.Connection[Any]
    files: dict[str, SourceFile] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def say(self, agency: str, local_id: str, **said: Any) -> int:
        """Write one current record about one of an agency's people, and return the source person."""
        home = self.partnership.agencies[agency]
        file = self._file(agency)
        with connect_as("worker"):
            source, _ = SourcePerson.objects.get_or_create(agency=home, local_id=local_id)
            PersonRecord.objects.create(
                **(_BLANK | {"sex": "U", "record_key": "person"} | said),
                local_id=local_id,
                source_person=source,
                file=file,
                line=1,
                agency=home,
                content_hash=uuid4(),
                agreement=file.agreement,
                lawful_basis=file.lawful_basis,
                retention_class=file.retention_class,
            )
        self.ids[local_id] = source.pk
        return source.pk

    def tie(self, agency: str, local_id: str, other: str, kind: str) -> None:
        """Make `other` the `kind` of somebody, in one agency's words."""
        with connect_as("worker"):
            TieRecord.objects.create(
                file=self._file(agency),
                line=1,
                agency=self.partnership.agencies[agency],
                source_person_id=self.ids[local_id],
                other_id=self.ids[other],
                kind=kind,
            )

    def link(self) -> LinkReport:
        """Link everybody as the worker."""
        with connect_as("worker"):
            return link_everyone(by=None, now=self.partnership.now)

    def person(self, local_id: str) -> int:
        """Return the person whom a record belongs to now."""
        return int(self.value("person_id", local_id))

    def band(self, local_id: str) -> str:
        """Return how sure it is that a record belongs where it is."""
        return str(self.value("band", local_id))

    def value(self, column: str, local_id: str) -> Any:
        """Return one column of a record's current membership."""
        return self.rows(
            f"SELECT {column} FROM linking_membership WHERE source_person_id = %s AND ends_at IS NULL",
            self.ids[local_id],
        )[0][0]

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what the database holds, past row security."""
        return list(self.admin.execute(statement, values).fetchall())

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table of linking, ids and all."""
        tables = (
            "person profile address protectedaddress membership tie edge reviewitem judgement decision searchkey"
        ).split()
        return {table: sorted(self.rows(f"SELECT t::text FROM linking_{table} t")) for table in tables}

    def _file(self, agency: str) -> SourceFile:
        if agency not in self.files:
            with connect_as("worker"), connection.cursor():
                agreement = Agreement.objects.filter(agency=self.partnership.agencies[agency]).earliest("pk")
                self.files[agency] = SourceFile.objects.create(
                    sha256=hashlib.sha256(agency.encode()).hexdigest(),
                    name="people.csv",
                    agency=self.partnership.agencies[agency],
                    feed=agreement.feed,
                    spec="test",
                    size=1,
                    agreement=agreement,
                    lawful_basis=agreement.lawful_basis,
                    retention_class=agreement.retention_class,
                    received_at=self.partnership.now,
                    loaded_at=self.partnership.now,
                )
        return self.files[agency]
