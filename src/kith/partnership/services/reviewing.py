"""Asks for the review of terms of reference when its day comes near, and closes what was asked once it is done."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import list_staff
from kith.access.vocabulary import Role, Viewer
from kith.partnership.models import GroupTerms
from kith.partnership.rules import terms_to_review
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

ASKED_BEFORE: Final = timedelta(days=28)
_SUBJECT: Final = "partnership.terms"


@transaction.atomic
def ask_for_reviews(*, by: Viewer | None, now: datetime) -> int:
    """Ask the panel's coordinators once for each review that is due within four weeks; return how many reviews."""
    settle_reviews(by=by, now=now)
    owners = [staff for staff, _ in list_staff([Role.PANEL_COORDINATOR], now)]
    asked = 0
    for row in _to_review(now):
        if row.asked_for is not None or not owners:
            continue
        for owner in owners:
            link = f"/partnership/groups/{row.group.public_id}/"
            new = NewTask(
                kind=TaskKind.TERMS_REVIEW,
                owner_id=owner,
                due_on=row.review_on,
                link=link,
                subject=_SUBJECT,
                subject_id=row.pk,
            )
            add_task(new=new, by=by, now=now)
        GroupTerms.objects.filter(pk=row.pk).update(asked_for=row.review_on)
        asked += 1
    return asked


def settle_reviews(*, by: Viewer | None, now: datetime) -> None:
    """Close what was asked about terms that hold no longer, or whose review has another day since."""
    due = {row.pk: row.review_on for row in _to_review(now)}
    for row in GroupTerms.objects.filter(asked_for__isnull=False):
        if due.get(row.pk) != row.asked_for:
            close_tasks_about(kind=TaskKind.TERMS_REVIEW, subject=_SUBJECT, subject_id=row.pk, by=by, now=now)
            GroupTerms.objects.filter(pk=row.pk).update(asked_for=None)


def _to_review(now: datetime) -> list[GroupTerms]:
    today = timezone.localdate(now)
    rows = GroupTerms.objects.filter(is_withdrawn=False, group__is_withdrawn=False).select_related("group")
    return terms_to_review(rows.order_by("begins_on", "pk"), today, today + ASKED_BEFORE)
