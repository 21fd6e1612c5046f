"""Takes the panel's rows along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Manager

from kith.access.services import trace
from kith.linking.vocabulary import FollowerEffect, Move, MoveKind
from kith.panel import models

# Who should read a decision goes with its item and names nobody.
# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.MinuteVersion.objects,
    models.Minute.objects,
    models.ActionChange.objects,
    models.PanelAction.objects,
    models.Decision.objects,
    models.Closure.objects,
    models.Conflict.objects,
    models.HeldBack.objects,
    models.Return.objects,
    models.Research.objects,
    models.DisagreementStep.objects,
    models.Disagreement.objects,
    models.Item.objects,
    models.RatedDomain.objects,
    models.Rating.objects,
    models.CaseStep.objects,
    models.SubjectLink.objects,
    models.PoliceLink.objects,
    models.Case.objects,
)


class PanelFollower:
    """Keeps the panel true when the people before it change; see `linking.vocabulary.PersonFollower`.

    On a merge the rows of both are of one person. Where both had a case, the one with more steps stays the case and
    the other's steps follow behind it, so that nothing that happened is lost. A split moves nothing: what was said in
    a meeting was said of the person as known then, and a person must decide.
    """

    name = "panel"
    tables = frozenset(rows.model._meta.db_table for rows in _ROWS)

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do."""
        rows = self._count(move.from_person)
        if move.kind is MoveKind.SPLIT:
            says = f"{rows} rows of the panel stay: look through them by hand." if rows else ""
            return FollowerEffect(follower=self.name, rows=0, says=says)
        return FollowerEffect(follower=self.name, rows=rows, says="The panel's case goes along.")

    def follow(self, move: Move) -> FollowerEffect:
        """Move the panel's rows of a person who is now another."""
        effect = self.preview(move)
        if move.kind is MoveKind.SPLIT:
            return effect
        self._join_cases(move)
        self._join_links(move)
        for rows in _ROWS:
            rows.filter(person_id=move.from_person).update(person_id=move.to_person)
        return effect

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove everything the panel keeps about one person."""
        removed = sum(rows.filter(person_id=person_id).delete()[0] for rows in _ROWS)
        trace(by=by, action="panel.purged", subject="panel.case", now=now, after={"rows": removed})
        return FollowerEffect(follower=self.name, rows=removed)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything the panel keeps about one person, by table."""
        return {rows.model._meta.db_table: list(rows.filter(person_id=person_id).values()) for rows in _ROWS}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Count the rows that a hold keeps; the panel removes nothing unless it is told to purge."""
        says = "Kept." if held else "No longer kept by a hold."
        return FollowerEffect(follower=self.name, rows=self._count(person_id), says=says)

    def _count(self, person_id: int) -> int:
        return sum(rows.filter(person_id=person_id).count() for rows in _ROWS)

    def _join_cases(self, move: Move) -> None:
        cases = models.Case.objects.filter(person_id__in=[move.from_person, move.to_person])
        both = sorted(cases, key=lambda case: (-case.steps, case.pk))
        if len(both) < 2:
            return
        stays, goes = both
        # The joined case keeps the status of the one that stays; the other's steps are history before its own.
        models.CaseStep.objects.filter(case=stays).update(place=F("place") + 1_000_000)
        models.CaseStep.objects.filter(case=goes).update(case=stays)
        models.CaseStep.objects.filter(case=stays, place__gt=1_000_000).update(
            place=F("place") - 1_000_000 + goes.steps
        )
        for rows in (models.Rating, models.Item, models.Research, models.PanelAction, models.Closure):
            rows.objects.filter(case=goes).update(case=stays)
        goes.delete()
        stays.steps += goes.steps
        stays.person_id = move.to_person
        stays.save(update_fields=["steps", "person_id"])

    def _join_links(self, move: Move) -> None:
        """End the links of the one to whatever the other is linked to as well: both stay, one counts."""
        for links in (models.SubjectLink.objects, models.PoliceLink.objects):
            both = links.filter(person_id=move.to_person, ended_at=None).values_list("subject_id", flat=True)
            twice = links.filter(person_id=move.from_person, ended_at=None, subject_id__in=list(both))
            twice.update(ended_at=move.now, ended_because="Their records turned out to be of one person.")
