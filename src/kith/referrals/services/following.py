"""Takes referrals along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Manager

from kith.access.services import trace
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind
from kith.referrals import models

# The referral first: what belongs to it must be of its person.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.Referral.objects,
    models.ReferralContent.objects,
    models.ReferralVersion.objects,
    models.ReferralStep.objects,
    models.RiskStatement.objects,
    models.Risk.objects,
    models.KnownEvent.objects,
    models.RiskClearance.objects,
)


class ReferralsFollower:
    """Keeps referrals with their person; see `linking.vocabulary.PersonFollower`.

    A split leaves them where they are: whom a referral meant, only its sender can say.
    """

    name = "referrals"
    tables = frozenset(rows.model._meta.db_table for rows in _ROWS)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do."""
        count = models.Referral.objects.filter(person_id=move.from_person).count()
        if move.kind is MoveKind.SPLIT:
            says = f"{count} referrals stay: ask each sender whom they meant." if count else ""
            return FollowerEffect(follower=self.name, rows=0, says=says)
        rows = sum(rows.filter(person_id=move.from_person).count() for rows in _ROWS)
        return FollowerEffect(follower=self.name, rows=rows, says=f"{count} referrals go along.")

    def follow(self, move: Move) -> FollowerEffect:
        """Move every row of a merge; leave those of a split."""
        if move.kind is MoveKind.SPLIT:
            return self.preview(move)
        rows = sum(rows.filter(person_id=move.from_person).update(person_id=move.to_person) for rows in _ROWS)
        return FollowerEffect(follower=self.name, rows=rows, says="The referrals went along.")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove every referral of one person; what a referral says goes after it, as the database asks."""
        removed = 0
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM referrals_outsidelink WHERE referral_id IN "
                "(SELECT id FROM referrals_referral WHERE person_id = %s)",
                [person_id],
            )
            for rows in _ROWS:
                table = rows.model._meta.db_table
                cursor.execute(f"DELETE FROM {table} WHERE person_id = %s", [person_id])  # noqa: S608 -- our own names
                removed += cursor.rowcount
        trace(by=by, action="referrals.purged", subject="referrals.referral", now=now, after={"rows": removed})
        return FollowerEffect(follower=self.name, rows=removed)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything that referrals keep about one person, by table."""
        return {rows.model._meta.db_table: list(rows.filter(person_id=person_id).values()) for rows in _ROWS}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; referrals remove nothing unless they are told to purge."""
        kept = sum(rows.filter(person_id=person_id).count() for rows in _ROWS)
        return FollowerEffect(follower=self.name, rows=kept, says="Kept." if held else "No longer kept by a hold.")
