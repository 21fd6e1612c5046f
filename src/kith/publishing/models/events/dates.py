"""One date of a series: when, where, for how many, and what people are reminded of."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kith.publishing.models.events.series import Series
from kith.publishing.vocabulary.events import OFFER_HOURS, EventStatus, Moment


class Event(models.Model):
    """One date of a series; it stays when it is cancelled, so that nobody stands before a closed door."""

    code = models.CharField(max_length=8, unique=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="events")
    status = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in EventStatus], default=EventStatus.DRAFT.value
    )
    expected = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=80, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    access = models.TextField(blank=True)
    online_link = models.URLField(blank=True, max_length=500)
    joining = models.TextField(blank=True)
    trainer = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField(default=20)
    booking_closes_at = models.DateTimeField(null=True)
    reserved_until = models.DateTimeField(null=True)
    offer_hours = models.PositiveIntegerField(default=OFFER_HOURS)
    sequence = models.PositiveIntegerField(default=0)
    moved_sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["Event"]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status=EventStatus.CONFIRMED.value)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="publishing_event_confirmed_has_a_time",
            )
        ]

    def __str__(self) -> str:
        """Return the title of its series."""
        return str(self.series.title)


class EventQuota(models.Model):
    """How many places of an event are kept for the people of one agency."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="quotas")
    agency = models.CharField(max_length=120)
    places = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["EventQuota"]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["agency"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "agency"], name="publishing_quota_once_an_agency")
        ]


class EventReminder(models.Model):
    """One reminder to everybody booked: at a fixed time, or so many hours before the start. It is sent once."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reminders")
    moment = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Moment])
    hours = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    skipped_because = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager["EventReminder"]] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(moment=Moment.START.value, hours__isnull=False, at__isnull=True)
                | Q(moment=Moment.FIXED.value, hours__isnull=True, at__isnull=False),
                name="publishing_reminder_has_one_time",
            )
        ]
