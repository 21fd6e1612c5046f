"""Breaks the glass for one person in an emergency, and judges it afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kith.access.models import BreakGlass
from kith.access.selectors.looks import ask_log, look
from kith.access.selectors.staff import managers_of
from kith.access.services.telling import ask_staff, close_matter, tell_staff
from kith.access.services.traces import trace
from kith.access.vocabulary import Action, Matter, MatterKind, News, Purpose, Refused, Viewer

_GLASS = timedelta(minutes=60)
GLASS_CATEGORIES = {
    "immediate_danger": "A child is in immediate danger",
    "missing_now": "A child is missing now",
    "out_of_hours": "Out of hours, and nobody with a relationship can be reached",
    "court_today": "A court or a strategy discussion today",
}


GLASS_OUTCOMES = {
    "justified": "The look was justified",
    "asked_more": "I have asked the person who looked to say more",
    "not_justified": "The look was not justified, and ends now",
}


def break_glass(*, by: Viewer, person: UUID, category: str, reason: str, now: datetime) -> BreakGlass:
    """Open one person for an hour in an emergency, and tell a reviewer of another team.

    Raises:
        NotShown: the person may not be known to whoever asks; broken glass lifts no shield.
        Refused: the reason says too little, nobody can review it, or an earlier one is still unreviewed.
    """
    if category not in GLASS_CATEGORIES or len(reason.strip()) < 20:
        raise Refused("Choose what has happened, and say in a sentence (20 letters or more) why it cannot wait.")
    with look(
        viewer=by, people=[person], purpose=Purpose.SAFEGUARDING, what="access.glass", action=Action.FIND
    ) as shown:
        person_id = shown.person_ids[person]
        _refuse_unreviewed(by, now)
        glass = BreakGlass.objects.create(
            staff_id=by.staff_id,
            person_id=person_id,
            category=category,
            reason=reason.strip(),
            opened_at=now,
            ends_at=now + _GLASS,
            reviewer_id=_reviewer(by, person_id),
        )
        trace(
            by=by.staff_id,
            action="access.broke_glass",
            subject="access.breakglass",
            subject_id=glass.pk,
            person_id=person_id,
            now=now,
            after={"category": category, "reviewer": glass.reviewer_id},
        )
        ask_staff(matter=_matter(glass), of=[glass.reviewer_id], by=by, now=now)
        managers = managers_of(staff_id=by.staff_id, now=now)
        tell_staff(
            staff_ids=[one for one in managers if one != glass.reviewer_id], news=News.GLASS_OPENED, by=by, now=now
        )
        return glass


def _refuse_unreviewed(by: Viewer, now: datetime) -> None:
    waiting = ask_log("SELECT access_unreviewed_glass(%s)", [by.staff_id])
    if waiting:
        raise Refused(
            "An earlier emergency look of yours has waited more than a day for its review. "
            "Ring the information-governance lead; until it is reviewed no other can be opened."
        )


def _reviewer(by: Viewer, person_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_reviewer(%s, %s)", [by.staff_id, person_id])
        found: int | None = cursor.fetchone()[0]
    if found is None:
        raise Refused("Nobody of another team can review an emergency look now. Ring the duty number instead.")
    return found


def _matter(glass: BreakGlass) -> Matter:
    return Matter(kind=MatterKind.GLASS_REVIEW, row_id=glass.pk, person_id=glass.person_id)


def review_glass(*, by: Viewer, person: UUID, glass_id: int, outcome: str, note: str, now: datetime) -> None:
    """Judge an emergency look; `not_justified` ends it at once.

    Raises:
        NotShown: the person may not be known to the reviewer.
        Refused: it is not this reviewer's to judge.
    """
    if outcome not in GLASS_OUTCOMES or not note.strip():
        raise Refused("Choose an outcome and write what you found.")
    with look(
        viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.review", action=Action.FIND
    ) as shown:
        glass = (
            BreakGlass.objects.select_for_update(of=("self",))
            .filter(pk=glass_id, person_id=shown.person_ids[person], reviewer_id=by.staff_id, reviewed_at__isnull=True)
            .first()
        )
        if glass is None:
            raise Refused("This emergency look is not yours to review, or has been reviewed already.")
        glass.reviewed_at, glass.outcome, glass.note = now, outcome, note.strip()
        if outcome == "not_justified":
            glass.ends_at = max(min(glass.ends_at, now), glass.opened_at + timedelta(microseconds=1))
        glass.save(update_fields=["reviewed_at", "outcome", "note", "ends_at"])
        trace(
            by=by.staff_id,
            action="access.reviewed_glass",
            subject="access.breakglass",
            subject_id=glass.pk,
            person_id=glass.person_id,
            now=now,
            after={"outcome": outcome},
        )
        close_matter(matter=_matter(glass), by=by, now=now)
        concerned = [glass.staff_id, *managers_of(staff_id=glass.staff_id, now=now)]
        tell_staff(staff_ids=concerned, news=News.GLASS_REVIEWED, by=by, now=now)
