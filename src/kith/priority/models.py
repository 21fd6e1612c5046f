"""What is kept of the list: the policies, every making of it, who stood where, and what people say is wrong."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Policy(models.Model):
    """One policy as it stood when a list was made by it, word for word."""

    digest = models.CharField(max_length=64, primary_key=True)
    version = models.CharField(max_length=20)
    effective_on = models.DateField()
    text = models.TextField()


class Run(models.Model):
    """One making of the list; it is published by setting `finished_at`, in the transaction that stores it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    policy_version = models.CharField(max_length=20)
    policy_digest = models.CharField(max_length=64)
    as_of = models.DateField()
    known_until = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    listed = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    refused = ArrayField(models.CharField(max_length=4), default=list)

    class Meta:
        indexes = [models.Index(fields=["as_of", "finished_at"], name="priority_run_by_day")]


class Standing(models.Model):
    """How one child stood on one list; `points`, `low`, `high` and `rise` are thousandths of a point."""

    run = models.ForeignKey("priority.Run", models.CASCADE, related_name="standings")
    person_id = models.BigIntegerField(db_index=True)
    lane = models.CharField(max_length=12, null=True)
    place = models.PositiveIntegerField(null=True)
    points = models.IntegerField()
    low = models.IntegerField()
    high = models.IntegerField()
    breadth = models.SmallIntegerField()
    rise = models.IntegerField()
    grip = models.CharField(max_length=8)
    card = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person_id"], name="priority_standing_once")]
        indexes = [
            models.Index(
                fields=["run", "lane"], name="priority_standing_listed", condition=models.Q(lane__isnull=False)
            )
        ]


class Contribution(models.Model):
    """What one indicator gave one child on one list, and the entries behind it."""

    run = models.ForeignKey("priority.Run", models.CASCADE, related_name="contributions")
    person_id = models.BigIntegerField(db_index=True)
    indicator = models.CharField(max_length=4)
    theme = models.CharField(max_length=12)
    sector = models.CharField(max_length=16)
    milli_points = models.IntegerField()
    entry_ids = ArrayField(models.BigIntegerField(), default=list)
    data_class = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "person_id", "indicator"], name="priority_contribution_once")
        ]


class Correction(models.Model):
    """What somebody says is wrong on a card, and how it was answered: put right, not wrong, or passed on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    person_id = models.BigIntegerField(db_index=True)
    run = models.ForeignKey("priority.Run", models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=20)
    indicator = models.CharField(max_length=4, blank=True)
    says = models.TextField()
    asked_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="asked")
    because = models.TextField(blank=True, default="", db_default="")
    answered_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    passed_to = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
