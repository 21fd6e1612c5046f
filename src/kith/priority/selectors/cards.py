"""Opens one child's card; the look is logged before anything is read."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Viewer
from kith.priority.selectors import neighbours, rows
from kith.priority.selectors.runs import run_before, run_in_force
from kith.priority.vocabulary import Card, Contribution


def open_card(public_id: UUID, *, viewer: Viewer, purpose: Purpose, action: Action = Action.OPEN) -> Card:
    """Return what this viewer may see of why one child stands where they stand, and log the look.

    Raises:
        NotShown: for this viewer the person, or a standing of theirs, does not exist.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="priority.card", action=action) as shown:
        person_id = shown.person_ids[public_id]
        classes = shown.classes[person_id]
        run = run_in_force()
        standing = rows.standing_of(run, person_id) if run else None
        if run is None or standing is None or DataClass.HEADLINES not in classes:
            raise NotShown
        now = rows.contributions(run, [person_id], classes).get(person_id, ())
        earlier = run_before(run)
        before = rows.contributions(earlier, [person_id], classes).get(person_id, ()) if earlier else None
        return Card(
            run=run,
            standing=replace(standing, contributions=now),
            rows=rows.dated_rows(person_id, _entries_of((*now, *(before or ())))),
            workers=rows.workers(person_id, run.as_of),
            before=before,
            run_before=earlier,
            said_wrong=rows.said_wrong(person_id),
            considered=neighbours.considered([person_id], today=timezone.localdate()).get(person_id, ()),
            acts=neighbours.acts(person_id, public_id, viewer=viewer),
        )


def _entries_of(contributions: Iterable[Contribution]) -> set[int]:
    return {entry_id for each in contributions if each.is_shown for entry_id in each.entry_ids}
