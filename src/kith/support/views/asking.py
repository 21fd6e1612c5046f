"""What every page of support needs: who asks, for what, and a form that is drawn again with its errors."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.access.services import opening_purpose
from kith.access.vocabulary import Purpose, Role, Viewer
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


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def ask(  # noqa: PLR0913 -- one page with one form: which, what it does, where it leads, what it says
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    back: str,
    said: str,
    button: str = "Save",
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again with everything typed when it was refused."""
    if form.is_bound and form.is_valid():
        try:
            do()
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "button": button, "has_errors": bool(form.errors)} | more
    return render(request, "support/ask.html", context, status=422 if form.errors else 200)
