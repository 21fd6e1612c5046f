"""A case as somebody writes about it, beside its record: drafts, what was confirmed, which facts the words tell."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class CaseReview(models.Model):
    """Whose case a briefing tells, and the key of the pseudonyms; nobody reads it who may not see that person.

    A bulletin may tell several cases: each has a row of its own, with the same key, and the parts hang on the first.

    `case_number` is the case of the audit, where there is one. `avoided` are pseudonyms that are real names of children
    of the same audit or school year, or stand in other briefings, when it was begun. `k` is how many children fit the
    facts that were kept when they were last counted.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    briefing = models.ForeignKey("learning.Briefing", models.PROTECT, related_name="reviews")
    case_number = models.BigIntegerField(null=True)
    incident_on = models.DateField()
    key = models.CharField(max_length=64)
    avoided = ArrayField(models.TextField(), default=list)
    k = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["CaseReview"]] = models.Manager()

    class Meta:
        ordering = ("id",)


class ReviewPart(models.Model):
    """One part of a draft as it was typed: the title, a step, the list of what shows a change."""

    review = models.ForeignKey(CaseReview, models.CASCADE, related_name="parts")
    person_id = models.BigIntegerField(db_index=True)
    place = models.PositiveSmallIntegerField()
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager["ReviewPart"]] = models.Manager()

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["review", "place"], name="learning_part_once")]


class TextBeside(models.Model):
    """A text that somebody typed into a part over which another had saved theirs: kept until a person chooses."""

    part = models.ForeignKey(ReviewPart, models.CASCADE, related_name="beside")
    person_id = models.BigIntegerField(db_index=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["TextBeside"]] = models.Manager()

    class Meta:
        ordering = ("id",)


class ConfirmedSpan(models.Model):
    """That somebody looked at one piece of one part and said that it tells nobody.

    `key` binds it to the paragraph around it: with another word there it counts no more, and is asked again.
    """

    review = models.ForeignKey(CaseReview, models.CASCADE, related_name="confirmed")
    person_id = models.BigIntegerField(db_index=True)
    place = models.PositiveSmallIntegerField()
    part_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    words = models.TextField()
    key = models.CharField(max_length=32)
    confirmed_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ConfirmedSpan"]] = models.Manager()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="learning_confirmed_once")]


class KeptChoice(models.Model):
    """One fact that the words tell, as finely as they tell it."""

    review = models.ForeignKey(CaseReview, models.CASCADE, related_name="choices")
    person_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    value = models.TextField()
    words = models.TextField()

    objects: ClassVar[models.Manager["KeptChoice"]] = models.Manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["review", "kind"], name="learning_fact_once"),
            models.CheckConstraint(condition=~Q(kind=""), name="learning_fact_has_its_kind"),
        ]
