"""Opens one person's case: the look is logged first, and the case is read inside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from kith.access.selectors import look
from kith.access.vocabulary import Action, DataClass, Purpose, Refused, Viewer
from kith.panel.models import Case

_NEEDED = {
    DataClass.HEADLINES: "You may know that this person is known, not what the panel does. Write a referral instead.",
    DataClass.CARE: "This is for the people who have a seat for this child at the panel.",
}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One person in one look, and their case where they have one."""

    public_id: UUID
    person_id: int
    classes: frozenset[DataClass]
    case: Case | None

    @property
    def held_case(self) -> Case:
        """Return the case, or refuse: the panel has never heard of this person."""
        if self.case is None:
            raise Refused("The panel has never heard of this person. Nominate them, or refer them, first.")
        return self.case


@contextmanager
def opened_case(
    public_id: UUID,
    *,
    viewer: Viewer,
    what: str,
    purpose: Purpose = Purpose.PANEL,
    action: Action = Action.OPEN,
    needs: DataClass = DataClass.HEADLINES,
) -> Iterator[Opened]:
    """Log a look at one person, for the panel unless another purpose is named, and yield their case, locked.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what=what, action=action) as shown:
        person_id = shown.person_ids[public_id]
        classes = shown.classes[person_id]
        if needs not in classes:
            raise Refused(_NEEDED[needs])
        found = Case.objects.select_for_update().filter(person_id=person_id).first()
        yield Opened(public_id=public_id, person_id=person_id, classes=classes, case=found)
