"""When a feed has brought a file, beside when it should have."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One feed of one agency: the days from file to file with their grace, and by how many days the next is late.

    `days_late` is 0 while it is on time, None when no file has ever come.
    """

    feed: str
    says: str
    agency: str
    every_days: int
    arrived_on: tuple[date, ...]
    days_late: int | None
