"""Says how good the searches of the benchmark were: times, hits, what nobody could tell apart, and the mix."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from search_oracle import Oracle
from search_queries import Query

LEAST_HITS, MOST_MS, FIRST, SLOWEST = 0.98, 50.0, 10, 0.95
SAMPLE = 100  # searches that are compared with everybody
# No misspelling: a name by which they go, and which may be in no agency's record.
OTHER_NAMES = frozenset({"alias", "former_surname", "step_surname"})


@dataclass(frozen=True)
class Typed:
    """One way to search: what is typed, and its share of all searches (by hand).

    A referral form gives name and birthday, a neighbour on the telephone a name and an address; the name alone is
    typed by whoever is in a hurry.
    """

    what: str
    fields: tuple[str, ...]
    share: float


MIX = (
    Typed("name and date of birth", ("name", "born_on"), 0.55),
    Typed("name and address", ("name", "address"), 0.15),
    Typed("NHS number", ("nhs_number",), 0.10),
    Typed("name, date of birth and address", ("name", "born_on", "address"), 0.05),
    Typed("date of birth and address", ("born_on", "address"), 0.05),
    Typed("name alone", ("name",), 0.10),
)


@dataclass(frozen=True)
class Outcome:
    """What came of one search: the place of the right person, 0 when they are not in the answer."""

    query: Query
    place: int
    took: float  # milliseconds

    def is_hit(self) -> bool:
        """Test whether the right person was in the first ten."""
        return 0 < self.place <= FIRST


def report(outcomes: Mapping[Typed, Sequence[Outcome]], oracle: Oracle, bare: Sequence[float]) -> None:
    """Print times and hits of each way to search, and what edit distance alone could tell apart."""
    floor = quantiles(bare, n=20)[-1]
    for way, found in outcomes.items():
        took = [one.took for one in found]
        p50, p95 = median(took), quantiles(took, n=20)[-1]
        print(f"{way.what}: {len(found)} searches, {way.share:.0%} of the mix")
        ratios = f"{p50 / median(bare):.0f} and {p95 / floor:.0f} bare equalities"
        print(f"  database p50 {p50:.1f}, p95 {p95:.1f} ms: {ratios}")
        own = [one for one in found if one.query.is_own]
        new = [one for one in found if not one.query.is_own]
        known = f"already known to the searcher's agency {_hits(own):.1%} of {len(own)}, others {_hits(new):.1%}"
        print(f"  in the first ten: {_hits(found):.1%}; {known}")
        slipped = [one for one in found if OTHER_NAMES & set(one.query.slips.split("+"))]
        spelt = [one for one in found if one not in slipped]
        print(f"  under another surname or name {_hits(slipped):.1%} of {len(slipped)}, all others {_hits(spelt):.1%}")
        _report_ceiling(found, oracle)


def _report_ceiling(found: Sequence[Outcome], oracle: Oracle) -> None:
    """Print, of a sample, how often fewer than ten others match, and which misses could be helped."""
    sample = found[:: max(1, len(found) // SAMPLE)][:SAMPLE]
    better, as_well = zip(*(oracle.rivals(one.query.terms, one.query.person + 1) for one in sample), strict=True)
    by_chance = [min(1, max(0, FIRST - b) / (a - b + 1)) for b, a in zip(better, as_well, strict=True)]
    told_apart, possible = (sum(rivals < FIRST for rivals in counts) / len(sample) for counts in (as_well, better))
    print(
        f"  by exact edit distance ({len(sample)} of them): fewer than ten others match at least as well "
        f"{told_apart:.1%}, better {possible:.1%}; ties by chance {sum(by_chance) / len(sample):.1%}; "
        f"this search {_hits(sample):.1%}"
    )
    missed = Counter(
        ("crowded out by equals" if a >= FIRST else "outranked") if one.place else "not in the answer"
        for one, a in zip(sample, as_well, strict=True)
        if not one.is_hit()
    )
    print("  missed:", ", ".join(f"{why} {n}" for why, n in missed.most_common()) or "none", flush=True)


def report_mix(outcomes: Mapping[Typed, Sequence[Outcome]]) -> bool:
    """Print the two figures of the mix, and return whether both were reached."""
    hits = sum(way.share * _hits(found) for way, found in outcomes.items())
    # A way's share of the searches is its share of the times too.
    weighed = sorted((one.took, way.share / len(found)) for way, found in outcomes.items() for one in found)
    passed, p95 = 0.0, 0.0
    for took, weight in weighed:
        passed, p95 = passed + weight, took
        if passed >= SLOWEST:
            break
    print(f"the mix: {hits:.1%} in the first ten (at least {LEAST_HITS:.0%}), p95 {p95:.1f} ms (at most {MOST_MS:.0f})")
    return hits >= LEAST_HITS and p95 <= MOST_MS


def _hits(found: Sequence[Outcome]) -> float:
    return sum(one.is_hit() for one in found) / max(len(found), 1)
