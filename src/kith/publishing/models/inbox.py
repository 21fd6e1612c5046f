"""The inbox: what casework handed over, which the site reads and nobody changes."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Handover(models.Model):
    """One message of casework: that something is approved for readers, replaced, or withdrawn."""

    message = models.UUIDField(unique=True)
    item = models.UUIDField(db_index=True)
    kind = models.TextField()
    verb = models.TextField()
    title = models.TextField(blank=True)
    text = models.JSONField(default=dict)
    approved_by = models.TextField(blank=True)
    handed_by = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["Handover"]] = models.Manager()
