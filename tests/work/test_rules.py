"""Working days, clocks, who may change a task, and what a mail may hold."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.access.vocabulary import Role, Sector, Viewer
from kith.work import rules
from kith.work.rules.clocks import FOLDER, ClockBookError
from kith.work.vocabulary import TRANSITIONS, EscalationTo, TaskKind, TaskState

# As published, year by year: the oracle for the rule that computes them.
PUBLISHED = {
    2019: "2019-01-01 2019-04-19 2019-04-22 2019-05-06 2019-05-27 2019-08-26 2019-12-25 2019-12-26",
    2020: "2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28",
    2021: "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28",
    2022: "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26"
    " 2022-12-27",
    2023: "2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25 2023-12-26",
    2024: "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26",
    2026: "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28",
    2028: "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26",
}
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year: int) -> None:
    assert rules.bank_holidays(year) == {date.fromisoformat(day) for day in PUBLISHED[year].split()}


@given(DAYS, st.integers(-40, 40))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    landed = rules.add_working_days(day, count)
    first, last = min(day, landed), max(day, landed)
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counted = [d for d in between if d != day and rules.is_working_day(d)]
    assert len(counted) == abs(count)
    assert count == 0 or rules.is_working_day(landed)


def test_a_task_given_before_christmas_is_due_after_it() -> None:
    _, clock = rules.clock_for(TaskKind.GLASS_REVIEW, date(2026, 12, 24))
    assert rules.due_day(clock, date(2026, 12, 24)) == date(2026, 12, 30)


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_of_task_has_a_clock_whose_ladder_leaves_the_owner(kind: TaskKind) -> None:
    _, clock = rules.clock_for(kind, date(2026, 11, 22))
    days = [step.after_working_days for step in clock.steps]
    assert days == sorted(set(days))
    assert {step.to for step in clock.steps} - {EscalationTo.OWNER}


@given(DAYS, st.integers(0, 4), st.integers(-20, 40), st.sampled_from(TaskKind))
def test_steps_come_in_order_and_once(due_on: date, taken: int, days: int, kind: TaskKind) -> None:
    _, clock = rules.clock_for(kind, date(2026, 11, 22))
    today = due_on + timedelta(days=days)
    steps = rules.steps_due(clock, due_on, taken, today)
    assert steps == clock.steps[taken : taken + len(steps)]
    assert rules.steps_due(clock, due_on, taken + len(steps), today) == ()


def changed_clocks(folder: Path, name: str, old: str, new: str) -> None:
    text = next(FOLDER.glob("[0-9]*.toml")).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_version_counts_from_its_first_day_and_a_task_keeps_its_own(tmp_path: Path) -> None:
    first = "valid_from = 2026-09-01"
    changed_clocks(tmp_path, "1.toml", first, f"{first}\nvalid_to = 2026-12-31")
    text = (tmp_path / "1.toml").read_text(encoding="utf-8").replace("2026-12-31", "2027-12-31")
    text = text.replace("2026-09-01", "2027-01-01").replace("due_working_days = 20", "due_working_days = 15")
    (tmp_path / "2.toml").write_text(text, encoding="utf-8")
    old = rules.clock_for(TaskKind.ACTION, date(2026, 12, 31), folder=tmp_path)
    new = rules.clock_for(TaskKind.ACTION, date(2027, 1, 1), folder=tmp_path)
    assert (old[1].due_working_days, new[1].due_working_days) == (20, 15)
    assert rules.clock_for(TaskKind.ACTION, date(2027, 5, 1), old[0], folder=tmp_path) == old


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[clock.feed_late]", "[clock.action_two]", "no clock for feed_late"),
        ("after_working_days = 10", "after_working_days = 5", "must climb"),
    ],
)
def test_clocks_that_cannot_be_used_say_what_to_change(tmp_path: Path, old: str, new: str, says: str) -> None:
    changed_clocks(tmp_path, "1.toml", old, new)
    with pytest.raises(ClockBookError, match=says):
        rules.load_clock_books(tmp_path)


def test_versions_that_overlap_are_refused(tmp_path: Path) -> None:
    changed_clocks(tmp_path, "1.toml", "valid_from", "valid_from")
    changed_clocks(tmp_path, "2.toml", "valid_from = 2026-09-01", "valid_from = 2027-01-01")
    with pytest.raises(ClockBookError, match="must end"):
        rules.load_clock_books(tmp_path)


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("wanted", TaskState)
def test_only_an_open_task_can_become_something(state: TaskState, wanted: TaskState) -> None:
    assert rules.can_become(state, wanted) == (state is TaskState.OPEN and wanted is not TaskState.OPEN)
    assert set(TRANSITIONS) == set(TaskState)


@pytest.mark.parametrize(
    ("link", "home"),
    [
        ("/people/7d0f2b52-5f0f-4b43-8a7e-1c2d3e4f5a6b/", True),
        ("/waiting/", True),
        ("/search/?q=alfie", False),
        ("//elsewhere.example.org/", False),
        ("https://elsewhere.example.org/", False),
        ("/people/Alfie/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_link_is_a_plain_path_of_this_site(link: str, home: bool) -> None:
    assert rules.links_home(link) is home


def viewer(staff_id: int, *roles: Role, agency_id: int = 1) -> Viewer:
    return Viewer(
        staff_id=staff_id,
        public_id=uuid4(),
        name="Robin",
        roles=frozenset(roles),
        agency_id=agency_id,
        agency_name="Larkshire",
        sector=Sector.CARE,
    )


def test_owner_manager_and_those_it_came_to_may_change_a_task() -> None:
    assert rules.may_change(viewer(1), owner_id=1, owner_agency_id=1)
    assert rules.may_change(viewer(2, Role.TEAM_MANAGER), owner_id=1, owner_agency_id=1)
    assert rules.may_change(viewer(3), owner_id=1, owner_agency_id=1, others=frozenset({3}))
    assert not rules.may_change(viewer(3), owner_id=1, owner_agency_id=1)
    assert not rules.may_change(viewer(2, Role.TEAM_MANAGER, agency_id=2), owner_id=1, owner_agency_id=1)
    assert not rules.may_change(viewer(4, Role.ADMINISTRATOR), owner_id=1, owner_agency_id=1)


@pytest.mark.parametrize(
    ("value", "plain"), [(3, True), (date(2026, 1, 1), True), ("Alfie", False), (True, False), (None, False)]
)
def test_only_numbers_and_days_go_into_a_mail(value: object, plain: bool) -> None:
    assert rules.is_plain(value) is plain


def test_pauses_between_attempts_grow_and_end() -> None:
    pauses = [rules.pause_before(attempt) for attempt in range(1, 6)]
    assert pauses[-1] is None
    assert all(a < b for a, b in pairwise(pauses) if a and b)
