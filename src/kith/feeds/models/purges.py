"""Who was removed from the record, told apart from everybody else without saying who it was."""

from django.db import models


class PurgedPerson(models.Model):
    """One of an agency's people who was purged: a keyed hash of their number there, and the day it was done."""

    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=64)
    purged_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "mark"], name="purgedperson_once")]
