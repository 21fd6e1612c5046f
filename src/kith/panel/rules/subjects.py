"""When a subject or a link to one says enough, and which class it is of."""

from datetime import date

from kith.access.vocabulary import Sector, Viewer
from kith.panel.vocabulary import (
    LINK_ROLES,
    ROLES_OF_KIND,
    LinkSource,
    NewLink,
    NewSubject,
    SubjectKind,
    SubjectRefused,
)

_LEAST = 10
_ASK_POLICE = "This is of the police's class. Ring the police lead: they add it, and say who may read it."


def is_police(viewer: Viewer) -> bool:
    """Test whether somebody works where the police's class is their own."""
    return viewer.sector in (Sector.POLICE, Sector.YOUTH_JUSTICE)


def check_subject(new: NewSubject, by: Viewer) -> bool:
    """Return whether a subject is of the police's class, or refuse one that says too little.

    Raises:
        SubjectRefused: it has no name or no reason, or is the police's to add.
    """
    if len(new.label.strip()) < 3:
        raise SubjectRefused("Give it a name by which colleagues know it, without the name of a child.")
    if len(new.says.strip()) < _LEAST:
        raise SubjectRefused("Say in a sentence why the panel should look at it.")
    police = new.police or new.kind is SubjectKind.EXPLOITER
    if police and not is_police(by):
        raise SubjectRefused(_ASK_POLICE)
    return police


def check_link(new: NewLink, *, kind: SubjectKind, police: bool, by: Viewer, today: date) -> bool:
    """Return whether a link is of the police's class, or refuse one that says too little or nothing that can be.

    Raises:
        SubjectRefused.
    """
    if new.role not in ROLES_OF_KIND[kind]:
        raise SubjectRefused(f"“{LINK_ROLES[new.role]}” does not fit here. Choose another.")
    if len(new.said_by.strip()) < 2:
        raise SubjectRefused("Say who said so: a name and where they work, or the child.")
    if len(new.says.strip()) < _LEAST:
        raise SubjectRefused("Say in a sentence what links them.")
    if any(day is not None and day > today for day in (new.from_on, new.to_on)):
        raise SubjectRefused("A day lies in the future. Check it.")
    if new.from_on and new.to_on and new.to_on < new.from_on:
        raise SubjectRefused("It ends before it begins. Check the days.")
    of_police = police or new.police or new.source is LinkSource.INTELLIGENCE
    if of_police and not is_police(by):
        raise SubjectRefused(_ASK_POLICE)
    return of_police


def check_reason(says: str) -> None:
    """Refuse an end, a share or a closing without its reason.

    Raises:
        SubjectRefused.
    """
    if len(says.strip()) < _LEAST:
        raise SubjectRefused("Say why, in a sentence: it is kept.")
