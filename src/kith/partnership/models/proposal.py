"""What is proposed for the public site: the ledger of what went there, or waits; no child stands in it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kith.partnership.vocabulary.telling import ITEMS, ProposalState
from kith.publishing.vocabulary import Verb


class Proposal(models.Model):
    """One text for the public site, whole, or the withdrawal of one; what it says is never changed.

    `message` is its number in the site's inbox, so that handing it over twice is handing it over once. Where nobody
    has proposed it, it was drawn up by itself because something had changed. What was decided goes to the site in the
    order of `turn`.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    message = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ITEMS])
    verb = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Verb])
    text = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ProposalState])
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved_as = models.TextField(blank=True)
    because = models.TextField(blank=True)
    turn = models.PositiveIntegerField(null=True, unique=True)
    handed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "handed"])
                | Q(verb="withdraw", decided_by__isnull=False)
                | (
                    Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(proposed_by=models.F("decided_by"))
                    & ~Q(approved_as="")
                ),
                name="partnership_proposal_by_two",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=["drawn", "proposed"]), name="partnership_proposal_one_waits"
            ),
        ]
