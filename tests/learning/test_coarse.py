"""Dates become seasons and ages become bands, in order and with no way back; people judge what cannot be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.learning.rules.coarse import age_band, coarse_age, coarse_date, date_in, season_of

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
MONTHS = "January February March April May June July August September October November December".split()


def by_hand(day: date) -> str:
    """Walk back to the first day of the season, the slow way."""
    names = {12: "winter", 3: "spring", 6: "summer", 9: "autumn"}
    first = day
    while not (first.day == 1 and first.month in names):
        first -= timedelta(days=1)
    return f"winter {first.year} to {first.year + 1}" if first.month == 12 else f"{names[first.month]} {first.year}"


@settings(deadline=None)
@given(DAYS)
def test_a_day_is_in_its_season_however_it_is_written(day: date) -> None:
    assert season_of(day) == by_hand(day)
    month = MONTHS[day.month - 1]
    for written in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
        f"{day.day} {month} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
    ):
        assert date_in(written) == day, written
        assert coarse_date(written) == by_hand(day)


@settings(deadline=None)
@given(DAYS)
def test_a_season_holds_about_ninety_days(day: date) -> None:
    same = sum(1 for step in range(-100, 101) if season_of(day + timedelta(days=step)) == season_of(day))
    assert 89 <= same <= 92


@pytest.mark.parametrize("written", ["31/02/2018", "45 May 2018", "2018-13-01", "99.99.99"])
def test_a_date_that_is_none_is_left_to_people(written: str) -> None:
    assert date_in(written) is None


def test_a_month_or_a_day_without_a_year_is_a_season() -> None:
    assert coarse_date("May 2018") == "spring 2018"
    assert coarse_date("14 Feb") == "the winter"
    assert coarse_date("Monday 4th March") == "the spring"
    assert coarse_date("the 19th") is None
    assert coarse_date("spring 2018") is None
    assert coarse_date("2018") is None


@settings(deadline=None)
@given(st.integers(0, 149), st.integers(0, 149))
def test_bands_keep_the_order_of_ages(one: int, other: int) -> None:
    bands = list(dict.fromkeys(age_band(years) for years in range(150)))
    assert (bands.index(age_band(one)) <= bands.index(age_band(other))) or one > other


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("15 years old", "aged thirteen to fifteen"),
        ("fifteen years old", "aged thirteen to fifteen"),
        ("aged 4", "aged under five"),
        ("age of 10", "age of ten to twelve"),
        ("(17)", "(aged sixteen or seventeen)"),
        ("12-year-old", "ten-to-twelve-year-old"),
        ("tenth birthday", "birthday"),
        ("18 months old", "aged under five"),
        ("turned 18", "turned eighteen or over"),
        ("aged 999", None),
    ],
)
def test_an_age_is_its_band_in_the_form_in_which_it_was_written(written: str, says: str | None) -> None:
    assert coarse_age(written) == says
