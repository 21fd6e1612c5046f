"""Takes requests along when two people turn out to be one; whatever was gathered of either no longer holds."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Manager

from kith.linking.services import TableFollower
from kith.linking.vocabulary import FollowerEffect, Move
from kith.subject_access import models
from kith.subject_access.rules import can
from kith.subject_access.services.gathering import forget_gathered
from kith.subject_access.services.stepping import step
from kith.subject_access.vocabulary import RequestAct, RequestState

# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.AnswerFile.objects,
    models.Piece.objects,
    models.GatheredRow.objects,
    models.Gathering.objects,
    models.RequestSubject.objects,
)


class SubjectAccessFollower(TableFollower):
    """Keeps requests true when the people in them change; see `linking.vocabulary.PersonFollower`.

    After a merge and after a split the record is another: what was gathered and not yet released is forgotten.
    """

    name = "subject_access"
    rows = _ROWS
    kept = "requests for somebody's own record"
    goes_along = "Requests for their own record go along; what was gathered for them is gathered again."
    purged = ("subject_access.purged", "subject_access.request")

    def follow(self, move: Move) -> FollowerEffect:
        """Forget what was gathered of both, then move the rows of a merge."""
        about = models.RequestSubject.objects.filter(person_id__in=[move.from_person, move.to_person])
        requests = models.SubjectRequest.objects.select_for_update()
        for request in requests.filter(pk__in=about.values_list("request_id", flat=True)):
            if can(RequestState(request.state), RequestAct.SCATTER):
                forget_gathered(request=request, by=move.by)
                request.job, request.job_says = "", ""
                step(request, RequestAct.SCATTER, by=move.by, now=move.now)
        return super().follow(move)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the requests; what was gathered for them are copies of the rows that every other app exports."""
        subjects = models.RequestSubject.objects
        return {subjects.model._meta.db_table: list(subjects.filter(person_id=person_id).values())}
