"""Puts lines into people's inboxes, and at most one mail a day that says there is something there."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.work.models import Notice
from kith.work.selectors import was_mailed_since
from kith.work.services.mailing import send_mail
from kith.work.vocabulary import MailKind, NoticeKind


@transaction.atomic
def notify(
    *,
    staff_id: int,
    kind: NoticeKind,
    by: Viewer | None,
    now: datetime,
    task_id: int | None = None,
    at_once: bool = False,
) -> None:
    """Tell a member of staff that there is something for them, here and once a day by mail; `at_once` by one more."""
    notice = Notice.objects.create(staff_id=staff_id, kind=kind, task_id=task_id, made_at=now)
    trace(
        by=by.staff_id if by else None,
        action="work.notified",
        subject="work.notice",
        subject_id=notice.pk,
        now=now,
        after={"kind": kind.value, "staff": staff_id},
    )
    if at_once:
        send_mail(to=staff_id, kind=MailKind.URGENT, context={}, by=by, now=now)
        return
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if not was_mailed_since(staff_id=staff_id, kind=MailKind.ITEM, since=midnight):
        send_mail(to=staff_id, kind=MailKind.ITEM, context={}, by=by, now=now)


@transaction.atomic
def read_notices(*, by: Viewer, now: datetime) -> int:
    """Mark every notice of a viewer as read and return how many there were."""
    count = Notice.objects.filter(staff=by.staff_id, read_at__isnull=True).update(read_at=now)
    if count:
        trace(by=by.staff_id, action="work.read_notices", subject="work.notice", now=now, after={"count": count})
    return count
