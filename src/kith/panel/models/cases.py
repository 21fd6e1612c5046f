"""Cases before the panel, every step of each, and how grave the risk was found."""

import uuid

from django.db import models

from kith.panel.vocabulary import Level, SetAside, StepKind


class Case(models.Model):
    """One person before the panel; its status is worked out from its steps, and kept here only to be found by."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    status = models.CharField(max_length=20)
    steps = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Level])
    review_on = models.DateField(null=True)
    lead = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id"], name="panel_case_one_a_person")]
        indexes = [models.Index(fields=["status", "review_on"], name="panel_case_by_status")]


class CaseStep(models.Model):
    """One thing that happened to a case: who did it, for which agency, why. It stays."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="history")
    person_id = models.BigIntegerField(db_index=True)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in StepKind])
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in SetAside])
    says = models.TextField(blank=True)
    until = models.DateField(null=True)
    referral_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="panel_step_in_order")]


class Rating(models.Model):
    """How grave the risk to a child was found on a day: computed from the domains, and set by a professional."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="ratings")
    person_id = models.BigIntegerField(db_index=True)
    computed = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    level = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    because = models.TextField(blank=True)
    analysis = models.TextField()
    book_version = models.CharField(max_length=20)
    rated_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=models.F("computed")) | ~models.Q(because=""),
                name="panel_rating_override_has_reason",
            )
        ]


class RatedDomain(models.Model):
    """One domain of a rating: colour, evidence, what protects."""

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="domains")
    person_id = models.BigIntegerField(db_index=True)
    domain = models.CharField(max_length=30)
    colour = models.CharField(max_length=6)
    evidence = models.TextField()
    protects = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "domain"], name="panel_domain_once")]
