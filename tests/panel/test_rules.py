"""The panel's rules: transitions, levels, reviews, closing, and its book."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.panel.rules import (
    BookError,
    LastStep,
    book_on,
    check_closure,
    check_decision,
    check_rating,
    computed_level,
    considered_words,
    load_books,
)
from kith.panel.rules.books import FOLDER
from kith.panel.vocabulary import (
    STATUS_WORDS,
    STEP_WORDS,
    TRANSITIONS,
    ActionRefused,
    ClosureTest,
    Level,
    MeetingRefused,
    NewDecision,
    Outcome,
    RatingRefused,
    Status,
    StepKind,
    StepRefused,
    diagram,
    disagreement_diagram,
    next_status,
    status_after,
)
from linters.tree import ROOT
from tests.panel.conftest import rating

TODAY = date(2026, 11, 25)
BOOK = book_on(TODAY)


@given(st.lists(st.sampled_from(StepKind), max_size=12))
def test_a_row_of_steps_has_a_status_or_is_refused_where_it_breaks(steps: list[StepKind]) -> None:
    status: Status | None = None
    for place, step in enumerate(steps):
        if step not in TRANSITIONS[status]:
            with pytest.raises(StepRefused, match="cannot be done now"):
                status_after(steps[: place + 1])
            return
        status = next_status(status, step)
    assert status_after(steps) == status


def test_every_status_can_be_reached_and_left() -> None:
    reached = {to for steps in TRANSITIONS.values() for to in steps.values()}
    assert reached == set(Status) == set(STATUS_WORDS)
    assert {step for steps in TRANSITIONS.values() for step in steps} == set(StepKind) == set(STEP_WORDS)
    assert all(TRANSITIONS[status] for status in Status)


def test_nobody_is_held_without_two_people_or_a_referral_and_an_agenda() -> None:
    """Every way to `held` passes a triage and a listing; every way from a nomination passes a second agency."""

    def ways(status: Status | None, steps: tuple[StepKind, ...]) -> set[tuple[StepKind, ...]]:
        if status is Status.HELD:
            return {steps}
        if len(steps) > 7:
            return set()
        return {way for step, to in TRANSITIONS[status].items() for way in ways(to, (*steps, step))}

    found = ways(None, ())
    assert found
    for way in found:
        assert StepKind.ACCEPT in way and StepKind.LIST in way, way
        if StepKind.NOMINATE in way and way.index(StepKind.REFER) > way.index(StepKind.NOMINATE):
            assert {StepKind.SECOND, StepKind.SET_ASIDE, StepKind.EXPIRE} & set(way), way


def test_the_diagram_in_the_documents_is_that_of_the_code() -> None:
    for name, drawn in (("panel", diagram()), ("disagreement", disagreement_diagram())):
        text = (ROOT / "docs" / f"{name}-states.md").read_text(encoding="utf-8")
        assert re.findall(r"```mermaid\n(.*?)\n```", text, re.DOTALL)[0] == drawn


@pytest.mark.parametrize(("broken", "why"), [("working_days = 2", "working_days = 0"), ('["team_manager"]', "[]")])
def test_a_stage_of_disagreement_without_a_clock_or_a_role_is_no_book(tmp_path: Path, broken: str, why: str) -> None:
    book = next(FOLDER.glob("[0-9]*.toml")).read_text(encoding="utf-8")
    start = book.index("[disagreement.managers]")
    (tmp_path / "2026-01-01.toml").write_text(book[:start] + book[start:].replace(broken, why, 1), encoding="utf-8")
    with pytest.raises(BookError, match="stage of disagreement"):
        load_books(tmp_path)


@given(st.integers(0, 6), st.integers(0, 6))
def test_more_red_or_amber_never_makes_the_level_lower(red: int, amber: int) -> None:
    order = list(Level)

    def level(reds: int, ambers: int) -> int:
        return order.index(computed_level(BOOK, rating(reds, ambers).domains, None, TODAY))

    assert level(red, amber) <= level(red + 1, amber)
    assert level(red, amber) <= level(red, amber + 1)
    assert level(red, amber) < order.index(Level.IMMEDIATE), "only a person says immediate"


@pytest.mark.parametrize(
    ("red", "amber", "level"),
    [(0, 0, "none"), (0, 1, "low"), (0, 3, "medium"), (1, 0, "medium"), (2, 0, "high")],
)
def test_colours_give_the_level_of_the_book(red: int, amber: int, level: str) -> None:
    assert computed_level(BOOK, rating(red, amber).domains, None, TODAY) == level


def test_a_grave_event_within_three_months_is_high_at_least() -> None:
    green = rating().domains
    assert computed_level(BOOK, green, TODAY - timedelta(weeks=12), TODAY) is Level.HIGH
    assert computed_level(BOOK, green, TODAY - timedelta(weeks=12, days=1), TODAY) is Level.NONE


def test_a_rating_says_every_domain_its_evidence_and_why_it_differs() -> None:
    whole = rating(1)
    check_rating(BOOK, whole, TODAY)
    with pytest.raises(RatingRefused, match="Not rated yet"):
        check_rating(BOOK, rating(1).__class__(domains=whole.domains[1:], analysis=whole.analysis), TODAY)
    with pytest.raises(RatingRefused, match="sentence"):
        check_rating(BOOK, rating(1, analysis="bad"), TODAY)
    with pytest.raises(RatingRefused, match="The domains give medium"):
        check_rating(BOOK, rating(1, level=Level.LOW), TODAY)
    check_rating(BOOK, rating(1, level=Level.LOW, because="Moved away last week."), TODAY)
    with pytest.raises(RatingRefused, match="future"):
        check_rating(BOOK, rating(1, last_grave_on=TODAY + timedelta(days=1)), TODAY)


def decision(**more: object) -> NewDecision:
    told: dict[str, object] = {
        "level_before": Level.HIGH,
        "level_after": Level.HIGH,
        "outcome": Outcome.MONITOR,
        "rationale": "Nothing new has happened for six weeks.",
    }
    return NewDecision(**(told | more))  # type: ignore[arg-type]  # the fields above


def test_a_review_lies_ahead_and_nobody_waits_longer_than_twelve_weeks() -> None:
    assert check_decision(BOOK, decision(), TODAY) == TODAY + timedelta(weeks=4)
    assert check_decision(BOOK, decision(level_after=Level.IMMEDIATE), TODAY) == TODAY + timedelta(weeks=1)
    with pytest.raises(MeetingRefused, match="past"):
        check_decision(BOOK, decision(review_on=TODAY), TODAY)
    with pytest.raises(MeetingRefused, match="Nobody waits longer"):
        check_decision(BOOK, decision(review_on=TODAY + timedelta(weeks=13)), TODAY)
    with pytest.raises(MeetingRefused, match="which agency"):
        check_decision(BOOK, decision(dissent="Health would have gone further."), TODAY)


def test_closing_asks_every_question() -> None:
    answers = dict.fromkeys(ClosureTest, "Seen by his worker every week.")
    check_closure(answers, 0, "", 1)
    for test in ClosureTest:
        with pytest.raises(ActionRefused, match="Before closing"):
            check_closure({**answers, test: ""}, 0, "", 1)
    with pytest.raises(ActionRefused, match="holds the child"):
        check_closure(answers, 0, "", None)
    with pytest.raises(ActionRefused, match="2 actions are not done"):
        check_closure(answers, 2, "", 1)
    check_closure(answers, 2, "Moved to the plan of the social worker.", 1)


def test_a_book_that_lacks_a_clock_or_overlaps_is_refused(tmp_path: Path) -> None:
    text = next(FOLDER.glob("*.toml")).read_text(encoding="utf-8")
    (tmp_path / "1.toml").write_text(text.replace("triage = 2\n", ""), encoding="utf-8")
    with pytest.raises(BookError, match="triage"):
        load_books(tmp_path)
    (tmp_path / "1.toml").write_text(text, encoding="utf-8")
    (tmp_path / "2.toml").write_text(text.replace("2026-09-01", "2027-09-01"), encoding="utf-8")
    load_books.cache_clear()
    with pytest.raises(BookError, match="must end"):
        load_books(tmp_path)


@pytest.mark.parametrize(
    ("status", "kind", "reason", "until", "says"),
    [
        (Status.HELD, StepKind.DECIDE, "", None, "held by the panel since 2 March 2026; next review 1 June 2026"),
        (Status.LISTED, StepKind.LIST, "", None, "before the panel since 2 March 2026, on the agenda"),
        (Status.SET_ASIDE, StepKind.SET_ASIDE, "defer", date(2026, 5, 2), "put off on 1 April 2026; asked again"),
        (Status.SET_ASIDE, StepKind.SET_ASIDE, "defer", date(2026, 5, 1), ""),
        (Status.SET_ASIDE, StepKind.EXPIRE, "", None, ""),
        (Status.CLOSED, StepKind.CLOSE, "", None, "the panel let go on 1 April 2026; asked again from 24 June 2026"),
    ],
)
def test_what_the_list_says_of_somebody_runs_out_at_its_review(
    status: Status, kind: StepKind, reason: str, until: date | None, says: str
) -> None:
    last = LastStep(kind=kind, on=date(2026, 4, 1), agency="Police", reason=reason, until=until)
    today = date(2026, 5, 1)
    found = considered_words(
        status, last, since=date(2026, 3, 2), review_on=date(2026, 6, 1), book=book_on(today), today=today
    )
    assert found == says or (says and found.startswith(says))
