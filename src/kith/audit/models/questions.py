"""What an audit asks besides what the record answers by itself, and what is answered for each case."""

import uuid

from django.db import models
from django.db.models import Q

from kith.audit.vocabulary import CaseSays, PutTo


class OwnQuestion(models.Model):
    """A question that an audit asks of each case; asked again in a later audit it keeps the number of the first."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey("audit.AuditTheme", models.CASCADE, related_name="own_questions")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")
    asks = models.TextField()
    says = models.TextField()
    put_to = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PutTo])
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["theme", "repeats"], name="audit_question_repeated_once"),
            models.CheckConstraint(
                condition=Q(put_to="agency") ^ Q(agency__isnull=True), name="audit_question_put_to_somebody"
            ),
        ]

    @property
    def number(self) -> int:
        """Return the question's own number, the same in every audit that asks it."""
        return self.repeats_id or self.pk


class CaseAnswer(models.Model):
    """What one agency's tool, or whoever leads where there is no tool, answers for one case, and on what it rests."""

    question = models.ForeignKey(OwnQuestion, models.PROTECT, related_name="answers")
    case = models.ForeignKey("audit.AuditCase", models.CASCADE, related_name="answers")
    tool = models.ForeignKey("audit.AgencyTool", models.CASCADE, null=True, related_name="answers")
    person_id = models.BigIntegerField(db_index=True)
    says = models.CharField(max_length=10, choices=[(one.value, one.value) for one in CaseSays])
    because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("question_id", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "case", "tool"], nulls_distinct=False, name="audit_question_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(says="not_seen") | ~Q(because=""), name="audit_answer_says_on_what_it_rests"
            ),
        ]
