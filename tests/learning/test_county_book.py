"""The book of what can be counted of the county: each question can be counted, and a slip of the hand is refused."""

from datetime import date
from pathlib import Path

import pytest

from kith.feeds.vocabulary import EVENT_KINDS
from kith.learning.rules.county import (
    FOLDER,
    CountyBookError,
    county_book_called,
    county_book_on,
    part_words,
    parts_of,
    period_words,
    periods_until,
    quarters_of,
    read_county_book,
)
from kith.learning.vocabulary.county import Breakdown, Period

QUESTION = """
[[question]]
key = "missing"
asks = "How many?"
says = "Children reported missing"
unit = "children"
counts = "children"
kinds = ["police.missing"]
roles = ["subject"]
"""
HEAD = 'version = "one"\nsource = "The subgroup."\nvalid_from = 2026-01-01\n'


def test_every_question_of_every_version_looks_for_what_the_record_has() -> None:
    for path in sorted(FOLDER.glob("*.toml")):
        book = read_county_book(path)
        for one in book.questions:
            assert set(one.kinds) <= set(EVENT_KINDS), one.key
            assert len(one.key) <= 30 and len(one.says) < 120 and one.asks.endswith("?"), one.key
            told_by = {EVENT_KINDS[kind].sector for kind in one.kinds}
            assert not one.kinds or not one.sectors or told_by == set(one.sectors), one.key
        assert county_book_called(book.version) == book
    assert {"panel", "referrals", "referrals.noting", "missing", "excluded", "weapon"} <= {
        one.key for one in county_book_on(date(2026, 11, 30)).questions
    }
    with pytest.raises(CountyBookError, match="Put the file back"):
        county_book_called("1999-01-01")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD, "are none"),
        (HEAD + QUESTION + QUESTION, "stand twice"),
        (HEAD + QUESTION.replace('"missing"', '"away.noting"'), "ask of nothing"),
        (HEAD + QUESTION.replace('counts = "children"', 'counts = "sheep"'), "sheep"),
        (HEAD + QUESTION.replace('roles = ["subject"]', ""), "kinds and roles"),
        (HEAD + QUESTION + "noting = true\n", "kinds and roles"),
        (HEAD + QUESTION + 'colour = "red"\n', "colour"),
        (HEAD + QUESTION + 'sectors = ["moon"]\n', "moon"),
        (QUESTION, "must say its version"),
    ],
)
def test_a_slip_of_the_hand_is_refused_with_the_file(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "2026-01-01.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CountyBookError, match=says) as refused:
        read_county_book(path)
    assert "2026-01-01.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("today", "year", "quarter"),
    [
        (date(2026, 3, 31), "April 2024 to March 2025", "October to December 2025"),
        (date(2026, 4, 1), "April 2025 to March 2026", "January to March 2026"),
        (date(2026, 12, 31), "April 2025 to March 2026", "July to September 2026"),
        (date(2027, 1, 1), "April 2025 to March 2026", "October to December 2026"),
    ],
)
def test_what_is_over_can_be_chosen_the_newest_first(today: date, year: str, quarter: str) -> None:
    periods = periods_until(today)
    assert (period_words(periods[0]), period_words(periods[5])) == (year, quarter)
    assert len(periods) == 13 and all(one.ends_on < today for one in periods)
    for one in periods[:5]:
        quarters = quarters_of(one)
        assert [quarters[0].begins_on, quarters[-1].ends_on] == [one.begins_on, one.ends_on] and len(quarters) == 4


def test_a_part_is_said_in_words() -> None:
    question = county_book_on(date(2026, 11, 30)).question("missing")
    year = Period(begins_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    said = {way: [part_words(part) for part in parts_of(question, way, year)] for way in Breakdown}
    assert said == {
        Breakdown.WHOLE: [],
        Breakdown.QUARTER: [
            "April to June 2025", "July to September 2025", "October to December 2025", "January to March 2026",
        ],
        Breakdown.AGE: ["0 to 9", "10 to 12", "13 to 15", "16 to 17"],
        Breakdown.SEX: ["Female", "Male", "Other or not known"],
        Breakdown.SECTOR: ["Police", "Social care"],
    }  # fmt: skip
