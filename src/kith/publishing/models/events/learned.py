"""What people said of an event, and certificates. No row here says who, and none tells the order of answering."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kith.publishing.models.events.dates import Event
from kith.publishing.vocabulary.events import CONFIDENCE, Changed

_SCALE = [(step, str(step)) for step in CONFIDENCE]


class Evaluation(models.Model):
    """What one person who came thought of an event; who it was is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="evaluations")
    before = models.PositiveSmallIntegerField(choices=_SCALE)
    after = models.PositiveSmallIntegerField(choices=_SCALE)
    will_change = models.TextField(blank=True)
    useful = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Evaluation"]] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(before__in=CONFIDENCE, after__in=CONFIDENCE), name="publishing_evaluation_on_the_scale"
            )
        ]


class SixWeekAnswer(models.Model):
    """What one person who came did differently six weeks later; who it was is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="answers")
    changed = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Changed])
    what = models.TextField(blank=True)

    objects: ClassVar[models.Manager["SixWeekAnswer"]] = models.Manager()


class Certificate(models.Model):
    """That a certificate was issued: its code, event and day. It never held a name, so it can stay."""

    code = models.CharField(max_length=12, unique=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="certificates")
    booking = models.OneToOneField("publishing.Booking", models.SET_NULL, null=True, related_name="certificate")
    issued_on = models.DateField()

    objects: ClassVar[models.Manager["Certificate"]] = models.Manager()


class LoopCount(models.Model):
    """What came of the events that answer one thing that casework handed over; casework's worker reads these rows.

    A number that is too small to be shown, or from which such a one could be worked out, is null: it stands nowhere.
    """

    item = models.UUIDField(primary_key=True)
    series = models.JSONField(default=list)
    booked = models.PositiveIntegerField(null=True)
    came = models.PositiveIntegerField(null=True)
    evaluated = models.PositiveIntegerField(null=True)
    more_confident = models.PositiveIntegerField(null=True)
    answered_later = models.PositiveIntegerField(null=True)
    changed = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    objects: ClassVar[models.Manager["LoopCount"]] = models.Manager()
