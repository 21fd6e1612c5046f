"""Chance that repeats: one stream of numbers per purpose, and draws that meet a total exactly."""

import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Chance: TypeAlias = np.random.Generator

NO_DAY = -99_999  # stands for an empty date; days before 1970 are negative too


def stream(seed: int, purpose: str) -> Chance:
    """Return the stream of one purpose; adding a purpose never changes another's numbers."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(purpose.encode())]))


def draw_cells(chance: Chance, weight: NDArray[Any], total: float) -> tuple[Ints, Ints]:
    """Return rows and columns of `total` cells drawn in proportion to their weight.

    Systematic sampling: the total is met to the nearest whole and spread evenly along the rows, so that a
    published rate is kept even in a small county; which cells are hit stays chance. A heavy cell may come twice.
    """
    running = np.cumsum(weight.ravel(), dtype=np.float64)
    count = int(np.floor(total + chance.random()))
    if not count or not running.size or running[-1] <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    points = (np.arange(count) + chance.random(count)) * (running[-1] / count)
    cells = np.minimum(np.searchsorted(running, points, side="right"), running.size - 1)
    rows, columns = np.divmod(cells, weight.shape[1])
    return rows.astype(np.int64), columns.astype(np.int64)


def choose(chance: Chance, options: Sequence[Any], shares: Sequence[float] | Floats, count: int) -> Texts:
    """Return `count` of the options, each with its share."""
    bounds = np.cumsum(np.asarray(shares, np.float64))
    picked = np.searchsorted(bounds, chance.random(count) * bounds[-1], side="right")
    among = np.empty(len(options), object)
    among[:] = list(options)
    found: Texts = among[np.minimum(picked, len(options) - 1)]
    return found


def even_spread(chance: Chance, count: int) -> Floats:
    """Return numbers in (0, 1) spread evenly, in random order: quantiles without a small sample's luck."""
    return (chance.permutation(count) + chance.random(count)) / max(count, 1)


def day_number(day: date) -> int:
    """Return the days since 1 January 1970."""
    return day.toordinal() - 719_163


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(int(number) + 719_163)


def iso(days: NDArray[Any]) -> Texts:
    """Return ISO dates; NO_DAY becomes empty."""
    texts = np.datetime_as_string(days.astype("datetime64[D]")).astype(object)
    texts[days == NO_DAY] = ""
    return texts


def objects(values: Sequence[Any]) -> Texts:
    """Return a one-dimensional object array, also of strings of any length."""
    found = np.empty(len(values), object)
    found[:] = list(values)
    return found
