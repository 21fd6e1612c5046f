"""Takes Open Referral files into the directory: every entry is kept or held with a reason, and twice is once."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kith.access.selectors.accounts import list_agencies
from kith.access.services import trace
from kith.partnership import models
from kith.partnership.rules.oruk import EntryKind, check_storable, id_of, kind_of, read_file
from kith.partnership.services.history import keep_change, said
from kith.partnership.services.merging import CLOSED_HERE, Merger
from kith.partnership.vocabulary import EntryHeld, Held, Imported

_TABLES: Mapping[EntryKind, Any] = {
    EntryKind.SERVICE: models.Service.objects,
    EntryKind.SERVICE_AT_LOCATION: models.ServiceAtLocation.objects,
    EntryKind.ORGANISATION: models.Organisation.objects,
    EntryKind.TAXONOMY: models.Taxonomy.objects,
    EntryKind.TERM: models.TaxonomyTerm.objects,
}


@transaction.atomic
def import_file(*, content: bytes, by: int | None, now: datetime) -> Imported:
    """Take one file in, as one whole, and return what became of each entry.

    Raises:
        FileRefused: it cannot be read; nothing was taken in.
    """
    result = import_entries(entries=read_file(content), by=by, now=now)
    row = models.DirectoryFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        total=result.total,
        kept=result.kept,
        held=len(result.held),
        reasons=[{"place": each.place, "id": each.ref, "because": each.because} for each in result.held],
        read_at=now,
    )
    trace(
        by=by,
        action="partnership.file_read",
        subject="partnership.directory_file",
        subject_id=row.pk,
        now=now,
        after={"total": result.total, "kept": result.kept, "held": len(result.held)},
    )
    return result


@transaction.atomic
def import_entries(*, entries: list[Any], by: int | None, now: datetime) -> Imported:
    """Take entries in, in their order, and return what became of each."""
    agencies = {agency.name.casefold(): agency.pk for agency in list_agencies()}
    counts = {"new": 0, "changed": 0, "same": 0}
    held: list[Held] = []
    seen: dict[tuple[EntryKind, UUID], Any] = {}
    for place, entry in enumerate(entries, start=1):
        try:
            with transaction.atomic():
                counts[_take(entry, Merger(agencies, timezone.localdate(now)), seen, by, now)] += 1
        except EntryHeld as reason:
            ref = entry.get("id") if isinstance(entry, dict) else None
            held.append(Held(place=place, ref=_shown(ref), because=str(reason)))
    return Imported(new=counts["new"], changed=counts["changed"], same=counts["same"], held=tuple(held))


def _take(entry: Any, merger: Merger, seen: dict[tuple[EntryKind, UUID], Any], by: int | None, now: datetime) -> str:
    if not isinstance(entry, dict):
        raise EntryHeld("An entry must be an object.")
    check_storable(entry)
    kind = kind_of(entry)
    ref = id_of(kind, entry)
    if seen.setdefault((kind, ref), entry) != entry:
        raise EntryHeld("The same id stands in this file twice, with other words. Ask the publisher which is right.")
    field = "ref" if kind is EntryKind.SERVICE_AT_LOCATION else "public_id"
    is_new = not _TABLES[kind].filter(**{field: ref}).exists()
    if kind is EntryKind.SERVICE:
        _take_service(entry, ref, merger, by, now)
    else:
        takers: Mapping[EntryKind, Callable[[Any], object]] = {
            EntryKind.SERVICE_AT_LOCATION: merger.place_of_service,
            EntryKind.ORGANISATION: merger.organisation,
            EntryKind.TAXONOMY: merger.taxonomy,
            EntryKind.TERM: merger.term,
        }
        takers[kind](entry)
    if is_new:
        return "new"
    return "changed" if merger.changed else "same"


def _take_service(entry: Mapping[str, Any], ref: UUID, merger: Merger, by: int | None, now: datetime) -> None:
    held_here = models.Service.objects.select_for_update().filter(public_id=ref).first()
    before = said(held_here) if held_here else {}
    row = merger.service(entry)
    if held_here is None or not merger.changed:
        return
    if held_here.closed_on is not None:
        raise EntryHeld(CLOSED_HERE)
    if held_here.edited_at is not None and not _is_newer(entry, held_here.edited_at):
        raise EntryHeld("It was changed here since the file was written, so nothing was overwritten.")
    row.edited_at, row.version = None, held_here.version + 1
    row.save(update_fields=["edited_at", "version"])
    keep_change(service=row, before=before, by=by, now=now, because="A newer file of its publisher.")


def _is_newer(entry: Mapping[str, Any], edited_at: datetime) -> bool:
    text = entry.get("last_modified")
    try:
        written = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return False
    return written is not None and timezone.is_aware(written) and written > edited_at


def _shown(ref: Any) -> str:
    return ref[:60].encode("utf-8", "replace").decode().replace("\x00", "") if isinstance(ref, str) else ""
