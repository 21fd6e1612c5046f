"""Takes the rows of audits and statutory reviews along when two people turn out to be one, or one to be two."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Manager

from kith.audit import models
from kith.audit.services.review_seats import close_tasks_of
from kith.linking.services import TableFollower
from kith.linking.vocabulary import FollowerEffect, Move

# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.CaseAnswer.objects,
    models.ModeratedGrade.objects,
    models.ToolSection.objects,
    models.AgencyTool.objects,
    models.CaseRecord.objects,
    models.CohortMember.objects,
    models.AuditCase.objects,
    models.ReviewStep.objects,
    models.ReviewAgency.objects,
    models.SeriousIncident.objects,
    models.PracticeReview.objects,
    models.StatutoryReview.objects,
)


class AuditFollower(TableFollower):
    """Keeps audits true when the people in them change; see `linking.vocabulary.PersonFollower`.

    Where both were cases of one audit, both stay and one counts: the other is set aside with the reason.
    """

    name = "audit"
    rows = _ROWS
    kept = "audits and reviews"
    goes_along = "The cases of audits and statutory reviews go along."
    purged = ("audit.purged", "audit.case")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove everything kept about one person, and close what was asked of anybody because of it.

        What their reviews taught stays: it names nobody, and nothing leads back from it.
        """
        close_tasks_of(person_id, now)
        return super().purge(person_id, by=by, now=now)

    def join(self, move: Move) -> None:
        """Let one of two cases in the same audit count."""
        counts = models.AuditCase.objects.filter(person_id=move.to_person, set_aside_because="")
        twice = models.AuditCase.objects.filter(
            person_id=move.from_person,
            set_aside_because="",
            theme_id__in=list(counts.values_list("theme_id", flat=True)),
        )
        twice.update(set_aside_because="Their records turned out to be of one person.")
