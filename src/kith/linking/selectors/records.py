"""Opens the records that a person is made of, and why; the look is logged first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from kith.access.selectors import look
from kith.access.vocabulary import DataClass, Purpose, Viewer
from kith.linking.models import Membership, Profile
from kith.linking.vocabulary import Band


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """One agency's record as a part of a person: how sure, since when, by whose decision, on what evidence."""

    agency: str
    band: Band
    begins_at: datetime
    ends_at: datetime | None
    decided_by: str
    why: str
    reason: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenedRecords:
    """What a viewer may see of how a person was put together; without headlines only that there is somebody."""

    name: str
    may_read: bool
    now: tuple[Belonging, ...]
    before: tuple[Belonging, ...]


def open_records(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> OpenedRecords:
    """Return which agencies' records are this person, and the evidence for each.

    Raises:
        NotShown: for this viewer the person does not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="linking.records") as shown:
        person_id = shown.person_ids[public_id]
        profile = Profile.objects.filter(pk=person_id).first()
        may_read = shown.may_see(person_id, DataClass.HEADLINES)
        found = _belongings(person_id) if may_read else ()
    return OpenedRecords(
        name=f"{profile.forename} {profile.surname}".strip() if profile else "",
        may_read=may_read,
        now=tuple(one for one in found if one.ends_at is None),
        before=tuple(one for one in found if one.ends_at is not None),
    )


def _belongings(person_id: int) -> tuple[Belonging, ...]:
    rows = (
        Membership.objects.filter(person_id=person_id)
        .annotate(agency_name=F("agency__name"))
        .order_by("agency_name", "begins_at", "pk")
    )
    decided = _decided(person_id)
    return tuple(
        Belonging(
            agency=row.agency_name,
            band=Band(row.band),
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            decided_by=decided.get(row.decision_id, ("", ""))[0],
            why=decided.get(row.decision_id, ("", ""))[1],
            reason=row.reason,
        )
        for row in rows
    )


def _decided(person_id: int) -> dict[int, tuple[str, str]]:
    """Return who decided, and in which words, by decision; what a run alone decided is not in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT decision_id, name, why FROM linking_decided(%s)", [person_id])
        return {decision: (name, why) for decision, name, why in cursor.fetchall()}
