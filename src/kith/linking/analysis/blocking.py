"""Which pairs are worth comparing: equality rules only, each with the case that needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from splink import block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator


@dataclass(frozen=True)
class Rule:
    """One way in which two records of one person meet; `explode` names array columns matched by element."""

    columns: tuple[str, ...]
    because: str
    explode: tuple[str, ...] = ()


RULES = (
    Rule(("nhs_number",), "the national number, right or a relative's: the guards look at it again"),
    Rule(("upn",), "the pupil's number between school, council and youth justice"),
    Rule(("other_id",), "a number that two agencies happen to share"),
    Rule(("dob_key", "surname_codes"), "most pairs; day and month swapped, old surnames, halves", ("surname_codes",)),
    Rule(("dob_key", "forename_code"), "a surname changed by adoption, care or a step-family"),
    Rule(("forename_code", "surname_code", "birth_year"), "a slip in the day or month of birth"),
    Rule(("forename_code", "surname_code", "postcode"), "a date of birth that is missing or altogether wrong"),
    Rule(("forename_code", "surname_code", "town"), "the same, after a move within the town"),
    Rule(("names_code", "birth_year"), "forename and surname in each other's boxes"),
    Rule(("postcode", "dob_key"), "both names garbled, or a baby without a name"),
    Rule(("postcode", "house", "forename_code"), "surname and date of birth both wrong"),
    Rule(("postcode", "house", "surname_code", "birth_year"), "forename garbled or an alias"),
    Rule(("house", "street_code", "forename_code"), "a wrong postcode"),
    Rule(("house", "street_code", "dob_key"), "a wrong postcode and garbled names"),
    Rule(("house", "street_code", "surname_code"), "a wrong postcode, and a date of birth that is wrong or missing"),
    Rule(("address",), "names, date of birth and postcode all doubtful at one full address"),
    Rule(("postcode", "street_code"), "the same with a slip in the house number"),
    Rule(("surname", "postcode"), "forename garbled and date of birth missing; it also shows a sibling as one"),
    Rule(("names_code", "postcode"), "names swapped and the year of birth wrong"),
    Rule(("postcode_key", "house", "birth_year"), "two characters of the postcode changed places"),
    Rule(("phone", "forename_code"), "a family that moved and kept its phone"),
    Rule(("email",), "a young person's own address"),
)

# Wider nets, each cast only where the records at hand keep it within the budget of pairs: in a town every
# birthday is shared by a few, in a region by thousands.
WIDE_RULES = (
    Rule(("dob",), "both names and the address garbled"),
    Rule(("forename_code", "surname_code"), "a date of birth and an address that are both wrong"),
    Rule(("postcode", "house"), "neighbours and families: every name at one door"),
    Rule(("postcode", "forename_code"), "a surname and a date of birth that are both wrong"),
    Rule(("postcode", "birth_year"), "names garbled and a slip in the date of birth"),
    Rule(("postcode_key", "surname_code"), "two characters of the postcode changed places"),
    Rule(("postcode_key", "forename_code"), "the same with another surname"),
    Rule(("house", "birth_year", "forename_code"), "postcode and street garbled"),
    Rule(("house", "birth_year", "surname_code"), "the same with another forename"),
)
PAIRS_PER_RECORD = 10

# Pairs that are one person almost surely: what they say of themselves fixes how often any two records match.
SURE_RULES = (
    ("forename", "surname", "dob"),
    ("nhs_number", "dob"),
    ("upn", "dob"),
    ("dob", "postcode", "forename_code"),
)
SURE_RULES_FIND = 0.7  # the share of all true pairs that the sure rules reach, from the sets measured so far

# Expectation maximisation looks at the pairs that meet by one rule and learns every comparison that the
# rule does not use. "Forename differs" is never learnt from households alone (dob and place), where twins
# would teach it that names differ: names come from two rules and are averaged.
TRAINING_RULES = (
    ("dob", "postcode"),
    ("forename", "surname"),
    ("dob", "surname"),
    ("dob", "forename"),
    ("postcode", "forename"),
)


def rules_for(columns: frozenset[str], wide: Sequence[Rule] = ()) -> list[BlockingRuleCreator]:
    """Return the blocking rules whose columns are all there, with the wide ones that were found affordable."""
    return [
        block_on(*rule.columns, arrays_to_explode=list(rule.explode) or None)
        for rule in (*RULES, *wide)
        if columns.issuperset(rule.columns)
    ]


def affordable(rows: Sequence[Mapping[str, Any]]) -> list[Rule]:
    """Return the wide rules that together make at most `PAIRS_PER_RECORD` pairs for each of these records."""
    chosen, left = [], PAIRS_PER_RECORD * len(rows)
    for rule in WIDE_RULES:
        pairs = pairs_made_by(rows, rule.columns)
        if pairs <= left:
            chosen.append(rule)
            left -= pairs
    return chosen


# What the best level of a comparison asks to be equal, so that chance agreement can be counted, not sampled.
_EXACT = {
    "forename": ("forename",),
    "middle": ("middle",),
    "surname": ("surname",),
    "dob": ("dob",),
    "place": ("postcode", "house"),
    "nhs_number": ("nhs_number",),
    "upn": ("upn",),
    "other_id": ("other_id",),
    "phone": ("phone",),
    "email": ("email",),
}


def exact_chances(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return how often two records that have it agree exactly, for each comparison that the records have."""
    found = {}
    for name, columns in _EXACT.items():
        known = sum(all(row[column] is not None for column in columns) for row in rows)
        if known > 1:
            found[name] = pairs_made_by(rows, columns) / (known * (known - 1) / 2)
    return found


def pairs_made_by(rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> int:
    """Return how many pairs of these records agree in all the columns."""
    counts: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = tuple(row[name] for name in columns)
        if None not in key:
            counts[key] = counts.get(key, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def having(rules: tuple[tuple[str, ...], ...], columns: frozenset[str]) -> list[tuple[str, ...]]:
    """Return the rules whose columns are all there."""
    return [rule for rule in rules if columns.issuperset(rule)]
