"""Whoever is looked for with one slip still shares a key with themselves, and strangers share none."""

from datetime import date
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.linking.analysis.search_keys import Kind, SearchProfile, keys_of_profile
from kith.linking.analysis.search_places import house_key, postcode_key, street_key
from kith.linking.analysis.search_query import days_meant_by, keys_of_query
from kith.linking.vocabulary import SearchTerms

WORDS = st.text(ascii_lowercase, min_size=3, max_size=14)
DAYS = st.dates(date(1930, 1, 1), date(2026, 11, 1))


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Return a name, and the name with one letter left out, put in, changed, or swapped with the next."""
    name, kind = draw(WORDS), draw(st.sampled_from(["deletion", "insertion", "substitution", "transposition"]))
    place, letter = draw(st.integers(0, len(name) - 1)), draw(st.sampled_from(ascii_lowercase))
    after = name[place + 1 :]
    if kind == "deletion":
        return name, name[:place] + after
    if kind == "insertion":
        return name, name[:place] + letter + name[place:]
    if kind == "substitution":
        return name, name[:place] + letter + after
    return name, name[:place] + after[:1] + name[place] + after[1:]


def shared(profile: SearchProfile, **typed: object) -> set[Kind]:
    asked = {(kind, key) for kind, key, _ in keys_of_query(SearchTerms(**typed))}  # type: ignore[arg-type]  # terms by name, from the test
    return {kind for kind, _ in asked & keys_of_profile(profile)}


@given(slips(), WORDS)
def test_one_slip_in_the_surname_still_meets(surname: tuple[str, str], forename: str) -> None:
    right, wrong = surname
    assert Kind.SURNAME_NEAR in shared(SearchProfile(forename=forename, surname=right), name=f"{forename} {wrong}")


@given(WORDS, slips())
def test_one_slip_in_the_forename_still_meets(surname: str, forename: tuple[str, str]) -> None:
    right, wrong = forename
    assert Kind.FORENAME_NEAR in shared(SearchProfile(forename=right, surname=surname), name=f"{wrong} {surname}")


@given(slips(), WORDS)
def test_a_single_name_with_a_slip_meets(name: tuple[str, str], other: str) -> None:
    right, wrong = name
    assert shared(SearchProfile(forename=other, surname=right), name=wrong)
    assert shared(SearchProfile(forename=right, surname=other), name=wrong)


@given(DAYS, st.integers(2, 7), st.sampled_from("0123456789"))
def test_one_digit_off_a_birthday_meets_by_the_initials(born_on: date, place: int, digit: str) -> None:
    text = born_on.strftime("%Y%m%d")
    typed = text[:place] + digit + text[place + 1 :]
    try:
        wrong = date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
    except ValueError:
        return
    profile = SearchProfile(forename="ada", surname="vale", born_on=born_on)
    assert (Kind.BORN if wrong == born_on else Kind.INITIALS_BORN) in shared(profile, name="ada vale", born_on=wrong)
    # Whoever goes by another surname than the record knows is met by the forename.
    assert Kind.FORENAME_BORN in shared(profile, name="ada kowal", born_on=wrong)


@given(DAYS)
def test_slips_of_a_birthday_go_both_ways_for_day_and_month(day: date) -> None:
    assert day not in days_meant_by(day)
    if day.day <= 12 and day.day != day.month:
        swapped = date(day.year, day.day, day.month)
        assert swapped in days_meant_by(day) and day in days_meant_by(swapped)


@pytest.mark.parametrize(
    "typed", ["Bill Smith", "Will Smith", "William Smith", "Smith, Bill", "BILL  SMITH", "Bíll Smith"]
)
def test_nicknames_order_case_and_accents_do_not_matter(typed: str) -> None:
    assert Kind.NICKNAME in shared(SearchProfile(forename="William", surname="Smith"), name=typed)


@pytest.mark.parametrize(
    "typed", ["Ada Vale-Okoro", "Ada Vale Okoro", "Ada Vale", "Ada Okoro", "Okoro, Ada", "Ada Jane Okoro"]
)
def test_half_of_a_double_barrelled_name_is_enough(typed: str) -> None:
    assert Kind.NAMES in shared(SearchProfile(forename="Ada", surname="Vale-Okoro"), name=typed)


@pytest.mark.parametrize("typed", ["943 476 5919", "9434765919", "943-476-5919", "9434765918", "9434756919"])
def test_an_nhs_number_is_found_as_written_and_with_one_digit_wrong(typed: str) -> None:
    assert Kind.NHS_NUMBER in shared(SearchProfile(nhs_number="9434765919"), nhs_number=typed)


def test_a_valid_number_of_somebody_else_is_not_taken_for_a_slip() -> None:
    assert [key for _, key, _ in keys_of_query(SearchTerms(nhs_number="9434765919"))] == ["9434765919"]


def test_a_pupil_number_is_found_in_the_same_box() -> None:
    assert shared(SearchProfile(upn="A123456789012"), nhs_number="a123456789012") == {Kind.UPN}


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("12 Mill Lane, Quarrow QX3 4AB", {Kind.HOUSE, Kind.STREET, Kind.POSTCODE, Kind.HOME}),
        ("qx34ab", {Kind.POSTCODE}),
        ("12 mill ln", {Kind.HOUSE, Kind.STREET}),
        ("Flat 2, 12 Mill Lane", {Kind.HOUSE, Kind.STREET}),
        ("12 Mill Close", {Kind.HOUSE}),
        ("12 Mill, QX3 4AB", {Kind.HOUSE, Kind.POSTCODE, Kind.HOME}),
        ("14 Mill Lane, QX3 4AB", {Kind.POSTCODE}),
        ("14 Mill Lane", set()),
    ],
)
def test_addresses_meet_by_house_or_postcode(typed: str, kinds: set[Kind]) -> None:
    assert shared(SearchProfile(addresses=[("12 Mill Lane", "QX3 4AB")]), address=typed) == kinds


def test_places_that_are_no_home_make_no_key() -> None:
    assert postcode_key("ZZ99 3VZ") == "" and house_key("") == "" and house_key("12") == ""
    assert street_key("") == street_key("12 Mill") == street_key("Mill Lane") == ""


@given(st.text(max_size=60), st.sampled_from(["", "QX3 4AB", "zz99 3vz"]))
def test_a_door_is_met_only_by_whoever_types_its_house_and_its_postcode(address: str, postcode: str) -> None:
    kinds = {kind for kind, _ in keys_of_profile(SearchProfile(addresses=[(address, postcode)]))}
    assert (Kind.HOME in kinds) == (kinds >= {Kind.HOUSE, Kind.POSTCODE})
    assert Kind.STREET not in kinds or Kind.HOUSE in kinds


def test_earlier_and_other_names_are_found() -> None:
    profile = SearchProfile(forename="Ada", surname="Vale", known_as="Didi", other_names=["Okoro", "Adaeze Brook"])
    for typed in ("Ada Okoro", "Didi Vale", "Adaeze Brook"):
        assert Kind.NAMES in shared(profile, name=typed)


@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=80), st.none() | DAYS)
def test_whatever_is_typed_makes_distinct_short_keys(name: str, number: str, address: str, day: date | None) -> None:
    keys = keys_of_query(SearchTerms(name=name, nhs_number=number, address=address, born_on=day))
    assert len({(kind, key) for kind, key, _ in keys}) == len(keys) <= 3_000
    assert all(0 < len(key) <= 80 and "\x00" not in key and weight > 0 for _, key, weight in keys)


def test_strangers_share_nothing() -> None:
    profile = SearchProfile(forename="Ada", surname="Vale", born_on=date(2011, 5, 4), nhs_number="9434765919")
    assert shared(profile, name="Tomasz Kowal", born_on=date(1984, 12, 30)) == set()
