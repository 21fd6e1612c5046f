"""Paths with milestones: before a birth and to adult services; every change of one stays."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kith.support.vocabulary import AdultAnswer, MilestoneState, PathKind, PregnancyState


class Path(models.Model):
    """One way that a child goes with milestones, by one version of the book, led by one person."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PathKind])
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    book_version = models.CharField(max_length=20)
    begun_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=models.Q(ended_at__isnull=True), name="support_path_one_open"
            )
        ]


class Milestone(models.Model):
    """One milestone of one path: by when, at the latest when, who sees to it, and what shows that it is reached."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    path = models.ForeignKey(Path, models.CASCADE, related_name="milestones")
    person_id = models.BigIntegerField(db_index=True)
    key = models.CharField(max_length=30)
    due_on = models.DateField()
    latest_on = models.DateField()
    is_compressed = models.BooleanField(default=False)
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="open", choices=[(one.value, one.value) for one in MilestoneState])
    reached_on = models.DateField(null=True)
    says = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["path", "key"], name="support_milestone_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(says=""), name="support_milestone_says_why"
            ),
        ]


class PathChange(models.Model):
    """One thing that happened on a path, with what was before and after; it stays."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="changes")
    person_id = models.BigIntegerField(db_index=True)
    act = models.CharField(max_length=30)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    says = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Pregnancy(models.Model):
    """A child who is expected, as the same person who will be born; the mother is another person."""

    path = models.OneToOneField(Path, models.CASCADE, primary_key=True, related_name="pregnancy")
    person_id = models.BigIntegerField(db_index=True)
    mother_id = models.BigIntegerField(null=True)
    expected_on = models.DateField()
    booked_on = models.DateField()
    is_late = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PregnancyState])
    ended_on = models.DateField(null=True)


class BirthPlan(models.Model):
    """One version of what everybody must know when a child comes, also one that came too late."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="birth_plans")
    person_id = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField()
    says = models.JSONField()
    taken = models.BooleanField()
    settled_at = models.DateTimeField(null=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["path", "version"], condition=models.Q(taken=True), name="support_birth_plan_in_order"
            )
        ]


class Transition(models.Model):
    """The way of a young person to adult services: which service, and what it says to taking them on."""

    path = models.OneToOneField(Path, models.CASCADE, primary_key=True, related_name="transition")
    person_id = models.BigIntegerField(db_index=True)
    service = models.CharField(max_length=120)
    answer = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AdultAnswer])
    because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="refused") | ~models.Q(because=""), name="support_refusal_says_why"
            )
        ]
