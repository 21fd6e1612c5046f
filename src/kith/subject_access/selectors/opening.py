"""Opens one request inside one logged look at whom it is about; there is no other way to what was gathered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kith.access.selectors import Look, look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.subject_access.models import RequestSubject, SubjectRequest
from kith.subject_access.rules import may_answer


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One request with whom it is about, as one look shows them."""

    request: SubjectRequest
    subject: RequestSubject
    person_id: int
    look: Look

    @property
    def shows_all(self) -> bool:
        """Test whether this look shows the whole of the record."""
        return all(self.look.may_see(self.person_id, one) for one in DataClass)


@contextmanager
def opened(  # noqa: PLR0913 -- a look is whom, which request, who, why, what for, and whether to change it
    *,
    person: UUID,
    request: UUID,
    viewer: Viewer,
    what: str,
    purpose: Purpose = Purpose.SUBJECT_ACCESS,
    action: Action = Action.OPEN,
    to_change: bool = False,
) -> Iterator[Opened]:
    """Log a look at whom a request is about and give the request inside it, locked when it is to be changed.

    Raises:
        NotShown: the viewer may not know of the person, or there is no such request about them.
        Refused: the role answers no requests.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    if not may_answer(viewer):
        raise Refused("Requests for somebody's own record are answered by an information-governance lead. Ask one.")
    with look(viewer=viewer, people=[person], purpose=purpose, what=what, action=action) as shown:
        person_id = shown.person_ids[person]
        rows = SubjectRequest.objects.select_related("lead", "second")
        found = (rows.select_for_update(of=("self",)) if to_change else rows).filter(public_id=request).first()
        subject = RequestSubject.objects.filter(request=found, person_id=person_id).first() if found else None
        if found is None or subject is None:
            raise NotShown
        yield Opened(request=found, subject=subject, person_id=person_id, look=shown)


def person_of(request: SubjectRequest) -> tuple[int, UUID | None]:
    """Return whom a request is about; the random number is None when the person is kept no more. As the worker."""
    subject = RequestSubject.objects.filter(request=request).first()
    if subject is None:
        return 0, None
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id FROM linking_person WHERE id = %s AND retired_at IS NULL", [subject.person_id])
        found = cursor.fetchone()
    return subject.person_id, UUID(str(found[0])) if found else None
