"""The circulation list: who is told about what, what they were told, and who must not be written to."""

import uuid
from hashlib import sha256
from hmac import new as keyed
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kith.publishing.vocabulary.circulation import (
    EndedBecause,
    Frequency,
    LineOutcome,
    ReturnKind,
    SubscriptionSource,
    SuppressedBecause,
    Topic,
)

_TOPICS = [(topic.value, topic.value) for topic in Topic]
_FREQUENCIES = [(frequency.value, frequency.value) for frequency in Frequency]


def mark_of(address: str) -> str:
    """Return the keyed digest that stands for an address where the address itself must not be kept."""
    return keyed(settings.SECRET_KEY.encode(), address.strip().lower().encode(), sha256).hexdigest()


class SignUp(models.Model):
    """Somebody typed an address on the site; nothing comes of it until whoever reads that address agrees."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=254)
    topics = models.JSONField(default=list)
    frequency = models.CharField(max_length=10, choices=_FREQUENCIES)
    role = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=64, help_text="A keyed digest of where it came from, to slow down a flood.")
    made_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["SignUp"]] = models.Manager()


class Subscriber(models.Model):
    """Somebody on the circulation list, or who was; the address goes when they have been gone for a while.

    `mark` is a keyed digest of the address: it stays, so that an old list cannot bring back who left.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    mark = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=254, null=True, unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    consent = models.CharField(max_length=200)

    objects: ClassVar[models.Manager["Subscriber"]] = models.Manager()


class Subscription(models.Model):
    """One topic that one subscriber follows or followed; it is ended with a reason, never changed."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    topic = models.CharField(max_length=20, choices=_TOPICS)
    frequency = models.CharField(max_length=10, choices=_FREQUENCIES)
    source = models.CharField(max_length=20, choices=[(s.value, s.value) for s in SubscriptionSource])
    since = models.DateTimeField(help_text="From when they follow the topic, however often they changed how.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True, choices=[(e.value, e.value) for e in EndedBecause])

    objects: ClassVar[models.Manager["Subscription"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "topic"], condition=Q(ended_at__isnull=True), name="site_one_live_subscription"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="site_subscription_ends_with_a_reason",
            ),
        ]


class Suppression(models.Model):
    """An address that is written to no more, kept as a keyed digest and a hint of what it was."""

    mark = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=254)
    because = models.CharField(max_length=20, choices=[(s.value, s.value) for s in SuppressedBecause])
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Suppression"]] = models.Manager()


class MailReturn(models.Model):
    """What came back about one mail: a bounce or a complaint."""

    mail = models.ForeignKey("publishing.SiteMail", models.CASCADE, related_name="returns")
    mark = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ReturnKind])
    status = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["MailReturn"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "kind"], name="site_return_once")]


class Announcement(models.Model):
    """One page, in one version, that readers are told about; it is made once, so that they are told once."""

    page = models.ForeignKey("publishing.SitePage", models.SET_NULL, null=True, related_name="announcements")
    version = models.PositiveIntegerField(default=1)
    topic = models.CharField(max_length=20, choices=_TOPICS)
    title = models.CharField(max_length=255)
    made_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["Announcement"]] = models.Manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [models.UniqueConstraint(fields=["page", "version"], name="site_announced_once")]


class Telling(models.Model):
    """That one subscriber was told of one announcement, and in which mail: the proof of what was sent to whom."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="tellings")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="tellings")
    mail = models.ForeignKey("publishing.SiteMail", models.CASCADE, related_name="tellings")

    objects: ClassVar[models.Manager["Telling"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "announcement"], name="site_told_once")]


class Digest(models.Model):
    """That the digest of a day or a week has been made."""

    frequency = models.CharField(max_length=10, choices=_FREQUENCIES)
    day = models.DateField()
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Digest"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frequency", "day"], name="site_digest_once")]


class ListImport(models.Model):
    """One list that came in from elsewhere, and how many of its lines were added, known, refused."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("publishing.Editor", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    consent = models.CharField(max_length=200, blank=True)
    lines = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["ListImport"]] = models.Manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(lines=models.F("added") + models.F("known") + models.F("refused")),
                name="site_every_line_accounted_for",
            )
        ]


class ListImportLine(models.Model):
    """One line of an imported list that was not added, with its reason; its words go after 28 days."""

    list = models.ForeignKey(ListImport, models.CASCADE, related_name="unadded")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in LineOutcome])
    reason = models.CharField(max_length=200)
    text = models.CharField(max_length=1000, blank=True)

    objects: ClassVar[models.Manager["ListImportLine"]] = models.Manager()

    class Meta:
        ordering = ("number",)
