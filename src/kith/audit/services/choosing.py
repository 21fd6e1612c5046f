"""Chooses the cases of an audit: by the rule, at random from a kept seed, or one by one; each with the reason kept."""

import secrets
from dataclasses import replace
from datetime import datetime

from django.db import connection

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Viewer
from kith.audit.models import AuditTheme, Cohort
from kith.audit.rules import check_cohort, check_size
from kith.audit.selectors import count_found
from kith.audit.services.planning import check_open, keep_trace, require_lead, seat_auditors
from kith.audit.vocabulary import COHORT_RULES, MOST_CASES, AuditRefused, ChosenBy, NewCohort


def fix_cohort(*, theme: AuditTheme, new: NewCohort, by: Viewer, now: datetime) -> int:
    """Draw the cases, let the auditors see them, and return how many there are; nobody whose record is shielded.

    A cohort of nobody is kept too: that a rule finds nobody is an answer. Somebody who is in another cohort of the same
    audit is one case of both.

    Raises:
        AuditRefused: something is missing, or there are more cases than an audit reads.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    check_cohort(new)
    if new.chosen_by is ChosenBy.RULE:
        check_size(count_found(new.rule, new.begins_on, new.ends_on, viewer=by))
    if new.chosen_by is ChosenBy.RANDOM and not new.seed:
        new = replace(new, seed=secrets.token_hex(8))
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="audit.draw"):
        made = _make(theme, new)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit_draw(%s, %s::uuid[], %s, %s)",
                [made.pk, [str(person) for person in new.people], MOST_CASES, now],
            )
            drawn = cursor.fetchone()
        if not drawn or drawn[0] is None:
            raise AuditRefused("The cases could not be drawn. Open the audit again, and try once more.")
        seat_auditors(theme, now)
        keep_trace(theme, "audit.fixed_cohort", by, now, cohort=made.pk, size=drawn[0])
    theme.refresh_from_db()
    return int(drawn[0])


def _make(theme: AuditTheme, new: NewCohort) -> Cohort:
    meant = COHORT_RULES[new.rule]
    return Cohort.objects.create(
        theme=theme,
        rule=new.rule,
        kinds=list(meant.kinds),
        roles=list(meant.roles),
        least=meant.least,
        begins_on=new.begins_on,
        ends_on=new.ends_on,
        chosen_by=new.chosen_by,
        because=new.because.strip(),
        wanted=new.wanted if new.chosen_by is ChosenBy.RANDOM else None,
        seed=new.seed if new.chosen_by is ChosenBy.RANDOM else "",
    )
