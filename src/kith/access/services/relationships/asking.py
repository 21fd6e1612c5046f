"""Asks for a reason to see a person, decides it, and ends what was granted before its day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kith.access.models import Relationship, RelationshipRequest
from kith.access.selectors.looks import look
from kith.access.services.telling import ask_staff, close_matter, tell_staff
from kith.access.services.traces import trace
from kith.access.vocabulary import Action, Matter, MatterKind, News, Purpose, Refused, RelationshipSource, Role, Viewer

_LONGEST = timedelta(days=180)


def ask_relationship(*, by: Viewer, person: UUID, reason: str, now: datetime) -> int:
    """Make a request to see a person, for a manager of the same agency to decide.

    Raises:
        NotShown: the person may not be known to whoever asks.
        Refused: the reason says too little, or nobody in the agency can decide.
    """
    if len(reason.strip()) < 20:
        raise Refused(
            "Say in a sentence (20 letters or more) why you need to see this person; a manager decides by it."
        )
    with look(viewer=by, people=[person], purpose=Purpose.SAFEGUARDING, what="access.ask", action=Action.FIND) as shown:
        person_id = shown.person_ids[person]
        deciders = _deciders(by, person_id)
        request = RelationshipRequest.objects.create(
            staff_id=by.staff_id, person_id=person_id, reason=reason.strip(), asked_at=now
        )
        trace(
            by=by.staff_id,
            action="access.asked_relationship",
            subject="access.relationshiprequest",
            subject_id=request.pk,
            person_id=person_id,
            now=now,
        )
        ask_staff(matter=_matter(request), of=deciders, by=by, now=now)
        return int(request.pk)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a manager decided about one request, why, and for how many days (180 at most)."""

    grant: bool
    because: str
    days: int = 90


def decide_request(*, by: Viewer, person: UUID, request_id: int, decision: Decision, now: datetime) -> int:
    """Grant or refuse a request, and return whose it was.

    Raises:
        NotShown: the person may not be known to whoever decides.
        Refused: it is not this manager's to decide, or is decided already.
    """
    with look(viewer=by, people=[person], purpose=Purpose.SUPERVISION, what="access.decide", action=Action.FIND):
        request = (
            RelationshipRequest.objects.select_for_update(of=("self",))
            .filter(pk=request_id, state="asked", staff__agency_id=by.agency_id)
            .exclude(staff_id=by.staff_id)
            .first()
        )
        if request is None or Role.TEAM_MANAGER not in by.roles:
            raise Refused("This request is not yours to decide, or somebody has decided it already.")
        request.state = "granted" if decision.grant else "refused"
        request.decided_by_id, request.decided_at, request.decided_because = by.staff_id, now, decision.because
        request.save(update_fields=["state", "decided_by", "decided_at", "decided_because"])
        if decision.grant:
            Relationship.objects.create(
                staff_id=request.staff_id,
                person_id=request.person_id,
                source=RelationshipSource.REQUEST,
                source_ref=str(request.pk),
                reason=request.reason,
                begins_at=now,
                ends_at=now + min(timedelta(days=max(decision.days, 1)), _LONGEST),
                granted_by_id=by.staff_id,
            )
        trace(
            by=by.staff_id,
            action="access.decided_request",
            subject="access.relationshiprequest",
            subject_id=request.pk,
            person_id=request.person_id,
            now=now,
            after={"granted": decision.grant, "days": decision.days},
        )
        close_matter(matter=_matter(request), by=by, now=now)
        news = News.REQUEST_GRANTED if decision.grant else News.REQUEST_REFUSED
        tell_staff(staff_ids=[request.staff_id], news=news, by=by, now=now)
        return int(request.staff_id)


def end_grant(*, by: Viewer, person: UUID, relationship_id: int, because: str, now: datetime) -> int:
    """End before its day what a manager of the same agency granted, and return whose it was.

    Raises:
        NotShown: the person may not be known to whoever ends it.
        Refused: it is not this manager's to end, has ended, or no reason is given.
    """
    if len(because.strip()) < 5:
        raise Refused("Say in a few words why this access ends now.")
    with look(viewer=by, people=[person], purpose=Purpose.SUPERVISION, what="access.end", action=Action.FIND) as shown:
        held = (
            Relationship.objects.select_for_update(of=("self",))
            .filter(
                pk=relationship_id,
                person_id=shown.person_ids[person],
                source=RelationshipSource.REQUEST,
                ends_at__gt=now,
                staff__agency_id=by.agency_id,
            )
            .first()
        )
        if held is None or Role.TEAM_MANAGER not in by.roles:
            raise Refused("This access is not yours to end, or it has ended already.")
        before = held.ends_at
        held.ends_at = max(now, held.begins_at + timedelta(microseconds=1))
        held.save(update_fields=["ends_at"])
        trace(
            by=by.staff_id,
            action="access.ended_grant",
            subject="access.relationship",
            subject_id=held.pk,
            person_id=held.person_id,
            now=now,
            before={"ends_at": before},
            after={"ends_at": held.ends_at, "because": because.strip()},
        )
        holder = int(held.staff_id or 0)  # asked for by one member of staff, so never a team's
        tell_staff(staff_ids=[holder], news=News.ACCESS_ENDED, by=by, now=now)
        return holder


def _matter(request: RelationshipRequest) -> Matter:
    return Matter(kind=MatterKind.ACCESS_REQUEST, row_id=request.pk, person_id=request.person_id)


def _deciders(by: Viewer, person_id: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_deciders(%s, %s)", [by.staff_id, person_id])
        found: list[int] = cursor.fetchone()[0]
    if not found:
        raise Refused(
            "No team manager of your agency could decide this, so nothing was asked. Ask your administrator to name "
            "one, or ring whoever works with this person."
        )
    return found
