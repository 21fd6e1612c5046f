"""What counts as released figures, and what is refused before any page could wait for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.services import hand_over
from kith.publishing.vocabulary import HandedKind, HandoverRefused, Message
from kith.publishing.vocabulary.figures import MOST_ROWS, BrokenFigures, ChartForm, figures_of, tables_of
from tests.publishing.conftest import NOW

TABLE: Mapping[str, Any] = {
    "key": "by year",
    "title": "Contacts",
    "heading": "Year",
    "unit": "contacts",
    "of": 9,
    "rows": [["2018", 4], ["2019", None]],
}


@given(
    st.lists(st.tuples(st.text(min_size=1).filter(str.strip), st.none() | st.integers(0, 50)), min_size=1, max_size=24)
)
def test_a_table_arrives_as_it_was_released(rows: list[tuple[str, int | None]]) -> None:
    [table] = tables_of({"tables": [{**TABLE, "of": 50, "rows": [list(row) for row in rows]}]})
    assert list(table.rows) == rows
    assert table.can_be(ChartForm.SHARE) and table.can_be(ChartForm.BARS)
    assert table.can_be(ChartForm.LINE) == (len([n for _, n in rows if n is not None]) > 1)
    for _, amount in rows:
        assert table.amount(amount) == ("held back" if amount is None else f"{amount} of 50")


@pytest.mark.parametrize(
    "change",
    [
        {"key": ""},
        {"title": None},
        {"heading": 3},
        {"unit": " "},
        {"rows": []},
        {"rows": [["2018", 1]] * (MOST_ROWS + 1)},
        {"rows": [["2018"]]},
        {"rows": [["2018", "four"]]},
        {"rows": [["2018", -1]]},
        {"rows": [["2018", True]]},
        {"rows": [["2018", 2.5]]},
        {"rows": [["2018", 10]]},
        {"rows": "2018"},
        {"of": 0},
        {"of": "nine"},
    ],
)
def test_what_is_no_table_is_refused_at_the_door(briefing: Message, change: dict[str, Any]) -> None:
    text = {"tables": [{**TABLE, **change}]}
    with pytest.raises(BrokenFigures):
        tables_of(text)
    figures = replace(briefing, kind=HandedKind.FIGURES, text=text)
    with pytest.raises(HandoverRefused, match="Nothing was handed over"):
        hand_over(message=figures, inbox=settings.KITH_INBOX, by=7, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        {"figures": [{"key": "had a plan", "n": 9, "of": 8}]},
        {"figures": [{"key": "had a plan", "n": 1, "of": 0}]},
        {"figures": [{"n": 1, "of": 2}]},
        {"figures": [{"key": "a", "n": 1, "of": 2}, {"key": "a", "n": 2, "of": 2}]},
        {"figures": 4},
        {"tables": [dict(TABLE), dict(TABLE)]},
        {"words": "no figure at all"},
    ],
)
def test_what_is_no_figure_is_refused_at_the_door(briefing: Message, text: dict[str, Any]) -> None:
    with pytest.raises(HandoverRefused):
        hand_over(
            message=replace(briefing, kind=HandedKind.FIGURES, text=text), inbox=settings.KITH_INBOX, by=7, now=NOW
        )


def test_figures_by_themselves_are_read_as_they_are() -> None:
    [figure] = figures_of({"figures": [{"key": "had a plan", "n": 0, "of": 8}]})
    assert (figure.key, figure.n, figure.of) == ("had a plan", 0, 8)
    assert not tables_of({}) and not figures_of({})
