"""What every page of audits needs: who asks, which audit, a form that is drawn again with its errors."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest

from kith.access.vocabulary import Refused, Role, Viewer
from kith.audit import selectors
from kith.audit.models import AuditTheme
from kith.audit.rules import may_lead
from kith.audit.vocabulary import AuditRefused
from kith.shell import asking

REFUSALS = (AuditRefused, Refused)
LEADS = (Role.AUDITOR,)
SEES_CASES = (Role.AUDITOR, Role.AGENCY_CONTACT, Role.TEAM_MANAGER)
READERS = (Role.AUDITOR, Role.AGENCY_CONTACT, Role.TEAM_MANAGER, Role.SCRUTINEER, Role.PANEL_CHAIR)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def theme_of(request: HttpRequest, public_id: UUID) -> AuditTheme:
    """Return an audit that the viewer reads, or say that there is none."""
    found = selectors.find_theme(public_id, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


def lead_of(request: HttpRequest, public_id: UUID) -> AuditTheme:
    """Return an audit that the viewer may lead, or say that there is none."""
    if not may_lead(viewer_of(request)):
        raise Http404
    return theme_of(request, public_id)


ask = partial(asking.ask, refusals=REFUSALS, template="audit/ask.html")
do_and_go = partial(asking.do_and_go, refusals=REFUSALS)
