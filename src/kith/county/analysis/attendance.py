"""Daily attendance marks: who is absent how much, on which days, and with which code."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.calendar import school_days
from kith.county.analysis.county import County
from kith.county.analysis.draws import Chance, Flags, Floats, Ints, Singles, day_number, stream
from kith.county.analysis.lives import Lives
from kith.county.analysis.notices_school import Sanctions
from kith.county.analysis.schools import Pupils, Rolls
from kith.county.vocabulary import RATES

PRESENT, SHUT, ILL, MEDICAL, OTHER_LEAVE, SUSPENDED, UNAUTHORISED, HOLIDAY, LATE, OFF_SITE = range(10)
MORNING = np.array(["/", "", "I", "M", "C", "E", "O", "G", "L", "B"], object)
AFTERNOON = np.array(["\\", "", "I", "M", "C", "E", "O", "G", "\\", "B"], object)
_EXCLUDED_PART = 0.0012  # absence that suspensions add by themselves, taken off the rest
_HALF_DAYS = 0.12  # absences of a morning or an afternoon only


@dataclass(frozen=True, kw_only=True)
class Marks:
    """One school year's marks, a row per pupil's spell and day: codes index MORNING and AFTERNOON."""

    year: int
    spell: Ints  # number of the Rolls row
    day: Ints
    morning: np.typing.NDArray[np.uint8]
    afternoon: np.typing.NDArray[np.uint8]


def yearly_shares(count: int) -> Floats:
    """Return absence shares of `count` pupils from least to most absent.

    The mean, the part of a tenth or more, and the part of a half or more are the published ones; the shape
    between is by hand: straight on a logarithmic scale above a tenth, and as low as the mean needs below it.
    """
    place = (np.arange(count) + 0.5) / max(count, 1)
    severe, persistent = 1 - RATES.severe, 1 - RATES.persistent
    shares = np.empty(count)
    top, middle = place >= severe, (place >= persistent) & (place < severe)
    shares[top] = 0.505 + 0.35 * (place[top] - severe) / RATES.severe
    inside = (place[middle] - persistent) / (severe - persistent)
    shares[middle] = 0.103 * (0.49 / 0.103) ** (inside**1.8)
    low = ~(top | middle)
    rest = RATES.absence - _EXCLUDED_PART - (shares[~low].sum() / max(count, 1))
    rising = (place[low] / persistent) ** 1.2
    shares[low] = np.minimum(rising * rest * count / max(float(rising.sum()), 1e-9), 0.094)
    return shares


def mark_year(county: County, year: int) -> Marks:
    """Return the marks of one school year inside the files' span."""
    plan, lives, rolls = county.plan, county.lives, county.rolls
    chance = stream(plan.seed, f"attendance {year}")
    days = school_days(year)
    days = days[(days >= day_number(plan.first_day)) & (days <= day_number(plan.last_day))]
    spells = (
        np.flatnonzero((rolls.begins <= days[-1]) & (rolls.ends >= days[0])) if days.size else np.zeros(0, np.int64)
    )
    child = rolls.child[spells]
    on_roll = (rolls.begins[spells][:, None] <= days) & (rolls.ends[spells][:, None] >= days)
    weeks = np.searchsorted(lives.monday, days, side="right") - 1
    unrest = np.exp(0.55 * (lives.drift[weeks][:, child].T + 3.0 * county.lift[weeks][:, child].T))
    share = _shares(chance, lives, county.pupils, child, on_roll, weeks)
    absent = _absent_days(chance, share, unrest, on_roll)
    morning, afternoon = _codes(chance, absent, share)
    _enter_suspensions(rolls, spells, days, county.sanctions, (morning, afternoon))
    shut = on_roll & _closures(chance, rolls.school[spells], len(days))
    morning[shut] = afternoon[shut] = SHUT
    row, column = np.nonzero(on_roll)
    return Marks(
        year=year, spell=spells[row], day=days[column], morning=morning[row, column], afternoon=afternoon[row, column]
    )


def _shares(chance: Chance, lives: Lives, pupils: Pupils, child: Ints, on_roll: Flags, weeks: Ints) -> Floats:
    """Return each spell's absence share of the year, ranked by drift, need and circumstance; a pupil's spells alike."""
    who, place = np.unique(child, return_inverse=True)
    if not who.size:
        return np.zeros(0)
    teens = np.clip((lives.age[weeks[0], who] - 10.0) / 5.0, 0, 1)
    claim = 0.9 * lives.drift[weeks][:, who].mean(axis=0) + 0.35 * lives.need[weeks][:, who].mean(axis=0)
    claim = claim + 0.3 * teens + 0.3 * pupils.free_meals[who] + 0.25 * (pupils.sen[who] == "E")
    claim = claim + chance.normal(size=len(who))
    order = np.argsort(claim, kind="stable")
    shares = np.empty(len(who))
    shares[order] = yearly_shares(len(who))
    found: Floats = shares[place]
    return found


def _absent_days(chance: Chance, share: Floats, unrest: Singles, on_roll: Flags) -> Flags:
    """Return spell × day absent: as many days as the share says, in runs, more of them in restless weeks."""
    if not on_roll.size:
        return on_roll
    noise = chance.normal(size=on_roll.shape).astype(np.float32)
    spell_of_illness = noise + 0.9 * np.roll(noise, 1, axis=1) + 0.6 * np.roll(noise, 2, axis=1)
    key = np.where(on_roll, 1.1 * spell_of_illness + 1.2 * np.log(unrest), -np.inf)
    whole = np.minimum(share / (1 - _HALF_DAYS / 2), 1.0)  # some of the days will be half days
    wanted = np.floor(whole * on_roll.sum(axis=1) + chance.random(len(share))).astype(np.int64)
    order = np.argsort(-key, axis=1, kind="stable")
    absent = np.zeros(on_roll.shape, bool)
    np.put_along_axis(absent, order, np.arange(on_roll.shape[1])[None, :] < wanted[:, None], axis=1)
    return absent & on_roll


def _codes(
    chance: Chance, absent: Flags, share: Floats
) -> tuple[np.typing.NDArray[np.uint8], np.typing.NDArray[np.uint8]]:
    """Return codes of mornings and afternoons: the more absence, the less of it is authorised."""
    morning = np.where(chance.random(absent.shape) < 0.015, LATE, PRESENT).astype(np.uint8)
    morning[chance.random(absent.shape) < 0.004] = OFF_SITE
    unauthorised = np.clip(0.12 + 1.6 * share, 0.0, 0.85)[:, None]
    pick = chance.random(absent.shape)
    reason = np.where(pick < unauthorised, UNAUTHORISED, ILL)
    reason = np.where((pick > 0.88) & (reason == ILL), MEDICAL, reason)
    reason = np.where((pick > 0.96) & (reason == MEDICAL), OTHER_LEAVE, reason)
    reason = np.where((pick < 0.08) & (share[:, None] < 0.2), HOLIDAY, reason)
    half = chance.random(absent.shape)
    afternoon = morning.copy()
    here = absent & (half >= _HALF_DAYS / 2)
    morning[here] = reason[here]
    here = absent & ((half < _HALF_DAYS / 2) | (half >= _HALF_DAYS))
    afternoon[here] = reason[here]
    return morning, afternoon


def _enter_suspensions(
    rolls: Rolls,
    spells: Ints,
    days: Ints,
    sanctions: Sanctions,
    marks: tuple[np.typing.NDArray[np.uint8], np.typing.NDArray[np.uint8]],
) -> None:
    rows: dict[int, list[int]] = {}
    for row, child in enumerate(rolls.child[spells].tolist()):
        rows.setdefault(child, []).append(row)
    for i in np.flatnonzero(sanctions.category != "LNCH").tolist():
        first = int(np.searchsorted(days, sanctions.day[i]))
        length = int(sanctions.sessions[i] + 1) // 2
        for row in rows.get(int(sanctions.child[i]), ()):
            marks[0][row, first : first + length] = SUSPENDED
            marks[1][row, first : first + length] = SUSPENDED


def _closures(chance: Chance, school: Ints, days: int) -> Flags:
    """Return spell × day shut: one day a year at each school, for training or snow."""
    when = chance.integers(0, max(days, 1), int(school.max()) + 1 if school.size else 1)
    found: Flags = when[school][:, None] == np.arange(days)[None, :]
    return found


def absent_sessions(marks: Marks) -> tuple[Ints, Ints]:
    """Return possible and absent sessions by row of the marks."""
    counted = (marks.morning != SHUT).astype(np.int64) + (marks.afternoon != SHUT)
    away = np.isin(marks.morning, (ILL, MEDICAL, OTHER_LEAVE, SUSPENDED, UNAUTHORISED, HOLIDAY)).astype(np.int64)
    away += np.isin(marks.afternoon, (ILL, MEDICAL, OTHER_LEAVE, SUSPENDED, UNAUTHORISED, HOLIDAY))
    return counted, away
