"""What an audit found, what it recommends, and what is done; numbers and sentences without anybody in them."""

import uuid

from django.db import models
from django.db.models import F, Q

from kith.audit.vocabulary import AuditActionState, Question, Tally


class Finding(models.Model):
    """One question that was answered for the cohort, by the record or by people: so many of so many, and in words."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey("audit.AuditTheme", models.CASCADE, related_name="findings")
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in Question])
    own = models.ForeignKey("audit.OwnQuestion", models.PROTECT, null=True, related_name="findings")
    part = models.PositiveIntegerField()
    whole = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField(default=0)
    in_part = models.PositiveIntegerField(default=0)
    says = models.TextField()
    comment = models.TextField(blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "question"], condition=~Q(question=""), name="audit_question_once"
            ),
            models.UniqueConstraint(fields=["theme", "own"], name="audit_own_question_once"),
            models.CheckConstraint(
                condition=Q(question="") ^ Q(own__isnull=True), name="audit_finding_of_one_question"
            ),
            models.CheckConstraint(condition=Q(part__lte=F("whole") - F("in_part")), name="audit_part_of_the_whole"),
        ]

    @property
    def asked(self) -> Question | int:
        """Return which question it answers: one that the record answers, or the number of an audit's own."""
        return self.own.number if self.own else Question(self.question)

    @property
    def tally(self) -> Tally:
        """Return what was counted."""
        return Tally(part=self.part, whole=self.whole, unknown=self.unknown, in_part=self.in_part)


class Recommendation(models.Model):
    """What should be different because of one finding, of what a statutory review taught, or of a standard not met."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, related_name="recommendations")
    learning = models.ForeignKey("audit.LearningPoint", models.CASCADE, null=True, related_name="recommendations")
    answer = models.ForeignKey("audit.Section11Answer", models.CASCADE, null=True, related_name="recommendations")
    says = models.TextField()
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=False, learning__isnull=True, answer__isnull=True)
                | Q(finding__isnull=True, learning__isnull=False, answer__isnull=True)
                | Q(finding__isnull=True, learning__isnull=True, answer__isnull=False),
                name="audit_recommended_for_one_reason",
            )
        ]


class AuditAction(models.Model):
    """What somebody does about a recommendation, and what shows the subgroup that it was done."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, default="agreed", choices=[(one.value, one.value) for one in AuditActionState]
    )
    evidence = models.TextField(blank=True)
    sent_back_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    accepted_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(condition=Q(state="agreed") | ~Q(evidence=""), name="audit_action_has_evidence"),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("owner")),
                name="audit_action_accepted_by_another",
            ),
        ]
