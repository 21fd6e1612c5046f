"""A sheet: the rows of one file before they are written, and the words used in many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kith.county.analysis.draws import NO_DAY, day_of


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One file: its agency, feed, path below the agency's folder, header and rows."""

    agency: str
    feed: str
    path: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def iso_day(day: int) -> str:
    """Return an ISO date, empty for NO_DAY."""
    return "" if day == NO_DAY else day_of(day).isoformat()


def slashed(day: int) -> str:
    """Return dd/mm/yyyy, as SSDA903 writes dates; empty for NO_DAY."""
    return "" if day == NO_DAY else day_of(day).strftime("%d/%m/%Y")


def stamped(day: int, minute: int) -> str:
    """Return an ISO date and time."""
    return f"{day_of(day).isoformat()}T{minute // 60:02d}:{minute % 60:02d}:00"


def days_of(days: np.typing.NDArray[np.int64]) -> list[str]:
    """Return ISO dates, empty for NO_DAY."""
    return [iso_day(int(day)) for day in days]
