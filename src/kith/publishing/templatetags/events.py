"""What events put into other pages: `{% load events %}{% coming_events 5 %}`."""

from typing import Any

from django import template
from django.utils import timezone

from kith.publishing.presenters.events.public import event_rows
from kith.publishing.selectors.events.dates import coming_events as coming

register = template.Library()


@register.inclusion_tag("publishing/events/coming.html")
def coming_events(most: int, topic: str = "") -> dict[str, Any]:
    """Return the next events, of one topic where it is given; words that teach while there are none."""
    now = timezone.now()
    return {"events": event_rows(coming(now, topic=topic, most=most), now)}
