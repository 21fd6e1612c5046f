"""Section 11: rounds, what agencies say of themselves by standard, the challenge beside it. No row names a child."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from kith.audit.vocabulary import Met, ThemeState, ToolState

_GRADES = [(one.value, one.value) for one in Met]


class Section11Round(models.Model):
    """One round of section 11: by which standards, until when, and which round it is compared with."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    standards = models.CharField(max_length=20)
    due_on = models.DateField()
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    state = models.CharField(max_length=12, default="auditing", choices=[(one.value, one.value) for one in ThemeState])
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed") ^ Q(closed_at__isnull=True), name="audit_round_closed_on_a_day"
            )
        ]


class Section11Return(models.Model):
    """One agency that was asked in a round, who answers there, and whether it has returned."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Section11Round, models.CASCADE, related_name="returns")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    contact = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="draft", choices=[(one.value, one.value) for one in ToolState])
    returned_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("agency__name", "id")
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="audit_round_agency_once"),
            models.CheckConstraint(
                condition=Q(state="returned") ^ Q(returned_by__isnull=True), name="audit_round_returned_by_somebody"
            ),
        ]


class Section11Answer(models.Model):
    """What an agency says of one standard: its grade, the evidence, what is to be done and by when."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    given = models.ForeignKey(Section11Return, models.CASCADE, related_name="answers")
    standard = models.CharField(max_length=20)
    grade = models.CharField(max_length=14, blank=True, choices=_GRADES)
    evidence = models.TextField(blank=True)
    to_do = models.TextField(blank=True)
    do_by = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["given", "standard"], name="audit_standard_once"),
            models.CheckConstraint(condition=Q(grade="") | ~Q(evidence=""), name="audit_standard_has_evidence"),
        ]


class ChallengeMeeting(models.Model):
    """A meeting in which agencies challenge what each says of itself: when, and who led it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Section11Round, models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    led_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agencies: Any = models.ManyToManyField("access.Agency", through="ChallengeSeat", related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("held_on", "id")


class ChallengeSeat(models.Model):
    """That one agency took part in a challenge meeting."""

    meeting = models.ForeignKey(ChallengeMeeting, models.CASCADE, related_name="seats")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "agency"], name="audit_challenge_seat_once")]


class ChallengedGrade(models.Model):
    """What a challenge meeting made of an agency's own grade, and why; the agency's grade stays beside it."""

    answer = models.OneToOneField(Section11Answer, models.CASCADE, primary_key=True, related_name="challenged")
    meeting = models.ForeignKey(ChallengeMeeting, models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=14, choices=_GRADES)
    because = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="audit_challenge_has_its_reason")]
