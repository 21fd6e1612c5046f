"""Files as they came in: one row per file, per kept row, per held row."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class SourceFile(models.Model):
    """One agency's file, loaded once: the receipt that accounts for every row of it."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    feed = models.CharField(max_length=40)
    spec = models.CharField(max_length=80)
    size = models.BigIntegerField()
    encoding = models.CharField(max_length=20, default="utf-8")
    # Of a whole return: which period and which part of the agency it is about; empty where it does not say.
    period = models.CharField(max_length=20, default="")
    part = models.CharField(max_length=60, default="")
    agreement = models.ForeignKey("access.Agreement", models.PROTECT, related_name="+", db_index=False)
    lawful_basis = models.CharField(max_length=200)
    retention_class = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    loaded_at = models.DateTimeField()
    rows_in = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    ended = models.BigIntegerField(default=0)  # rows of earlier files that this one corrects, or no longer holds
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    notes = models.JSONField(default=dict)
    parts_stale_at = models.DateTimeField(null=True)  # since when its parts of the workbench wait to be written

    class Meta:
        indexes = [models.Index(fields=["feed", "-received_at"], name="sourcefile_feed_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rows_in=models.F("kept") + models.F("held") + models.F("duplicate")),
                name="sourcefile_every_row_accounted",
            )
        ]


class KeptRow(models.Model):
    """The fingerprint of one kept row: how a row that comes again is known as a duplicate."""

    pk = models.CompositePrimaryKey("agency_id", "fingerprint")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    fingerprint = models.UUIDField()
    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    line = models.BigIntegerField()

    class Meta:
        indexes = [BrinIndex(fields=["file"], name="keptrow_file")]


class HeldRow(models.Model):
    """One row that could not be kept: where it stands, which rule it breaks, what to do about it."""

    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="held_rows")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False)
    line = models.BigIntegerField()
    column = models.TextField()
    value = models.TextField()
    rule = models.TextField()
    advice = models.TextField()
    raw = models.TextField()
    # open, mended (a later row says it rightly) or replaced (a later return stands for it)
    state = models.CharField(max_length=20, default="open")
    mended_by = models.ForeignKey(SourceFile, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("file", "line")


class Reference(models.Model):
    """What one table of an agency says about a number that its other tables use, such as whose assessment it is."""

    pk = models.CompositePrimaryKey("agency_id", "kind", "ref")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    ref = models.TextField()
    holds = models.JSONField()
    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="+", db_index=False)
