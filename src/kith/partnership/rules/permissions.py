"""Who may change what the directory says of a service."""

from kith.access.vocabulary import Role, Viewer


def may_edit_service(viewer: Viewer, provider_id: int | None) -> bool:
    """Test whether somebody speaks for the provider, or keeps the directory for the panel."""
    if Role.PANEL_COORDINATOR in viewer.roles:
        return True
    return Role.AGENCY_CONTACT in viewer.roles and provider_id is not None and provider_id == viewer.agency_id


def may_name_provider(viewer: Viewer) -> bool:
    """Test whether somebody says which agency of the partnership an organisation is."""
    return Role.PANEL_COORDINATOR in viewer.roles
