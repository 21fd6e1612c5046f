"""Words about nobody: what was checked, who approved it, what went to the public site. No row says whose they were."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.learning.vocabulary.briefings import BriefingState, ReviewForm
from kith.publishing.vocabulary import Verb


class Briefing(models.Model):
    """Cases told so that they are nobody's: the words as they came out of the check, and how far they have come.

    `public_id` is its number on the public site. `words` are by the place of their part; `settled` says of which pieces
    of them it is settled that they tell nobody. `facts` are what the words still tell, each in a few words, and `k` is
    how many children of the county they fit. `round` counts the checks, so that an approval is of one check only.
    `gathers` is how many cases it tells. Where they are several, `cases` says of each who it is in the words, which
    facts of it they tell, and how many fit those; `k` is then the lowest. `hands` are all who had a hand in the draft,
    by their numbers: none of them approves it.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    form = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ReviewForm])
    state = models.CharField(
        max_length=12, default="drafting", choices=[(one.value, one.value) for one in BriefingState]
    )
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveIntegerField(default=0)
    theme = models.ForeignKey("audit.AuditTheme", models.PROTECT, null=True, related_name="+")
    called = models.TextField(blank=True)
    title = models.TextField(blank=True)
    words = models.JSONField(default=dict)
    settled = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    gathers = models.PositiveSmallIntegerField(default=1)
    cases = models.JSONField(default=list)
    k = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    writer = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    hands = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    sent_back_because = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Briefing"]] = models.Manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "approved", "handed"]) | (~Q(fingerprint="") & Q(k__isnull=False)),
                name="learning_briefing_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""), name="learning_briefing_withdrawn_because"
            ),
        ]


class BriefingApproval(models.Model):
    """That one colleague, who did not write it, approved exactly these words; with a reason where few children fit."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="approvals")
    round = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    approver = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    writer = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    role = models.TextField()
    because = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["BriefingApproval"]] = models.Manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["briefing", "round", "approver"], name="learning_approved_once"),
            models.CheckConstraint(condition=~Q(approver=F("writer")), name="learning_approved_by_another"),
        ]


class BriefingFinding(models.Model):
    """That a briefing answers one finding of an audit."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="findings")
    finding = models.ForeignKey("audit.Finding", models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["BriefingFinding"]] = models.Manager()

    class Meta:
        ordering = ("finding__place", "id")
        constraints = [models.UniqueConstraint(fields=["briefing", "finding"], name="learning_finding_once")]


class BriefingMessage(models.Model):
    """One message to the public site about a briefing, in the order of `turn`; what it says is never changed.

    `message` is its number in the site's inbox, so that handing it over twice is handing it over once. One that is
    `overtaken` is not handed over any more. It holds the words, facts and numbers of the check whose `round` it names,
    so that every version that went out can be read beside who approved it; a withdrawal holds none. Once `tried` it may
    have come to the site although nothing here says so.
    """

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="messages")
    message = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Verb])
    fingerprint = models.CharField(max_length=64, blank=True)
    round = models.PositiveIntegerField(default=0)
    title = models.TextField(blank=True)
    words = models.JSONField(default=dict)
    settled = models.JSONField(default=dict)
    facts = models.JSONField(default=list)
    cases = models.JSONField(default=list)
    k = models.PositiveIntegerField(null=True)
    approved_as = models.TextField(blank=True)
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    turn = models.PositiveIntegerField(unique=True)
    tried_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    overtaken_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("turn",)
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="withdraw") | (~Q(fingerprint="") & ~Q(approved_as="")),
                name="learning_message_approved",
            )
        ]
