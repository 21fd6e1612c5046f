"""Weeks of pregnancy and ages against an oracle that counts days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kith.common.dates import age_on
from kith.support.rules import (
    BIRTH_WEEK,
    age_day,
    book_on,
    check_birth,
    check_expected,
    due_after_birth,
    due_before_birth,
    due_to_adult,
    gestation,
    is_late,
    load_books,
    week_on,
)
from kith.support.rules.books import FOLDER, BookError
from kith.support.vocabulary import PathRefused

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
BOOK = book_on(date(2027, 1, 1))


def counted(expected_on: date, day: date) -> tuple[int, int]:
    """Return weeks and days by walking back from the expected day, where a pregnancy is 40+0."""
    weeks, days, at = 40, 0, expected_on
    while at > day:
        at -= timedelta(days=1)
        days -= 1
        if days < 0:
            weeks, days = weeks - 1, 6
    while at < day:
        at += timedelta(days=1)
        days += 1
        if days > 6:
            weeks, days = weeks + 1, 0
    return weeks, days


@given(DAYS, st.integers(-280, 30))
def test_weeks_are_what_counting_days_gives(expected_on: date, offset: int) -> None:
    day = expected_on + timedelta(days=offset)
    assert gestation(expected_on, day) == counted(expected_on, day)
    assert str(gestation(expected_on, expected_on)) == "40+0"


@given(DAYS, st.integers(0, 44))
def test_a_week_begins_on_the_day_that_counts_as_plus_nought(expected_on: date, week: int) -> None:
    assert counted(expected_on, week_on(expected_on, week)) == (week, 0)


@given(DAYS, st.integers(0, 168))
def test_a_booking_by_24_weeks_leaves_every_milestone_in_its_week(expected_on: date, day: int) -> None:
    booked_on = expected_on - timedelta(days=280 - day)
    assert not is_late(expected_on, booked_on, BOOK)
    for mark, due in zip(BOOK.before_birth, due_before_birth(expected_on, booked_on, BOOK), strict=True):
        assert counted(expected_on, due.due_on) == (mark.due_week, 0)
        assert counted(expected_on, due.latest_on) == (mark.latest_week, 0)
        assert not due.is_compressed


@given(DAYS, st.integers(169, 280))
def test_a_late_booking_compresses_what_it_has_overtaken_and_nothing_else(expected_on: date, day: int) -> None:
    booked_on = expected_on - timedelta(days=280 - day)
    assert is_late(expected_on, booked_on, BOOK)
    made = due_before_birth(expected_on, booked_on, BOOK)
    for mark, due in zip(BOOK.before_birth, made, strict=True):
        overtaken = week_on(expected_on, mark.due_week) < booked_on + timedelta(days=7)
        assert due.is_compressed == overtaken
        assert due.due_on <= due.latest_on
        assert due.due_on >= booked_on
        if not overtaken:
            assert (due.due_on, due.latest_on) == (
                week_on(expected_on, mark.due_week),
                week_on(expected_on, mark.latest_week),
            )
        if mark.due_week < BIRTH_WEEK:
            assert due.due_on <= expected_on, "nothing that comes before a birth is due after it"
        if mark.key == "conference":
            assert due.latest_on <= max(week_on(expected_on, 34), booked_on), "never after 34 weeks"
    assert any(due.is_compressed for due in made)


def test_the_defaults_are_those_of_the_reference() -> None:
    weeks = {mark.key: (mark.due_week, mark.latest_week) for mark in BOOK.before_birth}
    assert weeks["booking"] == (8, 12) and weeks["early_help"] == (12, 16) and weeks["decision"] == (16, 18)
    assert weeks["assessment_begun"][0] == 18 and weeks["assessment_done"] == (26, 28)
    assert weeks["legal_gateway"][0] == 24 and weeks["conference"] == (28, 30) and weeks["birth_plan"] == (32, 34)
    assert next(mark.never_after_week for mark in BOOK.before_birth if mark.key == "conference") == 34


@pytest.mark.parametrize(("days", "says"), [(-1, "is past"), (281, "40 weeks"), (335, "40 weeks"), (-400, "is past")])
def test_a_day_on_which_no_child_can_be_expected_is_refused(days: int, says: str) -> None:
    today = date(2027, 3, 1)
    with pytest.raises(PathRefused, match=says):
        check_expected(today + timedelta(days=days), today)


@given(st.integers(0, 280))
def test_any_day_of_a_pregnancy_can_be_expected(days: int) -> None:
    today = date(2027, 3, 1)
    check_expected(today + timedelta(days=days), today)


@given(DAYS, st.integers(-200, 60))
def test_a_birth_is_between_22_and_45_weeks(expected_on: date, offset: int) -> None:
    born_on = expected_on + timedelta(days=offset)
    weeks, days = counted(expected_on, born_on)
    today = born_on
    if weeks >= 22 and (weeks, days) <= (45, 0):
        check_birth(born_on, expected_on, today)
        after = due_after_birth(born_on, BOOK)
        assert [due.key for due in after] == ["discharge", "handover"]
        assert after[0].due_on == born_on and after[1].due_on == born_on + timedelta(days=7)
    else:
        with pytest.raises(PathRefused, match="Check the day"):
            check_birth(born_on, expected_on, today)
    with pytest.raises(PathRefused, match="future"):
        check_birth(born_on, expected_on, born_on - timedelta(days=1))


@given(DAYS, st.integers(0, 240))
def test_a_day_of_age_is_the_first_on_which_somebody_is_so_old(born_on: date, months: int) -> None:
    day = age_day(born_on, months)
    assume(months % 12 == 0)
    assert age_on(born_on, day) == months // 12
    assert months == 0 or age_on(born_on, day - timedelta(days=1)) == months // 12 - 1


def test_the_way_to_adult_services_goes_by_age() -> None:
    due = {one.key: one for one in due_to_adult(date(2011, 8, 31), BOOK)}
    assert due["adult_service_told"].due_on == date(2027, 8, 31)
    assert due["met_worker"].due_on == date(2029, 3, 1), "there is no 31 February"
    assert due["plan_handed_over"].due_on == date(2029, 8, 31)


def test_a_book_that_is_wrong_is_named(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    text = next(FOLDER.glob("*.toml")).read_text(encoding="utf-8")
    (folder / "1.toml").write_text(text.replace("latest_week = 12", "latest_week = 7"), encoding="utf-8")
    with pytest.raises(BookError, match="booking is due after its latest week"):
        load_books(folder)
    (folder / "1.toml").write_text(text.replace("late_week", "later_week"), encoding="utf-8")
    load_books.cache_clear()
    with pytest.raises(BookError, match=r"1\.toml lacks or misspells"):
        load_books(folder)
    (folder / "1.toml").write_text(text, encoding="utf-8")
    (folder / "2.toml").write_text(text.replace("2026-09-01", "2027-09-01"), encoding="utf-8")
    load_books.cache_clear()
    with pytest.raises(BookError, match="must end"):
        load_books(folder)
    load_books.cache_clear()
