"""One social-care episode: a referral, what is done about it, and how it ends."""

from dataclasses import dataclass, field, replace

import numpy as np

from kith.county.analysis.draws import NO_DAY, Chance, choose
from kith.county.analysis.lives import Lives

CLOSED, ASSESSED, IN_NEED, PROTECTED, LOOKED_AFTER = range(5)  # how far an episode goes


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One referral and the spell of work that follows it; NO_DAY is not ended, not happened."""

    child: int
    day: int
    kind: int
    source: str
    need: float
    closed: int = NO_DAY
    assessed: int = NO_DAY
    plan: tuple[int, int] = (NO_DAY, NO_DAY)
    section47: int = NO_DAY
    conference: int = NO_DAY
    protection: tuple[int, int] = (NO_DAY, NO_DAY)
    care: tuple[int, int] = (NO_DAY, NO_DAY)
    factors: tuple[str, ...] = field(default_factory=tuple)
    category: str = ""


def follow(chance: Chance, lives: Lives, e: Episode, span: int, birthday: int) -> Episode:
    """Return the episode with assessment, enquiry, plans and closure."""
    if e.kind == CLOSED:
        return replace(e, closed=e.day + 2)
    assessed = e.day + int(np.clip(chance.normal(38, 12), 8, 75))
    enquiry = e.kind >= PROTECTED or chance.random() < (0.42 if e.kind == IN_NEED else 0.15)
    e = replace(
        e,
        assessed=assessed,
        factors=_factors(chance, lives, e),
        section47=e.day + int(chance.integers(1, 12)) if enquiry else NO_DAY,
    )
    if e.kind == ASSESSED:
        return replace(e, closed=min(assessed + int(chance.integers(0, 6)), birthday))
    if e.kind == IN_NEED:
        closed = max(min(e.day + span, birthday), assessed + 10)
        conference = e.section47 + 20 if e.section47 != NO_DAY and chance.random() < 0.12 else NO_DAY
        return replace(e, plan=(assessed + 5, closed - 1), closed=closed, conference=conference)
    begins = e.section47 + int(chance.integers(10, 24))
    category = str(choose(chance, ("NEG", "EMO", "PHY", "SAB"), (0.49, 0.38, 0.08, 0.05), 1)[0])
    if e.kind == PROTECTED:
        ends = max(min(begins + span, birthday), begins + 14)
        step_down = (ends, ends + 44)
        return replace(
            e, conference=begins, protection=(begins, ends), category=category, plan=step_down, closed=ends + 45
        )
    begins = max(e.day + 50 + int(chance.integers(-20, 20)), e.day + 5)
    ends = max(min(begins + span, birthday), begins + 7)
    return replace(e, care=(begins, ends), closed=ends, category=category)


def _factors(chance: Chance, lives: Lives, e: Episode) -> tuple[str, ...]:
    """Return assessment factors: what is there is found more often than not, and sometimes what is not."""
    week = int(np.clip(np.searchsorted(lives.monday, e.day, side="right") - 1, 0, len(lives.monday) - 1))
    pull, drift, age = lives.pull[week, e.child], lives.drift[week, e.child], lives.age[week, e.child]
    teens = age >= 10
    shares = {
        "3B": 0.48, "4B": 0.38, "2B": 0.20, "1B": 0.18, "16A": 0.20, "17A": 0.22, "18B": 0.10, "19B": 0.05,
        "4A": 0.08 + 0.12 * teens, "15A": 0.09 * teens, "14A": 0.08 + 0.15 * (drift > 1) * teens, "7A": 0.03,
        "10A": 0.30 * teens * (pull > 1.2), "13A": 0.30 * teens * (pull > 1.5), "24A": 0.40 * teens * (pull > 1.3),
        "11A": 0.20 * teens * (pull > 1.3), "2A": 0.30 * teens * (pull > 0.8), "12A": 0.06 * teens * (pull > 1.8),
    }  # fmt: skip
    found = tuple(code for code, share in shares.items() if chance.random() < share)
    return found or ("21",)


def known_by(e: Episode, last: int) -> Episode:
    """Return the episode as an extract of the last day shows it: nothing that lies ahead."""

    def span(pair: tuple[int, int]) -> tuple[int, int]:
        begins, ends = pair
        if begins > last:
            return (NO_DAY, NO_DAY)
        return (begins, ends if ends <= last else NO_DAY)

    def day(when: int) -> int:
        return when if when <= last else NO_DAY

    return replace(
        e,
        closed=day(e.closed),
        assessed=day(e.assessed),
        factors=e.factors if day(e.assessed) != NO_DAY else (),
        section47=day(e.section47),
        conference=day(e.conference),
        plan=span(e.plan),
        protection=span(e.protection),
        care=span(e.care),
    )


def span_of(e: Episode) -> tuple[int, int]:
    """Return first and last day of what the episode is about: care, protection, or the whole of it."""
    return {LOOKED_AFTER: e.care, PROTECTED: e.protection}.get(e.kind, (e.day, e.closed))


def ending(e: Episode, ends: int) -> Episode:
    """Return the episode with another last day of what it is about."""
    if e.kind == LOOKED_AFTER:
        return replace(e, care=(e.care[0], ends), closed=ends)
    if e.kind == PROTECTED:
        return replace(e, protection=(e.protection[0], ends), plan=(ends, ends + 44), closed=ends + 45)
    ends = max(ends, e.plan[0] + 2)
    return replace(e, plan=(e.plan[0], ends - 1), closed=ends)
