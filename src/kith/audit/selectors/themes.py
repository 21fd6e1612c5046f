"""Reads audits, how their cases were chosen, who was asked, and when grades were moderated; nobody is named."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.audit.models import AskedAgency, AuditTheme, Cohort, Moderation
from kith.audit.rules import READS_FINDINGS
from kith.audit.vocabulary import COHORT_RULES, CohortRule

_COUNT = "SELECT audit_count_found(%s::text[], %s::text[], %s, %s, %s)"
_OVERSEES = READS_FINDINGS - {Role.AGENCY_CONTACT, Role.TEAM_MANAGER}


def themes_for(viewer: Viewer) -> Sequence[AuditTheme]:
    """Return the audits that a viewer reads, the newest first: all, or those for which they audit."""
    rows = AuditTheme.objects.select_related("lead", "subgroup", "follows").prefetch_related("cohorts", "asked__agency")
    if viewer.roles & _OVERSEES:
        return list(rows)
    return list(rows.filter(Q(asked__auditor_id=viewer.staff_id) | Q(lead_id=viewer.staff_id)).distinct())


def find_theme(public_id: UUID, *, viewer: Viewer) -> AuditTheme | None:
    """Return one audit, or None where there is none that this viewer reads."""
    return next((theme for theme in themes_for(viewer) if theme.public_id == public_id), None)


def cohorts_of(theme: AuditTheme) -> Sequence[Cohort]:
    """Return how the cases were chosen, in the order of choosing; one that was never drawn is left out."""
    return list(Cohort.objects.filter(theme=theme, fixed_at__isnull=False).select_related("fixed_by"))


def asked_of(theme: AuditTheme) -> Sequence[AskedAgency]:
    """Return the agencies that were asked for their tools."""
    return list(AskedAgency.objects.filter(theme=theme).select_related("agency", "auditor"))


def moderations_of(theme: AuditTheme) -> Sequence[Moderation]:
    """Return the meetings of moderation, the first first."""
    return list(Moderation.objects.filter(theme=theme).select_related("moderated_by").prefetch_related("agencies"))


def count_found(rule: CohortRule, begins_on: date, ends_on: date, *, viewer: Viewer) -> int:
    """Return how many young people a rule finds in a period, without saying whom; the asking is logged.

    Raises:
        LogUnavailable: nothing was logged, so nothing is counted.
    """
    meant = COHORT_RULES[rule]
    with (
        look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="audit.count"),
        connection.cursor() as cursor,
    ):
        cursor.execute(_COUNT, [list(meant.kinds), list(meant.roles), meant.least, begins_on, ends_on])
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0
