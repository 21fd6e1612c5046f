"""Days, ages and numbers as people say them."""

from collections.abc import Sequence
from datetime import date


def day(value: date | None, precision: str = "day") -> str:
    """Return a day as `4 March 2024`, or only as much of it as is known."""
    if value is None:
        return ""
    if precision == "year":
        return f"{value.year}"
    if precision == "month":
        return f"{value:%B %Y}"
    return f"{value.day} {value:%B %Y}"


def span(begins_on: date | None, ends_on: date | None) -> str:
    """Return a time from one day to another as a phrase."""
    if begins_on and ends_on:
        return day(begins_on) if begins_on == ends_on else f"{day(begins_on)} to {day(ends_on)}"
    if begins_on:
        return f"since {day(begins_on)}"
    return f"until {day(ends_on)}" if ends_on else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def months(number: int) -> str:
    """Return a number of months as months, or as years from two years on."""
    if number < 24:
        return count(number, "month")
    years, rest = divmod(number, 12)
    return count(years, "year") + (f" and {count(rest, 'month')}" if rest else "")


def sentence(words: str) -> str:
    """Return words with a capital at the front, the rest as it was."""
    return words[:1].upper() + words[1:]
