"""Takes the panel's rows along when two people turn out to be one, or one to be two."""

from typing import Any, Final

from django.db.models import F, Manager

from kith.linking.services import TableFollower
from kith.linking.vocabulary import Move
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


class PanelFollower(TableFollower):
    """Keeps the panel true when the people before it change; see `linking.vocabulary.PersonFollower`.

    On a merge the rows of both are of one person. Where both had a case, the one with more steps stays the case and
    the other's steps follow behind it, so that nothing that happened is lost. A split moves nothing: what was said in
    a meeting was said of the person as known then, and a person must decide.
    """

    name = "panel"
    rows = _ROWS
    kept = "the panel"
    goes_along = "The panel's case goes along."
    purged = ("panel.purged", "panel.case")

    def join(self, move: Move) -> None:
        """Make one case of two, and let one of two links to the same place count."""
        self._join_cases(move)
        self._join_links(move)

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
