"""The register of releases: what was told of how many, of which children, by whom, and whether it was withdrawn."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.learning.vocabulary import ReleaseState, Telling, Told
from kith.learning.vocabulary.county import Breakdown


class Release(models.Model):
    """Some findings of one audit, or figures of the county in a period, as everybody is told them; never changed.

    `message` and `withdrawal` are its numbers in the site's inbox, so that handing over twice is handing over once.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    message = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    withdrawal = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey("audit.AuditTheme", models.PROTECT, null=True, related_name="+")
    book = models.CharField(max_length=20, blank=True, default="")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    breakdown = models.CharField(
        max_length=10, blank=True, default="", choices=[(one.value, one.value) for one in Breakdown]
    )
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ReleaseState])
    proposed_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved_as = models.TextField(blank=True)
    because = models.TextField(blank=True)
    handed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    taken_off_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | Q(state="declined", decided_by__isnull=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")) & ~Q(approved_as="")),
                name="learning_release_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_by__isnull=False) & ~Q(because="")),
                name="learning_release_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=Q(theme__isnull=False, book="", breakdown="", begins_on__isnull=True, ends_on__isnull=True)
                | (
                    Q(theme__isnull=True, begins_on__isnull=False, ends_on__isnull=False)
                    & ~Q(book="")
                    & ~Q(breakdown="")
                ),
                name="learning_release_of_audit_or_county",
            ),
        ]


class ReleasedStatement(models.Model):
    """One number of a release as it is told: from `lowest` to `highest`; a number held back says nothing.

    `question` is one of an audit, or of the book of what is counted of the county; `part` is then of which quarter,
    ages, sex or sector. `others` are those besides the children of the release who are counted in it, such as the rest
    of the parent.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="statements")
    place = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Told])
    question = models.CharField(max_length=30, blank=True)
    part = models.CharField(max_length=20, blank=True, default="")
    telling = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Telling])
    lowest = models.PositiveIntegerField()
    highest = models.PositiveIntegerField()
    others = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("release", "place")
        constraints = [
            models.UniqueConstraint(fields=["release", "place"], name="learning_statement_place"),
            models.CheckConstraint(condition=Q(lowest__lte=F("highest")), name="learning_statement_bounds"),
        ]


class ReleasedChild(models.Model):
    """One child of a release, or of something that it counts, and in which of its statements they were counted.

    Where what happened is counted, `unit` is its mark: those who were part of it share it, and it says nothing else.
    Read by one function alone, that answers with numbers. After a purge the row stays and is of nobody: what was told
    of how many stays known.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    person_id = models.BigIntegerField(null=True, db_index=True)
    unit = models.CharField(max_length=64, blank=True, default="")
    counted_in = ArrayField(models.PositiveSmallIntegerField(), default=list)
