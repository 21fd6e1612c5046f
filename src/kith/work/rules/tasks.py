"""Who may change a task, what it can become, and where it may lead."""

import re
from uuid import UUID

from kith.access.vocabulary import Role, Viewer
from kith.work.vocabulary import TRANSITIONS, TaskState

# A path of ours, without a query: a name typed into a search must not end in a task.
_HOME = re.compile(r"^/[a-z][a-z-]*/(?:[a-z-]+/)?(?:~/)?(?:[a-z0-9-]+/)*$")
# Where the number of a person stands in the path of their pages; a task keeps the mark in its place.
_PERSON = re.compile(r"^/((?:[a-z-]+/)?(?:people|list))/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/")
MARK = "~"
# Who may ask a colleague to do something: those who work with children, and those who run the panel.
GIVERS = frozenset(
    {Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR}
)


def may_change(viewer: Viewer, *, owner_id: int, owner_agency_id: int, others: frozenset[int] = frozenset()) -> bool:
    """Test whether a viewer may close or move a task: its owner, a manager of the owner's
    agency, or one of the others: those who stand in for the owner and those to whom it came.
    """
    if viewer.staff_id == owner_id or viewer.staff_id in others:
        return True
    return Role.TEAM_MANAGER in viewer.roles and viewer.agency_id == owner_agency_id


def can_become(state: TaskState, wanted: TaskState) -> bool:
    """Test whether a task in one state can go to another."""
    return wanted in TRANSITIONS[state]


def without_person(link: str) -> str:
    """Return a link with a mark in place of the person whose page it opens."""
    return _PERSON.sub(rf"/\1/{MARK}/", link)


def with_person(link: str, person: UUID) -> str:
    """Return a kept link with the person put back in place of the mark."""
    return link.replace(f"/{MARK}/", f"/{person}/")


def is_about_somebody(link: str) -> bool:
    """Test whether a kept link opens a person's page, so that a door must put the person back."""
    return f"/{MARK}/" in link


def links_home(link: str) -> bool:
    """Test whether a link is a plain path of this site."""
    return _HOME.match(link) is not None
