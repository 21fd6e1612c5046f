"""Statutory reviews through their services: every step and every refusal, two people, drafts, row security, merges."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused
from kith.audit import selectors, services
from kith.audit.models import (
    AuditAction,
    LearningPoint,
    Recommendation,
    SeriousIncident,
    StatutoryReview,
)
from kith.audit.rules import load_review_clocks, notify_by, publish_by, review_clocks_on, send_by
from kith.audit.services import AuditFollower
from kith.audit.vocabulary import (
    REVIEW_TRANSITIONS,
    AuditRefused,
    ReviewDecision,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
    review_diagram,
)
from kith.linking.vocabulary import Move, MoveKind
from kith.work.models import Task
from kith.work.vocabulary import TaskKind
from tests.audit.reviewing import TO_CLOSED, TO_PUBLISHED, WHAT_HAPPENED, Reviews, day_after, open_tasks, reviews

__all__ = ["reviews"]  # a fixture of its tests

K = ReviewStepKind
S = ReviewState
DOCS = Path(__file__).resolve().parents[2] / "docs"
# The bank holidays of England of two years, from the published list rather than from the rule under test.
HOLIDAYS = frozenset(
    map(
        date.fromisoformat,
        "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 "
        "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28".split(),
    )
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 10, 31))


@given(known_on=DAYS, delay=st.integers(0, 20))
def test_the_days_of_the_law_are_counted_as_a_calendar_counts_them(known_on: date, delay: int) -> None:
    clocks, notified_on = review_clocks_on(known_on), known_on + timedelta(days=delay)
    last = day_after(known_on, 5, HOLIDAYS)
    assert notify_by(clocks, known_on) == last
    assert send_by(clocks, known_on, None) == day_after(last, 15, HOLIDAYS)
    assert send_by(clocks, known_on, notified_on) == day_after(notified_on, 15, HOLIDAYS)


@given(decided_on=DAYS)
def test_six_months_later_is_the_same_day_or_the_last_of_the_month(decided_on: date) -> None:
    due = publish_by(review_clocks_on(decided_on), decided_on)
    assert (due.year * 12 + due.month) - (decided_on.year * 12 + decided_on.month) == 6
    assert due.day == decided_on.day or ((due + timedelta(days=1)).day == 1 and due.day < decided_on.day)


@pytest.mark.parametrize(
    ("decided_on", "due"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_the_end_of_a_month(decided_on: date, due: date) -> None:
    assert publish_by(load_review_clocks()[0], decided_on) == due


@pytest.mark.parametrize("kind", StatutoryKind)
def test_the_picture_in_the_documents_is_that_of_the_code(kind: StatutoryKind) -> None:
    text = (DOCS / "review-states.md").read_text(encoding="utf-8")
    assert review_diagram(kind) in re.findall(r"```mermaid\n(.*?)\n```", text, re.DOTALL)


def test_every_state_can_be_reached_and_only_ends_lead_nowhere() -> None:
    for table in REVIEW_TRANSITIONS.values():
        reached = {after for steps in table.values() for after in steps.values()}
        assert reached == set(table) - {None}
        assert {state for state, steps in table.items() if not steps} <= {S.CLOSED, S.WITHDRAWN}


def ways(kind: StatutoryKind) -> Iterator[tuple[S, tuple[K, ...]]]:
    """Yield each state of a kind of review, with the shortest way of steps that leads there from its opening."""
    first = REVIEW_TRANSITIONS[kind][None][K.OPEN]
    found: dict[S, tuple[K, ...]] = {first: ()}
    waiting = [first]
    while waiting:
        state = waiting.pop(0)
        for step, after in REVIEW_TRANSITIONS[kind][state].items():
            if after not in found:
                found[after] = (*found[state], *_before(step), step)
                waiting.append(after)
    yield from found.items()


def _before(step: K) -> tuple[K, ...]:
    """Return what the rules ask for before a step, besides the state."""
    return {K.REPORT: (K.HEAR_FAMILY, K.HEAR_CHILD), K.CLOSE: ()}.get(step, ())


@pytest.mark.parametrize("kind", StatutoryKind)
def test_every_step_that_the_table_allows_is_taken_and_every_other_is_refused(reviews: Reviews, kind: Any) -> None:
    for state, way in ways(kind):
        if state in (S.CLOSED, S.WITHDRAWN):
            continue
        review = reviews.start() if kind is StatutoryKind.RAPID else reviews.start_practice()
        reviews.walk(review, *way)
        assert reviews.row(review).state == state
        for step in K:
            if step not in REVIEW_TRANSITIONS[kind][state]:
                with pytest.raises(AuditRefused, match="cannot be done as the review stands"):
                    reviews.take(review, step)
        for step, after in REVIEW_TRANSITIONS[kind][state].items():
            if after == state and step is not K.HAND_OVER:
                reviews.take(review, step)
                assert reviews.row(review).state == state, step


def test_a_rapid_review_goes_from_the_incident_to_the_national_panel(reviews: Reviews) -> None:
    review, audit = reviews.start(), reviews.audit
    clocks = review_clocks_on(audit.now.date())
    row = reviews.row(review)
    assert (row.book, row.incident.notify_by) == (clocks.version, notify_by(clocks, audit.day(-40)))
    [task] = open_tasks(TaskKind.REVIEW_NOTIFY)
    assert (task.due_on, task.owner_id, task.link) == (
        row.incident.notify_by,
        reviews.lead.staff_id,
        f"/audit/reviews/{review}/",
    )
    reviews.take(review, K.NOTIFY, on=audit.day(-38))
    assert not open_tasks(TaskKind.REVIEW_NOTIFY)
    [send] = open_tasks(TaskKind.REVIEW_SEND)
    assert send.due_on == reviews.row(review).due_on == send_by(clocks, audit.day(-40), audit.day(-38))
    reviews.take(review, K.MEET)
    [decide] = open_tasks(TaskKind.REVIEW_DECIDE)
    assert decide.owner_id == reviews.decider.staff_id
    reviews.walk(review, K.DECIDE, K.SEND, K.ANSWER)
    assert not open_tasks(TaskKind.REVIEW_DECIDE) and not open_tasks(TaskKind.REVIEW_SEND)
    with pytest.raises(AuditRefused, match="Begin the practice review first"):
        reviews.take(review, K.CLOSE)
    reviews.walk(review, K.BEGIN_PRACTICE, K.CLOSE)
    with pytest.raises(NotShown):
        reviews.take(review, K.SAFEGUARD)
    follows = reviews.row(reviews.practice_after(review))
    assert (follows.kind, follows.due_on) == ("practice", publish_by(clocks, audit.day(0)))


def test_a_decision_that_is_opened_again_stays_among_the_steps(reviews: Reviews) -> None:
    review = reviews.start()
    reviews.walk(review, *TO_CLOSED[:5], K.RECONSIDER)
    assert reviews.row(review).incident.decision == ""
    reviews.take(review, K.DECIDE, decision=ReviewDecision.OTHER_LEARNING)
    page = selectors.open_review(reviews.person, review, viewer=reviews.lead, purpose=Purpose.AUDIT)
    assert [step.says.split(":")[0] for step in page.steps if step.kind == K.DECIDE] == [
        "A local child safeguarding practice review",
        "Other learning, without a review",
    ]


def test_a_practice_review_hears_the_family_and_the_child_before_it_reports(reviews: Reviews) -> None:
    review = reviews.start_practice()
    reviews.take(review, K.SCOPE)
    with pytest.raises(AuditRefused, match="the child's voice"):
        reviews.take(review, K.REPORT)
    reviews.walk(review, *TO_PUBLISHED[1:])
    row = reviews.row(review)
    assert (row.state, row.practice.published_on) == (S.CLOSED, reviews.audit.day(0))
    assert not open_tasks(TaskKind.REVIEW_PUBLISH)


def test_two_people_decide_that_a_review_is_not_published(reviews: Reviews, admin: psycopg.Connection[Any]) -> None:
    review = reviews.start_practice()
    reviews.walk(review, *TO_PUBLISHED[:4], K.WITHHOLD)
    [task] = open_tasks(TaskKind.REVIEW_DECIDE)
    assert task.owner_id == reviews.decider.staff_id
    for step in (K.AGREE_WITHHOLD, K.REFUSE_WITHHOLD):
        with pytest.raises(Refused):
            reviews.take(review, step, by=reviews.lead)
    reviews.walk(review, K.REFUSE_WITHHOLD, K.WITHHOLD, K.AGREE_WITHHOLD)
    row = reviews.row(review)
    assert (row.state, row.practice.withheld_by_id) == (S.UNPUBLISHED, reviews.lead.staff_id)
    assert row.practice.withheld_agreed_by_id == reviews.decider.staff_id
    assert not open_tasks(TaskKind.REVIEW_PUBLISH)
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE audit_practicereview SET withheld_agreed_by_id = withheld_by_id")


def test_whoever_leads_does_not_decide_and_whoever_decides_does_not_lead(reviews: Reviews) -> None:
    with pytest.raises(AuditRefused, match="two people answer"):
        reviews.start(decides_id=reviews.lead.staff_id)
    review = reviews.start()
    with pytest.raises(Refused):
        reviews.take(review, K.NOTIFY, by=reviews.decider)
    reviews.walk(review, K.NOTIFY, K.MEET)
    with pytest.raises(Refused):
        reviews.take(review, K.DECIDE, by=reviews.lead)
    with pytest.raises(AuditRefused, match="since you opened it"):
        reviews.take(review, K.DECIDE, seen=1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"what": "Hurt."}, "Say in a sentence"),
        ({"happened_on": date(2030, 1, 1)}, "Mend the days"),
        ({"known_on": date(2999, 1, 1)}, "Mend the days"),
    ],
)
def test_an_incident_that_does_not_fit_is_not_opened(reviews: Reviews, more: dict[str, Any], why: str) -> None:
    with pytest.raises(AuditRefused, match=why):
        reviews.start(incident=reviews.incident(**more))


def test_days_that_do_not_follow_each_other_are_refused(reviews: Reviews) -> None:
    review, day = reviews.start(), reviews.audit.day
    for wrong in (day(-41), day(1)):
        with pytest.raises(AuditRefused, match="Choose a day from"):
            reviews.take(review, K.NOTIFY, on=wrong)
    reviews.take(review, K.NOTIFY, on=day(-10))
    with pytest.raises(AuditRefused, match="after the notification"):
        reviews.take(review, K.MEET, on=day(-11))
    reviews.take(review, K.MEET, on=day(-5))
    with pytest.raises(AuditRefused, match="after the partners have met"):
        reviews.take(review, K.DECIDE, on=day(-6))
    with pytest.raises(AuditRefused, match="Choose what is decided"):
        reviews.take(review, K.DECIDE, decision=None)
    with pytest.raises(AuditRefused, match="in a sentence"):
        reviews.take(review, K.DECIDE, says="No.")


def test_what_is_learned_becomes_an_action_without_anybody_in_it(reviews: Reviews) -> None:
    review, audit = reviews.start(), reviews.audit
    reviews.walk(review, K.NOTIFY, K.MEET)
    with pytest.raises(AuditRefused, match="does not say how many"):
        reviews.take(review, K.LEARN, recommends="Most teams ask again who lives there.")
    reviews.take(review, K.LEARN)
    [point] = selectors.learning_points()
    recommendation = Recommendation.objects.get(learning=point)
    owner = audit.auditor("education")
    act: dict[str, Any] = {"what": "Ask at each visit who lives there.", "owner_id": owner.staff_id, "now": audit.now}
    with pytest.raises(Refused):
        services.agree_learning_action(recommendation=recommendation.public_id, due_on=audit.day(30), by=owner, **act)
    with pytest.raises(AuditRefused, match="no such recommendation"):
        services.agree_learning_action(recommendation=uuid4(), due_on=audit.day(30), by=audit.lead, **act)
    made = services.agree_learning_action(
        recommendation=recommendation.public_id, due_on=audit.day(30), by=audit.lead, **act
    )
    services.show_evidence(action=made, evidence="Asked at 40 of 41 visits.", seen=1, by=owner, now=audit.now)
    services.accept_evidence(action=made, seen=2, by=audit.lead, now=audit.now)
    assert AuditAction.objects.get().state == "accepted"


def test_a_review_follows_a_merge_is_exported_and_goes_with_a_purge(reviews: Reviews) -> None:
    rapid, audit = reviews.start(), reviews.audit
    reviews.take(rapid, K.ASK)
    reviews.walk(rapid, K.NOTIFY, K.MEET, K.LEARN, K.DECIDE, K.BEGIN_PRACTICE)
    other, number = audit.partnership.add_person("Wren", "Ashdowne")
    follower = AuditFollower()
    move = Move(kind=MoveKind.MERGE, from_person=reviews.person_id, to_person=other, by=None, now=audit.now)
    with connect_as("worker"):
        follower.follow(move)
        exported = follower.export(other)
        assert exported["audit_seriousincident"][0]["what"] == WHAT_HAPPENED
        assert len(exported["audit_statutoryreview"]) == 2 and exported["audit_reviewstep"]
        assert follower.export(reviews.person_id)["audit_statutoryreview"] == []
        follower.purge(other, by=None, now=audit.now)
        assert not Task.objects.filter(state="open", kind__startswith="review_").exists()
        assert not StatutoryReview.objects.exists() and not SeriousIncident.objects.exists()
        assert LearningPoint.objects.count() == 1  # it names nobody, and what it asks for goes on
    with pytest.raises(NotShown), look(viewer=audit.lead, people=[number], purpose=Purpose.AUDIT, what="test"):
        pass
