"""Dates as the agencies write them, and ages as people say them."""

from datetime import date, timedelta


def age_on(born_on: date, day: date) -> int:
    """Return the whole years lived on a day; a birthday of 29 February falls on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def monday_of(day: date) -> date:
    """Return the Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())
