"""Reads what may be chosen in an audit's forms: colleagues who audit, owners of actions, subgroups, earlier audits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone

from kith.access.selectors import list_staff
from kith.access.vocabulary import Role, Viewer
from kith.audit.models import AuditTheme
from kith.audit.rules import AUDITS
from kith.audit.selectors.themes import asked_of, themes_for
from kith.partnership.selectors import structure_as_at
from kith.partnership.vocabulary import StandingGroup

Choices = list[tuple[str, str]]
_OWNERS: Final = AUDITS | {Role.PRACTITIONER, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR}


def who_may_audit(now: datetime) -> Choices:
    """Return the colleagues who may fill in their agency's tools, each with the agency."""
    return [(str(pk), name) for pk, name in list_staff(AUDITS, now)]


def who_may_lead(now: datetime) -> Choices:
    """Return the auditors of the partnership, who lead audits and reviews."""
    return [(str(pk), name) for pk, name in list_staff([Role.AUDITOR], now)]


def who_may_own(now: datetime) -> Choices:
    """Return the colleagues who may own an action."""
    return [(str(pk), name) for pk, name in list_staff(_OWNERS, now)]


def subgroups(now: datetime) -> Choices:
    """Return the partnership's groups of today, to which an audit may report."""
    return [(str(one.public_id), one.name) for one in _flat(structure_as_at(timezone.localdate(now)).groups)]


def earlier_themes(viewer: Viewer) -> Choices:
    """Return the audits that a new one may repeat."""
    return [(str(one.public_id), one.title) for one in themes_for(viewer) if one.drafted_at]


def agencies_of(theme: AuditTheme, viewer: Viewer) -> Choices:
    """Return the agencies that may moderate: those asked, and the viewer's own."""
    asked = [(str(row.agency_id), row.agency.name) for row in asked_of(theme)]
    own = (str(viewer.agency_id), viewer.agency_name)
    return asked if own[0] in dict(asked) else [*asked, own]


def _flat(groups: Iterable[StandingGroup]) -> Sequence[StandingGroup]:
    return [each for group in groups for each in (group, *_flat(group.groups))]
