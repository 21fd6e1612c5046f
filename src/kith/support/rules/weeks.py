"""Weeks of pregnancy and ages: when each milestone is due, and what a late booking does to the rest."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from kith.support.rules.books import Book, WeekMark
from kith.support.vocabulary import DueMilestone, PathRefused

PREGNANCY: Final = timedelta(days=280)
WEEK: Final = timedelta(days=7)
BIRTH_WEEK: Final = 40
EARLIEST_BIRTH: Final = timedelta(weeks=22)
LATEST_BIRTH: Final = timedelta(weeks=45)


class Gestation(NamedTuple):
    """How far a pregnancy is: whole weeks, and days beside them."""

    weeks: int
    days: int

    def __str__(self) -> str:
        """Return it as midwives write it: 24+3."""
        return f"{self.weeks}+{self.days}"


def began_on(expected_on: date) -> date:
    """Return the day that counts as 0+0: 280 days before the birth is expected."""
    return expected_on - PREGNANCY


def gestation(expected_on: date, day: date) -> Gestation:
    """Return how far a pregnancy is on a day; before 0+0 it is 0+0."""
    return Gestation(*divmod(max((day - began_on(expected_on)).days, 0), 7))


def week_on(expected_on: date, week: int) -> date:
    """Return the first day of a week of pregnancy."""
    return began_on(expected_on) + week * WEEK


def check_expected(expected_on: date, today: date) -> None:
    """Raise unless a child can be expected on a day.

    Raises:
        PathRefused: the day is past, or further away than a pregnancy lasts.
    """
    if expected_on < today:
        raise PathRefused(
            f"{expected_on:%-d %B %Y} is past. If the child is born, write down the birth; if not, ask the midwife for "
            "the day on which the child is expected now."
        )
    if expected_on > today + PREGNANCY:
        raise PathRefused(
            f"{expected_on:%-d %B %Y} is further away than a pregnancy lasts (40 weeks). Check the month and the year."
        )


def is_late(expected_on: date, booked_on: date, book: Book) -> bool:
    """Test whether a pregnancy was booked so late that what remains is compressed."""
    return booked_on > week_on(expected_on, book.late_week)


def due_before_birth(expected_on: date, booked_on: date, book: Book) -> tuple[DueMilestone, ...]:
    """Return every milestone before a birth with its days; those that a late booking has overtaken are compressed."""
    late = is_late(expected_on, booked_on, book)
    return tuple(_due(mark, expected_on, booked_on, book, late) for mark in book.before_birth)


def _due(mark: WeekMark, expected_on: date, booked_on: date, book: Book, late: bool) -> DueMilestone:
    due_on, latest_on = week_on(expected_on, mark.due_week), week_on(expected_on, mark.latest_week)
    soon = booked_on + book.compressed_due
    if not late or due_on >= soon:
        return DueMilestone(key=mark.key, due_on=due_on, latest_on=latest_on)
    due_on, latest_on = soon, max(latest_on, booked_on + book.compressed_latest)
    ends = [expected_on] if mark.due_week < BIRTH_WEEK else []
    ends += [week_on(expected_on, mark.never_after_week)] if mark.never_after_week else []
    if ends:
        # Never after its last week, nor after the birth; what is past that already is due at once.
        last = max(min(ends), booked_on)
        due_on, latest_on = min(due_on, last), min(latest_on, last)
    return DueMilestone(key=mark.key, due_on=due_on, latest_on=latest_on, is_compressed=True)


def due_after_birth(born_on: date, book: Book) -> tuple[DueMilestone, ...]:
    """Return the milestones that follow a birth, counted from the day it was."""
    return tuple(
        DueMilestone(key=mark.key, due_on=week_on(born_on, mark.due_week), latest_on=week_on(born_on, mark.latest_week))
        for mark in book.before_birth
        if mark.due_week >= BIRTH_WEEK
    )


def check_birth(born_on: date, expected_on: date, today: date) -> None:
    """Raise unless a child who was expected on one day can have been born on another.

    Raises:
        PathRefused.
    """
    if born_on > today:
        raise PathRefused("The day of birth lies in the future. Write it down once the child is born.")
    if not EARLIEST_BIRTH <= born_on - began_on(expected_on) <= LATEST_BIRTH:
        raise PathRefused(
            f"A child expected on {expected_on:%-d %B %Y} is not born on {born_on:%-d %B %Y}. Check the day, or change "
            "the expected date first."
        )


def age_day(born_on: date, months: int) -> date:
    """Return the day on which somebody is so many months old; a day that a month lacks falls on the next first."""
    year, month = divmod(born_on.year * 12 + born_on.month - 1 + months, 12)
    try:
        return date(year, month + 1, born_on.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def due_to_adult(born_on: date, book: Book) -> tuple[DueMilestone, ...]:
    """Return every milestone on the way to adult services with its days."""
    return tuple(
        DueMilestone(
            key=mark.key,
            due_on=age_day(born_on, mark.due_months),
            latest_on=age_day(born_on, mark.latest_months),
        )
        for mark in book.to_adult
    )
