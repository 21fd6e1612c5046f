"""What the panel decides, what is to be done, how a case is let go, and how agencies disagree."""

import uuid

from django.db import models

from kith.panel.vocabulary import ActionState, Level, Outcome


class Decision(models.Model):
    """What was decided about one child in one meeting, and why."""

    item = models.OneToOneField("panel.Item", models.CASCADE, primary_key=True, related_name="decision")
    person_id = models.BigIntegerField(db_index=True)
    level_before = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    level_after = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    rationale = models.TextField()
    lead = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    dissent = models.TextField(blank=True)
    dissenting_agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    review_on = models.DateField()
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dissent="") | models.Q(dissenting_agency__isnull=False),
                name="panel_dissent_has_its_agency",
            )
        ]


class DecisionReading(models.Model):
    """One member of staff who should read one decision, and when they did; its address says nothing of a child."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey("panel.Item", models.CASCADE, related_name="readings")
    staff = models.ForeignKey("access.Staff", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "staff"], name="panel_reading_once")]
        indexes = [
            models.Index(fields=["staff"], condition=models.Q(read_at__isnull=True), name="panel_reading_unread")
        ]


class PanelAction(models.Model):
    """Something that somebody does for a child, agreed by the panel."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("panel.Case", models.CASCADE, related_name="actions")
    item = models.ForeignKey("panel.Item", models.SET_NULL, null=True, related_name="actions")
    person_id = models.BigIntegerField(db_index=True)
    need = models.CharField(max_length=200)
    what = models.TextField()
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    evidence_wanted = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=12, default="not_started", choices=[(one.value, one.value) for one in ActionState]
    )
    evidence = models.TextField(blank=True)
    not_possible_because = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(evidence=""), name="panel_action_done_has_evidence"
            ),
            models.CheckConstraint(
                condition=models.Q(state="not_possible") ^ models.Q(not_possible_because=""),
                name="panel_action_says_why_not_possible",
            ),
        ]


class ActionChange(models.Model):
    """One change of an action; the changes in order give the action as it is."""

    action = models.ForeignKey(PanelAction, models.CASCADE, related_name="changes")
    person_id = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    says = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "version"], name="panel_change_in_order")]


class Closure(models.Model):
    """Why the panel let go of a child: an answer to each test."""

    case = models.ForeignKey("panel.Case", models.CASCADE, related_name="closures")
    person_id = models.BigIntegerField(db_index=True)
    answers = models.JSONField()
    open_actions_because = models.TextField(blank=True)
    step_down = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
