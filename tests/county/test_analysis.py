"""The arithmetic of the county: households hold together, rates are the published ones, chance repeats."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.common.identifiers import normalised_upn
from kith.county.analysis.attendance import yearly_shares
from kith.county.analysis.calendar import census_days, cohort_of, school_days
from kith.county.analysis.check import check_linkage, rank_auc, refuse_if_too_easy
from kith.county.analysis.draws import day_number, draw_cells, even_spread, iso, stream
from kith.county.analysis.errors import RATES
from kith.county.analysis.notices_care import fitted
from kith.county.analysis.numbers import nhs_numbers, upns
from kith.county.analysis.slips import digits_wrong, heard_wrong, swapped_day_and_month, typed_wrong
from kith.county.vocabulary import RATES as PUBLISHED
from kith.county.vocabulary import Agency
from tests.county.conftest import Built


def years_between(elder: str, younger: str) -> float:
    return (date.fromisoformat(younger) - date.fromisoformat(elder)).days / 365.2425


def test_no_child_is_older_than_its_mother_or_father(built: Built) -> None:
    people = {row["person_id"]: row for row in built.rows("sealed/people.csv")}
    for row in people.values():
        for parent in ("mother_id", "father_id"):
            if row[parent]:
                assert years_between(people[row[parent]]["born_on"], row["born_on"]) >= 14, row["person_id"]


def test_twins_share_birthday_mother_and_home_and_differ_in_name_and_number(built: Built) -> None:
    people = {row["person_id"]: row for row in built.rows("sealed/people.csv")}
    pairs = [(row, people[row["twin_id"]]) for row in people.values() if row["twin_id"]]
    assert len(pairs) >= 20
    for one, other in pairs:
        assert one["born_on"] == other["born_on"]
        assert one["household_id"] == other["household_id"]
        assert one["mother_id"] == other["mother_id"]
        assert one["forename"] != other["forename"]
        assert one["nhs_number"] != other["nhs_number"]


def test_partners_are_each_others_and_live_together(built: Built) -> None:
    people = {row["person_id"]: row for row in built.rows("sealed/people.csv")}
    couples = [row for row in people.values() if row["partner_id"]]
    assert len(couples) > 5_000
    for row in couples:
        assert people[row["partner_id"]]["partner_id"] == row["person_id"]
        assert people[row["partner_id"]]["household_id"] == row["household_id"]


def test_every_kind_of_family_is_there(built: Built) -> None:
    people = built.rows("sealed/people.csv")
    assert len(people) == 20_000
    assert sum(bool(row["step_parent_id"]) for row in people) > 200
    assert sum(bool(row["other_household_id"]) for row in people) > 200
    assert sum("-" in row["surname"] for row in people) > 50
    assert len({row["name_origin"] for row in people}) == 8
    children = sum(years_between(row["born_on"], "2025-05-18") < 18 for row in people if row["born_on"] <= "2025-05-18")
    assert children / len(people) == pytest.approx(0.192, abs=0.01)


def test_rates_are_the_published_ones(built: Built) -> None:
    outside = [
        f"{each.name}: {each.found:.2f} for {each.published:.2f}" for each in built.checked.rates if not each.within
    ]
    assert outside == []
    assert len(built.checked.rates) >= 16


def test_index_events_come_by_both_routes(built: Built) -> None:
    routes = [row["route"] for row in built.rows("sealed/index_events.csv")]
    assert 0.2 <= routes.count("shock") / len(routes) <= 0.4
    assert len(routes) >= 12


def test_absence_rises_before_index_events(built: Built) -> None:
    """Each child is compared with itself: the last four weeks with the half year that ended ten weeks before."""
    upn = {row["person_id"]: row["upn"] for row in built.rows("sealed/people.csv")}
    events = {upn[row["person_id"]]: row["occurred_on"] for row in built.rows("sealed/index_events.csv")}
    marks: dict[str, tuple[list[bool], list[bool]]] = {number: ([], []) for number in events}
    for path in sorted((built.folder / "files" / "education").glob("attendance_*.csv")):
        for line in path.read_text().splitlines()[1:]:
            number, *_, day, morning, _ = line.split(",")
            if number in events and morning:
                days = (date.fromisoformat(events[number]) - date.fromisoformat(day)).days
                if 0 < days <= 28:
                    marks[number][0].append(morning in "ICEGMOU")
                elif 70 < days <= 252:
                    marks[number][1].append(morning in "ICEGMOU")
    rises = [np.mean(near) - np.mean(far) for near, far in marks.values() if len(near) > 5 and len(far) > 30]
    assert len(rises) >= 5
    assert np.mean(rises) > 0.05


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=60))
def test_rank_auc_agrees_with_counting_every_pair(pairs: list[tuple[int, bool]]) -> None:
    score = np.array([value for value, _ in pairs], np.float64)
    positive = np.array([flag for _, flag in pairs])
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a in score[positive] for b in score[~positive]]
    if wins:
        assert rank_auc(score, positive) == pytest.approx(sum(wins) / len(wins))
    else:
        assert np.isnan(rank_auc(score, positive))


def test_a_county_that_one_count_gives_away_is_refused() -> None:
    refuse_if_too_easy({"absence": 0.89, "police contacts": 0.9})
    with pytest.raises(ValueError, match=r"police contacts \(AUC 0.910\)"):
        refuse_if_too_easy({"absence": 0.6, "police contacts": 0.91})


def test_a_county_that_plain_splink_solves_is_refused() -> None:
    check_linkage(0.985)
    with pytest.raises(ValueError, match=r"0\.9860"):
        check_linkage(0.986)


@given(st.integers(0, 10_000), st.floats(0, 300))
def test_draws_meet_their_total_and_only_hit_cells_with_weight(seed: int, total: float) -> None:
    chance = np.random.default_rng(seed)
    weight = chance.random((7, 11)) * (chance.random((7, 11)) < 0.5)
    rows, columns = draw_cells(chance, weight, total)
    assert len(rows) in {int(np.floor(total)), int(np.floor(total)) + 1}
    assert (weight[rows, columns] > 0).all()


def test_draws_follow_the_weights() -> None:
    weight = np.array([[1.0, 3.0], [0.0, 6.0]])
    rows, columns = draw_cells(stream(1, "a test"), weight, 10_000)
    shares = np.bincount(rows * 2 + columns, minlength=4) / len(rows)
    assert shares == pytest.approx([0.1, 0.3, 0.0, 0.6], abs=0.001)


def test_streams_differ_by_purpose_and_repeat() -> None:
    assert stream(1, "one").random() == stream(1, "one").random()
    assert stream(1, "one").random() != stream(1, "two").random()
    assert stream(1, "one").random() != stream(2, "one").random()


@given(st.integers(20, 400), st.integers(0, 1000))
def test_fitted_spells_leave_the_wanted_number_open(count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    starts = np.sort(chance.integers(0, 2000, count))
    shape = -np.log1p(-0.97 * even_spread(chance, count)) + 0.1
    lengths = fitted(starts, (shape, np.full(count, 5000.0)), count / 4, [1000, 1500, 2000])
    open_spells = np.mean([((starts <= d) & (starts + lengths > d)).sum() for d in (1000, 1500, 2000)])
    assert open_spells == pytest.approx(count / 4, abs=2)


@given(st.integers(1_000, 20_000))
def test_absence_shares_have_the_published_mean_and_tails(count: int) -> None:
    shares = yearly_shares(count)
    assert (np.diff(shares) >= 0).all()
    assert shares.mean() == pytest.approx(PUBLISHED.absence, abs=0.003)
    assert (shares >= 0.1).mean() == pytest.approx(PUBLISHED.persistent, abs=0.002)
    assert (shares >= 0.5).mean() == pytest.approx(PUBLISHED.severe, abs=0.002)


@given(st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_reception_starts_in_the_september_after_the_fourth_birthday(born: date) -> None:
    cohort = int(cohort_of(np.array([day_number(born)]))[0])
    assert cohort == born.year + 4 + (born.month >= 9)


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_a_school_year_has_about_190_days_all_of_them_weekdays(year: int) -> None:
    days = [date.fromisoformat(text) for text in iso(school_days(year))]
    assert 183 <= len(days) <= 195
    assert all(day.weekday() < 5 for day in days)
    assert days[0] >= date(year, 9, 1)
    assert days[-1] <= date(year + 1, 7, 31)


def test_census_days_are_thursdays_in_order() -> None:
    days = [day for _, day in census_days(date(2023, 11, 20), date(2026, 11, 15))]
    assert len(days) == 9
    assert days == sorted(days)
    assert all(day.weekday() == 3 for day in days)


@given(st.integers(0, 1000), st.integers(1, 400))
def test_invented_numbers_are_distinct_and_valid(seed: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    numbers = nhs_numbers(chance, count)
    assert len(set(numbers)) == count
    found = upns(np.full(count, 900_003), np.full(count, 2019))
    assert len(set(found)) == count
    assert all(normalised_upn(upn) == upn for upn in found)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), st.integers(0, 1000))
def test_a_slip_stays_close_to_the_word(word: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    for slip in (typed_wrong, heard_wrong):
        wrong = slip(chance, word)
        assert abs(len(wrong) - len(word)) <= 2
        assert wrong[0] == word[0]
    number = "".join(str(ord(letter) % 10) for letter in word)
    assert sum(a != b for a, b in zip(digits_wrong(chance, number), number, strict=True)) == 1


@given(st.dates(date(1930, 1, 1), date(2026, 12, 31)))
def test_day_and_month_swapped_twice_is_the_birthday_again(born: date) -> None:
    day = day_number(born)
    swapped = swapped_day_and_month(day)
    assert swapped_day_and_month(swapped) == day
    assert (swapped != day) == (born.day <= 12 and born.day != born.month)


def test_error_rates_are_chances_and_agencies_differ() -> None:
    assert set(RATES) == set(Agency)
    for rates in RATES.values():
        assert all(0.0 <= value <= 1.0 for value in vars(rates).values())
    assert RATES[Agency.POLICE].nhs_missing == 1.0
    assert RATES[Agency.EDUCATION].typo < RATES[Agency.CARE].typo < RATES[Agency.POLICE].typo
