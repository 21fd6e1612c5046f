"""The second person approves or sends back; the worker keeps the checked copy, or says why it may not leave."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.subject_access.models import AnswerFile, GatheredRow, Piece, SubjectRequest
from kith.subject_access.rules import may_approve
from kith.subject_access.selectors import Opened, opened
from kith.subject_access.services.gathering import forget_gathered
from kith.subject_access.services.registering import end_request
from kith.subject_access.services.stepping import SUBJECT, step
from kith.subject_access.vocabulary import ENDED, RequestAct, RequestJob, RequestState
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind

_TASK: Final = "subject_access.make_answer"
KEPT: Final = timedelta(days=30)


def approve_request(*, person: UUID, request: UUID, by: Viewer, now: datetime) -> None:
    """Approve what leaves, as the second person, and have the files made and checked.

    Raises:
        Refused: they were not asked, they led it, or they decided anything in it.
        RequestRefused: it does not wait for approval.
    """
    with opened(person=person, request=request, viewer=by, what="subject_access.approve", to_change=True) as found:
        _require_second(found, by)
        found.request.job, found.request.job_says = RequestJob.MAKING, ""
        step(found.request, RequestAct.APPROVE, by=by.staff_id, now=now)
        _close_approval(found.request, by, now)
        app.configure_task(_TASK, queue="work").defer(request=found.request.pk)


def send_back(*, person: UUID, request: UUID, by: Viewer, now: datetime) -> None:
    """Send a request back to its lead, as the second person; what was decided stays and can be changed.

    Raises:
        Refused: they were not asked.
        RequestRefused: it does not wait for approval.
    """
    with opened(person=person, request=request, viewer=by, what="subject_access.send_back", to_change=True) as found:
        _require_second(found, by)
        step(found.request, RequestAct.SEND_BACK, by=by.staff_id, now=now)
        _close_approval(found.request, by, now)


def keep_answer(
    *, request: SubjectRequest, pdf: bytes, data: bytes, replaced: int, by: int | None, now: datetime
) -> None:
    """Keep the checked copy and release it, as the worker, inside the caller's transaction."""
    held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    AnswerFile.objects.update_or_create(
        request=held,
        defaults={
            "person_id": held.subject.person_id,
            "pdf": pdf,
            "pdf_sha256": sha256(pdf).hexdigest(),
            "json": data,
            "json_sha256": sha256(data).hexdigest(),
            "replaced": replaced,
            "made_at": now,
            "expires_at": now + KEPT,
        },
    )
    held.job, held.job_says = RequestJob.NOTHING, ""
    step(held, RequestAct.RELEASE, by=by, now=now)
    close_tasks_about(kind=TaskKind.SUBJECT_REQUEST, subject=SUBJECT, subject_id=held.pk, by=None, now=now)


def block_answer(*, request: SubjectRequest, says: str, rows: Collection[int], by: int | None, now: datetime) -> None:
    """Keep that the copy may not leave and where somebody else was found in it, as the worker; no name is kept."""
    held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    GatheredRow.objects.filter(request=held, place__in=list(rows)).update(found_again=True)
    held.job, held.job_says = RequestJob.BLOCKED, says
    step(held, RequestAct.BLOCK, by=by, now=now)


@transaction.atomic
def expire_answers(*, by: int | None, now: datetime) -> int:
    """Remove copies whose time is over with all that was gathered for them, as the worker; return how many requests.

    What was gathered for a request that was refused or withdrawn goes too.
    """
    expired = 0
    over = SubjectRequest.objects.select_for_update().filter(state__in=ENDED)
    for request in over:
        answer = AnswerFile.objects.filter(request=request).only("expires_at").first()
        if answer is not None and answer.expires_at > now:
            continue
        if answer is None and not GatheredRow.objects.filter(request=request).exists():
            continue
        AnswerFile.objects.filter(request=request).delete()
        rows = forget_gathered(request=request, by=by)
        end_request(request, by=None, now=now)
        trace(
            by=by,
            action="subject_access.expired",
            subject=SUBJECT,
            subject_id=request.pk,
            now=now,
            after={"rows": rows},
        )
        expired += 1
    return expired


def _require_second(found: Opened, by: Viewer) -> None:
    rows = GatheredRow.objects.filter(request=found.request).exclude(decided_by=None)
    pieces = Piece.objects.filter(request=found.request).exclude(decided_by=None)
    reviewers = frozenset(
        {*rows.values_list("decided_by_id", flat=True), *pieces.values_list("decided_by_id", flat=True)}
    )
    request = found.request
    if not may_approve(by, second_id=request.second_id, lead_id=request.lead_id, reviewers=reviewers):
        raise Refused("Only the second person who was asked decides this, and nobody checks what they made themselves.")
    if request.state == RequestState.REVIEWED and not found.shows_all:
        raise Refused(
            "You do not see the whole of this record, so you cannot check it. Ask the lead to choose another."
        )


def _close_approval(request: SubjectRequest, by: Viewer, now: datetime) -> None:
    close_tasks_about(kind=TaskKind.SUBJECT_APPROVAL, subject=SUBJECT, subject_id=request.pk, by=by, now=now)
