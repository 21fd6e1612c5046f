"""Gives the demo a directory of invented services, taken in the way a publisher's file is."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Viewer
from kith.partnership import services
from kith.partnership.selectors import needs_on
from kith.partnership.vocabulary import NewCapacity

_HERE = UUID("7c9e6a52-0f5b-4e3c-8a41-2b6d1f0c9a01")


class Invented(NamedTuple):
    """One service of the demo: what it does, for which need and ages, and what was told of its places."""

    name: str
    provider: str
    does: str
    need: str
    youngest: int | None
    oldest: int
    places: int
    taken: int
    weeks: int
    told_days_ago: int


_SERVICES = (
    Invented("Lantern mentors", "The Lantern Project", "A mentor for a year.", "mentoring", 10, 17, 40, 31, 3, 4),
    Invented("Lantern detached", "The Lantern Project", "Youth work on the street.", "violence", 11, 18, 25, 25, 6, 11),
    Invented("Safe from harm", "The Lantern Project", "Out of exploitation.", "exploitation", 9, 17, 18, 12, 2, 6),
    Invented("Kitchen table", "Wrenhill Family Trust", "Parents and children talk.", "family", None, 17, 30, 22, 4, 9),
    Invented("Clear water", "Wrenhill Family Trust", "Help with drugs and drink.", "substances", 12, 25, 20, 11, 1, 45),
    Invented("Quiet minds", "Larkshire Hospitals", "Talking therapy.", "mental_health", 8, 17, 60, 60, 18, 3),
    Invented(
        "Back in class", "Larkshire Council, education", "A way back to school.", "education", 5, 16, 24, 15, 2, 8
    ),
    Invented("Say it", "Larkshire Hospitals", "Speech and language.", "speech", 4, 17, 30, 28, 12, 60),
    Invented("Night rooms", "Finchley Cross Housing", "A bed and somebody awake.", "housing", 16, 21, 8, 8, 0, 1),
    Invented("After the storm", "Wrenhill Family Trust", "After abuse at home.", "abuse_at_home", 5, 17, 16, 9, 3, 20),
    Invented("Ring and rope", "Finchley Cross Boxing", "Boxing in the evenings.", "activities", 10, 18, 50, 20, 0, 15),
)


def fill_directory(*, keeper: Staff, now: datetime) -> int:
    """Take the invented services in, let the panel's coordinator tell their places, and return how many there are."""
    found = services.import_entries(entries=[_entry(one, now) for one in _SERVICES], by=keeper.pk, now=now)
    if found.new:
        viewer = viewer_of(keeper, now)
        for one in _SERVICES:
            _tell(one, viewer, now)
    return found.total


def _entry(one: Invented, now: datetime) -> dict[str, Any]:
    need = needs_on(now.date())[one.need]
    term = {"id": str(uuid5(_HERE, one.need)), "name": need, "description": ""}
    return {
        "id": str(uuid5(_HERE, one.name)),
        "name": one.name,
        "description": one.does,
        "status": "active",
        "minimum_age": one.youngest,
        "maximum_age": one.oldest,
        "organization": {"id": str(uuid5(_HERE, one.provider)), "name": one.provider, "description": "Invented."},
        "attributes": [{"id": str(uuid5(_HERE, f"{one.name}: {one.need}")), "taxonomy_term": term}],
    }


def _tell(one: Invented, by: Viewer, now: datetime) -> None:
    told_on = (now - timedelta(days=one.told_days_ago)).date()
    new = NewCapacity(
        places=one.places, taken=one.taken, weeks_to_wait=one.weeks, told_on=told_on, told_by="Its duty desk"
    )
    services.tell_capacity(public_id=uuid5(_HERE, one.name), new=new, by=by, now=now)
