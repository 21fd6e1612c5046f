"""Takes in what somebody typed about a new person, as a file of one row: checked, receipted, under an agreement."""

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kith.access.services import trace
from kith.feeds.analysis.by_hand import BY_HAND
from kith.feeds.models import HandRecord, SourcePerson
from kith.feeds.runs.receiving import receive_file
from kith.feeds.services.by_hand import AGENCY
from kith.feeds.vocabulary import FileRefused

_DONE = {"placed", "held"}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One person taken in: the node to be linked (None: it could not be kept), who typed them, and who told it."""

    source_person_id: int | None
    by: int
    on: date
    told_by: str
    why: str


def take_hand_record(*, record: UUID, now: datetime) -> Taken | None:
    """Make an agency's record of what was typed, and return it; None when that was done and finished before.

    Run as `kith_ingest`, outside any transaction. The number is the file's and the person's, so that a second try
    after a crash loads nothing twice.
    """
    row = HandRecord.objects.filter(pk=record).first()
    if row is None or row.state in _DONE:
        return None
    if row.state == "waiting":
        kept = _load(row)
        with transaction.atomic():
            words = {name: row.typed[name] for name in ("told_by", "why")}
            HandRecord.objects.filter(pk=record).update(typed=words, state="taken")
            trace(
                by=row.by_id,
                action="feeds.took_hand_record",
                subject="feeds.handrecord",
                now=now,
                after={"record": str(record), "kept": kept},
            )
    node = SourcePerson.objects.filter(agency__code=AGENCY, local_id=str(record)).first()
    return Taken(
        source_person_id=node.pk if node else None,
        by=row.by_id,
        on=timezone.localdate(row.at),
        told_by=row.typed["told_by"],
        why=row.typed["why"],
    )


def _load(row: HandRecord) -> bool:
    cells = row.typed | {"added_id": str(row.pk), "added_on": timezone.localdate(row.at).isoformat()}
    with tempfile.TemporaryDirectory(prefix=".drafts-", dir=settings.KITH_WORKBENCH) as folder:
        path = Path(folder) / f"by_hand_{row.pk}.csv"
        _write(path, cells)
        try:
            receipt = receive_file(path=path, agency_code=AGENCY, by=row.by_id, now=row.at)
        except FileRefused:
            return False
    return receipt.kept == 1


def _write(path: Path, cells: Mapping[str, str]) -> None:
    names = [column.name for column in BY_HAND.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerow([" ".join(cells.get(name, "").split()) for name in names])
