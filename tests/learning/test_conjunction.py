"""Facts in words, and the fewest steps after which a text fits enough: checked against trying all sets of steps."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.learning.rules.conjunction import alike, coarser, in_words, step_in_words, suggestions
from kith.learning.vocabulary import LEVELS, FactKind, FactLevel, KeptFact

L = FactLevel


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FactKind.WHEN, "2018-04-12", ["on 12 April 2018", "in April 2018", "in spring 2018", "in 2018"]),
        (
            FactKind.WHEN,
            "2019-01-10",
            ["on 10 January 2019", "in January 2019", "in winter 2018 to 2019", "in 2018 or 2019"],
        ),
        (FactKind.AGE, "15", ["aged 15", "aged thirteen to fifteen"]),
        (FactKind.TOWN, "Larkham", ["living in Larkham"]),
        (FactKind.SIBLINGS, "4", ["has 4 brothers and sisters", "has brothers and sisters"]),
        (FactKind.SIBLINGS, "1", ["has 1 brother or sister", "has brothers and sisters"]),
        (FactKind.SIBLINGS, "0", ["has no brothers and sisters"]),
        (FactKind.BEREAVED, "4", ["bereaved at age 4", "bereaved at the age of under five", "bereaved before it"]),
        (
            FactKind.POLICE_BEFORE,
            "116",
            [
                "in contact with the police 116 times before it",
                "in contact with the police 100 times or more before it",
                "in contact with the police before it",
            ],
        ),
        (
            FactKind.EXCLUSIONS,
            "3",
            [
                "suspended or excluded 3 times before it",
                "suspended or excluded more than once before it",
                "suspended or excluded before it",
            ],
        ),
        (FactKind.MISSING, "1", ["missing once before it", "missing before it"]),
        (FactKind.MOVES, "0", ["never moved placement before it"]),
        (FactKind.ATTENDANCE, "42", ["attended 42 % of school", "attended 0 % to 49 % of school"]),
        (FactKind.CARE, "never", ["never known to statutory social care"]),
        (
            FactKind.CARE,
            "looked_after",
            ["looked after", "looked after, or with a plan", "known to statutory social care"],
        ),
        (FactKind.NEEDS, "school.ehcp", ["education, Health and Care Plan", "with special educational needs"]),
        (FactKind.WEAPON, "knife:three knives", ["three knives", "a knife"]),
        (FactKind.SEX, "M", ["a boy"]),
        (FactKind.COUNTY_LINES, "yes", ["linked to county lines"]),
        (FactKind.OTHER, "plays the harp", ["plays the harp"]),
        (
            FactKind.INCIDENT,
            "school.weapon",
            [
                "school sanction for a weapon or a serious assault",
                "an incident of knife crime: a weapon found, carried or used",
                "a serious incident",
            ],
        ),
    ],
)
def test_a_fact_goes_down_its_ladder_and_says_each_rung_once(kind: FactKind, value: str, words: list[str]) -> None:
    fact: KeptFact | None = KeptFact(kind, LEVELS[kind][0], value)
    said = []
    while fact is not None:
        said.append(in_words(fact))
        fact = coarser(fact)
    assert said == words


FACTS = [
    KeptFact(FactKind.SEX, L.TOLD, "M"),
    KeptFact(FactKind.AGE, L.YEARS, "15"),
    KeptFact(FactKind.WHEN, L.MONTH, "2018-04-12"),
    KeptFact(FactKind.TOWN, L.TOLD, "Larkham"),
]
RUNGS = {fact.kind: len(LEVELS[fact.kind]) for fact in FACTS}


def rung(facts: Sequence[KeptFact], kind: FactKind) -> int:
    """Return how coarsely a kind is told: nought at its finest, as many as it has levels when it is left out."""
    fact = next((fact for fact in facts if fact.kind is kind), None)
    return RUNGS[kind] if fact is None else LEVELS[kind].index(fact.level)


# Each child of a county is told of by facts down to a rung of each ladder; whoever is wider fits what is told.
counties = st.lists(st.tuples(*(st.integers(0, RUNGS[fact.kind]) for fact in FACTS)), min_size=0, max_size=12)


@settings(max_examples=200, deadline=None)
@given(county=counties)
def test_the_steps_are_enough_none_is_spare_and_each_says_its_number(county: list[tuple[int, ...]]) -> None:
    def count(facts: Sequence[KeptFact]) -> int:
        told = [rung(facts, fact.kind) for fact in FACTS]
        return sum(all(least <= here for least, here in zip(child, told, strict=True)) for child in county)

    steps = suggestions(FACTS, count)
    now = list(FACTS)
    for step in steps:
        assert (step.before, coarser(step.fact)) == (count(now), step.becomes)
        now = [*(fact for fact in now if fact != step.fact), *([step.becomes] if step.becomes else [])]
        assert step.k == count(now)
    assert count(now) >= 5 or (not now and len(county) < 5)
    if count(now) >= 5:
        reached = [rung(now, fact.kind) for fact in FACTS]
        start = [rung(FACTS, fact.kind) for fact in FACTS]
        for less in product(*(range(low, high + 1) for low, high in zip(start, reached, strict=True))):
            fits = sum(all(least <= here for least, here in zip(child, less, strict=True)) for child in county)
            assert list(less) == reached or fits < 5, "a step could have been spared"
    whole = alike(FACTS, count)
    assert whole.k == count(FACTS) and whole.is_enough == (whole.k >= 5)
    for each in whole.facts:
        assert each.left_out >= (each.coarser if each.coarser is not None else whole.k) >= whole.k


def test_a_step_is_said_with_what_it_does() -> None:
    towns = {True: 1, False: 12}
    steps = suggestions(FACTS, lambda facts: towns[any(fact.kind is FactKind.TOWN for fact in facts)])
    assert [step_in_words(step) for step in steps] == ["Say “a town” instead of “living in Larkham”: 1 → 12"]
    times = suggestions(FACTS, lambda facts: 7 if rung(facts, FactKind.WHEN) > 1 else 2)
    assert [step_in_words(step) for step in times] == ["Say “in spring 2018” instead of “in April 2018”: 2 → 7"]
    ages = suggestions(FACTS, lambda facts: 7 if rung(facts, FactKind.AGE) == 2 else 2)
    assert [step_in_words(step) for step in ages] == [
        "Say “aged thirteen to fifteen” instead of “aged 15”: 2 → 2",
        "Leave out “aged thirteen to fifteen”: 2 → 7",
    ]
