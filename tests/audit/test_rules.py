"""Facts, shares and checks, each against a slower statement of the same rule."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.audit.rules import (
    Asked,
    answer_of,
    check_words,
    difference,
    facts_as_json,
    facts_from_json,
    facts_of,
    finding_words,
    prefilled,
    share_words,
    tally,
    thresholds_called,
)
from kith.audit.vocabulary import (
    AuditRefused,
    CareStatus,
    CaseFacts,
    Happened,
    Heard,
    Question,
    Referred,
    Schooled,
    Section,
    Story,
    Tally,
)
from kith.feeds.vocabulary import EVENT_KINDS

BORN, INCIDENT = date(2010, 3, 1), date(2025, 5, 14)
HELD = thresholds_called("2026-09-01")
days = st.dates(date(2014, 1, 1), date(2025, 12, 31))
happened = st.builds(
    Happened,
    kind=st.sampled_from(sorted(EVENT_KINDS)),
    occurred_on=days,
    ended_on=st.none() | days,
    role=st.just("subject"),
    agency=st.sampled_from(["Police", "Council", "School", "Hospital", "Youth justice", ""]),
    event=st.integers(0, 30).map(str),
    markers=st.sampled_from(["", "CSE;gang", "county_lines"]),
)
# Weeks from some day on backwards, now and then one without school.
school = st.tuples(st.sampled_from([0, 8, 10]), st.integers(0, 8))
weeks = st.tuples(st.integers(0, 60), st.lists(school, max_size=30)).map(
    lambda told: tuple(
        Schooled(date(2025, 12, 1) - timedelta(weeks=told[0] + back), possible, min(absent, possible))
        for back, (possible, absent) in enumerate(told[1])
    )
)
stories = st.builds(
    Story,
    born_on=st.none() | st.just(BORN) | st.just(date(2012, 2, 29)),
    sex=st.sampled_from(["M", "F", ""]),
    incident_on=st.just(INCIDENT),
    as_of=st.just(date(2025, 12, 31)),
    happened=st.lists(happened, max_size=12).map(tuple),
    weeks=weeks,
    referred=st.lists(
        st.builds(Referred, sent_on=days, to=st.just("Lantern"), notes_risk=st.booleans()), max_size=4
    ).map(tuple),
    heard=st.lists(st.builds(Heard, on=days, declined=st.booleans()), max_size=4).map(tuple),
)


def one(**more: Any) -> CaseFacts:
    """Return the facts of a story with little in it."""
    whole: dict[str, Any] = {
        "born_on": BORN,
        "sex": "M",
        "incident_on": INCIDENT,
        "as_of": date(2025, 12, 31),
        "happened": (),
        "weeks": (),
        "referred": (),
        "heard": (),
    }
    return facts_of(Story(**(whole | more)), HELD)


def event(kind: str, on: date, until: date | None = None, number: str = "", **more: str) -> Happened:
    return Happened(kind, on, until, "subject", "Police", number or f"{kind}{on}", **more)


def slow_rate(weeks: tuple[Schooled, ...], skip: int) -> float | None:
    """Go back from the day before the incident, a day at a time, and count the weeks that ended by then."""
    chosen: list[Schooled] = []
    by_day = {week.week_on: week for week in weeks}
    day = INCIDENT
    while day > date(2022, 1, 1) and len(chosen) < skip + 12:
        day -= timedelta(days=1)
        week = by_day.get(day - timedelta(days=6))  # the Sunday on which it ended
        if week is not None and week.possible:
            chosen.append(week)
    term = chosen[skip:]
    possible = sum(week.possible for week in term)
    return None if possible < 20 else round(100 * sum(week.possible - week.absent for week in term) / possible, 1)


@given(stories)
def test_facts_are_those_of_a_slower_reading(story: Story) -> None:
    facts = facts_of(story, HELD)
    assert (facts.attendance, facts.attendance_earlier) == (slow_rate(story.weeks, 0), slow_rate(story.weeks, 12))
    police = {each.event for each in story.happened if each.kind[:7] == "police." and each.occurred_on < INCIDENT}
    assert facts.police_before == len(police)
    covering = [
        each.kind for each in story.happened if each.occurred_on <= INCIDENT and (each.ended_on or date.max) >= INCIDENT
    ]
    assert facts.has_ehcp == ("school.ehcp" in covering)
    assert (facts.status is CareStatus.LOOKED_AFTER) == ("care.looked_after" in covering)
    assert facts.referrals_silent == len([r for r in story.referred if r.sent_on >= INCIDENT and not r.notes_risk])
    assert facts.voice_declined <= facts.voice_sought == len(story.heard)
    if story.born_on == date(2012, 2, 29):
        by_ten = {e.event for e in story.happened if e.kind[:7] == "police." and e.occurred_on <= date(2022, 3, 1)}
        assert facts.police_early == len(by_ten)


@given(stories)
def test_facts_survive_being_kept(story: Story) -> None:
    facts = facts_of(story, HELD)
    assert facts_from_json(facts_as_json(facts)) == facts


@given(st.lists(stories, max_size=3))
def test_every_question_accounts_for_everybody(told: list[Story]) -> None:
    cases = [facts_of(story, HELD) for story in told]
    for question in Question:
        counted = tally(question, cases, HELD)
        assert 0 <= counted.part <= counted.whole
        if question is not Question.REFERRALS_SILENT:
            assert counted.whole + counted.unknown == len(cases)
            assert counted.part == sum(answer_of(question, case, HELD) is True for case in cases)
        said = finding_words(question, counted, HELD)
        assert check_words(said) == said


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_share_always_carries_its_number(part: int, whole: int) -> None:
    part = min(part, whole)
    word, _, rest = share_words(part, whole).partition(" ")
    assert rest == f"({part} of {whole})"
    if word == "most":
        assert part > whole / 2
    if word == "several":
        assert 2 < part < whole / 2
    assert (word == "half") == (2 * part == whole and part not in (0, 1))


def test_one_occurrence_told_twice_counts_once() -> None:
    on = INCIDENT - timedelta(days=40)
    told = (event("police.arrested", on, number="OCC-1"), event("police.weapon", on, number="OCC-1"))
    assert one(happened=told).police_before == 1


def test_by_the_age_of_ten_takes_in_the_birthday_and_no_day_more() -> None:
    tenth = date(2020, 3, 1)
    told = [event("police.contact", tenth - timedelta(days=number)) for number in range(101)]
    assert answer_of(Question.HUNDRED_BY_TEN, one(happened=tuple(told)), HELD) is True
    late = [event("police.contact", tenth + timedelta(days=1 - number)) for number in range(101)]
    assert answer_of(Question.HUNDRED_BY_TEN, one(happened=tuple(late)), HELD) is False
    assert answer_of(Question.HUNDRED_BY_TEN, one(born_on=None), HELD) is None


def test_the_weightiest_plan_counts_and_a_past_one_is_not_never() -> None:
    both = (event("care.in_need_plan", date(2024, 1, 1)), event("care.looked_after", date(2025, 1, 1)))
    assert one(happened=both).status is CareStatus.LOOKED_AFTER
    past = (event("care.in_need_plan", date(2020, 1, 1), date(2021, 1, 1)),)
    assert one(happened=past).status is CareStatus.NONE_THEN
    after = (event("care.in_need_plan", INCIDENT + timedelta(days=1)),)
    assert one(happened=after).status is CareStatus.NEVER


def test_only_marks_and_kinds_point_to_county_lines() -> None:
    assert not one(happened=(event("police.weapon", INCIDENT, markers="gang"),)).county_lines
    assert one(happened=(event("police.weapon", INCIDENT, markers="gang;County Lines"),)).county_lines
    assert one(happened=(event("care.national_referral", INCIDENT),)).county_lines


def test_what_is_not_known_is_said_and_is_in_neither_number() -> None:
    unknown = tally(Question.ATTENDANCE_FELL, [one(), one()], HELD)
    assert unknown == Tally(part=0, whole=0, unknown=2)
    assert "cannot tell of anybody" in finding_words(Question.ATTENDANCE_FELL, unknown, HELD)
    assert "Not known for 2 more." in finding_words(Question.MALE, Tally(part=1, whole=6, unknown=2), HELD)


@pytest.mark.parametrize(
    "says",
    ["Most of the young people were late.", "Many were told.", "In some cases it helped.", "Half were heard (4)."],
)
def test_a_vague_word_without_its_number_is_refused(says: str) -> None:
    with pytest.raises(AuditRefused):
        check_words(says)


def test_a_vague_word_with_its_number_stands() -> None:
    assert check_words(" Most (6 of 8) were late. ") == "Most (6 of 8) were late."


def test_a_difference_with_nobody_in_one_audit_has_no_points() -> None:
    before: dict[Asked, Tally] = {Question.EHCP: Tally(part=4, whole=8), Question.MALE: Tally(part=8, whole=8)}
    after: dict[Asked, Tally] = {Question.EHCP: Tally(part=0, whole=0), Question.MALE: Tally(part=3, whole=4)}
    moved = {each.question: each.points for each in difference(before, after)}
    assert moved == {Question.EHCP: None, Question.MALE: -25.0}


def test_every_section_has_its_place_and_names_nobody() -> None:
    said = prefilled(one(weeks=()))
    assert set(said) == set(Section)
    assert "Attendance before the incident is not known." in said[Section.PROFILE]
    assert said[Section.VOICE] == ("Nobody has written down the wishes and feelings.",)
