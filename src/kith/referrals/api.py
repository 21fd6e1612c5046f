"""The API by which another system refers a child: the same services and the same gate as the page, in JSON.

Whoever calls it is signed in as on the pages, known twice over, and sends the page's token against forged requests.
"""

import json
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kith.access.vocabulary import LogUnavailable, NotShown, Purpose, Role, Viewer
from kith.referrals import presenters, selectors, services
from kith.referrals.vocabulary import Became
from kith.shell.guards import for_roles

_CALLERS: Final = (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
_LARGEST: Final = 1_000_000
_STATUS: Final = {Became.SENT: 201, Became.DUPLICATE: 200, Became.REFUSED: 422}
_NOT_SHOWN: Final = "Nothing that may be shown to you has this id. Check it, and that you work with this child."
_LOG_DOWN: Final = "The access log cannot be written, so nothing is shown or sent. Try again in a while."


class _Misasked(ValueError):
    """A request that is no referral at all; the message says what to send."""


def _answer(view: Callable[..., tuple[Any, int]]) -> Callable[..., JsonResponse]:
    """Make a view answer in JSON, also when nothing may be shown, or the log is down."""

    def answered(request: HttpRequest, **about: UUID) -> JsonResponse:
        try:
            found, status = view(request, **about)
        except _Misasked as fault:
            found, status = {"error": str(fault)}, 400
        except NotShown:
            found, status = {"error": _NOT_SHOWN}, 404
        except LogUnavailable:
            found, status = {"error": _LOG_DOWN}, 503
        return JsonResponse(found, status=status)

    answered.__doc__ = view.__doc__
    return for_roles(*_CALLERS)(answered)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


@require_POST
@_answer
def referrals(request: HttpRequest) -> tuple[Any, int]:
    """Send one referral: 201 sent, 200 sent before under this reference, 422 refused with every reason."""
    given = _body(request)
    (line,) = services.import_referrals(given=[given], by=_viewer(request), now=timezone.now()).lines
    return presenters.receipt_line(line), _STATUS[line.became]


@require_safe
@_answer
def known_risks(request: HttpRequest, public_id: UUID) -> tuple[Any, int]:
    """List the known events of a child that a referral must include or leave out for a reason."""
    found = selectors.open_known_risks(public_id, viewer=_viewer(request), purpose=Purpose.REFERRAL, now=timezone.now())
    return {"events": [presenters.known_event(each) for each in found]}, 200


@require_safe
@_answer
def referral(request: HttpRequest, public_id: UUID, referral_id: UUID) -> tuple[Any, int]:
    """Say how a referral stands and what was answered, to those who may open it."""
    now = timezone.now()
    found = selectors.open_referral(public_id, referral_id, viewer=_viewer(request), purpose=Purpose.REFERRAL, now=now)
    return presenters.standing(found), 200


@require_safe
@_answer
def description(request: HttpRequest) -> tuple[Any, int]:
    """Describe this API as OpenAPI 3.1."""
    return presenters.description(), 200


def _body(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise _Misasked("Send one referral as application/json; /api/referrals/openapi.json describes it.")
    if len(request.body) > _LARGEST:
        raise _Misasked("A referral is at most one megabyte. Send one at a time.")
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        # What the parser says quotes the body, and the body is about a child.
        raise _Misasked("This is no JSON that can be read.") from None
