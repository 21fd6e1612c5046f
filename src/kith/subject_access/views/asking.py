"""What every page of subject access needs: who asks, a form that is drawn again with its errors, a button."""

from functools import partial

from django.http import HttpRequest

from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.shell import asking
from kith.subject_access.vocabulary import RequestRefused

REFUSALS = (RequestRefused, Refused)
LEADS = (Role.IG_LEAD,)
PURPOSE = Purpose.SUBJECT_ACCESS


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


ask = partial(asking.ask, refusals=REFUSALS, template="shell/ask.html")
do_and_go = partial(asking.do_and_go, refusals=REFUSALS)
