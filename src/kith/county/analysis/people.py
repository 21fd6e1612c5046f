"""Gives every person a name, an origin, numbers, and every home its addresses over time."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.draws import NO_DAY, Chance, Flags, Ints, Texts, choose, day_number, objects, stream
from kith.county.analysis.families import Roles, invent_roles
from kith.county.analysis.names import ORIGIN_SHARES, ORIGINS, draw_forenames, draw_surnames, for_sex, like_named
from kith.county.analysis.numbers import nhs_numbers
from kith.county.analysis.places import Addresses, invent_addresses, invent_streets
from kith.county.vocabulary import Plan

_ETHNICITY = {  # DfE main codes by name origin, with shares
    "english": (("WBRI", "MWBC", "MWAS", "BCRB", "MOTH", "WIRI"), (0.955, 0.016, 0.008, 0.006, 0.009, 0.006)),
    "polish": (("WOTH",), (1.0,)),
    "welsh": (("WBRI",), (1.0,)),
    "south_asian": (("AIND", "APKN", "ABAN"), (0.45, 0.3, 0.25)),
    "portuguese": (("WOTH",), (1.0,)),
    "traveller": (("WIRT", "WROM"), (0.5, 0.5)),
    "arabic": (("OOTH",), (1.0,)),
    "somali": (("BAFR",), (1.0,)),
}
_MARRIED_NAME = 0.68  # mothers in a couple who bear their partner's name
_DOUBLE_BARRELLED = 0.05
_LIKE_NAMED_TWINS = 0.35
_MOVES_A_YEAR = 0.10
SLOTS = 4  # addresses that a home can have had


@dataclass(frozen=True, kw_only=True)
class Population:
    """Everybody, by person number; the truth that only the sealed folder holds."""

    roles: Roles
    sex: Texts
    origin: Texts
    ethnicity: Texts
    forename: Texts
    middle: Texts
    surname: Texts
    former_surname: Texts
    nhs_number: Texts
    phone: Texts
    email: Texts
    addresses: Addresses
    home_address: Ints  # home × slot: address number
    home_since: Ints  # home × slot: first day, NO_DAY when the slot is unused
    hardship: np.typing.NDArray[np.float64]  # by person: of the street lived in at first

    def address_on(self, people: Ints, days: Ints, other: Flags | None = None) -> Ints:
        """Return where people live on days; `other` asks for the second parent's home."""
        homes = self.roles.home[people]
        if other is not None:
            second = self.roles.other_home[people]
            homes = np.where(other & (second >= 0), second, homes)
        since = self.home_since[homes]
        slot = ((since != NO_DAY) & (since <= days[:, None])).sum(axis=1) - 1
        found: Ints = self.home_address[homes, np.maximum(slot, 0)]
        return found


def invent_population(plan: Plan) -> Population:
    """Return the county's people with names, numbers and homes."""
    roles = invent_roles(stream(plan.seed, "families"), plan)
    chance = stream(plan.seed, "names")
    years = roles.born.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    sex = np.where(roles.female, "F", "M").astype(object)
    origin = _origins(chance, roles)
    forename = draw_forenames(chance, origin, sex, years)
    surname, former = _surnames(chance, roles, origin, sex)
    _distinct_siblings(chance, roles, forename, sex, years)
    middle = draw_forenames(chance, origin, sex, years)
    middle[(chance.random(len(middle)) < 0.22) | (middle == forename)] = ""
    addresses, places, since = _homes(stream(plan.seed, "homes"), plan, int(roles.home.max()) + 1)
    count = len(roles.born)
    return Population(
        roles=roles,
        sex=sex,
        origin=origin,
        ethnicity=_ethnicities(chance, origin),
        forename=forename,
        middle=middle,
        surname=surname,
        former_surname=former,
        nhs_number=nhs_numbers(stream(plan.seed, "nhs"), count),
        phone=objects([f"07700 9{n:05d}" for n in chance.integers(0, 100_000, count)]),
        email=objects([f"p{n}@mail.example.org" for n in chance.permutation(count)]),
        addresses=addresses,
        home_address=places,
        home_since=since,
        hardship=addresses.hardship[places[roles.home, 0]],
    )


def _origins(chance: Chance, roles: Roles) -> Texts:
    by_home = choose(chance, ORIGINS, ORIGIN_SHARES, int(roles.home.max()) + 1)
    origin = by_home[roles.home]
    for parent in (roles.father, roles.mother):  # a parent living elsewhere has the children's origin
        children = np.flatnonzero(parent >= 0)
        origin[parent[children]] = origin[children]
    return origin


def _surnames(chance: Chance, roles: Roles, origin: Texts, sex: Texts) -> tuple[Texts, Texts]:
    born_with = draw_surnames(chance, origin)
    surname, former = born_with.copy(), objects([""] * len(origin))
    takes = chance.random(len(origin)) < _MARRIED_NAME
    wives = np.flatnonzero(roles.female & (roles.partner >= 0) & takes)
    surname[wives] = born_with[roles.partner[wives]]
    former[wives] = born_with[wives]
    kind = choose(chance, ("father", "mother", "both"), (0.80, 0.15, _DOUBLE_BARRELLED), len(origin))
    by_home = kind[roles.home]  # siblings are named by one rule
    for child in np.flatnonzero((roles.mother >= 0) | (roles.father >= 0)):
        mother, father = roles.mother[child], roles.father[child]
        mothers = born_with[mother] if mother >= 0 else born_with[roles.home[child] % len(origin)]
        fathers = born_with[father] if father >= 0 else mothers
        if by_home[child] == "both" and fathers != mothers and len(fathers + mothers) < 20:
            surname[child] = f"{mothers}-{fathers}"
        else:
            surname[child] = mothers if by_home[child] == "mother" else fathers
    for texts in (surname, former):
        texts[:] = [for_sex(name, letter) for name, letter in zip(texts, sex, strict=True)]
    former[former == surname] = ""
    return surname, former


def _distinct_siblings(chance: Chance, roles: Roles, forename: Texts, sex: Texts, years: Ints) -> None:
    """Rename a child who bears a sibling's name; give some twins names that are easily confused."""
    taken: dict[int, set[str]] = {}
    for child in np.flatnonzero((roles.mother >= 0) | (roles.father >= 0)).tolist():
        names = taken.setdefault(int(roles.home[child]), set())
        twin = int(roles.twin[child])
        like = 0 <= twin < child and chance.random() < _LIKE_NAMED_TWINS
        if like:
            forename[child] = like_named(chance, str(forename[twin]), str(sex[child]), int(years[child]))
        while forename[child] in names:
            forename[child] = like_named(chance, str(forename[child]), str(sex[child]), int(years[child]))
        names.add(str(forename[child]))


def _ethnicities(chance: Chance, origin: Texts) -> Texts:
    found = objects([""] * len(origin))
    for group, (codes, shares) in _ETHNICITY.items():
        here = origin == group
        found[here] = choose(chance, codes, shares, int(here.sum()))
    return found


def _homes(chance: Chance, plan: Plan, homes: int) -> tuple[Addresses, Ints, Ints]:
    """Return addresses and, by home and slot, which address from which day on."""
    begins, ends = day_number(plan.life_begins), day_number(plan.last_day)
    years = (ends - begins) / 365.25
    moves = np.minimum(chance.poisson(_MOVES_A_YEAR * years, homes), SLOTS - 1)
    when = np.sort(chance.integers(begins, ends + 1, (homes, SLOTS)), axis=1)
    since = np.full((homes, SLOTS), NO_DAY, np.int64)
    since[:, 0] = begins - 3650
    for slot in range(1, SLOTS):
        moved = moves >= slot
        since[moved, slot] = when[moved, slot - 1]
    streets = invent_streets(chance, plan.people)
    addresses = invent_addresses(chance, streets, homes * SLOTS)
    return addresses, chance.permutation(homes * SLOTS).reshape(homes, SLOTS), since
