"""The tables of events: series, dates, bookings and what people said afterwards."""

from kith.publishing.models.events.bookings import Booking, Interest
from kith.publishing.models.events.dates import Event, EventQuota, EventReminder
from kith.publishing.models.events.learned import Certificate, Evaluation, LoopCount, SixWeekAnswer
from kith.publishing.models.events.series import BookingAgency, Series, SeriesFinding

__all__ = [
    "Booking",
    "BookingAgency",
    "Certificate",
    "Evaluation",
    "Event",
    "EventQuota",
    "EventReminder",
    "Interest",
    "LoopCount",
    "Series",
    "SeriesFinding",
    "SixWeekAnswer",
]
