"""The comparisons of the model, level by level, best agreement first, each level with its reason.

The m and u of a level (how often it is seen among pairs of one person, and of two people) are starting
values from experience; training replaces them where the records at hand can tell (`training.py`).
Both sides of a level must be known: a missing value is a null level and weighs nothing, ever.
"""

from dataclasses import dataclass
from typing import Any

import splink.comparison_level_library as cll
from splink.internals.comparison_level_creator import ComparisonLevelCreator
from splink.internals.comparison_library import CustomComparison

from kith.linking.analysis.levels import LEVELS


@dataclass(frozen=True)
class Level:
    """One degree of agreement: its condition, and its starting m and u; `levels.py` has its words."""

    condition: Any
    m: float
    u: float
    frequency_of: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What is compared: the columns that must be there, when it is null, and the levels, best first."""

    name: str
    column: str
    null: Any
    levels: tuple[Level, ...]
    # Where hardly any two agencies both hold the column, records cannot teach m: it stays as reviewed here.
    learns_m: bool = True


def _near(column: str) -> Any:
    # One slip of a key, or one sound: Reilly and Riley, Luci and Lucy.
    one_slip = cll.Or(cll.DamerauLevenshteinLevel(column, 1), cll.JaroWinklerLevel(column, 0.92))
    return cll.Or(one_slip, cll.ExactMatchLevel(f"{column}_code"))


def _shared(column: str) -> Any:
    return cll.ArrayIntersectLevel(column, min_intersection=1)


_SWAPPED = "names_code_l = names_code_r and forename_code_l = surname_code_r"
_HALF_SWAPPED = "forename_l = surname_r or forename_r = surname_l"
# A middle name that both share says nothing here: brothers and sisters share them too.
_MIDDLE_FIRST = "array_contains(given_names_l, forename_r) or array_contains(given_names_r, forename_l)"
_INITIAL = "(length(forename_l) = 1 or length(forename_r) = 1) and substr(forename_l, 1, 1) = substr(forename_r, 1, 1)"

FORENAME = Comparison(
    "forename",
    "forename",
    cll.NullLevel("forename"),
    (
        # The same spelling; a rare name weighs more than a common one (frozen frequencies).
        Level(cll.ExactMatchLevel("forename"), 0.80, 0.006, "forename"),
        # Kate and Katherine: families and police write the short form, schools the long one.
        Level(_shared("forename_roots"), 0.035, 0.003),
        # Swapped boxes are common where names do not follow the English order.
        Level(_SWAPPED, 0.006, 0.00002),
        # The same when the other name is garbled or an alias.
        Level(_HALF_SWAPPED, 0.004, 0.0001),
        # One slip of a key.
        Level(_near("forename"), 0.07, 0.005),
        # Known by the middle name, or the first and second name changed places.
        Level(_MIDDLE_FIRST, 0.02, 0.004),
        # Custody and hospital systems sometimes keep an initial only.
        Level(_INITIAL, 0.008, 0.004),
        # Two slips, or a heard name.
        Level(cll.JaroWinklerLevel("forename", 0.8), 0.02, 0.02),
        Level(cll.ElseLevel(), 0.041, 0.957),
    ),
)
MIDDLE = Comparison(
    "middle",
    "middle",
    cll.NullLevel("middle"),
    (
        Level(cll.ExactMatchLevel("middle"), 0.80, 0.02),
        Level("substr(middle_l, 1, 1) = substr(middle_r, 1, 1)", 0.10, 0.08),
        Level(cll.ElseLevel(), 0.10, 0.90),
    ),
    learns_m=False,
)
SURNAME = Comparison(
    "surname",
    "surname",
    # Swapped names are one slip: the comparison of forenames has counted it, so this one says nothing.
    f"surname_l is null or surname_r is null or ({_SWAPPED})",
    (
        Level(cll.ExactMatchLevel("surname"), 0.82, 0.003, "surname"),
        # Half of a double-barrelled name, or a former surname that the other agency still uses.
        Level(_shared("surname_parts"), 0.05, 0.001),
        Level(_near("surname"), 0.06, 0.002),
        Level(cll.JaroWinklerLevel("surname", 0.8), 0.014, 0.015),
        # Marriage, adoption, step-family: it happens to children more than one thinks.
        Level(cll.ElseLevel(), 0.05, 0.979),
    ),
)
DOB = Comparison(
    "dob",
    "dob",
    cll.NullLevel("dob"),
    (
        Level(cll.ExactMatchLevel("dob"), 0.93, 0.0002),
        # 03/04 read as 04/03.
        Level(cll.ExactMatchLevel("dob_key"), 0.01, 0.0001),
        # One digit wrong, or two that changed places.
        Level(cll.DamerauLevenshteinLevel("dob", 1), 0.03, 0.003),
        Level(cll.DamerauLevenshteinLevel("dob", 2), 0.01, 0.03),
        # 1 January is typed where only the year is known.
        Level(cll.ExactMatchLevel("birth_year"), 0.008, 0.04),
        Level(cll.ElseLevel(), 0.012, 0.9267),
    ),
)
SEX = Comparison(
    "sex",
    "sex",
    cll.NullLevel("sex"),
    (
        Level(cll.ExactMatchLevel("sex"), 0.99, 0.5),
        Level(cll.ElseLevel(), 0.01, 0.5),
    ),
)
_SAME_DOOR = "(house_l = house_r and postcode_l = postcode_r) or (house_l = house_r and address_l = address_r)"
_NEAR_ADDRESS = cll.And(cll.CustomLevel("length(address_l) > 9"), cll.JaroWinklerLevel("address", 0.92))
_STREET = "house_l = house_r and street_code_l = street_code_r"
PLACE = Comparison(
    "place",
    "address",
    "(postcode_l is null or postcode_r is null) and (address_l is null or address_r is null)",
    (
        # One comparison for address, postcode and town: they move together, so three would count one move thrice.
        Level(_SAME_DOOR, 0.50, 0.0003),
        Level(cll.ExactMatchLevel("address"), 0.05, 0.0001),
        Level(_STREET, 0.05, 0.0002),
        # Long addresses with a slip; short ones resemble each other by chance.
        Level(_NEAR_ADDRESS, 0.06, 0.0005),
        Level(cll.ExactMatchLevel("postcode"), 0.07, 0.0008),
        Level("street_l = street_r and length(street_l) > 5", 0.02, 0.0006),
        Level(cll.DamerauLevenshteinLevel("postcode", 1), 0.03, 0.004),
        Level(cll.ExactMatchLevel("town"), 0.07, 0.06),
        # People move: one record in six has an old address.
        Level(cll.ElseLevel(), 0.15, 0.934),
    ),
)


def _identifier(name: str, m: tuple[float, float, float], u: tuple[float, float, float]) -> Comparison:
    return Comparison(
        name,
        name,
        cll.NullLevel(name),
        (
            Level(cll.ExactMatchLevel(name), m[0], u[0]),
            # A slip of a key: the check digit catches most, not all.
            Level(cll.DamerauLevenshteinLevel(name, 1), m[1], u[1]),
            Level(cll.ElseLevel(), m[2], u[2]),
        ),
    )


# One number in five hundred belongs to a relative, so agreement is strong, and never enough alone (guards.py).
NHS_NUMBER = _identifier("nhs_number", (0.985, 0.003, 0.012), (0.000005, 0.0000002, 0.9999948))
UPN = _identifier("upn", (0.97, 0.005, 0.025), (0.000005, 0.0000002, 0.9999948))
# Any agency's own number: when two agencies number their people apart, disagreement means nothing,
# which is why only training on the records at hand may make it count against a pair.
OTHER_ID = _identifier("other_id", (0.5, 0.01, 0.49), (0.00002, 0.00002, 0.99996))
PHONE = Comparison(
    "phone",
    "phone",
    cll.NullLevel("phone"),
    (
        # A household shares its phone: agreement helps a little, disagreement hardly hurts.
        Level(cll.ExactMatchLevel("phone"), 0.45, 0.0006),
        Level(cll.ElseLevel(), 0.55, 0.9994),
    ),
    learns_m=False,
)
EMAIL = Comparison(
    "email",
    "email",
    cll.NullLevel("email"),
    (
        Level(cll.ExactMatchLevel("email"), 0.55, 0.0004),
        Level(cll.ElseLevel(), 0.45, 0.9996),
    ),
    learns_m=False,
)
COMPARISONS = (FORENAME, MIDDLE, SURNAME, DOB, SEX, PLACE, NHS_NUMBER, UPN, OTHER_ID, PHONE, EMAIL)


def as_splink(comparison: Comparison) -> CustomComparison:
    """Return a comparison as Splink takes it."""
    words = LEVELS[comparison.name]
    levels = [
        _as_level(level, says, learns_m=comparison.learns_m)
        for level, says in zip(comparison.levels, words, strict=True)
    ]
    return CustomComparison(output_column_name=comparison.name, comparison_levels=[_null(comparison.null), *levels])


def _null(condition: Any) -> ComparisonLevelCreator:
    null = cll.CustomLevel(condition, "unknown") if isinstance(condition, str) else condition
    configured: ComparisonLevelCreator = null.configure(is_null_level=True)
    return configured


def _as_level(level: Level, says: str, *, learns_m: bool) -> ComparisonLevelCreator:
    condition = cll.CustomLevel(level.condition) if isinstance(level.condition, str) else level.condition
    options: dict[str, Any] = {"m_probability": level.m, "u_probability": level.u, "label_for_charts": says}
    options["fix_m_probability"] = not learns_m
    if level.frequency_of:
        options |= {"tf_adjustment_column": level.frequency_of, "tf_minimum_u_value": 0.00005}
    configured: ComparisonLevelCreator = condition.configure(**options)
    return configured
