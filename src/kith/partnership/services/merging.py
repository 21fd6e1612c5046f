"""Puts what a publisher says of one thing into its row: what it does not speak of stays, what it says anew counts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Manager

from kith.partnership import models
from kith.partnership.rules.oruk import (
    PARTS,
    Entry,
    Read,
    id_of,
    parts_of,
    read_location,
    read_one,
    read_service,
    spare_id,
)
from kith.partnership.rules.standing import status_on
from kith.partnership.vocabulary import EntryHeld, ServiceStatus

CLOSED_HERE = "It was closed here. Open it again on its page before a file may change it."
Row = TypeVar("Row", bound=Any)


class Merger:
    """Takes one entry in, and knows whether it said anything new; `agencies` are those of the partnership by name."""

    def __init__(self, agencies: Mapping[str, int], today: date) -> None:
        self.agencies = agencies
        self.today = today
        self.changed = False

    def service(self, entry: Entry, organisation: models.Organisation | None = None) -> models.Service:
        """Take in one service with the parts that the entry speaks of."""
        read = read_service(entry)
        home = self.organisation_of(entry) or organisation
        row = models.Service.objects.select_for_update().filter(public_id=read.ref).first()
        if row is None:
            if home is None:
                raise EntryHeld("A service must name its organisation, or one that is already in the directory.")
            row = models.Service(public_id=read.ref, organisation=home, more={})
        moved = home is not None and row.organisation_id != home.pk
        if home is not None:
            row.organisation = home
        self._merge(row, self._standing(row, read), touched=moved)
        for field, kind in PARTS.items():
            parts = parts_of(entry, field)
            if parts is not None:
                self._parts(row, field, kind, parts)
        return row

    def organisation_of(self, entry: Entry) -> models.Organisation | None:
        """Return the organisation that a service names, whole or by its id."""
        if entry.get("organization") is not None:
            return self.organisation(entry["organization"])
        ref = entry.get("organization_id")
        if ref is None:
            return None
        found = models.Organisation.objects.filter(public_id=id_of("organization", {"id": ref})).first()
        if found is None:
            raise EntryHeld("Its organisation is not in the directory: take the organisation in first.")
        return found

    def organisation(self, entry: Any) -> models.Organisation:
        """Take in one organisation; one that bears the name of an agency of the partnership is that agency."""
        read = read_one("organization", entry, known=frozenset({"services"}))
        row = models.Organisation.objects.filter(public_id=read.ref).first()
        row = row or models.Organisation(public_id=read.ref, more={})
        named = self.agencies.get(read.columns.get("name", row.name).casefold())
        fits = row.agency_id is None and named is not None
        if fits:
            row.agency_id = named
        self._merge(row, read, touched=fits, needs_name=True)
        for service in parts_of(entry, "services") or []:
            if isinstance(service, dict) and "status" in service:
                self.service(service, row)
        return row

    def place_of_service(self, entry: Entry) -> None:
        """Take in one service at one place."""
        if entry.get("service") is not None:
            service = self.service(entry["service"])
        else:
            ref = id_of("service", {"id": entry.get("service_id")})
            found = models.Service.objects.filter(public_id=ref).first()
            if found is None:
                raise EntryHeld("Its service is not in the directory: take the service in first.")
            service = found
        place = service.at_locations.count()
        self._part(service, "service_at_location", entry, place, None)

    def location(self, entry: Any) -> models.Location:
        """Take in one place."""
        read = read_location(entry)
        row = models.Location.objects.filter(public_id=read.ref).first()
        row = row or models.Location(public_id=read.ref, more={})
        self._merge(row, read)
        return row

    def taxonomy(self, entry: Any) -> models.Taxonomy:
        """Take in one taxonomy with the terms that the entry gives."""
        read = read_one("taxonomy", entry, known=frozenset({"taxonomy_terms"}))
        row = models.Taxonomy.objects.filter(public_id=read.ref).first()
        row = row or models.Taxonomy(public_id=read.ref, more={})
        self._merge(row, read, needs_name=True)
        for term in parts_of(entry, "taxonomy_terms") or []:
            self.term(term, row)
        return row

    def term(self, entry: Any, taxonomy: models.Taxonomy | None = None) -> models.TaxonomyTerm:
        """Take in one term, and the taxonomy that it names whole."""
        read = read_one("taxonomy_term", entry, known=frozenset({"taxonomy_detail"}))
        if taxonomy is None and isinstance(entry.get("taxonomy_detail"), dict):
            taxonomy = self.taxonomy(entry["taxonomy_detail"])
        row = models.TaxonomyTerm.objects.filter(public_id=read.ref).first()
        row = row or models.TaxonomyTerm(public_id=read.ref, more={})
        moved = taxonomy is not None and row.taxonomy_id != taxonomy.pk
        if taxonomy is not None:
            row.taxonomy = taxonomy
        self._merge(row, read, touched=moved, needs_name=True)
        return row

    def _parts(self, service: models.Service, field: str, kind: str, parts: list[Any]) -> None:
        kept = [
            self._part(service, kind, part, place, spare_id(service.public_id, field, place))
            for place, part in enumerate(parts)
        ]
        if len({row.pk for row in kept}) != len(kept):
            raise EntryHeld(f"Two of its {field} have the same id.")
        gone = _rows_of(kind).filter(service=service).exclude(pk__in=[row.pk for row in kept])
        if gone.delete()[0]:
            self.changed = True

    def _part(self, service: models.Service, kind: str, part: Any, place: int, spare: Any) -> Any:
        known, links = self._links(kind, part)
        read = read_one(kind, part, known=known, spare=spare)
        rows = _rows_of(kind)
        alike = rows.filter(ref=read.ref)
        row = (alike if kind == "service_at_location" else alike.filter(service=service)).first()
        row = row or rows.model(service=service, ref=read.ref, place=place, more={})
        if row.service_id != service.pk:
            raise EntryHeld("One of its service_at_locations has the id of another service's.")
        touched = spare is not None and row.place != place
        if touched:
            row.place = place
        for name, value in links.items():
            touched = touched or getattr(row, f"{name}_id") != (value.pk if value else None)
            setattr(row, name, value)
        self._merge(row, read, touched=touched)
        return row

    def _links(self, kind: str, part: Any) -> tuple[frozenset[str], Mapping[str, Any]]:
        if not isinstance(part, dict):
            return frozenset(), {}
        if kind == "service_at_location":
            known = frozenset({"location", "service", "service_id"})
            return known, {"location": self._linked(part, "location", self.location)}
        if kind == "attribute":
            return frozenset({"taxonomy_term"}), {"term": self._linked(part, "taxonomy_term", self.term)}
        return frozenset(), {}

    @staticmethod
    def _linked(part: Entry, field: str, take: Callable[[Any], Row]) -> Row | None:
        return take(part[field]) if part.get(field) is not None else None

    def _standing(self, row: models.Service, read: Read) -> Read:
        """Read a status that is true today as the one kept for a service that closes later; hold any other change."""
        if not row.pk or row.closed_on is None or read.columns["status"] == row.status:
            return read
        if read.columns["status"] != status_on(ServiceStatus(row.status), row.closed_on, self.today):
            raise EntryHeld(CLOSED_HERE)
        return replace(read, columns={**read.columns, "status": ServiceStatus(row.status)})

    def _merge(self, row: Any, read: Read, *, touched: bool = False, needs_name: bool = False) -> None:
        if needs_name and not read.columns.get("name", row.name).strip():
            raise EntryHeld("An organisation, a taxonomy and a term must each have a name.")
        values = {**read.columns, "more": {**row.more, **read.more}}
        if not touched and row.pk and all(getattr(row, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        self.changed = True


def _rows_of(kind: str) -> Manager[Any]:
    rows: Mapping[str, Manager[Any]] = {
        "service_area": models.ServiceArea.objects,
        "schedule": models.Schedule.objects,
        "service_at_location": models.ServiceAtLocation.objects,
        "attribute": models.ServiceTerm.objects,
    }
    return rows[kind]
