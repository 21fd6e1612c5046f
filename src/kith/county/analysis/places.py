"""Invents the county's towns, streets, postcodes and addresses."""

from dataclasses import dataclass

import numpy as np

from kith.common.standards import read_table
from kith.county.analysis.draws import Chance, Floats, Ints, Texts, objects
from kith.county.vocabulary import POSTCODE_AREA

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # letters that the second half of a postcode uses
_TYPES_A_WORD = 4  # how many kinds of street carry one word in one town


@dataclass(frozen=True, kw_only=True)
class Streets:
    """Every street of the county: its name, its town, its postcode, its hardship (mean 0, deviation 1)."""

    name: Texts
    town: Texts
    town_index: Ints
    postcode: Texts
    hardship: Floats


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Addresses by number: a line, a town, a postcode, a property number."""

    line: Texts
    house: Texts
    street: Texts
    town: Texts
    town_index: Ints
    postcode: Texts
    uprn: Texts
    hardship: Floats


def words(kind: str) -> list[str]:
    """Return the place words of a kind: town, street, street_type, school."""
    return [row["word"] for row in read_table("place_words") if row["kind"] == kind]


def towns_for(people: int) -> list[str]:
    """Return the county's towns; a small county has fewer."""
    return words("town")[: int(np.clip(people // 1500, 2, 14))]


def invent_streets(chance: Chance, people: int) -> Streets:
    """Return about one street for every 40 people."""
    towns = towns_for(people)
    kinds, bases = words("street_type"), words("street")
    each = max(12, people // 40 // len(towns))
    names, town_index, postcodes = [], [], []
    for town in range(len(towns)):
        combinations = [f"{base} {kind}" for base in bases for kind in kinds]
        order = chance.permutation(len(combinations))[: min(each, len(combinations))]
        for place, street in enumerate(order):
            names.append(combinations[int(street)])
            town_index.append(town)
            postcodes.append(_postcode(town, place))
    index = np.array(town_index, np.int64)
    hardship = chance.normal(size=len(names)) + 0.5 * chance.normal(size=len(towns))[index]
    return Streets(
        name=objects(names),
        town=objects([towns[i] for i in town_index]),
        town_index=index,
        postcode=objects(postcodes),
        hardship=(hardship - hardship.mean()) / hardship.std(),
    )


def _postcode(town: int, place: int) -> str:
    digit, rest = divmod(place, len(_INWARD) ** 2)
    first, second = divmod(rest, len(_INWARD))
    return f"{POSTCODE_AREA}{town + 1} {digit + 1}{_INWARD[first]}{_INWARD[second]}"


def invent_addresses(chance: Chance, streets: Streets, count: int) -> Addresses:
    """Return `count` homes; two may share a house number only in different flats."""
    street = chance.integers(0, len(streets.name), count)
    order = np.argsort(street, kind="stable")
    rank = np.empty(count, np.int64)
    first = np.searchsorted(street[order], street[order], side="left")
    rank[order] = np.arange(count) - first
    house, flat = rank // 2 * 3 + 1 + chance.integers(0, 3, count), chance.random(count) < 0.08
    houses = objects([f"Flat {r % 9 + 1}, {h}" if f else str(h) for h, f, r in zip(house, flat, rank, strict=True)])
    roads = streets.name[street]
    return Addresses(
        line=objects([f"{h} {road}" for h, road in zip(houses, roads, strict=True)]),
        house=houses,
        street=roads,
        town=streets.town[street],
        town_index=streets.town_index[street],
        postcode=streets.postcode[street],
        uprn=objects([f"9{n:011d}" for n in chance.permutation(count)]),
        hardship=streets.hardship[street],
    )
