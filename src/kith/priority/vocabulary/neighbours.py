"""What apps above the list say beside it: how a child was already considered, and what may be asked for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from kith.access.vocabulary import Viewer


@dataclass(frozen=True, kw_only=True)
class CardAct:
    """Something that a viewer may ask for the child of a card, and the page that asks."""

    title: str
    url: str


class ListNeighbour(Protocol):
    """An app above the list that says something beside each child; `settings.KITH_LIST_NEIGHBOURS` names them.

    Both are called inside the look that shows the children, and change no points and no place.
    """

    def considered(self, people: Sequence[int], *, today: date) -> Mapping[int, str]:
        """Return by person in a sentence how they were already considered; who was not is left out."""
        ...

    def acts(self, person_id: int, public_id: UUID, *, viewer: Viewer) -> Sequence[CardAct]:
        """Return what this viewer may ask for one child now."""
        ...
