"""Takes the list along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Manager

from kith.access.services import trace
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind
from kith.priority.models import Contribution, Correction, Standing

_DERIVED: Final[tuple[Manager[Any], ...]] = (Standing.objects, Contribution.objects)
_ROWS: Final[tuple[Manager[Any], ...]] = (*_DERIVED, Correction.objects)


class PriorityFollower:
    """Keeps lists true when the people on them change; see `linking.vocabulary.PersonFollower`.

    A standing was true of the person as they were known then, so after a merge the one with the other's
    name on it goes, and the next list is made from the joined chronology. Requests to correct move.
    """

    name = "priority"
    tables = frozenset(rows.model._meta.db_table for rows in _ROWS)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do."""
        if move.kind is MoveKind.SPLIT:
            return FollowerEffect(follower=self.name, rows=0, says="The next list is made from both chronologies.")
        rows = sum(rows.filter(person_id=move.from_person).count() for rows in _ROWS)
        return FollowerEffect(
            follower=self.name, rows=rows, says="Places on earlier lists end; the next list counts both together."
        )

    def follow(self, move: Move) -> FollowerEffect:
        """Drop the places of a person who is now another, and move what was asked about them."""
        if move.kind is MoveKind.SPLIT:
            return self.preview(move)
        rows = sum(rows.filter(person_id=move.from_person).delete()[0] for rows in _DERIVED)
        rows += Correction.objects.filter(person_id=move.from_person).update(person_id=move.to_person)
        return FollowerEffect(follower=self.name, rows=rows, says="The next list counts both together.")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove everything the lists keep about one person."""
        rows = sum(rows.filter(person_id=person_id).delete()[0] for rows in _ROWS)
        trace(by=by, action="priority.purged", subject="priority.standing", now=now, after={"rows": rows})
        return FollowerEffect(follower=self.name, rows=rows)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything the lists keep about one person, by table."""
        return {rows.model._meta.db_table: list(rows.filter(person_id=person_id).values()) for rows in _ROWS}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; lists remove nothing unless they are told to purge."""
        kept = sum(rows.filter(person_id=person_id).count() for rows in _ROWS)
        return FollowerEffect(follower=self.name, rows=kept, says="Kept." if held else "No longer kept by a hold.")
