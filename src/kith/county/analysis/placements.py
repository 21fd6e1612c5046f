"""Where looked-after children live: placements, legal statuses, the homes that take them in."""

from typing import NamedTuple

import numpy as np

from kith.county.analysis.care_episodes import Episode
from kith.county.analysis.draws import NO_DAY, Chance, choose, day_number, stream
from kith.county.analysis.people import Population
from kith.county.vocabulary import Plan

_TYPES = ("U4", "U1", "K2", "P1", "U6", "H5")  # foster care, with relatives, children's home, with parents, supported
_TYPE_SHARES = (0.60, 0.14, 0.11, 0.07, 0.08, 0.0)
_MOVE_AFTER = 290.0  # days; one child in ten has three placements in a year


class Placement(NamedTuple):
    """One placement of one episode of care; `first` and `final` when it began or ended the care."""

    episode: int
    child: int
    begins: int
    ends: int
    kind: str
    provider: str
    legal: str
    postcode: str
    distance: float
    urn: str
    first: bool
    final: bool


def place_children(plan: Plan, people: Population, episodes: list[Episode]) -> list[Placement]:
    """Return the placements of every looked-after spell, gapless, in the order of the episodes."""
    chance = stream(plan.seed, "placements")
    last = day_number(plan.last_day)
    found = []
    for number, episode in enumerate(episodes):
        begins, ends = episode.care
        if begins == NO_DAY:
            continue
        legal = "V2" if chance.random() < 0.45 else "C1"
        day, stop = begins, ends if ends != NO_DAY else last + 1
        while day < stop:
            stays = max(20, int(chance.exponential(_MOVE_AFTER) * (0.6 if episode.need > 1.5 else 1.6)))
            until = day + stays if day + stays + 15 < stop else stop
            found.append(_placement(chance, people, (number, episode.child), (day, until), legal))
            found[-1] = found[-1]._replace(
                first=day == begins, final=until == ends, ends=until if until <= last else NO_DAY
            )
            legal = "C2" if legal == "C1" and until - begins > 200 else legal
            day = until
    return found


def _placement(
    chance: Chance, people: Population, who: tuple[int, int], span: tuple[int, int], legal: str
) -> Placement:
    kind = str(choose(chance, _TYPES, _TYPE_SHARES, 1)[0])
    provider = {"P1": "PR0", "U1": "PR1"}.get(kind, str(choose(chance, ("PR1", "PR4", "PR3"), (0.55, 0.4, 0.05), 1)[0]))
    address = int(chance.integers(len(people.addresses.postcode)))
    if kind == "K2":  # a handful of homes share one postcode each
        address = int(chance.integers(4))
    urn = f"SC{1_000_000 + address % 40 if kind == 'K2' else 1_000_900 + address % 30}"
    return Placement(
        episode=who[0], child=who[1], begins=span[0], ends=span[1], kind=kind, provider=provider, legal=legal,
        postcode=str(people.addresses.postcode[address]), distance=float(np.round(chance.gamma(1.4, 7.0), 1)),
        urn="" if kind == "P1" else urn, first=False, final=False,
    )  # fmt: skip
