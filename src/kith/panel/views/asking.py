"""What every page of the panel needs: who asks, a form that is drawn again with its errors, colleagues to choose."""

from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from kith.access.selectors import list_staff
from kith.access.vocabulary import Refused, Role, Viewer
from kith.panel.vocabulary import (
    ActionRefused,
    DisagreementRefused,
    MeetingRefused,
    RatingRefused,
    Stale,
    StepRefused,
    SubjectRefused,
)
from kith.shell import asking
from kith.support.vocabulary import VoiceMissing

REFUSALS = (
    ActionRefused,
    DisagreementRefused,
    MeetingRefused,
    RatingRefused,
    Refused,
    Stale,
    StepRefused,
    SubjectRefused,
    VoiceMissing,
)
PEOPLE = (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def colleagues() -> list[tuple[int, str]]:
    """Return who may own an action or lead, by name."""
    return list_staff(PEOPLE, timezone.now())


ask = partial(asking.ask, refusals=REFUSALS, template="panel/ask.html")
