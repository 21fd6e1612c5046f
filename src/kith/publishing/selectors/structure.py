"""Reads what casework handed over of the partnership, as it stands now: what is withdrawn or broken is gone."""

import logging
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from kith.publishing.models import BriefingPage, BulletinPage, Handover, IssuePage, NewsPage, SitePage
from kith.publishing.vocabulary import HandedKind, Message, Validity, Verb, standing_of
from kith.publishing.vocabulary.services import SERVICES_ITEM, ToldServices
from kith.publishing.vocabulary.shapes import ShapeRefused, read
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM, ToldStructure

Shape = TypeVar("Shape")
_LOG = logging.getLogger(__name__)


class NotTold(LookupError):
    """What was asked for is not told at present; `was_withdrawn` says whether it once was."""

    def __init__(self, *, was_withdrawn: bool) -> None:
        super().__init__("It is not told at present.")
        self.was_withdrawn = was_withdrawn


def told_structure() -> ToldStructure:
    """Return the public part of the structure.

    Raises:
        NotTold: casework has not handed it over, has withdrawn it, or it cannot be read.
    """
    return _told(STRUCTURE_ITEM, HandedKind.STRUCTURE, ToldStructure)


def told_services() -> ToldServices:
    """Return the public part of the directory of services.

    Raises:
        NotTold: as `told_structure`.
    """
    return _told(SERVICES_ITEM, HandedKind.SERVICES, ToldServices)


def learning_about(words: str, *, most: int) -> list[SitePage]:
    """Return the newest live pages that may be shown and name something in their title or their summary."""
    named = Q(title__icontains=words) | Q(search_description__icontains=words)
    kinds = (IssuePage, NewsPage, BulletinPage, BriefingPage)
    pages = SitePage.objects.live().public().type(*kinds).filter(named | Q(bodypage__summary__icontains=words))
    return [page for page in pages.order_by("-first_published_at").specific()[: 2 * most] if page.is_shown()][:most]


def _told(item: UUID, kind: HandedKind, shape: type[Shape]) -> Shape:
    rows = Handover.objects.filter(item=item, kind=kind.value).order_by("pk")
    # Which message counts is found without reading what each says: of the structure there are many, and each is long.
    standing = standing_of(
        Message(message=message, item=item, kind=kind, verb=Verb(verb), title=str(pk))
        for pk, message, verb in rows.values_list("pk", "message", "verb")
    )
    if standing.validity is not Validity.VALID:
        raise NotTold(was_withdrawn=standing.validity is Validity.WITHDRAWN)
    try:
        return read(shape, Handover.objects.get(pk=int(standing.title)).text)
    except ShapeRefused as refusal:
        _LOG.error("The %s that was handed over is not shown. %s", kind.value, refusal)
        raise NotTold(was_withdrawn=True) from None
