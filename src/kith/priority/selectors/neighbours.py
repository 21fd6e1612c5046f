"""Asks the apps above what they say beside the list; which they are, the project's settings name."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from kith.access.vocabulary import Viewer
from kith.priority.vocabulary import CardAct, ListNeighbour


def considered(people: Sequence[int], *, today: date) -> Mapping[int, tuple[str, ...]]:
    """Return by person what was already decided about putting them forward; call it inside the look."""
    said: dict[int, tuple[str, ...]] = {}
    for neighbour in _neighbours():
        for person_id, says in neighbour.considered(people, today=today).items():
            said[person_id] = (*said.get(person_id, ()), says)
    return said


def acts(person_id: int, public_id: UUID, *, viewer: Viewer) -> tuple[CardAct, ...]:
    """Return what a viewer may ask for one child; call it inside the look."""
    return tuple(act for each in _neighbours() for act in each.acts(person_id, public_id, viewer=viewer))


def _neighbours() -> list[ListNeighbour]:
    return [import_string(path)() for path in settings.KITH_LIST_NEIGHBOURS]
