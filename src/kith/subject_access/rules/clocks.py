"""Says by when a request is answered: one month, and two more where that is said in time."""

import calendar
from datetime import date, timedelta

from kith.subject_access.vocabulary import RequestRefused
from kith.work.rules import is_working_day

MONTHS = 1
MORE_MONTHS = 2


def due_day(received_on: date, *, extended: bool = False) -> date:
    """Return the last day for an answer (UK GDPR Art 12(3)).

    The same day of the month one month later, or three when extended; the last of that month where it has no such day;
    the next working day where that is none. So the regulator counts: ICO, Right of access, "How long do we have?".
    """
    day = _months_later(received_on, MONTHS + (MORE_MONTHS if extended else 0))
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def check_received(received_on: date, today: date) -> None:
    """Refuse a day on which no request can have come.

    Raises:
        RequestRefused: it lies in the future, or more than a year back.
    """
    if received_on > today:
        raise RequestRefused("The day on which the request came lies in the future. Choose the day it came.")
    if received_on < today - timedelta(days=366):
        raise RequestRefused("The request came more than a year ago. Check the year.")


def can_extend(received_on: date, *, extended: bool, today: date) -> bool:
    """Test whether a request can still be given two months more: only once, and told within the first month."""
    return not extended and today <= due_day(received_on)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
