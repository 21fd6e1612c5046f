"""What children's social care records: referrals and what follows, plans, care, early help."""

import numpy as np

from kith.county.analysis.care_episodes import (
    ASSESSED,
    CLOSED,
    IN_NEED,
    LOOKED_AFTER,
    PROTECTED,
    Episode,
    ending,
    follow,
    known_by,
    span_of,
)
from kith.county.analysis.draws import (
    NO_DAY,
    Chance,
    Floats,
    Ints,
    Singles,
    choose,
    day_number,
    draw_cells,
    even_spread,
    stream,
)
from kith.county.analysis.lives import Lives
from kith.county.vocabulary import RATES, Plan

# How far referrals go (England 2025: 8 % no further action; of 633,000, 62,000 protected and 33,000 taken into care).
_KIND_SHARES = (0.08, 0.42, 0.345, 0.10, 0.055)
_SOURCES = ("6", "2A", "3A", "3E", "1A", "1D", "5D", "5A", "4", "8", "9", "7")
_SOURCE_SHARES = (0.28, 0.21, 0.09, 0.06, 0.06, 0.04, 0.06, 0.08, 0.02, 0.07, 0.02, 0.01)
_YEAR = 365.2425


def draw_episodes(plan: Plan, lives: Lives) -> list[Episode]:
    """Return social-care episodes from the burn-in on, by referral day; one child has one open at a time."""
    chance = stream(plan.seed, "care")
    weight = _referral_weight(lives)
    weeks, child = _referred(chance, lives, weight)
    day = lives.monday[weeks] + chance.integers(0, 5, len(weeks))
    need = lives.need[weeks, child] + 0.3 * lives.shock[weeks, child]
    kind = _kinds(chance, need)
    spans = _spans(chance, plan, lives, (day, child), kind)
    sources = choose(chance, _SOURCES, _SOURCE_SHARES, len(day))
    order = np.lexsort((child, day))
    found: list[Episode] = []
    open_until: dict[int, int] = {}
    for i in order.tolist():
        who = int(child[i])
        for _ in range(30):
            if open_until.get(who, NO_DAY) < day[i]:
                break
            who = int(draw_cells(chance, weight[weeks[i] : weeks[i] + 1], 1.0)[1][0])
        birthday = int(lives.monday[-1] - lives.age[-1, who] * _YEAR + 18 * _YEAR)
        episode = Episode(child=who, day=int(day[i]), kind=int(kind[i]), source=str(sources[i]), need=float(need[i]))
        episode = follow(chance, lives, episode, int(spans[i]), birthday)
        open_until[who] = episode.closed
        found.append(episode)
    found = _to_the_published_numbers(plan, lives, found)
    return [known_by(episode, day_number(plan.last_day)) for episode in found]


def _referred(chance: Chance, lives: Lives, weight: Singles) -> tuple[Ints, Ints]:
    """Return week and child of each referral; burn-in and files' span each meet the published rate."""
    found: list[tuple[Ints, Ints]] = []
    for first, last in ((0, lives.files_from), (lives.files_from, len(weight))):
        years = float((weight[first:last] > 0).sum()) / 52.0
        weeks, child = draw_cells(chance, weight[first:last], RATES.referrals * years)
        found.append((weeks + first, child))
    return np.concatenate([found[0][0], found[1][0]]), np.concatenate([found[0][1], found[1][1]])


def _referral_weight(lives: Lives) -> Singles:
    children = (lives.age >= 0) & (lives.age < 18)
    curve = 1.0 + 0.5 * (lives.age < 1) + 0.3 * ((lives.age > 12) & (lives.age < 17))
    risk = np.exp(0.75 * lives.need + 0.25 * lives.pull + 0.5 * lives.shock)
    found: Singles = (children * curve * risk).astype(np.float32)
    return found


def _kinds(chance: Chance, need: Singles) -> Ints:
    """Return how far each referral goes: more need goes further, with much noise."""
    claim = need + 1.3 * chance.normal(size=len(need))
    rank = np.argsort(np.argsort(claim, kind="stable"), kind="stable") + chance.random(len(need))
    bounds = np.cumsum(_KIND_SHARES) * len(need)
    return np.minimum(np.searchsorted(bounds, rank, side="right"), LOOKED_AFTER).astype(np.int64)


def _spans(chance: Chance, plan: Plan, lives: Lives, cells: tuple[Ints, Ints], kind: Ints) -> Floats:
    """Return days of plan, protection or care, scaled so that the numbers at 31 March are the published ones."""
    day, child = cells
    left = lives.monday[-1] + (18.0 - lives.age[-1, child]) * _YEAR - day - 50.0  # until the eighteenth birthday
    dates = [int(d) for d in _marches(plan)]
    children = float(np.mean([_children_on(lives, d) for d in dates]))
    spans = np.where(kind == CLOSED, 2.0, 30.0 + 18.0 * even_spread(chance, len(day)))
    still_open = 0.0
    for which, rate in ((LOOKED_AFTER, RATES.looked_after), (PROTECTED, RATES.protected)):
        here = kind == which
        shape = -np.log1p(-0.97 * even_spread(chance, int(here.sum()))) + 0.12
        spans[here] = fitted(day[here] + 50, (shape, left[here]), rate * children, dates)
    for which, before in ((LOOKED_AFTER, 50), (PROTECTED, 50), (ASSESSED, 0)):
        here = kind == which
        after = 45.0 if which == PROTECTED else 0.0
        ends = day[here] + before + np.minimum(spans[here], left[here]) + after
        still_open += float(np.mean([((day[here] <= d) & (ends > d)).sum() for d in dates]))
    here = kind == IN_NEED
    shape = -np.log1p(-0.97 * even_spread(chance, int(here.sum()))) + 0.2
    spans[here] = fitted(day[here], (shape, left[here]), RATES.in_need * children - still_open, dates)
    return spans


def _to_the_published_numbers(plan: Plan, lives: Lives, found: list[Episode]) -> list[Episode]:
    """Return episodes with care, protection and plans drawn out or cut short, now that each child is known."""
    dates = _marches(plan)
    children = float(np.mean([_children_on(lives, d) for d in dates]))
    most = _until_the_next(lives, found)
    rates = ((LOOKED_AFTER, RATES.looked_after), (PROTECTED, RATES.protected), (IN_NEED, RATES.in_need))
    for kind, rate in rates:
        here = [n for n, e in enumerate(found) if e.kind == kind]
        spans = np.array([span_of(found[n]) for n in here], np.int64).reshape(-1, 2)
        others = 0.0
        if kind == IN_NEED:
            rest = np.array([(e.day, e.closed) for e in found if e.kind != IN_NEED], np.int64).reshape(-1, 2)
            others = float(np.mean([((rest[:, 0] <= d) & (rest[:, 1] > d)).sum() for d in dates]))
        limits = np.maximum(most[here] - spans[:, 0] - (46 if kind == PROTECTED else 1), 14).astype(np.float64)
        lengths = (spans[:, 1] - spans[:, 0]).astype(np.float64)
        lengths = np.minimum(fitted(spans[:, 0], (lengths, limits), rate * children - others, dates), limits)
        for n, length in zip(here, lengths.tolist(), strict=True):
            found[n] = ending(found[n], span_of(found[n])[0] + max(int(length), 14))
    return found


def _until_the_next(lives: Lives, found: list[Episode]) -> Ints:
    """Return for each episode the day by which it must end: the next referral of the child, or its coming of age."""
    ends = np.empty(len(found), np.int64)
    following: dict[int, int] = {}
    for n in range(len(found) - 1, -1, -1):
        child = found[n].child
        birthday = int(lives.monday[-1] + (18.0 - float(lives.age[-1, child])) * _YEAR)
        ends[n] = min(following.get(child, birthday), birthday)
        following[child] = found[n].day
    return ends


def fitted(starts: Ints, shapes: tuple[Floats, Floats], target: float, dates: list[int]) -> Floats:
    """Return lengths in days such that on average `target` spells are open on the dates.

    `shapes` holds the lengths up to a common scale, and the most that each can be; the caller cuts them.
    """
    shape, most = shapes
    low, high = 1e-3, 20_000.0
    for _ in range(50):
        scale = (low * high) ** 0.5
        ends = starts + np.minimum(shape * scale, most)
        stock = np.mean([((starts <= d) & (ends > d)).sum() for d in dates])
        low, high = (scale, high) if stock < target else (low, scale)
    return shape * high


def _marches(plan: Plan) -> list[int]:
    years = range(plan.first_day.year + 1, plan.last_day.year + 1)
    return [int(np.datetime64(f"{year}-03-31").astype(np.int64)) for year in years]


def _children_on(lives: Lives, day: int) -> int:
    week = int(np.clip(np.searchsorted(lives.monday, day, side="right") - 1, 0, len(lives.monday) - 1))
    return int(((lives.age[week] >= 0) & (lives.age[week] < 18)).sum())
