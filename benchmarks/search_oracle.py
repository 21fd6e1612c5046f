"""Says how many people match what was typed at least as well as the person meant: no ranking can tell these apart.

The slow and obvious way: what was typed is compared with every record of everybody by exact edit distance, field by
field. A nickname, names in swapped order and one half of a double name each count as one slip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kith.common.names import folded
from kith.linking.analysis.nicknames import roots_of
from kith.linking.vocabulary import SearchTerms

Numbers = npt.NDArray[np.float64]
_FAR = 9.0  # edits after which a field says nothing any more
_NAMES = """
SELECT m.person_id, r.forename, r.surname, r.former_surname, r.middle_names FROM linking_membership m
JOIN feeds_personrecord r USING (source_person_id) WHERE m.ends_at IS NULL ORDER BY m.person_id
"""
_BIRTHS = "SELECT person_id, born_on FROM linking_profile WHERE born_on IS NOT NULL ORDER BY person_id"
_NUMBERS = "SELECT person_id, nhs_number FROM linking_profile WHERE nhs_number <> '' ORDER BY person_id"
_HOMES = "SELECT person_id, address, postcode FROM linking_address ORDER BY person_id"


@dataclass(frozen=True)
class _Column:
    """What is said of people: by row the person, and which of the distinct texts."""

    person: npt.NDArray[np.int64]
    index: npt.NDArray[np.int64]
    texts: list[str]

    def distance(self, typed: str) -> Numbers:
        """Return by row the edits between what is said and what was typed."""
        apart = cdist([typed], self.texts, scorer=OSA.distance, dtype=np.int32)[0].astype(float)
        return np.minimum(apart, _FAR)[self.index]


class Oracle:
    """Everybody's records in memory, compared with each search in full."""

    def __init__(self, cursor: Any, people: int) -> None:
        """Read the record."""
        self.people = people
        names = [(p, f, s) for p, *said in _rows(cursor, _NAMES) for f, s in _readings(*said)]
        self.forenames = _column([(p, f) for p, f, _ in names])
        self.surnames = _column([(p, s) for p, _, s in names])
        self.roots = [frozenset(roots_of(name)) for name in self.forenames.texts]
        self.births = _column([(p, _day(day)) for p, day in _rows(cursor, _BIRTHS)])
        self.numbers = _column(_rows(cursor, _NUMBERS))
        self.homes = _column([(p, _home(f"{line}, {code}")) for p, line, code in _rows(cursor, _HOMES)])

    def rivals(self, terms: SearchTerms, person: int) -> tuple[int, int]:
        """Return how many others match better than this person, and how many at least as well."""
        cost = np.zeros(self.people + 1)
        if terms.name:
            cost += self._best(self.forenames.person, self._names(terms.name))
        for typed, column in (
            (_day(terms.born_on) if terms.born_on else "", self.births),
            (terms.nhs_number, self.numbers),
            (_home(terms.address), self.homes),
        ):
            if typed:
                cost += self._best(column.person, column.distance(typed))
        mine, others = cost[person], np.delete(cost, [0, person])
        return int((others < mine).sum()), int((others <= mine).sum())

    def _best(self, person: npt.NDArray[np.int64], cost: Numbers) -> Numbers:
        best = np.full(self.people + 1, _FAR)
        np.minimum.at(best, person, cost)
        return best

    def _names(self, typed: str) -> Numbers:
        first, _, last = typed.partition(" ")
        forename, surname = folded(first).replace(" ", ""), folded(last).replace(" ", "")
        straight = self._forename(forename) + self.surnames.distance(surname)
        return np.minimum(straight, 1 + self._forename(surname) + self.surnames.distance(forename))

    def _forename(self, typed: str) -> Numbers:
        roots = frozenset(roots_of(typed))
        nick = np.array([0.0 if roots & other else 1.0 for other in self.roots])[self.forenames.index]
        apart = self.forenames.distance(typed)
        return np.where(nick == 0, np.minimum(apart, 1), apart)


def _rows(cursor: Any, statement: str) -> list[tuple[Any, ...]]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _column(said: Sequence[tuple[Any, ...]]) -> _Column:
    texts = sorted({text for _, text in said})
    place = {text: number for number, text in enumerate(texts)}
    return _Column(
        np.array([person for person, _ in said], np.int64), np.array([place[text] for _, text in said], np.int64), texts
    )


def _readings(forename: str, surname: str, former: str, middle: str) -> list[tuple[str, str]]:
    """Return the whole names that one record gives: by each surname, each half of it, and the middle name."""
    last = [folded(surname), folded(former)]
    last += [word for name in last for word in name.split() if " " in name]
    first = [folded(forename), folded(middle)]
    return [(f.replace(" ", ""), s.replace(" ", "")) for f in filter(None, first) for s in filter(None, last)]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _home(typed: str) -> str:
    return "".join(letter for letter in typed.casefold() if letter.isalnum())
