"""Answers whether somebody may add a person whom nobody knows yet, and logs that they try."""

from kith.access.rules import may
from kith.access.selectors.looks import ask_log
from kith.access.vocabulary import Action, DataClass, Purpose, RelationshipState, Viewer


def may_add_people(viewer: Viewer) -> bool:
    """Return whether the policy lets this member of staff add a person; it shows nobody, so nothing is logged."""
    return may(
        roles=viewer.roles,
        states=[RelationshipState.NONE],
        data_class=DataClass.EXISTENCE,
        action=Action.ADD,
        sector=viewer.sector,
    )


def log_adding(*, viewer: Viewer, purpose: Purpose) -> bool:
    """Return whether the database lets this member of staff add a person; the answer is in the log before it is given.

    Raises:
        LogUnavailable: nothing was logged, so nobody may be added.
    """
    return bool(ask_log("SELECT access_log_adding(%s, %s)", [viewer.staff_id, purpose]))
