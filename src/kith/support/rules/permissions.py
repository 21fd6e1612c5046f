"""Who may write what is done for a child; about which child, the look decides."""

from kith.access.vocabulary import Role, Viewer

_SUPPORTS = frozenset(
    {Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR}
)


def may_support(viewer: Viewer) -> bool:
    """Test whether somebody writes down a child's voice, and makes and changes plans."""
    return bool(viewer.roles & _SUPPORTS)
