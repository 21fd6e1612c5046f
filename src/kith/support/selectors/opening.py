"""Opens one person for support: the look is logged first, and everything is read and written inside it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from uuid import UUID

from kith.access.selectors import Look, look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.support.selectors.names import Named, named

_NOT_SO_DEEP = (
    "You may know that this person is known, not what is done for them. Ask their worker, or write a referral."
)
_NOT_TO_WRITE = "You may read what is done for this person, but not write here. Ask their worker, whom the page names."
_NOT_TO_PRINT = "You may read this but not print it. Ask their worker, whom the page names."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One person in one look."""

    public_id: UUID
    person_id: int
    who: Named
    others: dict[UUID, int]


@contextmanager
def opened(
    public_id: UUID,
    *,
    viewer: Viewer,
    what: str,
    purpose: Purpose = Purpose.SAFEGUARDING,
    action: Action = Action.OPEN,
    others: Sequence[UUID] = (),
) -> Iterator[Opened]:
    """Log a look at one person, and at others beside them, and yield them inside one transaction.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply, or not written about.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with ExitStack() as stack:
        try:
            shown = stack.enter_context(
                look(viewer=viewer, people=[public_id, *others], purpose=purpose, what=what, action=action)
            )
        except NotShown:
            _refuse_in_words(public_id, viewer, purpose, what, action)
            raise
        yield _opened(shown, public_id)


def _opened(shown: Look, public_id: UUID) -> Opened:
    person_id = shown.person_ids.get(public_id)
    if person_id is None:
        raise NotShown
    if DataClass.CARE not in shown.classes[person_id]:
        raise Refused(_NOT_SO_DEEP)
    who = named([person_id]).get(person_id)
    if who is None:
        raise NotShown
    others = {key: pk for key, pk in shown.person_ids.items() if shown.may_see(pk, DataClass.CARE)}
    return Opened(public_id=public_id, person_id=person_id, who=who, others=others)


def _refuse_in_words(public_id: UUID, viewer: Viewer, purpose: Purpose, what: str, action: Action) -> None:
    """Say that reading is allowed and the rest is not, to whoever may read."""
    if action is Action.OPEN:
        return
    with look(viewer=viewer, people=[public_id], purpose=purpose, what=what):
        raise Refused(_NOT_TO_PRINT if action is Action.PRINT else _NOT_TO_WRITE)
