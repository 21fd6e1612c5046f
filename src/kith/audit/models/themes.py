"""The audit itself: its theme, how its cases were chosen, who was asked, and who moderated. No row names a child."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.audit.vocabulary import ChosenBy, CohortRule, ThemeState


class AuditTheme(models.Model):
    """One themed audit: what it asks, of which period, with which thresholds it counts, which audit it repeats."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    question = models.TextField()
    lines = ArrayField(models.TextField(), default=list)
    begins_on = models.DateField()
    ends_on = models.DateField()
    standards = models.TextField(blank=True)
    thresholds = models.CharField(max_length=20)
    reads_until = models.DateField()
    subgroup = models.ForeignKey("partnership.Group", models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    state = models.CharField(max_length=12, default="planning", choices=[(one.value, one.value) for one in ThemeState])
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="audit_theme_period"),
            models.CheckConstraint(
                condition=Q(state="closed") ^ Q(closed_at__isnull=True), name="audit_theme_closed_on_a_day"
            ),
        ]


class Cohort(models.Model):
    """How some cases of an audit were chosen, and why so; a random one can be drawn again from its seed."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(AuditTheme, models.CASCADE, related_name="cohorts")
    rule = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CohortRule])
    kinds = ArrayField(models.CharField(max_length=60))
    roles = ArrayField(models.CharField(max_length=20))
    least = models.PositiveSmallIntegerField(default=1)
    begins_on = models.DateField()
    ends_on = models.DateField()
    chosen_by = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ChosenBy])
    because = models.TextField()
    wanted = models.PositiveSmallIntegerField(null=True)
    seed = models.CharField(max_length=40, blank=True)
    found = models.PositiveIntegerField(null=True)
    size = models.PositiveSmallIntegerField(null=True)
    fixed_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    fixed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="audit_cohort_says_why"),
            models.CheckConstraint(
                condition=~Q(chosen_by="random") | (~Q(seed="") & Q(wanted__isnull=False)), name="audit_cohort_seed"
            ),
        ]


class AskedAgency(models.Model):
    """One agency that was asked for its tool on every case, and who audits there."""

    theme = models.ForeignKey(AuditTheme, models.CASCADE, related_name="asked")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    auditor = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("agency__name", "id")
        constraints = [models.UniqueConstraint(fields=["theme", "agency"], name="audit_agency_asked_once")]


class Moderation(models.Model):
    """One meeting in which agencies looked at each other's grades: when, and who moderated."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(AuditTheme, models.CASCADE, related_name="moderations")
    held_on = models.DateField()
    moderated_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agencies: Any = models.ManyToManyField("access.Agency", through="ModerationSeat", related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("held_on", "id")


class ModerationSeat(models.Model):
    """That one agency took part in a meeting of moderation."""

    moderation = models.ForeignKey(Moderation, models.CASCADE, related_name="seats")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moderation", "agency"], name="audit_seat_once")]
