"""Places days on a time axis and chooses its ticks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A time axis from `left` to `right` in the picture's own units."""

    begins_on: date
    ends_on: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day stands; days outside stand at the nearer end."""
        length = max(1, (self.ends_on - self.begins_on).days)
        share = min(1.0, max(0.0, (day - self.begins_on).days / length))
        return self.left + share * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str]]:
        """Return at most 14 ticks with their labels, at starts of weeks, months, quarters or years."""
        months = (self.ends_on - self.begins_on).days / 30.4
        if months <= 2:
            return [(self.x(day), f"{day.day} {day:%b}") for day in _mondays(self.begins_on, self.ends_on)]
        step = next((step for step in (1, 3, 6, 12, 24, 60, 120) if months / step <= 12), 240)
        form = "%Y" if step >= 12 else "%b %Y"
        return [(self.x(day), day.strftime(form)) for day in _firsts(self.begins_on, self.ends_on, step)]


def _mondays(begins_on: date, ends_on: date) -> Iterator[date]:
    day = begins_on + timedelta(days=-begins_on.weekday() % 7)
    while day <= ends_on:
        yield day
        day += timedelta(days=7)


def _firsts(begins_on: date, ends_on: date, step: int) -> Iterator[date]:
    month = begins_on.year * 12 + begins_on.month - 1
    month += -month % step
    while (day := date(month // 12, month % 12 + 1, 1)) <= ends_on:
        if day >= begins_on:
            yield day
        month += step


@lru_cache(maxsize=4096)
def day_text(day: date) -> str:
    """Return a day as `4 March 2024`."""
    return f"{day.day} {day:%B %Y}"
