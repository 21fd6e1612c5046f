"""Keeps apart what the weights alone would join: twins, siblings, borrowed numbers, babies without a name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kith.linking.analysis.levels import top_of
from kith.linking.analysis.standardise import Row
from kith.linking.vocabulary import ReviewKind

Gammas = Mapping[str, npt.NDArray[np.int64]]
Flags = npt.NDArray[np.bool_]

_APART = (ReviewKind.ID_CONFLICT, ReviewKind.ID_ALONE, ReviewKind.POSSIBLE_TWINS)
ENOUGH_GROUPS = 200  # groups that could have shown a twin before "no twins here" is believed
TWINS_ARE_RARE = 0.002  # in Britain 15 births in 1,000 are twins; far below that a file holds none


@dataclass(frozen=True)
class Guarded:
    """Which pairs a guard flags: to be kept apart, to be no evidence, or to join only when nothing else is near."""

    flags: Mapping[ReviewKind, Flags]
    only_alone: Flags

    def apart(self) -> Flags:
        """Return the pairs whose records may never be in one group without a person's word."""
        conflict, borrowed, twins = (self.flags[kind] for kind in _APART)
        return conflict | borrowed | twins

    def asks(self) -> Flags:
        """Return the pairs that somebody must look at, whatever they weigh: a number shared by two unlike people."""
        return self.flags[ReviewKind.ID_ALONE]

    def doubted(self) -> Flags:
        """Return the pairs that are no evidence for joining, whatever they weigh."""
        return self.flags[ReviewKind.POSSIBLE_SAME]


def guard_pairs(gammas: Gammas, *, twins_expected: bool) -> Guarded:
    """Return the guards' opinion of every scored pair.

    `twins_expected` is False only where the records themselves show that there are no twins among them
    (`twins_seen`): then a different forename is a slip or an alias, and the weights decide.
    """
    other_name = _between(gammas, "forename", 0, 1)
    inexact_name = _between(gammas, "forename", 0, top_of("forename") - 1)
    # Olivia and Ollie may be one name, a girl and a boy are two: of one family and one birthday they are twins.
    other_name |= inexact_name & _between(gammas, "sex", 0, 0)
    same_day = gammas["dob"] >= top_of("dob") - 2 if "dob" in gammas else _never(gammas)
    other_day = _between(gammas, "dob", 0, 2)
    family = _between(gammas, "surname", 2, top_of("surname")) | _between(gammas, "place", 4, top_of("place"))
    same_numbers = sum(_at_top(gammas, name).astype(int) for name in ("nhs_number", "upn"))
    conflict = _between(gammas, "nhs_number", 0, 0)
    conflict |= _between(gammas, "upn", 0, 0) & inexact_name & ~_at_top(gammas, "nhs_number")
    # A number clears a name that is merely misspelt, never one that is another: twins get each other's number.
    cleared = (same_numbers > 1) | (same_numbers > 0) & ~_between(gammas, "forename", 0, 0)
    twins = other_name & same_day & family & ~cleared & twins_expected
    borrowed = (same_numbers > 0) & other_name & (other_day | ~same_day) & (same_numbers < 2)
    nameless = (gammas["forename"] < 0 if "forename" in gammas else ~_never(gammas)) & (same_numbers == 0)
    nameless &= ~_between(gammas, "other_id", 1, 2)
    # Among families: no birthday, or another generation's, under a name that is not quite the same, says nothing.
    relative = (other_name | nameless) & ~same_day | inexact_name & _between(gammas, "dob", 0, 0)
    siblings = (other_name & other_day | relative & twins_expected) & family & (same_numbers == 0)
    siblings &= ~_between(gammas, "other_id", 1, 2)
    return Guarded(
        {
            ReviewKind.ID_CONFLICT: conflict,
            ReviewKind.ID_ALONE: borrowed & ~conflict,
            ReviewKind.POSSIBLE_TWINS: twins & ~conflict & ~borrowed,
            ReviewKind.POSSIBLE_SAME: siblings & ~conflict & ~borrowed & ~twins,
        },
        nameless & twins_expected,
    )


def twins_seen(rows: Sequence[Row], one_per: frozenset[str]) -> bool:
    """Test whether the records give reason to expect twins among them.

    Groups share surname and date of birth. A group could show a twin when it has four records or
    two of one duplicate-free source; it does when two unlike forenames are each borne out: by two records
    each, or by one duplicate-free source that keeps them apart. Too few groups: expect twins.
    """
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        key = (row["surname_code"], row["dob"])
        if None not in key and row["forename"]:
            groups[key].append(row)
    free = one_per | _sources_without_repeats(rows)
    could, did = 0, 0
    for members in groups.values():
        sources = [row["source"] for row in members if row["source"] in free]
        could += len(members) >= 4 or len(sources) >= 1
        did += _shows_twins(members, free)
    return could < ENOUGH_GROUPS or did > TWINS_ARE_RARE * could


def _sources_without_repeats(rows: Sequence[Row]) -> frozenset[str]:
    seen: dict[str, int] = defaultdict(int)
    known: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for row in rows:
        seen[str(row["source"])] += 1
        known[str(row["source"])].add((row["forename"], row["surname"], row["dob"]))
    return frozenset(source for source, count in seen.items() if len(known[source]) > 0.995 * count)


def _shows_twins(members: Sequence[Row], free: frozenset[str]) -> bool:
    by_name: dict[object, list[Row]] = defaultdict(list)
    for row in members:
        by_name[row["forename_code"]].append(row)
    names = sorted(by_name, key=str)
    for position, name in enumerate(names):
        for other in names[position + 1 :]:
            if str(name)[:1] == str(other)[:1]:
                continue  # may be one name garbled
            one, two = by_name[name], by_name[other]
            shared = {row["source"] for row in one} & {row["source"] for row in two} & free
            if shared or (len(one) >= 2 and len(two) >= 2):
                return True
    return False


def _never(gammas: Gammas) -> Flags:
    return np.zeros(len(next(iter(gammas.values()), ())), dtype=bool)


def _between(gammas: Gammas, name: str, low: int, high: int) -> Flags:
    return (gammas[name] >= low) & (gammas[name] <= high) if name in gammas else _never(gammas)


def _at_top(gammas: Gammas, name: str) -> Flags:
    return _between(gammas, name, top_of(name), top_of(name))
