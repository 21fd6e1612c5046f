"""Records are made comparable: the same thing is written in one way, and what is missing stays missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.linking.analysis.dob import dob_digits, dob_without_order
from kith.linking.analysis.nicknames import forms_of, roots_of
from kith.linking.analysis.phonetics import sound
from kith.linking.analysis.standardise import INPUT_COLUMNS, standardised


@given(st.dates(date(1901, 2, 1), date(2030, 12, 31)))
def test_a_day_is_one_day_however_it_is_written(day: date) -> None:
    ways = ["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%Y-%b-%d 00:00:00", "%d %B %Y", "%Y-%m-%dT00:00:00"]
    assert {dob_digits(day.strftime(way)) for way in ways} == {day.strftime("%Y%m%d")}


@pytest.mark.parametrize("text", ["", "unknown", "01/01/1900", "1900-01-01", "99991231", "12/2010"])
def test_no_day_and_placeholders_are_no_date_of_birth(text: str) -> None:
    assert dob_digits(text) == ""


def test_a_day_that_does_not_exist_still_tells_people_apart() -> None:
    assert dob_digits("1935-02-30") == "19350230"


@given(st.dates(date(1950, 1, 1), date(2030, 12, 31)).filter(lambda day: day.day <= 12))
def test_a_swapped_day_and_month_share_their_key(day: date) -> None:
    swapped = date(day.year, day.day, day.month)
    assert dob_without_order(day.strftime("%Y%m%d")) == dob_without_order(swapped.strftime("%Y%m%d"))


@given(st.fixed_dictionaries({name: st.text(max_size=12) for name in INPUT_COLUMNS}))
def test_nothing_is_ever_an_empty_string(record: dict[str, str]) -> None:
    row = standardised(record, 1)
    assert all(value not in ("", [], [""]) for name, value in row.items() if name != "source")


def test_words_for_not_known_are_missing() -> None:
    row = standardised(dict.fromkeys(INPUT_COLUMNS, "Unknown") | {"postcode": "ZZ99 3VZ"}, 1)
    assert {value for name, value in row.items() if name not in {"unique_id", "source", "other_id"}} == {None}


@pytest.mark.parametrize(
    ("one", "other"),
    [("stephen", "steven"), ("geoff", "jeff"), ("mohammed", "muhammad"), ("niamh", "neve"), ("thompson", "tomson"),
     ("macdonald", "mcdonald"), ("catherine", "kathryn"), ("sean", "shaun"), ("wright", "right"), ("khan", "kahn")],
)  # fmt: skip
def test_names_that_sound_alike_share_a_code(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_nicknames_meet_and_siblings_do_not() -> None:
    assert "katherine" in forms_of("kate")
    assert set(roots_of("alex")) == {"alexander", "alexandra"}
    assert not set(roots_of("jacob")) & set(roots_of("james"))
    assert not set(roots_of("anna")) & set(roots_of("hannah"))
