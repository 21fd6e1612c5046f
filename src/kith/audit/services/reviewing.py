"""Opens statutory reviews, renews the reasons of those who answer for them, and takes in what agencies know."""

import json
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.selectors import find_staff, look_over_list
from kith.access.services import trace
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.audit.models import ReviewAgency, StatutoryReview
from kith.audit.rules import AUDITS, check_new_review, notify_by, publish_by, review_clocks_on, send_by
from kith.audit.selectors import looking_at_review
from kith.audit.services.planning import require_lead
from kith.audit.services.review_seats import FACTS, give, name_to_answer
from kith.audit.vocabulary import AuditRefused, NewReview, StatutoryKind, ToolState
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind


def start_review(*, new: NewReview, by: Viewer, now: datetime) -> UUID:
    """Open a rapid review of an incident, or a practice review without one, and return its number.

    The auditor who opens it leads it. They and whoever decides see the child from now until it ends.

    Raises:
        AuditRefused: something is missing, nobody is of that number, or one of the two may not see them.
        Refused: their role leads no review.
    """
    require_lead(by=by)
    today = timezone.localdate(now)
    check_new_review(new, by.staff_id, today)
    decides = find_staff(new.decides_id, now)
    if decides is None or not decides.roles & AUDITS:
        raise AuditRefused("Choose an auditor, a contact or a manager of an agency to decide.")
    kind = StatutoryKind.RAPID if new.incident else StatutoryKind.PRACTICE
    told = _told(new, today)
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="audit.open_review"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_open_review(%s, %s, %s::jsonb, %s)", [kind, new.person, json.dumps(told), now])
            found = cursor.fetchone()
        if not found or found[0] is None:
            raise AuditRefused(
                "No review was opened. Check the address of the person's page. If it is right, the record is shielded, "
                "or one of the two who answer for the review may not see it: ask the information-governance lead."
            )
        made = json.loads(found[0]) if isinstance(found[0], str) else found[0]
        number = UUID(made["number"])
        row = StatutoryReview(pk=made["row"], public_id=number)
        rapid = kind is StatutoryKind.RAPID
        # The look was opened before there was a reason to see the child, so the row itself is not read back.
        due_on = date.fromisoformat(str(told["notify_by" if rapid else "due_on"]))
        name_to_answer(new.decides_id, by, now)
        give(row, TaskKind.REVIEW_NOTIFY if rapid else TaskKind.REVIEW_PUBLISH, by.staff_id, due_on, by, now)
    return number


def renew_reviews(*, by: Viewer, now: datetime) -> int:
    """Let the viewer see again whom their open reviews are about, for half a year more; return how many there were."""
    with (
        look_over_list(viewer=by, purpose=Purpose.AUDIT, what="audit.renew_reviews"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT audit_renew_reviews(%s)", [now])
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def answer_facts(*, person: UUID, review: UUID, facts: str, seen: int, by: Viewer, now: datetime) -> int:
    """Keep what the viewer's agency knows as its own draft, and return its new version.

    Raises:
        AuditRefused: it is returned, or somebody has changed it since `seen`.
        Refused, NotShown: they were not asked.
    """
    with looking_at_review(person, review, viewer=by, what="audit.answer_facts") as found:
        row = _own(found, by)
        if row.version != seen:
            raise AuditRefused("Somebody has changed this since you opened it. Open it again to read it.")
        row.facts, row.version = facts.strip(), row.version + 1
        row.save(update_fields=["facts", "version"])
        _trace(row, "audit.answered_facts", by, now)
        return row.version


def return_facts(*, person: UUID, review: UUID, by: Viewer, now: datetime) -> None:
    """Return what the viewer's agency knows; it then stays as it is, and the task is done.

    Raises:
        AuditRefused: it says too little, or is returned already.
        Refused, NotShown: they were not asked.
    """
    with looking_at_review(person, review, viewer=by, what="audit.return_facts") as found:
        row = _own(found, by)
        if len(row.facts.strip()) < 10:
            raise AuditRefused("Say first what your agency knows, or that it does not know the child.")
        row.state, row.returned_at, row.version = ToolState.RETURNED, now, row.version + 1
        row.save(update_fields=["state", "returned_at", "version"])
        close_tasks_about(kind=TaskKind.REVIEW_FACTS, subject=FACTS, subject_id=row.pk, by=by, now=now)
        _trace(row, "audit.returned_facts", by, now)


def _own(review: StatutoryReview, by: Viewer) -> ReviewAgency:
    row = ReviewAgency.objects.select_for_update().filter(review=review, contact_id=by.staff_id).first()
    if row is None:
        raise Refused("What an agency knows is said by the colleague whom the review asked there.")
    if row.state == ToolState.RETURNED:
        raise AuditRefused("This has been returned already. Tell the meeting what you learned since.")
    return row


def _told(new: NewReview, today: date) -> dict[str, object]:
    """Return what the database is to keep of a new review, days as it reads them."""
    clocks = review_clocks_on(today)
    told: dict[str, object] = {"decides": new.decides_id, "because": new.because.strip(), "book": clocks.version}
    if new.incident is None:
        decided_on = new.decided_on or today
        return told | {"begun_on": decided_on.isoformat(), "due_on": publish_by(clocks, decided_on).isoformat()}
    incident = new.incident
    return told | {
        "incident": incident.kind.value,
        "suspicion": incident.suspicion.value,
        "happened_on": incident.happened_on.isoformat(),
        "begun_on": incident.known_on.isoformat(),
        "what": incident.what.strip(),
        "notify_by": notify_by(clocks, incident.known_on).isoformat(),
        "due_on": send_by(clocks, incident.known_on, None).isoformat(),
    }


def _trace(row: ReviewAgency, action: str, by: Viewer, now: datetime) -> None:
    trace(
        by=by.staff_id,
        action=action,
        subject=FACTS,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        after={"version": row.version, "state": str(row.state)},
    )
