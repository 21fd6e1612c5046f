"""What workshops are about, and the agencies whose people come."""

from typing import ClassVar

from django.db import models

from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary import HandedKind, Standing


class BookingAgency(models.Model):
    """An agency that somebody who books can choose; any other is typed."""

    name = models.CharField(max_length=120, unique=True)

    objects: ClassVar[models.Manager["BookingAgency"]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Series(models.Model):
    """A topic that is taught: why, to whom, and what people take away. Its dates are events."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    aims = models.TextField(blank=True)
    audience = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["Series"]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["title"]

    def __str__(self) -> str:
        """Return its title."""
        return self.title

    def aim_lines(self) -> list[str]:
        """Return the learning aims, one a line of what was typed."""
        return [line.strip() for line in self.aims.splitlines() if line.strip()]


class SeriesFinding(models.Model):
    """That a series answers something that casework handed over: a briefing, a bulletin, or released figures."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="findings")
    item = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in HandedKind])

    objects: ClassVar[models.Manager["SeriesFinding"]] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["series", "item"], name="publishing_finding_once_a_series")
        ]

    def standing(self) -> Standing:
        """Return how the finding stands in the inbox; only a valid one has words."""
        return Handover.standing(self.item, HandedKind(self.kind))
