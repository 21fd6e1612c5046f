"""Who may do what in an audit; when it can be done is in the checks."""

from typing import Final

from kith.access.vocabulary import Role, Viewer

AUDITS: Final = frozenset({Role.AUDITOR, Role.AGENCY_CONTACT, Role.TEAM_MANAGER})
READS_FINDINGS: Final = AUDITS | {Role.SCRUTINEER, Role.PANEL_CHAIR}


def may_lead(viewer: Viewer) -> bool:
    """Test whether somebody plans audits, draws cohorts, moderates and counts findings."""
    return Role.AUDITOR in viewer.roles


def may_read_findings(viewer: Viewer) -> bool:
    """Test whether somebody reads what an audit found; no child stands in it."""
    return bool(viewer.roles & READS_FINDINGS)


def may_audit_for(viewer: Viewer, auditor_id: int) -> bool:
    """Test whether somebody fills in an agency's tool: whom the agency named, and nobody for them."""
    return viewer.staff_id == auditor_id and bool(viewer.roles & AUDITS)


def may_read_tool(viewer: Viewer, tool_agency: int, *, has_returned: bool) -> bool:
    """Test whether somebody reads an agency's tool: one's own, and the others' once one's own is returned.

    Whoever leads reads all. Nobody grades with another agency's grade before their eyes.
    """
    return may_lead(viewer) or has_returned or viewer.agency_id == tool_agency
