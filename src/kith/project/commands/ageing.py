"""Sets the days of the demo's earlier audit back: it is carried out today, for nobody sees its cases afterwards."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Manager

from kith.audit.models import AskedAgency, AuditAction, AuditTheme, Cohort, Finding, OwnQuestion, Recommendation

# Which days stand where; none of these tables has anybody in it.
_DAYS: Final[tuple[tuple[Manager[Any], str, tuple[str, ...]], ...]] = (
    (AuditTheme.objects, "pk", ("made_at", "drafted_at", "closed_at", "reads_until")),
    (Cohort.objects, "theme", ("fixed_at",)),
    (AskedAgency.objects, "theme", ("asked_at", "due_on")),
    (OwnQuestion.objects, "theme", ("made_at",)),
    (Finding.objects, "theme", ("counted_at",)),
    (Recommendation.objects, "finding__theme", ("made_at",)),
    (AuditAction.objects, "recommendation__finding__theme", ("made_at", "due_on", "accepted_at")),
)


def age_audit(theme: AuditTheme, by: timedelta) -> None:
    """Let an audit that was closed today have been carried out earlier; what was done to whom, and when, stays true.

    The trace, the log of looks and what auditors could see keep their days.
    """
    for rows, of, names in _DAYS:
        rows.filter(**{of: theme.pk}).update(**{name: F(name) - by for name in names})
