"""Changes the order of a waiting list, which an editor answers for."""

from datetime import datetime

from django.db import transaction

from kith.publishing.models import Booking, Editor
from kith.publishing.services.events.places import fill_places, lock_event
from kith.publishing.services.tracing import note


@transaction.atomic
def give_priority(*, booking_id: int, priority: int, by: Editor | None, now: datetime) -> None:
    """Put somebody who waits earlier or later; places that are free go by the new order."""
    event = lock_event(Booking.objects.values_list("event_id", flat=True).get(pk=booking_id))
    booking = Booking.objects.get(pk=booking_id)
    booking.priority = priority
    booking.save(update_fields=["priority"])
    note(booking, "wagtail.edit", by)
    fill_places(event, now)
