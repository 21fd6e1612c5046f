"""Reads the inbox: how a handed-over thing stands now."""

from uuid import UUID

from kith.publishing.models import Handover
from kith.publishing.rules import standing_of
from kith.publishing.vocabulary import HandedKind, Message, Standing, Verb


def standing(item: UUID, kind: HandedKind) -> Standing:
    """Return how one thing of one kind stands, by every message about it in the order in which they came."""
    return standing_of(
        Message(
            message=row.message,
            item=row.item,
            kind=HandedKind(row.kind),
            verb=Verb(row.verb),
            title=row.title,
            text=row.text,
            approved_by=row.approved_by,
        )
        for row in Handover.objects.filter(item=item, kind=kind.value).order_by("pk")
    )
