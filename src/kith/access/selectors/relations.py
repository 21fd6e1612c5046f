"""Says to whom a member of staff stands now and why, and who stands to a person; read inside a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kith.access.models import Block, Cover, Relationship, Staff
from kith.access.vocabulary import RelationshipSource, Viewer

# Whoever reads a case for an audit, has a whole school on their roll, or answers a request is not their worker.
_NO_WORKERS = (RelationshipSource.AUDIT_COHORT, RelationshipSource.SCHOOL_ROLL, RelationshipSource.SUBJECT_ACCESS)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a member of staff stands to one person: since when and until when, and from what."""

    sources: frozenset[RelationshipSource]
    since: datetime
    until: datetime
    for_colleague: bool


def list_standing(*, viewer: Viewer, now: datetime) -> Mapping[int, Standing]:
    """Return by person every relationship of this viewer, their team and those they cover that counts now.

    Call it inside `look_over_list`: row security shows a relationship only of people whom the list may show.
    """
    covered = list(
        Cover.objects.filter(covering=viewer.staff_id, begins_at__lte=now, ends_at__gt=now).values_list(
            "covered_id", flat=True
        )
    )
    mine = Q(staff=viewer.staff_id) | Q(staff__in=covered)
    if viewer.team_id is not None:
        mine |= Q(team=viewer.team_id)
    rows: dict[int, list[Relationship]] = {}
    for row in Relationship.objects.filter(mine, begins_at__lte=now, ends_at__gt=now).order_by("pk"):
        rows.setdefault(row.person_id, []).append(row)
    return {person_id: _standing(found, covered) for person_id, found in rows.items()}


def list_workers(person_id: int, now: datetime) -> list[int]:
    """Return the ids of the staff who stand to one person now by themselves, not by their team, in a stable order.

    Call it inside a look at the person.
    """
    held = Relationship.objects.filter(
        person_id=person_id, staff__is_active=True, begins_at__lte=now, ends_at__gt=now
    ).exclude(source__in=_NO_WORKERS)
    return sorted(set(held.values_list("staff_id", flat=True)))


def list_standing_to(*, person_id: int, now: datetime) -> list[int]:
    """Return who stands to a person now, by themselves or with their team, and is not kept away, in a stable order.

    Call it inside a look at the person, or as the pipeline.
    """
    rows = Relationship.objects.filter(person_id=person_id, begins_at__lte=now, ends_at__gt=now)
    staff, teams = set(), set()
    for staff_id, team_id in rows.values_list("staff_id", "team_id"):
        staff.add(staff_id)
        teams.add(team_id)
    found = Staff.objects.filter(Q(pk__in=staff - {None}) | Q(team__in=teams - {None}), is_active=True)
    away = list_kept_away(person_id=person_id, now=now)
    return sorted(set(found.values_list("pk", flat=True)) - away)


def list_ending(*, source: RelationshipSource, before: datetime, now: datetime) -> list[tuple[int, int, str]]:
    """Return who by themselves loses whom before a moment, and the matter that gave it: staff, person, `source_ref`.

    Only reasons that count now: what somebody has ended stays ended. Call it as the pipeline.
    """
    rows = Relationship.objects.filter(source=source, staff__isnull=False, ends_at__gt=now, ends_at__lt=before)
    return list(rows.order_by("pk").values_list("staff_id", "person_id", "source_ref"))


def list_kept_away(*, person_id: int, now: datetime) -> frozenset[int]:
    """Return who must not see a person now; call it inside a look at the person, or as the pipeline."""
    holds = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    rows = Block.objects.filter(holds, person_id=person_id, begins_at__lte=now)
    return frozenset(rows.values_list("staff_id", flat=True))


def _standing(rows: Sequence[Relationship], covered: Sequence[int]) -> Standing:
    return Standing(
        sources=frozenset(RelationshipSource(row.source) for row in rows),
        since=min(row.begins_at for row in rows),
        until=max(row.ends_at for row in rows),
        for_colleague=all(row.staff_id in covered for row in rows),
    )
