"""How staff stand to people: relationships, blocks, shields and broken glass."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from kith.access.vocabulary import BlockKind, RelationshipSource, ShieldKind


class Relationship(models.Model):
    """A reason why one member of staff, or one team, may see one person for a while."""

    staff = models.ForeignKey("access.Staff", models.CASCADE, null=True, related_name="relationships")
    team = models.ForeignKey("access.Team", models.CASCADE, null=True, related_name="relationships")
    person_id = models.BigIntegerField()
    source = models.CharField(max_length=20, choices=[(s.value, s.value) for s in RelationshipSource])
    source_ref = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "staff"]),
            models.Index(fields=["staff", "ends_at"]),
            models.Index(fields=["team", "ends_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, team__isnull=True) | Q(staff__isnull=True, team__isnull=False),
                name="relationship_of_staff_or_team",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")) & Q(ends_at__lte=F("begins_at") + timedelta(days=180)),
                name="relationship_is_never_open_ended",
            ),
        ]


class RelationshipRequest(models.Model):
    """A request to see one person, with its reason, waiting for a manager."""

    staff = models.ForeignKey("access.Staff", models.CASCADE, related_name="relationship_requests")
    person_id = models.BigIntegerField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("staff")), name="request_decided_by_another"
            )
        ]


class Block(models.Model):
    """A member of staff who must never see one person: own family, or a declared conflict."""

    staff = models.ForeignKey("access.Staff", models.CASCADE, related_name="blocks")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in BlockKind], db_default="conflict")
    reason = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["person_id", "staff"])]


class Shield(models.Model):
    """A protection of one person: their row hides them from search and from strangers."""

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ShieldKind])
    reason = models.TextField(blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    review_on = models.DateField(null=True)
    lift_asked_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    lift_asked_at = models.DateTimeField(null=True)
    lift_because = models.TextField(blank=True, db_default="")
    lifted_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True)
                | (Q(lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))),
                name="shield_lifted_by_a_second_person",
            )
        ]


class BreakGlass(models.Model):
    """One emergency look at one person, for at most an hour, that a reviewer of another team must judge."""

    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="broken_glass")
    person_id = models.BigIntegerField()
    category = models.CharField(max_length=30)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewer = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "staff"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")) & Q(ends_at__lte=F("opened_at") + timedelta(minutes=60)),
                name="glass_is_broken_for_an_hour_at_most",
            ),
            models.CheckConstraint(condition=~Q(reviewer=F("staff")), name="glass_reviewed_by_another"),
        ]
