"""What the public site told of its events, by what they answer; no row is of anybody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LearnedFromEvents(models.Model):
    """What came of the events that answer one thing that casework handed over; a number too small to show is null."""

    item = models.UUIDField(primary_key=True)
    series = ArrayField(models.TextField(), default=list)
    booked = models.PositiveIntegerField(null=True)
    came = models.PositiveIntegerField(null=True)
    evaluated = models.PositiveIntegerField(null=True)
    more_confident = models.PositiveIntegerField(null=True)
    answered_later = models.PositiveIntegerField(null=True)
    changed = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
