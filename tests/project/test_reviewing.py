"""The demo's statutory reviews and its section 11 rounds: what each page then shows."""

from typing import Any

from django.utils import timezone

from kith.access.vocabulary import Purpose, Role
from kith.audit import selectors
from kith.audit.models import AuditAction
from kith.audit.vocabulary import AuditActionState, Met, Moved, ReviewState, StatutoryKind, ToolState
from kith.project.commands.assessing import assess_agencies
from kith.project.commands.choosing import Cast
from kith.project.commands.reviewing import review_cases
from kith.work.rules import add_working_days
from tests.worlds.partnership import Partnership


def test_a_rapid_review_runs_by_its_clock_and_a_practice_review_has_an_action_done_and_one_late(
    partnership: Partnership, cast: Cast
) -> None:
    assert len(list(review_cases(cast))) == 1
    lead, decides = partnership.viewer(Role.AUDITOR), partnership.viewer(Role.TEAM_MANAGER)
    listed = {row.review.kind: row for row in selectors.list_reviews(viewer=lead, purpose=Purpose.AUDIT)}
    rapid, practice = (listed[kind] for kind in (StatutoryKind.RAPID, StatutoryKind.PRACTICE))
    assert (rapid.review.state, practice.review.state) == (ReviewState.NOTIFIED, ReviewState.SCOPED)
    assert rapid.incident is not None and rapid.incident.notified_on is not None
    today = timezone.localdate()
    assert rapid.review.due_on == add_working_days(rapid.incident.notified_on, 15) > today
    assert practice.review.due_on > today
    assert rapid.public_id != practice.public_id
    about: dict[str, Any] = {"viewer": lead, "purpose": Purpose.AUDIT}
    page = selectors.open_review(person=rapid.public_id, review=rapid.review.public_id, **about)
    assert {row.state for row in page.agencies} == {ToolState.RETURNED, ToolState.DRAFT}
    page = selectors.open_review(person=practice.public_id, review=practice.review.public_id, **about)
    assert page.practice is not None and page.practice.family and page.practice.voice
    actions = AuditAction.objects.filter(recommendation__learning__in=page.learning)
    assert sorted((row.state, row.due_on < today) for row in actions) == [
        (AuditActionState.ACCEPTED, True),
        (AuditActionState.AGREED, True),
    ]
    assert len(selectors.list_reviews(viewer=decides, purpose=Purpose.AUDIT)) == 2
    list(review_cases(cast))
    assert len(selectors.list_reviews(viewer=lead, purpose=Purpose.AUDIT)) == 2, "a second time adds nothing"


def test_a_round_of_section_11_shows_returns_what_moved_a_challenge_and_who_is_late(
    partnership: Partnership, cast: Cast
) -> None:
    assert len(list(assess_agencies(cast))) == 1
    lead, today = partnership.viewer(Role.AUDITOR), timezone.localdate()
    now, before = selectors.rounds_for(lead)
    assert (now.state, before.state, now.follows_id) == ("auditing", "closed", before.pk)
    rows = selectors.matrix_of(now, viewer=lead)
    returned = [row for row in rows if row.returned_on]
    assert len(returned) == 4
    assert all(row.due_on < today and not row.cells for row in rows if row not in returned), "two are late"
    cells = [cell for row in returned for cell in row.cells]
    assert {cell.counts for cell in cells} == set(Met)
    assert {Moved.UP, Moved.SAME, Moved.NEW} <= {cell.moved for cell in cells}
    assert [cell.own for cell in cells if cell.challenged] == [Met.MET]
    list(assess_agencies(cast))
    assert len(selectors.rounds_for(lead)) == 2
