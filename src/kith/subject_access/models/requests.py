"""The register of requests for somebody's own record: the register names nobody, whom each is about lies apart."""

import uuid

from django.db import models
from django.db.models import F, Q

from kith.subject_access.vocabulary import (
    AskedBy,
    ExtendedBecause,
    IdentityCheck,
    RefusedBecause,
    RequestAct,
    RequestState,
)


class SubjectRequest(models.Model):
    """One request for somebody's own record: when it came, by when it is answered, how far it is."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    asked_by = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AskedBy])
    received_on = models.DateField()
    due_on = models.DateField()
    extended_because = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.value) for one in ExtendedBecause]
    )
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in RequestState])
    refused_because = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in RefusedBecause]
    )
    job = models.CharField(max_length=12, blank=True)
    job_says = models.TextField(blank=True)
    lead = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    second = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("lead")), name="subject_request_second_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_because=""), name="subject_request_refused_with_reason"
            ),
        ]


class RequestStep(models.Model):
    """One act in the course of a request; who and when, never a word about whom it is about."""

    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    act = models.CharField(max_length=16, choices=[(one.value, one.value) for one in RequestAct])
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["request", "place"], name="subject_request_step_once")]


class RequestSubject(models.Model):
    """Whom a request is about, who asks, and how it was made sure that they may."""

    request = models.OneToOneField(SubjectRequest, models.CASCADE, primary_key=True, related_name="subject")
    person_id = models.BigIntegerField(db_index=True)
    asker_name = models.CharField(max_length=200)
    authority = models.TextField(blank=True)
    identity = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in IdentityCheck])
    identity_says = models.TextField(blank=True)
    identity_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    identity_at = models.DateTimeField(null=True)
