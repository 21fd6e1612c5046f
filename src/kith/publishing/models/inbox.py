"""The inbox: what casework handed over, which the site reads and nobody changes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from kith.publishing.models.together import read_before
from kith.publishing.vocabulary import HandedKind, Message, Standing, Validity, Verb, standing_of
from kith.publishing.vocabulary.figures import BrokenFigures, ReleasedFigure, ReleasedTable, figures_of, tables_of


class Handover(models.Model):
    """One message of casework: that something is approved for readers, replaced, or withdrawn."""

    message = models.UUIDField(unique=True)
    item = models.UUIDField(db_index=True)
    kind = models.TextField()
    verb = models.TextField()
    title = models.TextField(blank=True)
    text = models.JSONField(default=dict)
    approved_by = models.TextField(blank=True)
    handed_by = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["Handover"]] = models.Manager()

    @classmethod
    def standing(cls, item: UUID, kind: HandedKind) -> Standing:
        """Return how one thing of one kind stands, by every message about it in the order in which they came."""
        before = read_before(item, kind)
        if before is not None:
            return before
        rows = cls.objects.filter(item=item, kind=kind.value).order_by("pk")
        return standing_of(
            Message(message=row.message, item=item, kind=kind, verb=Verb(row.verb), title=row.title, text=row.text)
            for row in rows
        )

    @classmethod
    def figures(cls, item: str) -> Mapping[str, Any]:
        """Return what one message of released figures says, by its item; nothing where it may not be shown."""
        try:
            return cls.standing(UUID(item), HandedKind.FIGURES).text
        except ValueError:
            return {}

    @classmethod
    def figure(cls, name: str) -> tuple[int, int] | None:
        """Return a released figure as (n, of how many) by its name, `item/key`; None where it may not be shown."""
        item, _, key = (name or "").partition("/")
        found = next((figure for figure in _figures(cls.figures(item)) if figure.key == key), None)
        return (found.n, found.of) if found else None

    @classmethod
    def table(cls, name: str) -> ReleasedTable | None:
        """Return a released table by its name, `item/key`; None where it may not be shown."""
        item, _, key = (name or "").partition("/")
        return next((table for table in _tables(cls.figures(item)) if table.key == key), None)

    @classmethod
    def figure_choices(cls) -> list[tuple[str, str]]:
        """Return every released figure that may be shown, for an editor to choose from."""
        return [("", "Choose one")] + [
            (f"{item}/{figure.key}", f"{standing.title}: {figure.key}, {figure.n} of {figure.of}")
            for item, standing in cls.released()
            for figure in _figures(standing.text)
        ]

    @classmethod
    def table_choices(cls) -> list[tuple[str, str]]:
        """Return every released table that may be shown, for an editor to choose from."""
        return [("", "Choose one")] + [
            (f"{item}/{table.key}", f"{standing.title}: {table.title}")
            for item, standing in cls.released()
            for table in _tables(standing.text)
        ]

    @classmethod
    def release_choices(cls) -> list[tuple[str, str]]:
        """Return every message of released figures that may be shown, for an editor to choose from."""
        return [("", "None"), *((str(item), standing.title) for item, standing in cls.released())]

    @classmethod
    def briefing_choices(cls) -> list[tuple[str, str]]:
        """Return every approved briefing and bulletin, for an editor to choose from."""
        briefings = [(str(item), standing.title) for item, standing in cls.released(HandedKind.BRIEFING)]
        bulletins = [(str(item), f"Bulletin: {told.title}") for item, told in cls.released(HandedKind.BULLETIN)]
        return [("", "Choose one"), *briefings, *bulletins]

    @classmethod
    def released(cls, kind: HandedKind = HandedKind.FIGURES) -> list[tuple[UUID, Standing]]:
        """Return the things of one kind that may be shown, each with its words."""
        items = cls.objects.filter(kind=kind.value).values_list("item", flat=True).distinct()
        standings = [(item, cls.standing(item, kind)) for item in items]
        return [(item, standing) for item, standing in standings if standing.validity is Validity.VALID]


def _figures(text: Mapping[str, Any]) -> Sequence[ReleasedFigure]:
    """Return the figures of a message; none of one that is broken, so that no part of it is shown."""
    try:
        return figures_of(text)
    except BrokenFigures:
        return ()


def _tables(text: Mapping[str, Any]) -> Sequence[ReleasedTable]:
    """Return the tables of a message; none of one that is broken."""
    try:
        return tables_of(text)
    except BrokenFigures:
        return ()
