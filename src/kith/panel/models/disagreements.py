"""How agencies disagree about a child: the stage it has reached, what each said, and what all may learn of it."""

import uuid

from django.db import models

from kith.panel.vocabulary import DisagreementAct, DisagreementOutcome, DisagreementStatus, DisagreementTopic

_ENDED = ("resolved", "withdrawn")


class Disagreement(models.Model):
    """A professional disagreement of two agencies about one child; every word of it stands in its steps."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    topic = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementTopic])
    status = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementStatus])
    raised_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    raised_agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    other_agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    item = models.ForeignKey("panel.Item", models.SET_NULL, null=True, related_name="disagreements")
    raised_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    proposed_agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    last_stage = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementStatus])
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in DisagreementOutcome]
    )
    ended_at = models.DateTimeField(null=True)
    learned = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(ended_at__isnull=True), name="panel_disagreement_by_clock"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(raised_agency=models.F("other_agency")), name="panel_disagreement_has_two_sides"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=_ENDED, ended_at__isnull=False, due_on__isnull=True)
                | (~models.Q(status__in=_ENDED) & models.Q(ended_at__isnull=True, due_on__isnull=False)),
                name="panel_disagreement_ended_or_has_a_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(status="resolved") ^ models.Q(outcome=""), name="panel_disagreement_says_its_outcome"
            ),
        ]


class DisagreementStep(models.Model):
    """One thing that happened to a disagreement, and what kept the child safe meanwhile. It stays."""

    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="history")
    person_id = models.BigIntegerField(db_index=True)
    place = models.PositiveIntegerField()
    act = models.CharField(max_length=12, choices=[(one.value, one.value) for one in DisagreementAct])
    status = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementStatus])
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    says = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    voice = models.TextField(blank=True)
    child_safe = models.TextField()
    carried = models.BooleanField(default=False)  # the clock took it on, so the statement before holds until renewed
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in DisagreementOutcome]
    )
    dissent = models.TextField(blank=True)
    dissenting_agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    book_version = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disagreement", "place"], name="panel_disagreement_step_in_order"),
            models.CheckConstraint(
                condition=models.Q(child_safe__regex=r"\S.{8,}\S"), name="panel_disagreement_keeps_the_child_safe"
            ),
            models.CheckConstraint(
                condition=models.Q(act="clock") | models.Q(by__isnull=False, carried=False),
                name="panel_disagreement_step_has_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(dissent="") ^ models.Q(dissenting_agency__isnull=False),
                name="panel_disagreement_dissent_has_its_agency",
            ),
        ]


class DisagreementLesson(models.Model):
    """What all agencies may learn of a disagreement; it names nobody and leads back to no child."""

    topic = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementTopic])
    stage = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementStatus])
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in DisagreementOutcome]
    )
    quarter = models.DateField()  # the first day of the quarter: a day could be looked up
    says = models.TextField()

    class Meta:
        ordering = ("-quarter", "topic", "id")


class DisagreementAnswerer(models.Model):
    """Who answers at a stage for one agency, or for the partnership where no agency is named."""

    stage = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisagreementStatus])
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "agency"],
                condition=models.Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="panel_answerer_once",
            )
        ]
