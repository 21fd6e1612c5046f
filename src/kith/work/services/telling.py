"""Tells staff what access has for them: a task with its clock, a notice, a mail that says nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from kith.access.vocabulary import Matter, MatterKind, News, Viewer
from kith.work.services.noticing import notify
from kith.work.services.tasks import add_task, close_tasks_about, hand_over_tasks
from kith.work.vocabulary import NewTask, NoticeKind, TaskKind

_LINK: Final = "/waiting/"
_SUBJECTS: Final = {
    MatterKind.ACCESS_REQUEST: "access.relationshiprequest",
    MatterKind.GLASS_REVIEW: "access.breakglass",
}


class WorkTeller:
    """Makes what waits for a decision or a review one task in the inbox of each who may give it.

    Nobody is the giver of these tasks: whoever asked hears what became of it from the news, once.
    """

    def ask(self, *, matter: Matter, of: Sequence[int], by: Viewer, now: datetime) -> None:
        """Ask these members of staff, at once; the caller has opened a look at the person."""
        for owner_id in of:
            new = NewTask(
                kind=TaskKind(matter.kind),
                owner_id=owner_id,
                link=_LINK,
                subject=_SUBJECTS[matter.kind],
                subject_id=matter.row_id,
                person_id=matter.person_id,
            )
            add_task(new=new, by=None, now=now)

    def hand_over(self, *, matter: Matter, to: int, by: Viewer, now: datetime) -> None:
        """Ask another member of staff in place of whoever was asked; the clock runs on."""
        kind, subject = TaskKind(matter.kind), _SUBJECTS[matter.kind]
        hand_over_tasks(kind=kind, subject=subject, subject_id=matter.row_id, to_id=to, by=by, now=now)

    def close(self, *, matter: Matter, by: Viewer, now: datetime) -> None:
        """Close every task about a matter, because it has been decided or reviewed."""
        kind, subject = TaskKind(matter.kind), _SUBJECTS[matter.kind]
        close_tasks_about(kind=kind, subject=subject, subject_id=matter.row_id, by=by, now=now)

    def tell(self, *, staff_ids: Sequence[int], news: News, by: Viewer, now: datetime) -> None:
        """Put one line into each inbox."""
        for staff_id in staff_ids:
            notify(staff_id=staff_id, kind=NoticeKind(news), by=by, now=now)
