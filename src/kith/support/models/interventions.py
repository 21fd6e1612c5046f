"""What is done for a child by a service: what was agreed, how much of it took place, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from kith.support.vocabulary.interventions import AgreedIn, InterventionOutcome, InterventionState

_ENDED = ["completed", "stopped_early", "declined"]


class Intervention(models.Model):
    """One service agreed for one child's need; its words stand apart."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    need = models.CharField(max_length=40)
    service = models.ForeignKey("partnership.Service", models.PROTECT, related_name="+")
    provider = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    funding = models.CharField(max_length=40)
    book = models.CharField(max_length=20)
    cost_pence = models.PositiveBigIntegerField()
    agreed_in = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AgreedIn])
    source_ref = models.CharField(max_length=80, blank=True)
    planned_sessions = models.PositiveIntegerField()
    sessions_offered = models.PositiveIntegerField(default=0)
    sessions_attended = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=14, choices=[(one.value, one.value) for one in InterventionState])
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(
        max_length=14, blank=True, choices=[(one.value, one.value) for one in InterventionOutcome]
    )
    outcome_on = models.DateField(null=True)
    worker = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-agreed_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions_attended__lte=F("sessions_offered")), name="support_attended_were_offered"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_on__isnull=False)
                | (~Q(state__in=_ENDED) & Q(ended_on__isnull=True, outcome="")),
                name="support_outcome_after_the_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["started", "completed"]) | Q(started_on__isnull=False),
                name="support_started_on_a_day",
            ),
        ]


class InterventionText(models.Model):
    """The words of an intervention: its goal, why it ended, what came of it, what the child says."""

    intervention = models.OneToOneField(Intervention, models.CASCADE, primary_key=True, related_name="text")
    person_id = models.BigIntegerField(db_index=True)
    goal = models.TextField()
    ended_because = models.TextField(blank=True)
    outcome_words = models.TextField(blank=True)
    childs_view = models.TextField(blank=True)


class InterventionChange(models.Model):
    """One change of an intervention, before and after; the changes in order give the intervention as it is."""

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="changes")
    person_id = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = [
            models.UniqueConstraint(fields=["intervention", "version"], name="support_intervention_change_once")
        ]
