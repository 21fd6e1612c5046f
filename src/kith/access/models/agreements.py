"""Information-sharing agreements: without one in force, nothing is loaded."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Agreement(models.Model):
    """One version of what an agency shares through one feed, why, on what basis, and until when."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="agreements")
    feed = models.CharField(max_length=40)
    purposes = ArrayField(models.CharField(max_length=30))
    fields = ArrayField(models.CharField(max_length=60), default=list)
    lawful_basis = models.CharField(max_length=200)
    retention_class = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        ordering = ("agency", "feed", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")), name="agreement_ends_after_it_begins"
            ),
        ]
