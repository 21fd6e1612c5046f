"""Makes the searches of the benchmark of search: the county's own records of people who exist, each with a slip."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kith.common.names import folded
from kith.county.analysis.draws import NO_DAY, day_number, day_of, objects
from kith.county.analysis.people import Population
from kith.county.analysis.records import open_register
from kith.county.vocabulary import Agency, Plan
from kith.linking.analysis.phonetics import sound
from kith.linking.vocabulary import SearchTerms

_SLIPS = frozenset(
    "nickname spelling phonetic typo swapped_names alias former_surname step_surname half_surname day_month "
    "first_january birth_digit".split()
)


_FORMER_KNOWN = 0.5  # as the county's error model has it


@dataclass(frozen=True)
class Query:
    """One search: for whom, what is wrong with it, and what is typed."""

    public_id: str
    slips: str
    terms: SearchTerms
    is_known: bool = True  # the surname typed, or one that sounds like it, is in the record at all
    rivals: int = 0  # others whose whole name is exactly what was typed


def make_queries(people: Population, ids: Sequence[tuple[str, int]], seed: int, most: int) -> list[Query]:
    """Return at most so many people as children's social care wrote them down, each with a slip."""
    chance, knows = np.random.default_rng(seed), former_known(seed, len(ids))
    last_day = day_number(Plan(people=1, years=1, seed=1).last_day)
    met = chance.choice(len(ids), size=min(len(ids), most * 12), replace=False)
    seen = {int(person): last_day - int(chance.integers(0, 1000)) for person in met}
    who = open_register(seed, Agency.CARE, people, objects([""] * len(ids)), seen).who
    twice = Counter(_whole(*names) for names in zip(people.forename, people.surname, strict=True))
    found: list[Query] = []
    for record in chance.permutation(len(who.person)).tolist():
        slips = _SLIPS.intersection(str(who.wrong[record]).split(";"))
        born = int(who.born[record])
        if slips and born != NO_DAY and len(found) < most:
            terms = SearchTerms(
                name=f"{who.forename[record]} {who.surname[record]}",
                born_on=day_of(born),
                address=f"{who.line[record]}, {who.postcode[record]}",
            )
            person = int(who.person[record])
            exact = twice[_whole(who.forename[record], who.surname[record])]
            slip = "+".join(sorted(slips))
            found.append(
                Query(ids[person][0], slip, terms, _is_known(people, person, terms.name, knows[person]), exact)
            )
    return found


def former_known(seed: int, people: int) -> npt.NDArray[np.bool_]:
    """Return of whom the record knows a former surname: half of the agencies' forms ask for it."""
    return np.random.default_rng(seed).random(people) < _FORMER_KNOWN


def _whole(forename: str, surname: str) -> str:
    return f"{folded(forename)} {folded(surname)}"


def _is_known(people: Population, person: int, typed: str, knows: bool) -> bool:
    """Test whether any word typed sounds like a surname that the record holds for the person."""
    names = folded(f"{people.surname[person]} {people.former_surname[person] if knows else ''}").split()
    sounds = {sound(name) for name in (*names, folded(people.surname[person]).replace(" ", ""))}
    front = {name[:4] for name in names}
    words = folded(typed).split()
    return any(sound(word) in sounds or word[:4] in front for word in words)


def typing_only(query: Query, fields: Sequence[str]) -> Query:
    """Return a search in which only these fields are typed."""
    return replace(query, terms=SearchTerms(**{field: getattr(query.terms, field) for field in fields}))
