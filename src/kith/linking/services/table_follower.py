"""Takes whole tables along when people change: what every app does whose rows about a person simply go with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Manager

from kith.access.services import trace
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind


class TableFollower:
    """A `linking.vocabulary.PersonFollower` over tables that have a `person_id`.

    On a merge every row of both is of one person; whatever must not stand twice then, a subclass settles in `join`.
    A split moves nothing: what the rows say was said of the person as known then, and a person must decide.
    """

    name: ClassVar[str]
    rows: ClassVar[tuple[Manager[Any], ...]]  # children before parents, so that no purge leaves a row without its own
    kept: ClassVar[str]  # what the rows are of, in a sentence: "the panel"
    goes_along: ClassVar[str]  # the sentence of a merge
    purged: ClassVar[tuple[str, str]]  # the action and the subject of a purge's trace

    @property
    def tables(self) -> frozenset[str]:
        """Return the tables that are taken along."""
        return frozenset(rows.model._meta.db_table for rows in self.rows)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do."""
        count = self._count(move.from_person)
        if move.kind is MoveKind.SPLIT:
            says = f"{count} rows of {self.kept} stay: look through them by hand." if count else ""
            return FollowerEffect(follower=self.name, rows=0, says=says)
        return FollowerEffect(follower=self.name, rows=count, says=self.goes_along)

    def follow(self, move: Move) -> FollowerEffect:
        """Move the rows of a person who is now another."""
        effect = self.preview(move)
        if move.kind is MoveKind.SPLIT:
            return effect
        self.join(move)
        for rows in self.rows:
            rows.filter(person_id=move.from_person).update(person_id=move.to_person)
        return effect

    def join(self, move: Move) -> None:
        """Settle, before a merge, what both people have and one may have only once; nothing unless a subclass says."""

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove everything kept about one person."""
        removed = sum(rows.filter(person_id=person_id).delete()[0] for rows in self.rows)
        action, subject = self.purged
        trace(by=by, action=action, subject=subject, now=now, after={"rows": removed})
        return FollowerEffect(follower=self.name, rows=removed)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything kept about one person, by table."""
        # By their keys: an order by what a row belongs to would leave out whatever belongs to nothing.
        return {
            rows.model._meta.db_table: list(rows.filter(person_id=person_id).order_by("pk").values())
            for rows in self.rows
        }

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; none is removed without being told to purge."""
        says = "Kept." if held else "No longer kept by a hold."
        return FollowerEffect(follower=self.name, rows=self._count(person_id), says=says)

    def _count(self, person_id: int) -> int:
        return sum(rows.filter(person_id=person_id).count() for rows in self.rows)
