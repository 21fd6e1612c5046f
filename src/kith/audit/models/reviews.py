"""Statutory reviews: the review of one child's case, the incident, the practice review, its agencies and its steps."""

import uuid

from django.db import models
from django.db.models import F, Q

from kith.audit.vocabulary import (
    IncidentKind,
    PanelAnswer,
    ReviewDecision,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
    Suspicion,
    ToolState,
)


class StatutoryReview(models.Model):
    """One review that the law asks for, about one child: who leads it, who decides, how it stands, by when it is due.

    `book` is the version of the clocks that it was opened under.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in StatutoryKind])
    state = models.CharField(max_length=14, choices=[(one.value, one.value) for one in ReviewState])
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followed_by")
    because = models.TextField(blank=True)
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    decides = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    book = models.CharField(max_length=20)
    begun_on = models.DateField()
    due_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(lead=F("decides")), name="audit_review_two_people"),
            models.CheckConstraint(
                condition=Q(state__in=("closed", "withdrawn")) ^ Q(closed_at__isnull=True),
                name="audit_review_closed_on_a_day",
            ),
        ]


class SeriousIncident(models.Model):
    """What a rapid review is about: what happened, when it was known and notified, what was decided and answered."""

    review = models.OneToOneField(StatutoryReview, models.CASCADE, primary_key=True, related_name="incident")
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=14, choices=[(one.value, one.value) for one in IncidentKind])
    suspicion = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Suspicion])
    happened_on = models.DateField()
    known_on = models.DateField()
    what = models.TextField()
    notify_by = models.DateField()
    notified_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    decision = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in ReviewDecision])
    rationale = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    answer = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in PanelAnswer])
    answered_on = models.DateField(null=True)
    answer_says = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(happened_on__lte=F("known_on")), name="audit_known_after_it_happened"),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(rationale=""), name="audit_review_decision_has_its_reason"
            ),
        ]


class PracticeReview(models.Model):
    """What a practice review needs: who reviews, its terms, the family and the child heard, and how it is published."""

    review = models.OneToOneField(StatutoryReview, models.CASCADE, primary_key=True, related_name="practice")
    person_id = models.BigIntegerField(db_index=True)
    reviewer = models.CharField(max_length=120, blank=True)
    terms = models.TextField(blank=True)
    publish_plan_on = models.DateField(null=True)
    family = models.TextField(blank=True)
    voice = models.TextField(blank=True)
    reported_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    published_item = models.UUIDField(null=True)
    withheld_because = models.TextField(blank=True)
    withheld_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    withheld_agreed_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld_agreed_by__isnull=True)
                | (~Q(withheld_because="") & Q(withheld_by__isnull=False) & ~Q(withheld_agreed_by=F("withheld_by"))),
                name="audit_withheld_by_two_people",
            )
        ]


class ReviewAgency(models.Model):
    """One agency that was asked what it knows for a review, and what it returned; a draft is its own."""

    review = models.ForeignKey(StatutoryReview, models.CASCADE, related_name="agencies")
    person_id = models.BigIntegerField(db_index=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    contact = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="draft", choices=[(one.value, one.value) for one in ToolState])
    facts = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("agency__name", "id")
        constraints = [
            models.UniqueConstraint(fields=["review", "agency"], name="audit_review_agency_once"),
            models.CheckConstraint(
                condition=Q(state="returned") ^ Q(returned_at__isnull=True), name="audit_review_returned_on_a_day"
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(facts=""), name="audit_review_facts_returned"),
        ]


class LearningPoint(models.Model):
    """What a statutory review taught; it names nobody, and nothing in it leads back to whose review it was."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in StatutoryKind])
    says = models.TextField()
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class ReviewStep(models.Model):
    """Something that happened to a review: what, on which day, in whose words. None is changed or taken away."""

    review = models.ForeignKey(StatutoryReview, models.CASCADE, related_name="steps")
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ReviewStepKind])
    on_day = models.DateField()
    says = models.TextField(blank=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    learning = models.ForeignKey(LearningPoint, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
