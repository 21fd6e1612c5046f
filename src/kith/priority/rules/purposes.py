"""For which purpose a list is opened, by who opens it."""

from collections.abc import Collection

from kith.access.vocabulary import Purpose, Role


def purpose_of_list(roles: Collection[Role]) -> Purpose:
    """Return the purpose that is logged when somebody with these roles opens the list."""
    if {Role.PANEL_COORDINATOR, Role.PANEL_CHAIR} & set(roles):
        return Purpose.PANEL
    if Role.AUDITOR in roles:
        return Purpose.AUDIT
    if {Role.ANALYST, Role.IG_LEAD, Role.SCRUTINEER} & set(roles):
        return Purpose.GOVERNANCE
    return Purpose.SUPERVISION if Role.TEAM_MANAGER in roles else Purpose.SAFEGUARDING
