"""A whole structure in a few words for the tests of what is told, and ways to reach the site's inbox."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.partnership import services
from kith.partnership.vocabulary import NewPart, PartKind

Add = Callable[..., UUID]
DECEMBER = date(2019, 12, 1)


def adder(keeper: Viewer) -> Add:
    """Return a short way to add a part."""

    def add_one(part: PartKind, owner: UUID | None = None, /, **said: Any) -> UUID:
        return services.add_part(new=NewPart(kind=part, said=said, owner=owner), by=keeper, now=timezone.now())

    return add_one
