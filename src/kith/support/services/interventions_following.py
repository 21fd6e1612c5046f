"""Takes interventions along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Manager

from kith.access.services import trace
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind
from kith.support import models

# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.InterventionChange.objects,
    models.InterventionText.objects,
    models.Intervention.objects,
)


class InterventionFollower:
    """Keeps interventions true when people change; see `linking.vocabulary.PersonFollower`.

    On a merge the interventions of both are of one person. A split moves nothing: what was agreed was agreed for the
    person as known then, and a person must decide.
    """

    name = "interventions"
    tables = frozenset(rows.model._meta.db_table for rows in _ROWS)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do."""
        rows = self._count(move.from_person)
        if move.kind is MoveKind.SPLIT:
            says = f"{rows} rows of interventions stay: look through them by hand." if rows else ""
            return FollowerEffect(follower=self.name, rows=0, says=says)
        return FollowerEffect(follower=self.name, rows=rows, says="Interventions go along.")

    def follow(self, move: Move) -> FollowerEffect:
        """Move the interventions of a person who is now another."""
        effect = self.preview(move)
        if move.kind is MoveKind.SPLIT:
            return effect
        for rows in _ROWS:
            rows.filter(person_id=move.from_person).update(person_id=move.to_person)
        return effect

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove every intervention kept about one person."""
        removed = sum(rows.filter(person_id=person_id).delete()[0] for rows in _ROWS)
        trace(
            by=by,
            action="support.interventions_purged",
            subject="support.intervention",
            now=now,
            after={"rows": removed},
        )
        return FollowerEffect(follower=self.name, rows=removed)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return every intervention kept about one person, by table."""
        return {rows.model._meta.db_table: list(rows.filter(person_id=person_id).values()) for rows in _ROWS}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; none is removed without being told to purge."""
        says = "Kept." if held else "No longer kept by a hold."
        return FollowerEffect(follower=self.name, rows=self._count(person_id), says=says)

    def _count(self, person_id: int) -> int:
        return sum(rows.filter(person_id=person_id).count() for rows in _ROWS)
