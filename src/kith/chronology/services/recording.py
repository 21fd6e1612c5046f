"""Records what a person adds on a page: the look is logged first, then the entry is made inside it."""

from datetime import datetime
from uuid import UUID

from kith.access.services import look
from kith.access.vocabulary import Action, DataClass, Purpose, Viewer
from kith.chronology.models import Entry
from kith.chronology.services.adding import add_document, add_entry, retract_entry
from kith.chronology.vocabulary import KITH, NewDocument, NewEntry, NotAdded
from kith.feeds.vocabulary import EVENT_KINDS

_NOT_YOURS = "You may not add this kind of entry for this person. Ask their worker, whom the page names, to add it."
_NOT_YOURS_TO_RETRACT = (
    "You may not retract this kind of entry for this person. Ask their worker, whom the page names, to retract it."
)


def record_entry(*, public_id: UUID, entry: NewEntry, purpose: Purpose, by: Viewer, now: datetime) -> int:
    """Make an entry for a person whom this member of staff may add to, and return its id.

    Raises:
        NotShown: the person may not be shown to them for adding.
        NotAdded: the entry is incomplete, or its class is not theirs to add to.
    """
    kind = EVENT_KINDS.get(entry.kind)
    needed = {DataClass.HEADLINES, kind.data_class} if kind else {DataClass.HEADLINES}
    with look(viewer=by, people=[public_id], purpose=purpose, action=Action.ADD, what="chronology.entry") as shown:
        person_id = shown.person_ids[public_id]
        if not needed <= shown.classes[person_id]:
            raise NotAdded(_NOT_YOURS)
        return add_entry(person_id=person_id, entry=entry, by=by.staff_id, now=now)


def record_document(*, public_id: UUID, document: NewDocument, purpose: Purpose, by: Viewer, now: datetime) -> int:
    """Make a document for a person whom this member of staff may add to, and return its id.

    Raises:
        NotShown: the person may not be shown to them for adding.
        NotAdded: the file cannot be kept, or documents are not theirs to add.
    """
    with look(viewer=by, people=[public_id], purpose=purpose, action=Action.ADD, what="chronology.document") as shown:
        person_id = shown.person_ids[public_id]
        if not {DataClass.HEADLINES, DataClass.CARE} <= shown.classes[person_id]:
            raise NotAdded(_NOT_YOURS)
        return add_document(person_id=person_id, document=document, by=by.staff_id, now=now)


def record_retraction(
    *, public_id: UUID, entry_id: int, reason: str, purpose: Purpose, by: Viewer, now: datetime
) -> None:
    """Mark one of Kith's own entries as retracted, for staff who may add what is of the entry's own class.

    Raises:
        NotShown: the person may not be shown to them for adding.
        NotAdded: no reason was given, the entry is not Kith's own, or its class is not theirs to add to.
    """
    with look(viewer=by, people=[public_id], purpose=purpose, action=Action.ADD, what="chronology.retraction") as shown:
        person_id = shown.person_ids[public_id]
        own = Entry.objects.filter(pk=entry_id, person_id=person_id, source=KITH).values_list("data_class", flat=True)
        if not {DataClass.HEADLINES, *own} <= shown.classes[person_id]:
            raise NotAdded(_NOT_YOURS_TO_RETRACT)
        retract_entry(person_id=person_id, entry_id=entry_id, reason=reason, by=by.staff_id, now=now)
