"""Turns facts that stay in a text into what the record is asked: ranges, kinds and days, at the level that is told.

What is asked at a coarser level is met by everybody who meets the finer one, so that coarsening never finds fewer.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from kith.audit.vocabulary import COHORT_RULES, CareStatus
from kith.common.standards.code_sets import offences
from kith.learning.rules.coarse import band_ages
from kith.learning.vocabulary import LEVELS, FactKind, FactLevel, FactUnclear, KeptFact

NEVER_BOUND: Final = 100_000  # above every number of contacts or ages
POLICE_BANDS: Final = ((1, 9), (10, 49), (50, 99), (100, NEVER_BOUND))
ATTENDANCE_BANDS: Final = ((0, 49), (50, 89), (90, 100))  # whole percent: severely absent, persistently absent, neither
WEAPONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"knife": ("blade", "knife|blade"), "firearm": ("firearm", "firearm|gun")}
)
"""By weapon: the word in an offence's title, and the words among the police's own marks, that tell of it."""

# The kinds of entry that the facts of an audited case are counted from; `%` stands for anything.
COUNTED_FROM: Final[Mapping[FactKind, tuple[str, ...]]] = MappingProxyType(
    {
        FactKind.POLICE_BEFORE: ("police.%",),
        FactKind.FIRST_POLICE: ("police.%",),
        FactKind.MISSING: ("police.missing", "police.missing_long", "care.missing"),
        FactKind.MOVES: ("care.placement_moved",),
        FactKind.EXCLUSIONS: ("school.suspended", "school.excluded"),
        FactKind.BEREAVED: ("care.bereavement",),
    }
)
_PLANNED: Final = (CareStatus.LOOKED_AFTER, CareStatus.PROTECTION_PLAN, CareStatus.IN_NEED)
_NEEDS: Final = ("school.ehcp", "school.sen_support")
_COUNTS: Final = frozenset({FactKind.POLICE_BEFORE, FactKind.MISSING, FactKind.MOVES, FactKind.EXCLUSIONS})
_FIRSTS: Final = frozenset({FactKind.FIRST_POLICE, FactKind.BEREAVED})


def is_countable(fact: KeptFact) -> bool:
    """Test whether the record can say of whom a fact is true; of "three knives", or of words, only a reader can."""
    return fact.kind is not FactKind.OTHER and (fact.kind, fact.level) != (FactKind.WEAPON, FactLevel.NUMBER)


def asked(facts: Iterable[KeptFact]) -> dict[str, Any]:
    """Return what the record is asked: one entry for each condition, all of which must hold of one child on one day.

    Raises:
        FactUnclear: a fact is told at a level that its kind does not have, its value is none, or a kind is told twice.
    """
    whole: dict[str, Any] = {"counts": [], "firsts": [], "states": [], "incidents": incidents_of(None), "today": True}
    seen: set[FactKind] = set()
    for fact in facts:
        if fact.kind in seen and fact.kind is not FactKind.OTHER:
            raise FactUnclear("A text tells each kind of fact once. Take the second one out, or the first.")
        seen.add(fact.kind)
        if fact.level not in LEVELS[fact.kind]:
            raise FactUnclear(f"A fact of the kind “{fact.kind}” cannot be told as “{fact.level}”.")
        try:
            _ask(whole, fact)
        except (ValueError, KeyError, StopIteration) as error:
            raise FactUnclear(f"The value of a fact of the kind “{fact.kind}” is not one that it can have.") from error
    return whole


def _ask(whole: dict[str, Any], fact: KeptFact) -> None:
    if fact.kind is FactKind.INCIDENT:
        whole |= {"incidents": incidents_of(fact), "today": False}
    elif fact.kind in _COUNTS or fact.kind in _FIRSTS:
        counts = fact.kind in _COUNTS
        within = number_range(fact) if counts else _ages(fact)
        whole["counts" if counts else "firsts"].append(_counted(fact, within))
    elif fact.kind is FactKind.NEEDS:
        needs = [_one_of(fact.value, _NEEDS)] if fact.level is FactLevel.PLAN else list(_NEEDS)
        whole["states"].append(needs)
    elif is_countable(fact):
        key, ask = _ASKED[fact.kind]
        whole[key] = ask(fact)


def number_range(fact: KeptFact) -> list[int]:
    """Return the first and the last number that a fact can mean as it is told."""
    number = int(fact.value)
    if fact.level is FactLevel.NUMBER or (number == 0 and fact.kind is not FactKind.ATTENDANCE):
        return [number, number]
    if fact.level is FactLevel.BAND:
        return band_in(number, ATTENDANCE_BANDS if fact.kind is FactKind.ATTENDANCE else POLICE_BANDS)
    return [2 if fact.level is FactLevel.MORE_THAN_ONCE and number > 1 else 1, NEVER_BOUND]


def window(fact: KeptFact) -> tuple[date, date]:
    """Return the first and the last day that the time of an incident can mean as it is told."""
    day = date.fromisoformat(fact.value)
    if fact.level is FactLevel.DAY:
        return day, day
    if fact.level is FactLevel.MONTH:
        return day.replace(day=1), _last(day.year, day.month)
    if fact.level is FactLevel.SEASON:
        return _season(day)
    # A winter lies in two years, so for a day in winter both are told.
    first, last = _season(day)
    return date(first.year, 1, 1), date(last.year, 12, 31)


def incidents_of(fact: KeptFact | None) -> list[str]:
    """Return the incidents that a fact can mean, each as kind and part played; without a fact, every serious one."""
    meant = list(COHORT_RULES.values())
    if fact is not None and fact.level is not FactLevel.SERIOUS:
        meant = [rule for rule in meant if fact.value in rule.kinds]
        if not meant:
            raise ValueError("not an incident that audits are held of")
        meant = meant[:1] if fact.level is FactLevel.THEME else meant
    pairs = {(kind, role) for rule in meant for kind in rule.kinds for role in rule.roles}
    if fact is not None and fact.level is FactLevel.EVENT:
        pairs = {(kind, role) for kind, role in pairs if kind == fact.value}
    return sorted(f"{kind} {role}" for kind, role in pairs)


def care_of(fact: KeptFact) -> Sequence[CareStatus]:
    """Return the care statuses that a fact can mean as it is told."""
    status = CareStatus(fact.value)
    if fact.level is FactLevel.STATUS or status is CareStatus.NEVER:
        return (status,)
    if fact.level is FactLevel.PLAN and status in _PLANNED:
        return _PLANNED
    return (*_PLANNED, CareStatus.NONE_THEN)


def _ages(fact: KeptFact) -> list[int]:
    years = int(fact.value)
    if fact.level is FactLevel.EVER:
        return [0, NEVER_BOUND]
    return [years, years] if fact.level is FactLevel.YEARS else list(band_ages(years))


def band_in(number: int, bands: Sequence[tuple[int, int]]) -> list[int]:
    """Return the band that a number lies in."""
    return next([low, high] for low, high in bands if low <= number <= high)


def _counted(fact: KeptFact, within: Sequence[int]) -> dict[str, Any]:
    kinds = [kind.replace("_", r"\_") for kind in COUNTED_FROM[fact.kind]]
    return {"kinds": kinds, "low": within[0], "high": within[1]}


@cache
def _weapon(name: str) -> Mapping[str, Any]:
    title, marks = WEAPONS[name]
    codes = sorted(one.code for one in offences().values() if one.group == "weapons" and title in one.label.lower())
    return {"codes": codes, "marks": marks}


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError("not one of those known")
    return value


def _season(day: date) -> tuple[date, date]:
    first_month = day.month // 3 * 3 or 12
    year = day.year - (1 if day.month < 3 else 0)
    first = date(year, first_month, 1)
    following = first + timedelta(days=62)  # somewhere in the third month
    return first, _last(following.year, following.month)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_ASKED: Final[Mapping[FactKind, tuple[str, Callable[[KeptFact], Any]]]] = MappingProxyType(
    {
        FactKind.SEX: ("sex", lambda fact: fact.value),
        FactKind.AGE: ("age", _ages),
        FactKind.WHEN: ("window", lambda fact: [day.isoformat() for day in window(fact)]),
        FactKind.WEAPON: ("weapon", lambda fact: _weapon(fact.value.partition(":")[0])),
        FactKind.TOWN: ("town", lambda fact: fact.value.strip().lower()),
        FactKind.CARE: ("care", lambda fact: [status.value for status in care_of(fact)]),
        FactKind.SIBLINGS: ("siblings", number_range),
        FactKind.ATTENDANCE: ("attendance", number_range),
        FactKind.COUNTY_LINES: ("county_lines", lambda fact: {"yes": True, "no": False}[fact.value]),
    }
)
