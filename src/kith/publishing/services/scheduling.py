"""Publishes and takes down pages on the day that their editor set; one that may not go live keeps no other waiting."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Revision

from kith.publishing.models import Editor, SitePage
from kith.publishing.selectors.addresses import full_address
from kith.publishing.services.posting import post


def publish_due(*, by: Editor | None, now: datetime) -> tuple[int, int]:
    """Take down what has expired, publish what is due, and return how many were published and how many refused.

    A page that may no longer go live, such as a briefing withdrawn meanwhile, is taken off the schedule, and whoever
    saved it is told why.
    """
    for page in SitePage.objects.filter(live=True, expire_at__lte=now).order_by("expire_at"):
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    published = refused = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            published += 1
        except ValidationError as error:
            refused += 1
            _take_off(revision, " ".join(error.messages), now)
    return published, refused


@transaction.atomic
def _take_off(revision: Revision, why: str, now: datetime) -> None:
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    saved_by = Editor.objects.filter(pk=revision.user_id, is_active=True).first()
    if saved_by is None:
        return
    address = full_address(f"/cms/pages/{revision.object_id}/edit/")
    text = (
        f"“{revision.object_str}” was due to be published and was not.\n\n{why}\n\n"
        f"Mend it and send it again:\n{address}\n"
    )
    subject = f"Not published: {revision.object_str}"
    post(key=f"unscheduled:{revision.pk}:{now:%Y%m%d}", address=saved_by.email, subject=subject, text=text, now=now)
