"""One plan of a child: its goals and steps, the plans it refers to, what the family says, and every change of it."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kith.support.vocabulary import (
    FamilyAgrees,
    FamilyMember,
    OtherPlan,
    PlanOutcome,
    PlanPart,
    PlanState,
    StepActor,
    StepState,
)


class Plan(models.Model):
    """The one plan of a child; `edition` counts every change of any part, `version` those of its own fields."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    child_goal = models.TextField()
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    review_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PlanState])
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in PlanOutcome])
    outcome_says = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], condition=models.Q(closed_at__isnull=True), name="support_plan_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | ~models.Q(outcome=""), name="support_plan_closed_says_how"
            ),
        ]


class PlanReference(models.Model):
    """A plan of another agency that this one refers to; nothing of it is copied."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="references")
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in OtherPlan])
    reference = models.CharField(max_length=60)
    held_by = models.CharField(max_length=120)
    since = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("since", "id")


class Goal(models.Model):
    """One goal of a plan, in words that its child understands."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    person_id = models.BigIntegerField(db_index=True)
    words = models.TextField()
    whose = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in FamilyMember])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)


class PlanStep(models.Model):
    """One step towards a goal: who does it, who here sees that it happens, by when, and how it stands."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    person_id = models.BigIntegerField(db_index=True)
    what = models.TextField()
    actor = models.CharField(max_length=10, choices=[(one.value, one.value) for one in StepActor])
    actor_says = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in StepState])
    evidence = models.TextField(blank=True)
    because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(evidence=""), name="support_step_done_has_evidence"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["cannot_yet", "dropped"]) | ~models.Q(because=""),
                name="support_step_says_why_not",
            ),
        ]


class FamilyAnswer(models.Model):
    """What the child or a parent said to one edition of a plan; an answer is never replaced, a later one follows it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="answers")
    person_id = models.BigIntegerField(db_index=True)
    who = models.CharField(max_length=10, choices=[(one.value, one.value) for one in FamilyMember])
    agrees = models.CharField(max_length=10, choices=[(one.value, one.value) for one in FamilyAgrees])
    role = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    on = models.DateField()
    edition = models.PositiveIntegerField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")


class PlanReview(models.Model):
    """One review of a plan: what it found, whose voice it heard, when the next one is."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    person_id = models.BigIntegerField(db_index=True)
    held_on = models.DateField()
    says = models.TextField()
    voice = models.ForeignKey("support.VoiceEntry", models.PROTECT, related_name="+")
    next_on = models.DateField()
    edition = models.PositiveIntegerField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("held_on", "id")


class PlanChange(models.Model):
    """One change of one part of a plan, also one that came too late; those that were taken replay to the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    person_id = models.BigIntegerField(db_index=True)
    part = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PlanPart])
    part_ref = models.UUIDField()
    version = models.PositiveIntegerField()
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    taken = models.BooleanField()
    settled_at = models.DateTimeField(null=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["part_ref", "version"], condition=models.Q(taken=True), name="support_change_in_order"
            )
        ]
