"""Lists the referrals that a viewer sent or received, the latest first, and counts those of the county."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Role, Sector, Viewer
from kith.referrals import models
from kith.referrals.rules import answers_for_agency
from kith.referrals.selectors import rows
from kith.referrals.vocabulary import Counted, ReferralRow, ReferralState

MOST: Final = 200
SMALLEST: Final = 5
_INSIDE: Final = frozenset({Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.IG_LEAD})
_WAITING: Final = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.ASKED, ReferralState.ANSWERED)


def list_referrals(*, viewer: Viewer, purpose: Purpose, now: datetime) -> Sequence[ReferralRow]:
    """Return the referrals of this viewer, sent and received, of people whom they may see; one log row per person.

    A contact or manager sees those of the agency. A draft is seen by its own side only.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    sent, received = Q(from_staff_id=viewer.staff_id), Q(to_staff_id=viewer.staff_id)
    if answers_for_agency(viewer):
        sent |= Q(from_agency_id=viewer.agency_id)
        received |= Q(to_agency_id=viewer.agency_id)
    received = (received | Q(allocated_to_id=viewer.staff_id)) & ~Q(state=ReferralState.DRAFT)
    with look_over_list(viewer=viewer, purpose=purpose, what="referrals.list") as listing:
        found = list(models.Referral.objects.filter(sent | received).select_related("from_agency", "to_agency")[:MOST])
        names, due = rows.names(row.person_id for row in found), rows.due_days([row.pk for row in found])
        found = [row for row in found if row.person_id in names]
        listing.log_shown(sorted({row.person_id for row in found}))
    today = timezone.localdate(now)
    return [_row(row, viewer, names[row.person_id], due.get(row.pk), today) for row in found]


def list_for_panel(*, viewer: Viewer, purpose: Purpose, now: datetime) -> Sequence[ReferralRow]:
    """Return the referrals that wait for the panel to take them in, the longest waiting first; one log row per person.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    waiting = models.Referral.objects.filter(
        to_agency_id=viewer.agency_id, to_agency__sector=Sector.PARTNERSHIP, to_staff=None, state__in=_WAITING
    )
    if not answers_for_agency(viewer):
        return []
    with look_over_list(viewer=viewer, purpose=purpose, what="referrals.for_panel") as listing:
        found = list(waiting.select_related("from_agency", "to_agency").order_by("sent_at", "pk")[:MOST])
        names, due = rows.names(row.person_id for row in found), rows.due_days([row.pk for row in found])
        found = [row for row in found if row.person_id in names]
        listing.log_shown(sorted({row.person_id for row in found}))
    today = timezone.localdate(now)
    return [_row(row, viewer, names[row.person_id], due.get(row.pk), today) for row in found]


def count_by_quarter(*, viewer: Viewer, since: date) -> Sequence[Counted]:
    """Return by quarter and agency how many referrals were sent and how many note a risk.

    Fewer than five are not said but to those who answer for the panel and for information governance.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT quarter, agency, sent, noting FROM referrals_counted(%s)", [since])
        found = [Counted(quarter=row[0], agency=row[1], sent=row[2], noting=row[3]) for row in cursor.fetchall()]
    return found if _INSIDE & viewer.roles else [_suppressed(each) for each in found]


def _suppressed(counted: Counted) -> Counted:
    # The silent ones are a number too: 8 of 9 would say that one is silent.
    sent, noting = counted.sent or 0, counted.noting or 0
    small = [number for number in (sent, noting, sent - noting) if 0 < number < SMALLEST]
    if not small:
        return counted
    return Counted(quarter=counted.quarter, agency=counted.agency, sent=None if sent < SMALLEST else sent, noting=None)


def _row(
    row: models.Referral, viewer: Viewer, name: tuple[object, str], due_on: date | None, today: date
) -> ReferralRow:
    public_id, words = name
    is_sent = row.from_staff_id == viewer.staff_id or (
        row.from_agency_id == viewer.agency_id and row.to_agency_id != viewer.agency_id
    )
    return ReferralRow(
        public_id=row.public_id,
        person_public_id=public_id,  # type: ignore[arg-type]  # psycopg gives a UUID
        person_name=words,
        state=ReferralState(row.state),
        from_agency=row.from_agency.name,
        to_agency=row.to_agency.name if row.to_agency else "",
        is_sent=is_sent,
        changed_at=row.changed_at,
        due_on=due_on,
        is_overdue=due_on is not None and due_on < today,
    )
