"""What is typed by hand, on its way to becoming a record like any other."""

from django.db import models


class HandRecord(models.Model):
    """What somebody typed about one new person: written by a page that cannot read it, emptied once it is taken in."""

    public_id = models.UUIDField(primary_key=True)
    typed = models.JSONField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, taken, placed; or held
