"""Reminds the owners of toolkits that a review is near or late."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models.toolkits import ToolkitPage
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.toolkits import reviews_due
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.toolkits import reminder_step


def remind_of_reviews(*, now: datetime) -> int:
    """Post each owner the reminder that is due and return how many are new; a step that was missed is not made up."""
    today = timezone.localdate(now)
    return sum(
        _remind(toolkit, step, now)
        for toolkit in reviews_due(today=today)
        if (step := reminder_step(toolkit.review_on, today))
    )


def _remind(toolkit: ToolkitPage, step: str, now: datetime) -> bool:
    late = toolkit.review_on < timezone.localdate(now)
    day = date_format(toolkit.review_on, "j F Y")
    address = full_address(str(toolkit.get_url()))
    text = (
        f"{toolkit.owned_by} looks after “{toolkit.title}”.\n\n"
        f"Its review {'was due on' if late else 'is due by'} {day}. Readers see that day on the page"
        f"{', and that it has passed' if late else ''}.\n\n"
        f"{address}\n\n"
        "Read it against what audits, reviews and practitioners say. If it is still right, an editor sets the next "
        "day of review. If not, publish a new version with what changed and why; whoever follows toolkits is told."
    )
    return post(
        key=f"toolkit-review/{toolkit.pk}/{toolkit.review_on:%Y-%m-%d}/{step}",
        address=toolkit.owner_email,
        subject=f"{toolkit.title}: the review {'is late' if late else 'is due'}",
        text=text,
        now=now,
    )
