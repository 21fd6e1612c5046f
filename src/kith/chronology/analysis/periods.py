"""Chooses which entries a reader asked for, and which states stand today."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from kith.chronology.vocabulary import PERIOD_MONTHS, Entry, Period, Reading
from kith.feeds.vocabulary import EVENT_KINDS

ONE_DAY = timedelta(days=1)

# The states that a reader must know before anything else, in this order.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "care.looked_after": "Looked after",
        "care.protection_plan": "Child protection plan",
        "care.in_need_plan": "Child in need plan",
        "care.leaver": "Care leaver",
        "care.early_help": "Early help",
        "justice.order": "Youth justice order",
        "school.ehcp": "Education, Health and Care Plan",
        "school.off_roll": "Off roll",
        "school.not_in_education": "Not in education, work or training",
    }
)


def begins_on(period: Period, today: date) -> date | None:
    """Return the first day of a period that ends today, or None when everything is asked for."""
    months = PERIOD_MONTHS.get(period)
    if months is None:
        return None
    whole = today.year * 12 + today.month - 1 - months
    # The first of the month: 29 February has no counterpart in other years.
    return date(whole // 12, whole % 12 + 1, 1)


def window(reading: Reading, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day that a reader asked for; None where the story is open to that side.

    Days that were named go before a period that ends today.
    """
    if reading.begins_on or reading.ends_on:
        return reading.begins_on, reading.ends_on
    return begins_on(reading.period, today), None


def chosen(entries: Sequence[Entry], reading: Reading, today: date) -> list[Entry]:
    """Return the entries of the chosen days and agency; a state that reaches into them is among them."""
    first, last = window(reading, today)
    return [
        entry
        for entry in entries
        if (reading.agency_id is None or (entry.agency_id or 0) == reading.agency_id)
        and (last is None or entry.occurred_on <= last)
        and (first is None or _last_day(entry, today) >= first)
    ]


def steps(first: date | None, last: date | None, today: date) -> tuple[tuple[date, date] | None, ...]:
    """Return the days just as many before the chosen ones and after them; None where nothing lies there."""
    if first is None:
        return None, (last + ONE_DAY, today) if last and last < today else None
    until = min(last or today, today)
    length = max(until - first + ONE_DAY, ONE_DAY)
    earlier = (first - length, first - ONE_DAY) if first.toordinal() > length.days else None
    return earlier, (until + ONE_DAY, min(until + length, today)) if until < today else None


def flags(entries: Sequence[Entry], today: date) -> tuple[str, ...]:
    """Return the states that stand today, the gravest first."""
    standing = {
        entry.kind
        for entry in entries
        if not entry.retracted and entry.occurred_on <= today and (entry.ended_on is None or entry.ended_on > today)
    }
    return tuple(words for kind, words in FLAGS.items() if kind in standing)


def _last_day(entry: Entry, today: date) -> date:
    kind = EVENT_KINDS.get(entry.kind)
    if kind is not None and kind.is_state and entry.ended_on is None:
        return today
    return max(entry.occurred_on, entry.ended_on or entry.occurred_on)
