"""Reads the register of requests: when each came, by when it is answered, how far it is; it names nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.access.selectors import list_staff, look_over_list
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.subject_access.models import RequestSubject, SubjectRequest
from kith.subject_access.rules import may_answer

_NUMBERS = "SELECT id, public_id FROM linking_person WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One request in the register; `person` is the number in its address, for whom the viewer may open."""

    request: SubjectRequest
    person: UUID | None


def list_requests(*, viewer: Viewer, purpose: Purpose) -> Sequence[RegisterRow]:
    """Return every request, the soonest due first, open ones before those that ended; no name stands in it.

    Raises:
        Refused: the role answers no requests.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    if not may_answer(viewer):
        raise Refused("The register of requests is kept by information-governance leads.")
    with look_over_list(viewer=viewer, purpose=purpose, what="subject_access.register"):
        people = dict(RequestSubject.objects.values_list("request_id", "person_id"))
        with connection.cursor() as cursor:
            cursor.execute(_NUMBERS, [list(people.values())])
            numbers = {pk: UUID(str(number)) for pk, number in cursor.fetchall()}
        rows = list(SubjectRequest.objects.select_related("lead", "second"))
    rows.sort(key=lambda row: (row.closed_at is not None, row.due_on, row.pk))
    return [RegisterRow(request=row, person=numbers.get(people.get(row.pk, 0))) for row in rows]


def who_may_approve(request: SubjectRequest, *, viewer: Viewer, now: datetime) -> list[tuple[int, str]]:
    """Return the leads who may be asked as the second person: nobody who leads the request or asks now."""
    return [(pk, says) for pk, says in list_staff([Role.IG_LEAD], now) if pk not in {request.lead_id, viewer.staff_id}]
