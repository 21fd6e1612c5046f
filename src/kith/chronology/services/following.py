"""Follows people as they merge, split, are exported or removed: every table of the chronology that names one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Manager

from kith.access.services import trace
from kith.chronology import models
from kith.chronology.services.store import remove_files
from kith.chronology.services.telling import tell_chronology
from kith.chronology.vocabulary import KITH
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind

_DETAILS: Final[tuple[Manager[Any], ...]] = (
    models.CareDetail.objects,
    models.HealthDetail.objects,
    models.PoliceDetail.objects,
    models.ProtectedDetail.objects,
)
_OWN: Final = (models.Document.objects, *_DETAILS)
# Children before parents, so that a purge never leaves a detail without its entry.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    *_OWN,
    models.Entry.objects,
    models.PupilWeek.objects,
    models.Involvement.objects,
)


class ChronologyFollower:
    """Keeps the chronology true when the people in it change; see `linking.vocabulary.PersonFollower`."""

    name = "chronology"
    tables = frozenset(rows.model._meta.db_table for rows in _ROWS)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do: what agencies sent is told again, what Kith recorded moves or stays."""
        sent = models.Entry.objects.filter(person_id=move.from_person).exclude(source=KITH).count()
        own = models.Entry.objects.filter(person_id=move.from_person, source=KITH).count()
        if move.kind is MoveKind.MERGE:
            return FollowerEffect(
                follower=self.name, rows=sent + own, says=f"{sent + own} entries join the other chronology."
            )
        stays = f" {own} entries recorded here stay: look through them by hand." if own else ""
        return FollowerEffect(
            follower=self.name, rows=sent, says=f"Up to {sent} entries from agencies are told again.{stays}"
        )

    def follow(self, move: Move) -> FollowerEffect:
        """Move what Kith recorded on a merge, then tell both people again from their records."""
        moved = self._move_own(move) if move.kind is MoveKind.MERGE else 0
        told = tell_chronology(people=[move.from_person, move.to_person], by=move.by, now=move.now)
        return FollowerEffect(follower=self.name, rows=moved + told.changed, says="Both chronologies are told again.")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove every row about one person; documents' bytes go once nobody else has the same document."""
        hashes = set(models.Document.objects.filter(person_id=person_id).values_list("sha256", flat=True))
        removed = sum(rows.filter(person_id=person_id).delete()[0] for rows in _ROWS)
        hashes -= set(models.Document.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
        # A file that is gone cannot be rolled back, so files go last, when the rows are gone for good.
        transaction.on_commit(partial(remove_files, hashes))
        trace(by=by, action="chronology.purged", subject="chronology.entry", now=now, after={"rows": removed})
        return FollowerEffect(follower=self.name, rows=removed)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return every row about one person, by table."""
        return {rows.model._meta.db_table: list(rows.filter(person_id=person_id).values()) for rows in _ROWS}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; the chronology removes nothing unless it is told to purge."""
        kept = sum(rows.filter(person_id=person_id).count() for rows in _ROWS)
        return FollowerEffect(follower=self.name, rows=kept, says="Kept." if held else "No longer kept by a hold.")

    def _move_own(self, move: Move) -> int:
        own = models.Entry.objects.filter(person_id=move.from_person, source=KITH)
        for rows in _OWN:
            rows.filter(entry__in=own).update(person_id=move.to_person)
        return own.update(person_id=move.to_person)
