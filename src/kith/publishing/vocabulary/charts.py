"""What holds of the told structure on a day, and the chart of that day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from kith.publishing.vocabulary.structure import (
    Chart,
    ChartGroup,
    ChartSeat,
    ToldAgency,
    ToldGroup,
    ToldSeat,
    ToldStructure,
    ToldTerms,
)


class Lasting(Protocol):
    """Anything told that holds from its first day to its last, both included."""

    @property
    def begins_on(self) -> date: ...  # noqa: D102 -- the protocol's docstring says it

    @property
    def ends_on(self) -> date | None: ...  # noqa: D102 -- as above


Part = TypeVar("Part", bound=Lasting)


def held_on(parts: Iterable[Part], day: date) -> tuple[Part, ...]:
    """Return the parts that hold on a day, in their order; the first and the last day count."""
    return tuple(one for one in parts if one.begins_on <= day and (one.ends_on is None or one.ends_on >= day))


def terms_on(group: ToldGroup, day: date) -> tuple[int, ToldTerms | None]:
    """Return the terms of a group that hold on a day, and which they are, from 1; 0 and None before the first."""
    begun = sorted((one for one in group.terms if one.begins_on <= day), key=lambda one: one.begins_on)
    return (len(begun), begun[-1]) if begun else (0, None)


def chart_on(structure: ToldStructure, day: date) -> Chart:
    """Return the chart of a day; a group whose superior does not meet on that day stands by itself.

    Should groups report in a circle, which casework refuses, each of them stands by itself: none is left out.
    """
    names = {one.id: one.name for one in structure.agencies}
    groups = held_on(structure.groups, day)
    above = _above({one.id: terms_on(one, day)[1] for one in groups})
    below: dict[UUID | None, list[ToldGroup]] = defaultdict(list)
    for one in groups:
        below[above[one.id]].append(one)

    def standing(one: ToldGroup) -> ChartGroup:
        number, terms = terms_on(one, day)
        return ChartGroup(
            group=one,
            name=terms.name if terms else one.name,
            terms=terms,
            number=number,
            seats=tuple(_seat(seat, names, day) for seat in held_on(one.seats, day)),
            groups=tuple(standing(under) for under in below[one.id]),
        )

    return Chart(
        as_at=day,
        agencies=held_on(structure.agencies, day),
        offices=held_on(structure.offices, day),
        priorities=held_on(structure.priorities, day),
        groups=tuple(standing(one) for one in below[None]),
    )


def years_of(structure: ToldStructure, today: date) -> range:
    """Return the years, from that of the first group to last year, whose December can be looked at."""
    first = min((one.begins_on for one in structure.groups), default=today)
    return range(first.year, today.year)


def seats_of_agency(chart: Chart, agency: ToldAgency) -> tuple[tuple[ChartGroup, ChartSeat], ...]:
    """Return where an agency sits on the day of a chart: each group with the seat."""
    return tuple((group, seat) for group in chart.every_group for seat in group.seats if seat.seat.agency == agency.id)


def groups_for(chart: Chart, priority: UUID) -> tuple[ChartGroup, ...]:
    """Return the groups whose terms of the day name a priority."""
    return tuple(one for one in chart.every_group if one.terms is not None and one.terms.priority == priority)


def _above(terms: Mapping[UUID, ToldTerms | None]) -> dict[UUID, UUID | None]:
    """Return for each group of the day the one that it reports to, None for whichever stands by itself."""
    above = {one: said.under if said and said.under in terms else None for one, said in terms.items()}
    return {one: None if _is_circling(above, one) else over for one, over in above.items()}


def _is_circling(above: Mapping[UUID, UUID | None], start: UUID) -> bool:
    seen: set[UUID] = set()
    at = above[start]
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = above[at]
    return False


def _seat(seat: ToldSeat, names: Mapping[UUID, str], day: date) -> ChartSeat:
    holder = next(iter(held_on(seat.holders, day)), None)
    return ChartSeat(
        seat=seat,
        agency=names.get(seat.agency, "") if seat.agency else "",
        holder=holder.name if holder else "",
        is_vacant=holder is None,
    )
