"""Makes the searches of the benchmark of search: people as children's social care writes them down once more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kith.county.analysis.draws import NO_DAY, day_number, day_of, objects
from kith.county.analysis.people import Population
from kith.county.analysis.records import open_register
from kith.county.vocabulary import Agency, Plan
from kith.linking.vocabulary import SearchTerms

SLIPS = frozenset(
    "nickname spelling phonetic typo swapped_names alias former_surname step_surname half_surname day_month "
    "first_january birth_digit".split()
)
_CHILDREN = 0.57  # of the people whom social care meets in a county of 20,000 people; the others are mothers
_DAYS = 1096


@dataclass(frozen=True, kw_only=True)
class Query:
    """One search: for whom (their number in the county), what is wrong with it, what is typed, and who asks."""

    person: int
    slips: str
    terms: SearchTerms
    is_own: bool  # the searcher's own agency has met them already


def make_queries(people: Population, own: frozenset[int], seed: int, most: int, *, with_slips: bool) -> list[Query]:
    """Return at most so many people as care would write them down anew: all, or only those with a slip.

    A slip is one in a name or in a birthday; how often an address is an old one is left as the county has it.
    """
    chance = np.random.default_rng(seed)
    seen = _met(people, chance, most * 8)
    # Another seed than the record's: what care wrote down before tells nothing of how it errs this time.
    who = open_register(seed + 1_000, Agency.CARE, people, objects([""] * len(people.forename)), seen).who
    found: list[Query] = []
    for record in chance.permutation(len(who.person)).tolist():
        slips = SLIPS.intersection(str(who.wrong[record]).split(";"))
        born, person = int(who.born[record]), int(who.person[record])
        if (slips or not with_slips) and born != NO_DAY and len(found) < most:
            terms = SearchTerms(
                name=f"{who.forename[record]} {who.surname[record]}",
                born_on=day_of(born),
                nhs_number=who.nhs_number[record],
                address=", ".join(filter(None, (who.line[record], who.postcode[record]))),
            )
            found.append(Query(person=person, slips="+".join(sorted(slips)), terms=terms, is_own=person in own))
    return found


def _met(people: Population, chance: np.random.Generator, most: int) -> dict[int, int]:
    """Return whom care meets, and when: children, and mothers of children."""
    last_day = day_number(Plan(people=1, years=1, seed=1).last_day)
    children = np.flatnonzero(last_day - people.roles.born < 18 * 365.25)
    mothers = np.unique(people.roles.mother[children])
    mothers = mothers[mothers >= 0]
    count = min(most, len(children))
    met = [
        *chance.choice(children, int(count * _CHILDREN), replace=False).tolist(),
        *chance.choice(mothers, min(len(mothers), int(count * (1 - _CHILDREN))), replace=False).tolist(),
    ]
    return {person: last_day - int(chance.integers(0, _DAYS)) for person in met}


def typing_only(query: Query, fields: Sequence[str]) -> Query:
    """Return a search in which only these fields are typed."""
    return replace(query, terms=SearchTerms(**{field: getattr(query.terms, field) for field in fields}))
