"""Who sees a statutory review, and what of it: two people, drafts, overseers, row security, the log."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from kith.access.services import connect_as
from kith.access.services.relationships import block_staff, shield_person
from kith.access.vocabulary import BlockKind, NotShown, Purpose, Refused, Role, ShieldKind
from kith.audit import selectors, services
from kith.audit.models import (
    PracticeReview,
    ReviewAgency,
    SeriousIncident,
    StatutoryReview,
)
from kith.audit.vocabulary import (
    AuditRefused,
    NewReview,
    ReviewState,
    ReviewStepKind,
)
from kith.work.models import Notice
from kith.work.vocabulary import NoticeKind, TaskKind
from tests.audit.reviewing import WHAT_HAPPENED, Reviews, open_tasks, reviews

__all__ = ["reviews"]  # a fixture of its tests

K = ReviewStepKind
S = ReviewState


def test_who_leads_no_audit_or_asks_for_nobody_or_for_the_shielded_opens_nothing(reviews: Reviews) -> None:
    with pytest.raises(Refused):
        services.start_review(
            new=_new(reviews), by=reviews.audit.partnership.viewer(Role.SCRUTINEER), now=reviews.audit.now
        )
    with pytest.raises(AuditRefused, match="No review was opened"):
        reviews.start(person=uuid4())
    lead = reviews.audit.partnership.viewer(Role.IG_LEAD)
    with connect_as("worker"):
        shield_person(
            person_id=reviews.person_id,
            kind=ShieldKind.WITNESS_PROTECTION,
            reason="Under protection after a threat.",
            by=lead.staff_id,
            now=reviews.audit.now,
        )
    with pytest.raises(AuditRefused, match="shielded"):
        reviews.start()
    with connect_as("worker"):
        assert StatutoryReview.objects.count() == 0
        assert not open_tasks(TaskKind.REVIEW_NOTIFY)


def test_nothing_is_opened_where_one_of_the_two_may_not_see_the_child(
    reviews: Reviews, admin: psycopg.Connection[Any]
) -> None:
    with connect_as("worker"):
        block_staff(
            staff_id=reviews.decider.staff_id,
            person_id=reviews.person_id,
            kind=BlockKind.OWN_FAMILY,
            reason="A niece of theirs.",
            by=reviews.lead.staff_id,
            now=reviews.audit.now,
        )
    with pytest.raises(AuditRefused, match="may not see it"):
        reviews.start()
    for table in ("audit_statutoryreview", "audit_reviewstep", "access_relationship", "work_task", "work_notice"):
        assert admin.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_whoever_is_named_to_decide_hears_of_it_at_once(reviews: Reviews) -> None:
    review = reviews.start()
    reviews.take(review, K.HAND_OVER)
    told = Notice.objects.filter(kind=NoticeKind.REVIEW_NAMES_YOU).order_by("pk").values_list("staff_id", flat=True)
    assert list(told) == [reviews.audit.auditors["care"].pk, reviews.audit.auditors["hospital"].pk]


def _new(reviews: Reviews) -> Any:
    return NewReview(person=reviews.person, decides_id=reviews.decider.staff_id, incident=reviews.incident())


def test_what_an_agency_drafts_is_its_own_until_it_is_returned(reviews: Reviews) -> None:
    review, audit = reviews.start(), reviews.audit
    police, hospital = audit.auditor("police"), audit.auditor("hospital")
    about: dict[str, Any] = {"person": reviews.person, "review": review, "now": audit.now}
    with pytest.raises(NotShown):
        selectors.open_review(reviews.person, uuid4(), viewer=reviews.lead, purpose=Purpose.AUDIT)
    with pytest.raises((NotShown, Refused)):
        selectors.open_review(reviews.person, review, viewer=police, purpose=Purpose.AUDIT)
    for agency in ("police", "hospital"):
        reviews.take(review, K.ASK, contact_id=audit.auditors[agency].pk)
    assert len(open_tasks(TaskKind.REVIEW_FACTS)) == 2
    with pytest.raises(AuditRefused, match="Say first"):
        services.return_facts(by=police, **about)
    services.answer_facts(facts="Three calls to the house.", seen=1, by=police, **about)

    def read(viewer: Any) -> set[str]:
        page = selectors.open_review(reviews.person, review, viewer=viewer, purpose=Purpose.AUDIT)
        return {row.facts for row in page.agencies} - {""}

    assert read(police) == {"Three calls to the house."}
    assert read(reviews.lead) == read(reviews.decider) == read(hospital) == set()
    with pytest.raises(AuditRefused, match="since you opened it"):
        services.answer_facts(facts="Four.", seen=1, by=police, **about)
    services.return_facts(by=police, **about)
    assert read(reviews.lead) == read(reviews.decider) == {"Three calls to the house."}
    assert read(hospital) == set()
    services.answer_facts(facts="Seen twice in the emergency department.", seen=1, by=hospital, **about)
    services.return_facts(by=hospital, **about)
    assert len(read(hospital)) == 2
    assert not open_tasks(TaskKind.REVIEW_FACTS)
    with pytest.raises(AuditRefused, match="returned already"):
        services.answer_facts(facts="More.", seen=3, by=police, **about)
    with pytest.raises(AuditRefused, match="has returned"):
        reviews.take(review, K.ASK)
    with pytest.raises(Refused):
        services.answer_facts(facts="Not asked.", seen=1, by=reviews.lead, **about)


def test_a_colleague_who_takes_anothers_place_takes_the_reason_to_see_too(reviews: Reviews) -> None:
    review, audit = reviews.start(), reviews.audit
    reviews.take(review, K.ASK)
    other = audit.partnership.add_staff("Second police", "police", Role.AGENCY_CONTACT)
    reviews.take(review, K.ASK, contact_id=other.pk)
    with pytest.raises((NotShown, Refused)):
        selectors.open_review(reviews.person, review, viewer=audit.auditor("police"), purpose=Purpose.AUDIT)
    with connect_as("worker"):
        assert ReviewAgency.objects.get().contact_id == other.pk
    reviews.take(review, K.HAND_OVER)
    with pytest.raises((NotShown, Refused)):
        selectors.open_review(reviews.person, review, viewer=reviews.decider, purpose=Purpose.AUDIT)
    page = selectors.open_review(reviews.person, review, viewer=audit.auditor("hospital"), purpose=Purpose.AUDIT)
    assert page.review.decides_id == audit.auditors["hospital"].pk


def test_row_security_shows_a_review_to_nobody_without_a_look(reviews: Reviews) -> None:
    review = reviews.start()
    reviews.take(review, K.ASK)
    for model in (StatutoryReview, SeriousIncident, PracticeReview, ReviewAgency):
        assert not model.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_count_reviews('2100-01-01')")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT audit_renew_reviews(now()), audit_open_review('rapid', %s, '{}', now())", [reviews.person]
        )
        assert cursor.fetchone() in ((0, None), (None, None))
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("SELECT audit_seat_reviewer(1, 1, 1, now())")


def test_whoever_oversees_reviews_reads_counts_and_no_child(reviews: Reviews) -> None:
    late, audit = reviews.start(), reviews.audit
    in_time = Reviews(audit, "Lark").start(incident=reviews.incident(known_on=audit.day(-1)), person=reviews.person)
    reviews.take(late, K.NOTIFY)
    reviews.take(in_time, K.NOTIFY)
    told = {
        viewer: {each.what: each.total for each in selectors.count_reviews(viewer=viewer, today=audit.day(0))}
        for viewer in map(audit.partnership.viewer, (Role.SCRUTINEER, Role.PANEL_CHAIR, Role.AUDITOR))
    }
    year_of = {audit.day(-40).year, audit.day(-1).year}
    for counts in told.values():
        assert (
            sum(counts.values())
            if len(year_of) > 1
            else counts
            == {
                "rapid": 2,
                "notified_in_time": 1,
                "notified_late": 1,
            }
        )
    for role in (Role.AGENCY_CONTACT, Role.PRACTITIONER, Role.PANEL_COORDINATOR):
        assert selectors.count_reviews(viewer=audit.partnership.viewer(role), today=audit.day(0)) == ()
    for role in (Role.SCRUTINEER, Role.PANEL_CHAIR):
        viewer = audit.partnership.viewer(role)
        assert selectors.list_reviews(viewer=viewer, purpose=Purpose.AUDIT) == []
        assert selectors.door_of(late, viewer=viewer) is None


def test_every_name_on_the_register_is_logged_before_it_is_shown(
    reviews: Reviews, admin: psycopg.Connection[Any]
) -> None:
    review = reviews.start()
    assert [row.name for row in selectors.list_reviews(viewer=reviews.lead, purpose=Purpose.AUDIT)] == ["Wren Ashdown"]
    assert selectors.door_of(review, viewer=reviews.decider) == reviews.person
    selectors.open_review(reviews.person, review, viewer=reviews.lead, purpose=Purpose.AUDIT)
    logged = admin.execute(
        "SELECT what, staff_id FROM access_log WHERE person_id = %s ORDER BY seq", [reviews.person_id]
    ).fetchall()
    assert logged == [
        ("audit.reviews", reviews.lead.staff_id),
        ("audit.review_door", reviews.decider.staff_id),
        ("audit.review", reviews.lead.staff_id),
    ]
    traced = admin.execute("SELECT before::text || after::text FROM access_trace WHERE subject = 'audit.review'")
    assert not any(WHAT_HAPPENED in (row[0] or "") for row in traced.fetchall())


def test_a_reason_that_ended_is_renewed_by_those_who_answer_for_the_review_alone(
    reviews: Reviews, admin: psycopg.Connection[Any]
) -> None:
    reviews.start()
    admin.execute(
        "UPDATE access_relationship SET begins_at = now() - interval '9 days', ends_at = now() - interval '1 hour'"
    )
    for viewer, hidden in ((reviews.lead, 1), (reviews.decider, 1), (reviews.audit.auditor("police"), 0)):
        assert selectors.list_reviews(viewer=viewer, purpose=Purpose.AUDIT) == []
        assert selectors.count_out_of_sight(viewer=viewer, now=reviews.audit.now) == hidden
        assert services.renew_reviews(by=viewer, now=reviews.audit.now) == hidden
        assert len(selectors.list_reviews(viewer=viewer, purpose=Purpose.AUDIT)) == hidden
