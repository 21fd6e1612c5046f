"""Hides small counts in a table with totals, and as many others as it takes that nobody can work them out.

A table and its totals are a circulation: the grand total flows to the rows' totals, through the cells to the columns'
totals, and back. What is shown is fixed. A hidden number can be worked out exactly when it lies on no cycle of hidden
numbers along which one more here is made up for by one more or one less there. So whole cycles are hidden, the
cheapest first.
"""

import heapq
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST_SHOWN = 5

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Node = tuple[str, Hashable]
Arc = tuple[Node, Node]
_IN: Node = ("in", None)
_OUT: Node = ("out", None)
# A total tells more than a cell, so a cell is hidden first.
_WORTH_OF_TOTAL, _WORTH_OF_ALL = 10_000, 100_000_000


@dataclass(frozen=True, kw_only=True)
class Table(Generic[Row, Column]):
    """Counts with their totals; None stands where a number is hidden."""

    cells: Mapping[tuple[Row, Column], int | None]
    rows: Mapping[Row, int | None]
    columns: Mapping[Column, int | None]
    total: int | None


def hide_small(counts: Mapping[tuple[Row, Column], int], *, smallest: int = SMALLEST_SHOWN) -> Table[Row, Column]:
    """Return a table with its totals in which every count from 1 to below `smallest` is hidden, and stays hidden.

    Pairs that are not given count as none. A count of none is shown unless it must hide for another.

    Raises:
        ValueError: a count is below none.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("A count cannot be below none.")
    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    value = _circulation(counts, rows, columns)
    hidden = {arc for arc, count in value.items() if 0 < count < smallest}
    for arc in sorted(hidden, key=lambda arc: (value[arc], repr(arc))):
        if not _is_safe(arc, hidden, value):
            hidden |= _cheapest_cycle(arc, hidden, value)

    def shown(arc: Arc) -> int | None:
        return None if arc in hidden else value[arc]

    return Table(
        cells={(row, column): shown((("row", row), ("column", column))) for row in rows for column in columns},
        rows={row: shown((_IN, ("row", row))) for row in rows},
        columns={column: shown((("column", column), _OUT)) for column in columns},
        total=shown((_OUT, _IN)),
    )


def _circulation(counts: Mapping[tuple[Row, Column], int], rows: list[Row], columns: list[Column]) -> dict[Arc, int]:
    value: dict[Arc, int] = {
        (("row", row), ("column", column)): counts.get((row, column), 0) for row in rows for column in columns
    }
    value |= {(_IN, ("row", row)): sum(counts.get((row, column), 0) for column in columns) for row in rows}
    value |= {(("column", column), _OUT): sum(counts.get((row, column), 0) for row in rows) for column in columns}
    value[_OUT, _IN] = sum(counts.values())
    return value


def _is_safe(arc: Arc, hidden: set[Arc], value: Mapping[Arc, int]) -> bool:
    """Test whether a hidden number could be another one, with everything shown as it is."""
    return _path(arc, hidden, value, only_hidden=True) is not None


def _cheapest_cycle(arc: Arc, hidden: set[Arc], value: Mapping[Arc, int]) -> set[Arc]:
    found = _path(arc, hidden, value, only_hidden=False)
    return found[1] if found is not None else set(value)


def _path(arc: Arc, hidden: set[Arc], value: Mapping[Arc, int], *, only_hidden: bool) -> tuple[int, set[Arc]] | None:
    """Return the cheapest way to make up for one more, or one less, of a number, and what must hide for it."""
    usable = hidden if only_hidden else value.keys()
    steps = _steps({each for each in usable if each != arc}, hidden, value)
    tail, head = arc
    ways = [_search(steps, head, tail)]
    if value[arc] > 0:
        ways.append(_search(steps, tail, head))
    return min((way for way in ways if way is not None), key=lambda way: way[0], default=None)


def _steps(usable: set[Arc], hidden: set[Arc], value: Mapping[Arc, int]) -> dict[Node, list[tuple[Node, int, Arc]]]:
    """Return where one can go: along a number by one more, against it by one less where there is one to take."""
    steps: dict[Node, list[tuple[Node, int, Arc]]] = {}
    for arc in usable:
        tail, head = arc
        cost = 0 if arc in hidden else 1 + value[arc] + _worth(arc)
        steps.setdefault(tail, []).append((head, cost, arc))
        if value[arc] > 0:
            steps.setdefault(head, []).append((tail, cost, arc))
    return steps


def _worth(arc: Arc) -> int:
    if arc == (_OUT, _IN):
        return _WORTH_OF_ALL
    return _WORTH_OF_TOTAL if _IN in arc or _OUT in arc else 0


def _search(steps: Mapping[Node, list[tuple[Node, int, Arc]]], start: Node, goal: Node) -> tuple[int, set[Arc]] | None:
    best: dict[Node, int] = {start: 0}
    came: dict[Node, tuple[Node, Arc]] = {}
    waiting = [(0, repr(start), start)]
    while waiting:
        cost, _, here = heapq.heappop(waiting)
        if here == goal:
            return cost, set(_way_back(came, start, goal))
        if cost > best[here]:
            continue
        for there, price, arc in steps.get(here, ()):
            if cost + price < best.get(there, cost + price + 1):
                best[there] = cost + price
                came[there] = (here, arc)
                heapq.heappush(waiting, (cost + price, repr(there), there))
    return None


def _way_back(came: Mapping[Node, tuple[Node, Arc]], start: Node, goal: Node) -> Iterator[Arc]:
    here = goal
    while here != start:
        here, arc = came[here]
        yield arc
