"""Adds to a chronology what the partnership itself knows: entries and documents, source `kith`."""

import uuid
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Manager
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import DataClass
from kith.chronology import models
from kith.chronology.services.store import keep_file
from kith.chronology.vocabulary import KITH, MEDIA_TYPES, NewDocument, NewEntry, NotAdded
from kith.feeds.vocabulary import EVENT_KINDS, EventKind

_DETAILS: Final[dict[DataClass, Manager[Any]]] = {
    DataClass.CARE: models.CareDetail.objects,
    DataClass.HEALTH: models.HealthDetail.objects,
    DataClass.POLICE: models.PoliceDetail.objects,
    DataClass.PROTECTED: models.ProtectedDetail.objects,
}


@transaction.atomic
def add_entry(*, person_id: int, entry: NewEntry, by: int | None, now: datetime) -> int:
    """Make one entry of Kith's own and its detail, and return its id.

    Under row security the ticket must show the person at headlines and at the class of the kind.

    Raises:
        NotAdded: the kind is unknown, nothing is said, or a date lies in the future.
    """
    kind = _checked_kind(entry, timezone.localdate(now))
    row = models.Entry.objects.create(
        person_id=person_id,
        source_ref=f"{KITH}:{uuid.uuid4()}:{entry.role.value}",
        source=KITH,
        kind=kind.code,
        data_class=kind.data_class.value,
        sector=kind.sector.value,
        occurred_on=entry.occurred_on,
        ended_on=entry.ended_on,
        known_at=now.date(),
        precision=entry.precision,
        role=entry.role.value,
        band=entry.band,
        headline=kind.headline,
        basis=entry.basis.value,
        said_by=entry.said_by,
        group_key=f"{KITH}:{kind.code}:{entry.role.value}",
    )
    _DETAILS[kind.data_class].create(entry=row, person_id=person_id, says=entry.says, place=entry.place)
    trace(
        by=by,
        action="chronology.added_entry",
        subject="chronology.entry",
        subject_id=row.pk,
        person_id=person_id,
        now=now,
        after={"kind": kind.code},
    )
    return row.pk


@transaction.atomic
def retract_entry(*, person_id: int, entry_id: int, reason: str, by: int | None, now: datetime) -> None:
    """Mark one of Kith's own entries as retracted: it stays readable, struck through, and counts no more.

    Raises:
        NotAdded: no reason was given, or the entry is not Kith's own.
    """
    if not reason.strip():
        raise NotAdded("Say why this entry is wrong. The reason is kept with it.")
    changed = models.Entry.objects.filter(pk=entry_id, person_id=person_id, source=KITH, retracted=False).update(
        retracted=True
    )
    if not changed:
        raise NotAdded("Only an entry that was made here can be retracted. Ask the agency that sent it to correct it.")
    trace(
        by=by,
        action="chronology.retracted_entry",
        subject="chronology.entry",
        subject_id=entry_id,
        person_id=person_id,
        now=now,
        before={"retracted": False},
        after={"retracted": True, "reason": reason.strip()},
    )


@transaction.atomic
def end_entry(*, person_id: int, entry_id: int, ended_on: date, by: int | None, now: datetime) -> None:
    """Say when something ended that Kith itself told as beginning; it ends once.

    Raises:
        NotAdded: the entry is not Kith's own, has ended or was retracted, or the day does not fit.
    """
    if ended_on > timezone.localdate(now):
        raise NotAdded("The date lies in the future. A chronology holds what has happened.")
    changed = models.Entry.objects.filter(
        pk=entry_id, person_id=person_id, source=KITH, retracted=False, ended_on=None, occurred_on__lte=ended_on
    ).update(ended_on=ended_on)
    if not changed:
        raise NotAdded("Only something that was told here and still goes on can end, and not before it began.")
    trace(
        by=by,
        action="chronology.ended_entry",
        subject="chronology.entry",
        subject_id=entry_id,
        person_id=person_id,
        now=now,
        before={"ended_on": None},
        after={"ended_on": ended_on},
    )


@transaction.atomic
def add_document(*, person_id: int, document: NewDocument, by: int | None, now: datetime) -> int:
    """Make a dated entry with one document whose bytes go to the file store, and return the document's id.

    Raises:
        NotAdded: the file is empty, too large, of a kind that is not kept, or already there.
    """
    if not document.title.strip():
        raise NotAdded("Give the document a title, so that others know what it is before they open it.")
    media_type = MEDIA_TYPES.get(document.ending.lower())
    if media_type is None:
        raise NotAdded(f"Choose a file that ends in {', '.join(MEDIA_TYPES)}. Other kinds of file are not kept.")
    kept = keep_file(document.content, media_type=media_type)
    if models.Document.objects.filter(person_id=person_id, sha256=kept.sha256).exists():
        raise NotAdded("This very document is there already. Open it under Documents.")
    entry_id = add_entry(
        person_id=person_id,
        entry=NewEntry(kind="care.note", occurred_on=document.dated_on, says=f"Document added: {document.title}"),
        by=by,
        now=now,
    )
    row = models.Document.objects.create(
        person_id=person_id,
        entry_id=entry_id,
        kind=document.kind.value,
        dated_on=document.dated_on,
        title=document.title.strip(),
        sha256=kept.sha256,
        size=kept.size,
        media_type=media_type,
    )
    trace(
        by=by,
        action="chronology.added_document",
        subject="chronology.document",
        subject_id=row.pk,
        person_id=person_id,
        now=now,
        after={"kind": document.kind.value, "sha256": kept.sha256, "size": kept.size},
    )
    return row.pk


def _checked_kind(entry: NewEntry, today: date) -> EventKind:
    kind = EVENT_KINDS.get(entry.kind)
    if kind is None or kind.data_class not in _DETAILS:
        raise NotAdded("Choose what kind of entry this is.")
    if not entry.says.strip():
        raise NotAdded("Say what happened, in a sentence or two.")
    if entry.occurred_on > today:
        raise NotAdded("The date lies in the future. A chronology holds what has happened.")
    if entry.ended_on is not None and entry.ended_on < entry.occurred_on:
        raise NotAdded("The end lies before the beginning. Check both dates.")
    return kind
