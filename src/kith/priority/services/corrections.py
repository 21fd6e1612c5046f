"""Records what somebody says is wrong on a card."""

from datetime import datetime
from uuid import UUID

from kith.access.selectors import find_holder, look
from kith.access.services import trace
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.priority.models import Correction
from kith.priority.vocabulary import CorrectionKind
from kith.work.services import add_task
from kith.work.vocabulary import NewTask, TaskKind


def request_correction(  # noqa: PLR0913 -- about whom, what, which sign, why, for what, by whom and when
    *, public_id: UUID, what: CorrectionKind, indicator: str, says: str, purpose: Purpose, by: Viewer, now: datetime
) -> UUID:
    """Keep a request to put a card right; the points stay until the record behind them is put right.

    Raises:
        NotShown: the person may not be known to whoever asks.
        Refused: the words say too little.
    """
    if len(says.strip()) < 10:
        raise Refused("Say in a sentence what is wrong, so that the agency can find it.")
    with look(viewer=by, people=[public_id], purpose=purpose, what="priority.correction") as shown:
        person_id = shown.person_ids[public_id]
        made = Correction.objects.create(
            person_id=person_id,
            what=what,
            indicator=indicator,
            says=says.strip(),
            asked_by_id=by.staff_id,
            asked_at=now,
        )
        trace(
            by=by.staff_id,
            action="priority.correction_requested",
            subject="priority.correction",
            subject_id=made.pk,
            person_id=person_id,
            now=now,
            after={"what": what.value, "indicator": indicator},
        )
        steward = find_holder(Role.DATA_STEWARD, now)
        if steward is not None:
            add_task(
                new=NewTask(
                    kind=TaskKind.CORRECTION,
                    owner_id=steward,
                    link=f"/list/{public_id}/corrections/{made.public_id}/",
                    subject="priority.correction",
                    subject_id=made.pk,
                    person_id=person_id,
                ),
                by=None,  # whoever says that something is wrong hears of the answer from the news, once
                now=now,
            )
        return made.public_id
