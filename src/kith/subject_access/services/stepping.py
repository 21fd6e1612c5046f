"""Moves a request by one act: the state after it, a step that stays, a trace."""

from datetime import datetime
from typing import Final

from kith.access.services import trace
from kith.subject_access.models import RequestStep, SubjectRequest
from kith.subject_access.rules import next_state
from kith.subject_access.vocabulary import ENDED, RequestAct, RequestState

SUBJECT: Final = "subject_access.request"


def step(request: SubjectRequest, act: RequestAct, *, by: int | None, now: datetime) -> None:
    """Move a locked request by an act, inside the caller's transaction, and save it.

    Raises:
        RequestRefused: the act is not open from where the request is.
    """
    before = RequestState(request.state)
    request.state = next_state(before, act)
    request.version += 1
    if request.state in ENDED:
        request.closed_at = now
    request.save()
    RequestStep.objects.create(request=request, place=request.version, act=act, by_id=by, at=now)
    trace(
        by=by,
        action=f"subject_access.{act.value}",
        subject=SUBJECT,
        subject_id=request.pk,
        now=now,
        before={"state": before.value},
        after={"state": str(request.state), "version": request.version},
    )
