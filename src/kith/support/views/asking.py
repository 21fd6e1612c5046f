"""What every page of support needs: who asks, for what, and a form that is drawn again with its errors."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest

from kith.access.services import opening_purpose
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.shell import asking
from kith.support.vocabulary import BirthPlanClash, PathRefused, PlanClash, PlanRefused, VoiceMissing, VoiceRefused

REFUSALS = (BirthPlanClash, PathRefused, PlanClash, PlanRefused, VoiceMissing, VoiceRefused)
WRITERS = (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
READERS = (*WRITERS, Role.AUDITOR)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def purpose_of(request: HttpRequest, public_id: UUID) -> Purpose:
    """Return why this person was opened; an auditor who comes straight here audits, anybody else safeguards."""
    fallback = Purpose.AUDIT if viewer_of(request).roles == {Role.AUDITOR} else Purpose.SAFEGUARDING
    return opening_purpose(request.session, public_id) or fallback


ask = partial(asking.ask, refusals=REFUSALS, template="support/ask.html")
