"""Takes a request in, checks who asks, and keeps its clock: more time, a refusal, a request that is taken back."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import look
from kith.access.services import Sourced, begin_relationship, end_relationships, trace
from kith.access.vocabulary import Purpose, Refused, RelationshipSource, Viewer
from kith.subject_access.models import RequestSubject, SubjectRequest
from kith.subject_access.rules import can_extend, check_received, due_day, may_answer
from kith.subject_access.selectors import opened
from kith.subject_access.services.stepping import SUBJECT, step
from kith.subject_access.vocabulary import (
    AskedBy,
    ExtendedBecause,
    IdentityCheck,
    NewRequest,
    RefusedBecause,
    RequestAct,
    RequestRefused,
    RequestState,
)
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SEES_AFTER: Final = timedelta(days=60)  # how long after the due day whoever answers still sees the record
_SENTENCE: Final = 10


def register_request(*, person: UUID, new: NewRequest, by: Viewer, now: datetime) -> UUID:
    """Keep a request for somebody's own record, start its clock, let its lead see the record, and return its number.

    Raises:
        NotShown: the person may not be known to whoever registers it.
        Refused: the role answers no requests.
        RequestRefused: something is missing or does not fit.
    """
    if not may_answer(by):
        raise Refused("Requests for somebody's own record are registered by an information-governance lead. Ask one.")
    _check(new, now)
    with look(viewer=by, people=[person], purpose=Purpose.SUBJECT_ACCESS, what="subject_access.new") as shown:
        made = SubjectRequest.objects.create(
            asked_by=new.asked_by,
            received_on=new.received_on,
            due_on=due_day(new.received_on),
            from_on=new.from_on,
            until_on=new.until_on,
            state=RequestState.RECEIVED,
            lead_id=by.staff_id,
            made_at=now,
        )
        RequestSubject.objects.create(
            request=made,
            person_id=shown.person_ids[person],
            asker_name=new.asker_name.strip(),
            authority=new.authority.strip(),
        )
        let_see(made, person_id=shown.person_ids[person], staff_id=by.staff_id, by=by, now=now)
        _give(made, person, shown.person_ids[person], by, now)
        after = {"asked_by": made.asked_by, "due_on": made.due_on}
        trace(
            by=by.staff_id,
            action="subject_access.registered",
            subject=SUBJECT,
            subject_id=made.pk,
            now=now,
            after=after,
        )
    return made.public_id


def check_identity(
    *, person: UUID, request: UUID, identity: IdentityCheck, says: str, by: Viewer, now: datetime
) -> None:
    """Keep how it was made sure that whoever asks is who they say and may ask.

    Raises:
        RequestRefused: nothing is said of how, or it has been checked already.
    """
    if len(says.strip()) < _SENTENCE:
        raise RequestRefused("Say in a sentence what was seen or who said so, so that it can be shown later.")
    with opened(person=person, request=request, viewer=by, what="subject_access.identity", to_change=True) as found:
        subject = found.subject
        subject.identity, subject.identity_says = identity, says.strip()
        subject.identity_by_id, subject.identity_at = by.staff_id, now
        subject.save()
        step(found.request, RequestAct.CHECK_IDENTITY, by=by.staff_id, now=now)


def extend_request(*, person: UUID, request: UUID, because: ExtendedBecause, by: Viewer, now: datetime) -> None:
    """Give a request two months more; whoever asked is told within the first month and why.

    Raises:
        RequestRefused: it has been given more time already, the first month is over, or it has ended.
    """
    with opened(person=person, request=request, viewer=by, what="subject_access.extend", to_change=True) as found:
        row = found.request
        today = timezone.localdate(now)
        if row.closed_at or not can_extend(row.received_on, extended=bool(row.extended_because), today=today):
            raise RequestRefused(
                "A request is given two months more only once, within the first month, and before it is answered."
            )
        before = {"due_on": row.due_on}
        row.extended_because, row.due_on = because, due_day(row.received_on, extended=True)
        row.version += 1
        row.save()
        let_see(row, person_id=found.person_id, staff_id=row.lead_id, by=by, now=now)
        close_tasks_about(kind=TaskKind.SUBJECT_REQUEST, subject=SUBJECT, subject_id=row.pk, by=by, now=now)
        _give(row, person, found.person_id, by, now)
        after = {"due_on": row.due_on, "because": because.value}
        about = {"by": by.staff_id, "subject": SUBJECT, "subject_id": row.pk, "now": now}
        trace(action="subject_access.extended", before=before, after=after, **about)  # type: ignore[arg-type]  # one map


def refuse_request(*, person: UUID, request: UUID, because: RefusedBecause, by: Viewer, now: datetime) -> None:
    """Refuse a request with its reason; nobody sees the record because of it any more."""
    with opened(person=person, request=request, viewer=by, what="subject_access.refuse", to_change=True) as found:
        found.request.refused_because = because
        step(found.request, RequestAct.REFUSE, by=by.staff_id, now=now)
        end_request(found.request, by=by, now=now)


def withdraw_request(*, person: UUID, request: UUID, by: Viewer, now: datetime) -> None:
    """Keep that whoever asked has taken the request back; nobody sees the record because of it any more."""
    with opened(person=person, request=request, viewer=by, what="subject_access.withdraw", to_change=True) as found:
        step(found.request, RequestAct.WITHDRAW, by=by.staff_id, now=now)
        end_request(found.request, by=by, now=now)


def end_request(request: SubjectRequest, *, by: Viewer | None, now: datetime) -> None:
    """Close the tasks of a request and end what anybody could see because of it, inside the caller's transaction."""
    for kind in (TaskKind.SUBJECT_REQUEST, TaskKind.SUBJECT_APPROVAL):
        close_tasks_about(kind=kind, subject=SUBJECT, subject_id=request.pk, by=by, now=now)
    about = str(request.public_id)
    end_relationships(source=RelationshipSource.SUBJECT_ACCESS, about=about, by=by, now=now)


def let_see(request: SubjectRequest, *, person_id: int, staff_id: int, by: Viewer, now: datetime) -> None:
    """Let somebody who answers a request see the whole record until a while after it is due."""
    ends_at = datetime.combine(request.due_on, time.min, tzinfo=UTC) + _SEES_AFTER
    row = Sourced(
        person_id=person_id,
        source_ref=str(request.public_id),
        begins_at=now,
        ends_at=max(ends_at, now + _SEES_AFTER),
        staff_id=staff_id,
    )
    begin_relationship(source=RelationshipSource.SUBJECT_ACCESS, row=row, by=by, now=now)


def _give(request: SubjectRequest, person: UUID, person_id: int, by: Viewer, now: datetime) -> None:
    task = NewTask(
        kind=TaskKind.SUBJECT_REQUEST,
        owner_id=request.lead_id,
        link=f"/subject-access/people/{person}/{request.public_id}/",
        subject=SUBJECT,
        subject_id=request.pk,
        person_id=person_id,
        due_on=request.due_on,
    )
    add_task(new=task, by=by, now=now)


def _check(new: NewRequest, now: datetime) -> None:
    check_received(new.received_on, timezone.localdate(now))
    if len(new.asker_name.strip()) < 2:
        raise RequestRefused("Say who asks, by name, so that the answer reaches them.")
    if new.asked_by is not AskedBy.THEMSELF and len(new.authority.strip()) < _SENTENCE:
        raise RequestRefused(
            "Somebody else asks for this person. Say in a sentence why they may: parental responsibility and how you "
            "know of it, or the authority that they showed."
        )
    if bool(new.from_on) != bool(new.until_on) or (new.from_on and new.until_on and new.until_on < new.from_on):
        raise RequestRefused("Give both days of the part that was asked for, the earlier first, or neither.")
