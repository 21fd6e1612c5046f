"""Says whether the county is true to the published rates, and hard enough to be worth anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kith.county.analysis.attendance import Marks, absent_sessions
from kith.county.analysis.county import County
from kith.county.analysis.draws import NO_DAY, Flags, Floats, Ints, day_number
from kith.county.analysis.notices_police import Occurrence
from kith.county.analysis.sheets_police import Coded
from kith.county.vocabulary import RATES

TOO_EASY = 0.9  # no single count may find the children of next year's index events better than this
TOO_EASY_TO_LINK = 0.985  # pair F1 of a plain Splink model
FEWEST_TO_TEST = 5  # fewer children with an index event say nothing either way
_YEAR = 364


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One figure of the county beside the published one; `fails` only when the county must be refused."""

    name: str
    found: float
    published: float
    tolerance: float
    unit: str = ""

    @property
    def within(self) -> bool:
        """Return whether the figure lies within its tolerance."""
        return abs(self.found - self.published) <= self.tolerance * self.published


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the check of a county found: its rates, and the AUC of each single count (none: too few to say)."""

    rates: list[Finding]
    indicators: Mapping[str, float]

    @property
    def says(self) -> str:
        """Return in words whether one count alone gives the county away."""
        if not self.indicators:
            return (
                f"Not checked whether one count alone gives the county away: too few index events (fewer than "
                f"{FEWEST_TO_TEST} children with a year of files before and after). Take more --people or --years."
            )
        name, auc = max(self.indicators.items(), key=lambda each: each[1])
        return (
            f"No count alone gives the county away: the best of {len(self.indicators)} is {name}, "
            f"AUC {auc:.3f}; above {TOO_EASY} the county would be refused."
        )


def rank_auc(score: Floats, positive: Flags) -> float:
    """Return the chance that a random positive has the higher score than a random negative; ties count half."""
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return float("nan")
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle = ends - (counts - 1) / 2.0  # the mean rank of each value
    return float((middle[place][positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def check_county(county: County, marks: list[Marks]) -> list[Finding]:
    """Return every rate beside the published one."""
    return _counts(county) + _stocks(county) + _absence(marks)


def check_linkage(f1: float) -> None:
    """Refuse a county whose people a plain Splink model links with a pair F1 above 0.985."""
    if f1 > TOO_EASY_TO_LINK:
        raise ValueError(
            f"Plain Splink reaches a pair F1 of {f1:.4f} on this county; above {TOO_EASY_TO_LINK} it proves nothing "
            "about a better linker. Raise the error rates in county/analysis/errors.py."
        )


def easiest_indicators(county: County, marks: list[Marks], coded: list[Coded]) -> dict[str, float]:
    """Return the AUC of each single count over a year for index events in the year after, all quarters together.

    Empty when fewer than five children have an index event in those years: then there is nothing to test.
    """
    lives = county.lives
    first, last = day_number(county.plan.first_day), day_number(county.plan.last_day)
    dates = list(range(first + _YEAR, last - _YEAR + 2, 91))
    children = {e.child for e in county.events for d in dates if d <= e.day < d + _YEAR}
    if len(children) < FEWEST_TO_TEST:
        return {}
    counters = _counters(county, marks, coded)
    scores: dict[str, list[Floats]] = {name: [] for name in counters}
    positives: list[Flags] = []
    for day in dates:
        age = lives.age[int(np.searchsorted(lives.monday, day, side="right")) - 1]
        there = (age >= 10) & (age < 18)
        harmed = np.zeros(len(there), bool)
        harmed[[e.child for e in county.events if day <= e.day < day + _YEAR]] = True
        positives.append(harmed[there])
        for name, count in counters.items():
            scores[name].append(count(day - _YEAR, day)[there])
    found = np.concatenate(positives)
    return {name: rank_auc(np.concatenate(parts), found) for name, parts in scores.items()}


def refuse_if_too_easy(indicators: Mapping[str, float]) -> None:
    """Refuse a county in which one count alone finds the children of next year's index events."""
    easy = {name: auc for name, auc in indicators.items() if auc > TOO_EASY}
    if easy:
        names = ", ".join(f"{name} (AUC {auc:.3f})" for name, auc in sorted(easy.items()))
        raise ValueError(
            f"This county is too easy: {names} alone finds next year's index events. A ranking that does well on it "
            "proves nothing. Choose another seed, or more people."
        )


_Counter = Callable[[int, int], Floats]
# Home Office codes as the register writes them: assaults, wounding and robbery; blades and other weapons.
_VIOLENCE = frozenset({"00501", "00801", "00806", "10501", "03401"})
_WEAPONS = frozenset({"00826", "00827"})


def _counters(county: County, marks: list[Marks], coded: list[Coded]) -> dict[str, _Counter]:
    """Return, by name, functions that count by child what was known between two days."""
    lives, sanctions = county.lives, county.sanctions
    column = {person: place for place, person in enumerate(lives.children.tolist())}
    found = _police_counts(county, coded, column)
    found["referrals"] = [(e.day, e.child) for e in county.episodes]
    found["enquiries"] = [(e.section47, e.child) for e in county.episodes if e.section47 != NO_DAY]
    found["hospital flags"] = [(a.known, column[a.person]) for a in county.attendances if a.person in column]
    found["youth justice"] = [(o.known, column[o.person]) for o in county.outcomes if o.person in column]
    counters = {name: _counter(lives.children.size, *_columns(pairs)) for name, pairs in found.items()}
    counters["suspensions"] = _counter(lives.children.size, sanctions.known, sanctions.child)
    away = [np.concatenate(parts) for parts in zip(*(_weekly_absence(county, each) for each in marks), strict=True)]
    counters["absence"] = _counter(lives.children.size, away[0], away[1], away[2].astype(np.float64))
    for name, spans in _states(county).items():
        counters[name] = _days_in(lives.children.size, spans)
    return counters


def _police_counts(county: County, coded: list[Coded], column: Mapping[int, int]) -> dict[str, list[tuple[int, int]]]:
    met = [(o, column[p]) for o in county.occurrences for p, _ in o.people if p in column]
    young = [(each, column[each.person]) for each in coded if each.person in column]
    violent = [(each, child) for each, child in young if each.code in _VIOLENCE]
    return {
        "police contacts": [(o.known, child) for o, child in met],
        "missing reports": [(o.known, child) for o, child in met if o.kind == "missing"],
        "domestic abuse notices": [(o.known, child) for o, child in met if o.kind == "domestic"],
        "intelligence": [(o.known, child) for o, child in met if o.kind == "intelligence"],
        "arrests and searches": [(o.known, child) for o, child in met if o.kind in ("arrest", "stop_search")],
        "violence as suspect": [(each.known, child) for each, child in violent if each.role == "suspect"],
        "violence as victim": [(each.known, child) for each, child in violent if each.role == "victim"],
        "weapons": [(each.known, child) for each, child in young if each.code in _WEAPONS],
    }


def _states(county: County) -> dict[str, list[tuple[int, int, int]]]:
    """Return the spells (child, first day, last day) in each state that care knows of."""
    spells = {
        "days on a child in need plan": [(e.child, *e.plan) for e in county.episodes],
        "days on a protection plan": [(e.child, *e.protection) for e in county.episodes],
        "days looked after": [(e.child, *e.care) for e in county.episodes],
    }
    return {name: [each for each in found if each[1] != NO_DAY] for name, found in spells.items()}


def _days_in(size: int, spells: list[tuple[int, int, int]]) -> _Counter:
    """Return a function that counts by child the days of spells; one without an end goes on."""
    table = np.array(spells, np.int64).reshape(-1, 3)
    begins, ends = table[:, 1], np.where(table[:, 2] == NO_DAY, np.iinfo(np.int64).max, table[:, 2])

    def count(first: int, last: int) -> Floats:
        days = np.clip(np.minimum(ends, last) - np.maximum(begins, first), 0, None)
        return np.bincount(table[:, 0], days, size).astype(np.float64)

    return count


def _columns(pairs: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _counter(size: int, day: Ints, child: Ints, weight: Floats | None = None) -> _Counter:
    def count(first: int, last: int) -> Floats:
        inside = (day >= first) & (day < last)
        return np.bincount(child[inside], None if weight is None else weight[inside], size).astype(np.float64)

    return count


def _weekly_absence(county: County, marks: Marks) -> tuple[Ints, Ints, Ints]:
    """Return day, child and absent sessions of the rows with an absence."""
    _, away = absent_sessions(marks)
    rows = np.flatnonzero(away)
    return marks.day[rows], county.rolls.child[marks.spell[rows]], away[rows]


def _counts(county: County) -> list[Finding]:
    lives, sanctions = county.lives, county.sanctions
    children = lives.children_years()
    teens = lives.children_years(10.0, 18.0)
    pupils = float((county.rolls.taught(lives) & lives.in_span(0.0, 19.0)).sum()) / 52.0
    first = day_number(county.plan.first_day)
    seen = set(lives.children.tolist())
    young = [(o, p) for o in county.occurrences if not o.retracted for p, _ in o.people if p in seen]
    young = [(o, p) for o, p in young if o.day - county.people.roles.born[p] < 18 * 365.2425]
    missing = [o for o, _ in young if o.kind == "missing"]
    years = county.plan.years
    found = (
        ("suspensions", (sanctions.category == "SUSP").sum(), RATES.suspensions * pupils),
        ("permanent exclusions", (sanctions.category == "PERM").sum(), RATES.exclusions * pupils),
        ("referrals to social care", sum(e.day >= first for e in county.episodes), RATES.referrals * children),
        ("missing reports", len(missing), RATES.missing_reports * children),
        ("children reported missing", _children_a_year(missing, first), RATES.missing_children * children),
        ("domestic abuse notices", sum(o.kind == "domestic" for o, _ in young), RATES.domestic_notices * children),
        ("police contacts with a child", len(young), RATES.police_contacts * children),
        ("hospital notifications", len(county.attendances), RATES.hospital_flags * children),
        ("first-time entrants", len({o.person for o in county.outcomes}), RATES.first_entrants * teens),
        ("index events", len(county.events), RATES.index_events * children),
    )
    return [
        Finding(name=name, found=float(n) / years, published=want / years, tolerance=_tolerance(want), unit="a year")
        for name, n, want in found
    ]


def _children_a_year(missing: list[Occurrence], first: int) -> int:
    return len({((o.day - first) // _YEAR, o.people[0][0]) for o in missing})


def _tolerance(expected: float) -> float:
    return 0.25 if expected < 100 else 0.10


def _stocks(county: County) -> list[Finding]:
    """Return the children in need, protected and looked after, on average of the 31st of March."""
    years = range(county.plan.first_day.year + 1, county.plan.last_day.year + 1)
    dates = [int(np.datetime64(f"{year}-03-31").astype(np.int64)) for year in years]
    children = float(np.mean([_children_on(county, d) for d in dates]))
    spans = {
        "children in need": ([(e.day, e.closed) for e in county.episodes], RATES.in_need),
        "children on protection plans": ([e.protection for e in county.episodes], RATES.protected),
        "children looked after": ([e.care for e in county.episodes], RATES.looked_after),
    }
    found = []
    for name, (pairs, rate) in spans.items():
        stock = float(
            np.mean([sum(b != NO_DAY and b <= d and (e == NO_DAY or e > d) for b, e in pairs) for d in dates])
        )
        want = rate * children
        found.append(Finding(name=name, found=stock, published=want, tolerance=_tolerance(want), unit="at 31 March"))
    return found


def _children_on(county: County, day: int) -> int:
    age = county.lives.age[int(np.searchsorted(county.lives.monday, day, side="right")) - 1]
    return int(((age >= 0) & (age < 18)).sum())


def _absence(marks: list[Marks]) -> list[Finding]:
    possible, absent = [], []
    for year in marks:
        counted, away = absent_sessions(year)
        if not counted.size:
            continue
        _, place = np.unique(year.spell, return_inverse=True)
        possible.append(np.bincount(place, counted))
        absent.append(np.bincount(place, away))
    sessions, missed = np.concatenate(possible), np.concatenate(absent)
    share = missed / np.maximum(sessions, 1)
    found = (
        ("absence", float(missed.sum() / sessions.sum()), RATES.absence),
        ("persistent absence", float((share >= 0.1).mean()), RATES.persistent),
        ("severe absence", float((share >= 0.5).mean()), RATES.severe),
    )
    return [
        Finding(name=name, found=100 * value, published=100 * want, tolerance=0.10, unit="per cent")
        for name, value, want in found
    ]
