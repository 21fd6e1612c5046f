"""Draws names as a county's people bear them: by origin, sex and decade of birth."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from kith.common.standards import read_table
from kith.county.analysis.draws import Chance, Floats, Ints, Texts, choose, objects

ORIGINS = ("english", "polish", "welsh", "south_asian", "portuguese", "traveller", "arabic", "somali")
# A shire: Census 2021 has 96 % White, Polish the second language; small groups are kept large enough to be scored.
ORIGIN_SHARES = (0.895, 0.032, 0.022, 0.019, 0.014, 0.007, 0.006, 0.005)
_BORN_HERE_ENGLISH_NAME = 0.35  # share of other families' children with a name from the common list
_DECADES = (1930, 1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020)


@cache
def forenames(origin: str, sex: str, decade: int) -> tuple[tuple[str, ...], Floats]:
    """Return the names of one group and their shares."""
    rows = [r for r in read_table("forenames") if r["origin"] == origin and r["sex"] == sex]
    if origin == "english":
        rows = [r for r in rows if r["decade"] == str(decade)]
    return _with_shares(rows)


@cache
def surnames(origin: str) -> tuple[tuple[str, ...], Floats]:
    """Return the surnames of one origin and their shares."""
    return _with_shares([r for r in read_table("surnames") if r["origin"] == origin])


def _with_shares(rows: Sequence[dict[str, str]]) -> tuple[tuple[str, ...], Floats]:
    weights = np.array([float(r["weight"]) for r in rows])
    return tuple(r["name"] for r in rows), weights / weights.sum()


def decade_of(years: Ints) -> Ints:
    """Return the decade whose list a birth year uses."""
    return np.clip(years // 10 * 10, _DECADES[0], _DECADES[-1])


def draw_forenames(chance: Chance, origin: Texts, sex: Texts, years: Ints) -> Texts:
    """Return one forename each; children of other origins sometimes get a common English name."""
    source = origin.copy()
    source[(years >= 1995) & (chance.random(len(years)) < _BORN_HERE_ENGLISH_NAME)] = "english"
    decades = decade_of(years)
    found = objects([""] * len(years))
    for group in ORIGINS:
        for letter in "FM":
            for decade in _DECADES if group == "english" else (0,):
                here = (source == group) & (sex == letter) & ((decades == decade) | (decade == 0))
                if here.any():
                    found[here] = choose(chance, *forenames(group, letter, decade), int(here.sum()))
    return found


def draw_surnames(chance: Chance, origin: Texts) -> Texts:
    """Return one surname each."""
    found = objects([""] * len(origin))
    for group in ORIGINS:
        here = origin == group
        if here.any():
            found[here] = choose(chance, *surnames(group), int(here.sum()))
    return found


def for_sex(surname: str, sex: str) -> str:
    """Return a surname in the form that a woman or a man bears: -ska, Kaur."""
    if sex != "F":
        return "Singh" if surname == "Kaur" else surname
    if surname == "Singh":
        return "Kaur"
    return surname[:-1] + "a" if surname.endswith(("ski", "cki")) else surname


def like_named(chance: Chance, name: str, sex: str, year: int) -> str:
    """Return another name with the same first letter, as parents of twins like it, or any name when none has it."""
    names, shares = forenames("english", sex, int(decade_of(np.array([year]))[0]))
    alike = [i for i, other in enumerate(names) if other[0] == name[:1] and other != name]
    if not alike:
        alike = [i for i, other in enumerate(names) if other != name]
    weights = shares[alike]
    return str(names[alike[int(chance.choice(len(alike), p=weights / weights.sum()))]])
