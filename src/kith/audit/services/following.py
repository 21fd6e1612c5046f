"""Takes the rows of audits and statutory reviews along when two people turn out to be one, or one to be two."""

from typing import Any, Final

from django.db.models import Manager

from kith.audit import models
from kith.linking.services import TableFollower
from kith.linking.vocabulary import Move

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

    def join(self, move: Move) -> None:
        """Let one of two cases in the same audit count."""
        counts = models.AuditCase.objects.filter(person_id=move.to_person, set_aside_because="")
        twice = models.AuditCase.objects.filter(
            person_id=move.from_person,
            set_aside_because="",
            theme_id__in=list(counts.values_list("theme_id", flat=True)),
        )
        twice.update(set_aside_because="Their records turned out to be of one person.")
