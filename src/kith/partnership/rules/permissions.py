"""Who may change what the directory says of a service, and what the partnership is made of."""

from typing import Final

from kith.access.vocabulary import Role, Viewer

KEEPERS_OF_STRUCTURE: Final = frozenset({Role.PANEL_COORDINATOR, Role.ADMINISTRATOR})

TELLERS: Final = KEEPERS_OF_STRUCTURE | {Role.PUBLISHER}


def may_edit_service(viewer: Viewer, provider_id: int | None) -> bool:
    """Test whether somebody speaks for the provider, or keeps the directory for the panel."""
    if Role.PANEL_COORDINATOR in viewer.roles:
        return True
    return Role.AGENCY_CONTACT in viewer.roles and provider_id is not None and provider_id == viewer.agency_id


def may_name_provider(viewer: Viewer) -> bool:
    """Test whether somebody says which agency of the partnership an organisation is."""
    return Role.PANEL_COORDINATOR in viewer.roles


def may_keep_structure(viewer: Viewer) -> bool:
    """Test whether somebody keeps the partnership's own structure: its groups, seats, meetings, risks."""
    return bool(viewer.roles & KEEPERS_OF_STRUCTURE)


def may_tell(viewer: Viewer) -> bool:
    """Test whether somebody proposes, approves or withdraws what the public site says of the partnership."""
    return bool(viewer.roles & TELLERS)
