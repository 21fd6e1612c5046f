"""The doorkeeper: nobody reaches a view unless they are signed in, known twice over, and still here."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.access.models import Staff
from kith.access.rules import sees_children
from kith.access.selectors import viewer_of
from kith.access.vocabulary import LogUnavailable, NotShown, Refused, Viewer

_STARTED, _SEEN = "session_started", "session_seen"


class Doorkeeper:
    """Checks each request before its view runs, and turns refusals into pages that hold nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and forbid every cache to keep the answer."""
        request.viewer = None  # type: ignore[attr-defined]  # every view reads it
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the view run, or answer in its place."""
        if getattr(view, "public_because", None):
            return None
        library = view.__module__.startswith(("allauth.", "django.contrib.staticfiles"))
        if not request.user.is_authenticated:
            return None if library else redirect_to_login(request.get_full_path())
        if not request.user.is_active:
            logout(request)
            return redirect_to_login("/")
        viewer = viewer_of(request.user, timezone.now())
        if _timed_out(request, viewer):
            logout(request)
            return HttpResponseRedirect(f"{reverse('account_login')}?timed-out")
        request.viewer = viewer  # type: ignore[attr-defined]  # every view reads it
        return _unfinished(request, request.user, library=library) or _wrong_role(request, view, viewer)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal: the same bytes for a person who is shielded and one who does not exist."""
        if isinstance(error, NotShown):
            return render(request, "404.html", status=404)
        if isinstance(error, LogUnavailable):
            return render(request, "503.html", status=503)
        if isinstance(error, Refused):
            return render(request, "403.html", {"because": str(error)}, status=403)
        return None


def _timed_out(request: HttpRequest, viewer: Viewer) -> bool:
    now = timezone.now().timestamp()
    started = request.session.setdefault(_STARTED, now)
    seen = request.session.get(_SEEN, now)
    idle = request.idle_seconds = settings.KITH_IDLE_SECONDS["child" if sees_children(viewer.roles) else "other"]  # type: ignore[attr-defined]  # the page counts it down
    if now - seen > idle or now - started > settings.KITH_ABSOLUTE_SECONDS:
        return True
    if now - seen > 30 or _SEEN not in request.session:  # one write in half a minute is precise enough
        request.session[_SEEN] = now
    return False


def _unfinished(request: HttpRequest, staff: Staff, *, library: bool) -> HttpResponse | None:
    here = request.resolver_match.view_name if request.resolver_match else ""
    if staff.password_is_one_time:  # somebody else has seen it: with it one may choose another, or leave
        return (
            None if here in {"choose_password", "account_logout"} else HttpResponseRedirect(reverse("choose_password"))
        )
    if library or is_mfa_enabled(staff):
        return None
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _wrong_role(request: HttpRequest, view: Callable[..., Any], viewer: Viewer) -> HttpResponse | None:
    wanted: frozenset[str] = getattr(view, "for_roles", frozenset())
    if not wanted or wanted & viewer.roles:
        return None
    return render(request, "403.html", {"because": "Your role does not open this page."}, status=403)
