"""Who comes to an event, who waits for a place, and who wants to be told its date."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kith.publishing.models.events.dates import Event
from kith.publishing.vocabulary.events import OPEN_STATES, BookingState, SignedInBy


class Booking(models.Model):
    """One person's booking of one event, from asking to signing in; its personal words are erased after a time."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    link = models.PositiveIntegerField(default=1)  # counts up when the place is given away: the old link then dies
    event = models.ForeignKey(Event, models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in BookingState])
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    agency = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    access_needs = models.TextField(blank=True)
    manager = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=8)
    priority = models.IntegerField(default=0)
    asked_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    agreed_sequence = models.PositiveIntegerField(default=0)
    is_walk_in = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True)
    came_by = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SignedInBy], blank=True)
    evaluation_asked_at = models.DateTimeField(null=True)
    six_weeks_asked_at = models.DateTimeField(null=True)
    has_evaluated = models.BooleanField(default=False)
    has_answered = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Booking"]] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(state__in=[state.value for state in OPEN_STATES]) & ~Q(email=""),
                name="publishing_booking_one_a_person",
            ),
            models.UniqueConstraint(fields=["event", "code"], name="publishing_booking_code_once_an_event"),
        ]


class Interest(models.Model):
    """Somebody who wants to be told when the date of an event is confirmed."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="interests")
    email = models.EmailField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Interest"]] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("event", Lower("email"), name="publishing_interest_once_a_person")
        ]
