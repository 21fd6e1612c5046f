"""Opens what was said to be wrong about one child, and what became of it; the look is logged first."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.selectors import look
from kith.access.vocabulary import DataClass, NotShown, Purpose, Viewer
from kith.priority.models import Correction
from kith.priority.rules.correcting import can_answer, may_answer
from kith.priority.vocabulary import CorrectionKind, Corrections, CorrectionState, SaidWrong
from kith.work.selectors import is_asked
from kith.work.vocabulary import TaskKind

SUBJECT: Final = "priority.correction"
_AGENCIES: Final = """
SELECT DISTINCT a.id, a.name FROM chronology_entry e JOIN access_agency a ON a.id = e.agency_id
WHERE e.person_id = %s ORDER BY a.name
"""
_NAME: Final = (
    "SELECT concat_ws(' ', nullif(forename, ''), nullif(surname, '')) FROM linking_profile WHERE person_id = %s"
)


def open_corrections(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> Corrections:
    """Return all that was said to be wrong about one child, whether they stand on a list or not.

    Raises:
        NotShown: for this viewer the person, or their headlines, do not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="priority.corrections") as shown:
        person_id = shown.person_ids[public_id]
        if not shown.may_see(person_id, DataClass.HEADLINES):
            raise NotShown
        found = Correction.objects.filter(person_id=person_id).select_related("asked_by", "answered_by", "passed_to")
        return Corrections(
            public_id=public_id,
            name=_name(person_id),
            rows=tuple(_said(row, viewer) for row in found.order_by("-asked_at", "-pk")),
            agencies=tuple(agencies_telling(person_id)),
        )


def agencies_telling(person_id: int) -> Sequence[tuple[int, str]]:
    """Return the agencies that told something of a person, by name; call it inside a look at them."""
    with connection.cursor() as cursor:
        cursor.execute(_AGENCIES, [person_id])
        return [(int(row[0]), str(row[1])) for row in cursor.fetchall()]


def has_task(row: Correction, viewer: Viewer) -> bool:
    """Test whether a viewer has the open task to answer something said to be wrong."""
    return is_asked(viewer=viewer, kind=TaskKind.CORRECTION, subject=SUBJECT, subject_id=row.pk, now=timezone.now())


def _said(row: Correction, viewer: Viewer) -> SaidWrong:
    state = CorrectionState(row.state)
    return SaidWrong(
        public_id=row.public_id,
        what=CorrectionKind(row.what),
        indicator=row.indicator,
        says=row.says,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        state=state,
        because=row.because,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        passed_to=row.passed_to.name if row.passed_to else "",
        may_answer=can_answer(state) and may_answer(viewer, is_asked=has_task(row, viewer)),
    )


def _name(person_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [person_id])
        row = cursor.fetchone()
        return (row[0] if row else "") or "Name not known"
