"""Adds, changes, withdraws and puts back the parts of the partnership's structure; every version stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kith.access.selectors.accounts import list_agencies
from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.partnership.models import MODELS, Group, GroupTerms, Part, PostHolder, StructureChange
from kith.partnership.rules import check_part, from_json, may_keep_structure, overlaps, to_json, would_circle
from kith.partnership.services.reviewing import settle_reviews
from kith.partnership.vocabulary import (
    POINTS,
    SPECS,
    NewPart,
    PartGone,
    PartKind,
    PartRefused,
    PartSeen,
    PartStale,
    Said,
)

_NOT_YOURS = "Only the panel's coordinator and administrators change what the partnership is made of. Ask one of them."


@transaction.atomic
def add_part(*, new: NewPart, by: Viewer, now: datetime) -> UUID:
    """Add a part, and return its id.

    Raises:
        PartRefused: what is said does not hold together, alone or beside what is there.
        PartGone: the part to which it should belong is not there.
        Refused: it is not theirs to add.
    """
    _check_keeper(by)
    spec = SPECS[new.kind]
    row = MODELS[new.kind]()
    if spec.owner is not None:
        if new.owner is None:
            raise PartGone(f"A {spec.called} belongs to a {SPECS[spec.owner].called}, and none was named.")
        setattr(row, f"{spec.owner.value}_id", _locked(spec.owner, new.owner).pk)
    _write(row, new.kind, new.said, now)
    _keep_version(row, new.kind, by=by, now=now, because="")
    return row.public_id


@transaction.atomic
def change_part(*, part: PartSeen, said: Mapping[str, Any], because: str, by: Viewer, now: datetime) -> int:
    """Change what a part says, with a reason, and return its new version.

    Raises:
        PartRefused: no reason is given, or what is said does not hold together.
        PartStale: somebody has changed it since it was seen; nothing was overwritten.
        PartGone: there is no such part.
        Refused: it is not theirs to change.
    """
    row = _claimed(part, because, by)
    _write(row, part.kind, said, now)
    return _keep_version(row, part.kind, by=by, now=now, because=because)


@transaction.atomic
def withdraw_part(*, part: PartSeen, because: str, by: Viewer, now: datetime) -> int:
    """Withdraw a part that was written in error, with a reason; its history stays, and it can be put back.

    Raises: as `change_part`, and PartRefused when it is withdrawn already.
    """
    row = _claimed(part, because, by)
    if row.is_withdrawn:
        raise PartRefused("It is withdrawn already. Nothing was changed.")
    row.is_withdrawn = True
    row.save()
    if isinstance(row, GroupTerms):
        _check_no_circle()
    return _keep_version(row, part.kind, by=by, now=now, because=because)


@transaction.atomic
def put_back_part(*, part: PartSeen, version: int, because: str, by: Viewer, now: datetime) -> int:
    """Let a part say again what it said in an earlier version, as a new version, and return its number.

    Raises: as `change_part`, and PartGone when it never had that version.
    """
    row = _claimed(part, because, by)
    kept = StructureChange.objects.filter(part=part.public_id, version=version).first()
    if kept is None:
        raise PartGone("There is no such version.")
    row.is_withdrawn = kept.is_withdrawn
    _write(row, part.kind, from_json(SPECS[part.kind].fields, kept.said), now)
    return _keep_version(row, part.kind, by=by, now=now, because=because)


def _check_keeper(by: Viewer) -> None:
    if not may_keep_structure(by):
        raise Refused(_NOT_YOURS)


def _locked(kind: PartKind, public_id: UUID) -> Part:
    row = _rows(kind).select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise PartGone(f"There is no such {SPECS[kind].called}.")
    return row


def _rows(kind: PartKind) -> QuerySet[Part]:
    return MODELS[kind].objects.all()


def _claimed(part: PartSeen, because: str, by: Viewer) -> Part:
    _check_keeper(by)
    if not because.strip():
        raise PartRefused("Say why it is changed.")
    row = _locked(part.kind, part.public_id)
    if row.version != part.version:
        raise PartStale
    row.version += 1
    return row


def _write(row: Part, kind: PartKind, said: Mapping[str, Any], now: datetime) -> None:
    fields = SPECS[kind].fields
    check_part(kind, said, timezone.localdate(now))
    whole = from_json(fields, to_json(fields, said))
    for field in fields:
        _check_there(field, whole[field.name])
        setattr(row, field.column, whole[field.name])
    if isinstance(row, PostHolder) and not row.is_withdrawn:
        _check_seat_is_free(row)
    if isinstance(row, GroupTerms) and not row.is_withdrawn:
        _check_day_is_free(row)
    row.save()
    if isinstance(row, GroupTerms):
        _check_no_circle()


def _check_there(field: Said, value: Any) -> None:
    if field.shape not in POINTS or value is None:
        return
    if field.shape == "agency":
        known = any(agency.pk == value for agency in list_agencies())
    else:
        known = _rows(PartKind(field.shape)).filter(pk=value, is_withdrawn=False).exists()
    if not known:
        raise PartRefused(f"{field.label}: choose one of the list.")


def _check_seat_is_free(row: PostHolder) -> None:
    """Check that nobody else holds the seat; the seat is locked first, so that two cannot slip in."""
    _locked(PartKind.SEAT, row.seat.public_id)
    others = PostHolder.objects.filter(seat=row.seat_id, is_withdrawn=False).exclude(pk=row.pk)
    if any(overlaps(row, other) for other in others):
        raise PartRefused("Somebody else holds this seat on one of these days. End their time first.")


def _check_day_is_free(row: GroupTerms) -> None:
    _locked(PartKind.GROUP, row.group.public_id)
    others = GroupTerms.objects.filter(group=row.group_id, begins_on=row.begins_on, is_withdrawn=False)
    if others.exclude(pk=row.pk).exists():
        raise PartRefused("Other terms of reference begin on this day already. Change those, or choose another day.")


def _check_no_circle() -> None:
    """Check that on no day a group reports to itself; the groups are locked, so that two changes cannot make one."""
    list(Group.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    above: dict[int, int | None] = {}
    for row in GroupTerms.objects.filter(is_withdrawn=False).order_by("begins_on", "pk"):
        above[row.group_id] = row.under_id
        if would_circle(above, row.group_id):
            raise PartRefused("The group would in the end report to itself. Choose another group above it.")


def _keep_version(row: Part, kind: PartKind, *, by: Viewer, now: datetime, because: str) -> int:
    said = {field.name: getattr(row, field.column) for field in SPECS[kind].fields}
    StructureChange.objects.create(
        kind=kind,
        part=row.public_id,
        version=row.version,
        said=to_json(SPECS[kind].fields, said),
        is_withdrawn=row.is_withdrawn,
        because=because.strip(),
        by_id=by.staff_id,
        at=now,
    )
    trace(
        by=by.staff_id,
        action="partnership.structure_changed",
        subject=f"partnership.{kind.value}",
        subject_id=row.pk,
        now=now,
        after={"version": row.version, "is_withdrawn": row.is_withdrawn},
    )
    if kind in (PartKind.TERMS, PartKind.GROUP):
        settle_reviews(by=by, now=now)
    return row.version
