"""Small counts stay hidden from somebody who knows every number that is shown: all tables that fit are tried."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.common.suppression import SMALLEST_SHOWN, Table, hide_small

Counts = dict[tuple[str, str], int]


def tables_that_fit(shown: Table[str, str], highest: int) -> Iterator[dict[object, int]]:
    """Return every table that agrees with all that is shown, by the plainest way: trying them all."""
    rows, columns = list(shown.rows), list(shown.columns)
    free = [cell for cell, count in shown.cells.items() if count is None]
    for guess in product(range(highest + 1), repeat=len(free)):
        cells = {cell: count for cell, count in shown.cells.items() if count is not None}
        cells |= dict(zip(free, guess, strict=True))
        whole: dict[object, int] = dict(cells.items())
        whole |= {("row", row): sum(cells[row, column] for column in columns) for row in rows}
        whole |= {("column", column): sum(cells[row, column] for row in rows) for column in columns}
        whole["total"] = sum(cells.values())
        totals: dict[object, int | None] = {"total": shown.total}
        totals |= {("row", row): count for row, count in shown.rows.items()}
        totals |= {("column", column): count for column, count in shown.columns.items()}
        if all(count is None or whole[name] == count for name, count in totals.items()):
            yield whole


def hidden_of(shown: Table[str, str]) -> list[object]:
    hidden: list[object] = [cell for cell, count in shown.cells.items() if count is None]
    hidden += [("row", row) for row, count in shown.rows.items() if count is None]
    hidden += [("column", column) for column, count in shown.columns.items() if count is None]
    return hidden + (["total"] if shown.total is None else [])


def counts_of(lines: list[list[int]]) -> Counts:
    return {(f"r{i}", f"c{j}"): count for i, line in enumerate(lines) for j, count in enumerate(line)}


small_tables = st.integers(1, 2).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6]), min_size=width, max_size=width), min_size=1, max_size=2
    )
)
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 12), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(max_examples=250, deadline=None)
@given(lines=small_tables)
def test_nobody_can_work_out_a_hidden_number(lines: list[list[int]]) -> None:
    counts = counts_of(lines)
    shown = hide_small(counts)
    hidden = hidden_of(shown)
    seen: dict[object, set[int]] = {name: set() for name in hidden}
    for whole in tables_that_fit(shown, highest=max(counts.values()) + 2):
        for name in hidden:
            seen[name].add(whole[name])
    assert all(len(values) >= 2 for values in seen.values()), (lines, shown, seen)


@given(lines=tables)
def test_small_numbers_are_hidden_and_what_is_shown_is_true(lines: list[list[int]]) -> None:
    counts = counts_of(lines)
    shown = hide_small(counts)
    for cell, count in counts.items():
        assert shown.cells[cell] in (None, count)
        if 0 < count < SMALLEST_SHOWN:
            assert shown.cells[cell] is None
    for number, line in enumerate(lines):
        total = sum(line)
        assert shown.rows[f"r{number}"] in (None, total)
        if 0 < total < SMALLEST_SHOWN:
            assert shown.rows[f"r{number}"] is None
    if all(count == 0 or count >= SMALLEST_SHOWN for count in counts.values()):
        assert hidden_of(shown) == [], "nothing small, and yet something hides"


def test_one_small_cell_takes_three_others_and_no_total() -> None:
    lines = [[3, 20, 30], [9, 40, 50], [7, 60, 70]]
    shown = hide_small(counts_of(lines))
    hidden = hidden_of(shown)
    assert len(hidden) == 4 and ("r0", "c0") in hidden and shown.total == 289
    assert all(count is not None for count in (*shown.rows.values(), *shown.columns.values()))


def test_two_ones_in_a_line_do_not_give_each_other_away() -> None:
    shown = hide_small(counts_of([[1, 1, 30], [8, 9, 10]]))
    fits = {(w["r0", "c0"], w["r0", "c1"]) for w in tables_that_fit(shown, highest=31)}
    assert len(fits) > 1


def test_a_table_of_one_small_number_says_nothing() -> None:
    shown = hide_small({("a", "b"): 2})
    assert shown.cells == {("a", "b"): None} and shown.total is None
    assert hide_small({}).total == 0


def test_a_count_below_none_is_refused() -> None:
    with pytest.raises(ValueError, match="below none"):
        hide_small({("a", "b"): -1})
