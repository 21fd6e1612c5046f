"""The inbox: what casework handed over, which the site reads and nobody changes."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from kith.publishing.vocabulary import HandedKind, Message, Standing, Validity, Verb, standing_of


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
        rows = cls.objects.filter(item=item, kind=kind.value).order_by("pk")
        return standing_of(
            Message(message=row.message, item=item, kind=kind, verb=Verb(row.verb), title=row.title, text=row.text)
            for row in rows
        )

    @classmethod
    def figure(cls, name: str) -> tuple[int, int] | None:
        """Return a released figure as (n, of how many) by its name, `item/key`; None where it may not be shown."""
        item, _, key = name.partition("/")
        try:
            standing = cls.standing(UUID(item), HandedKind.FIGURES)
        except ValueError:
            return None
        for figure in standing.text.get("figures", ()):
            if figure["key"] == key:
                return int(figure["n"]), int(figure["of"])
        return None

    @classmethod
    def figure_choices(cls) -> list[tuple[str, str]]:
        """Return every released figure that may be shown, for an editor to choose from."""
        items = cls.objects.filter(kind=HandedKind.FIGURES.value).values_list("item", flat=True).distinct()
        standings = [(item, cls.standing(item, HandedKind.FIGURES)) for item in items]
        return [
            (f"{item}/{figure['key']}", f"{standing.title}: {figure['key']}, {figure['n']} of {figure['of']}")
            for item, standing in standings
            if standing.validity is Validity.VALID
            for figure in standing.text.get("figures", ())
        ]
