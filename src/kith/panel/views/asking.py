"""What every page of the panel needs: who asks, a form that is drawn again with its errors, colleagues to choose."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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


def ask(  # noqa: PLR0913 -- one page with one form: which, what it does, where it leads, what it says
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    back: str,
    said: str,
    button: str = "Save",
    template: str = "panel/ask.html",
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again when it was refused."""
    if form.is_bound and form.is_valid():
        try:
            do()
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "button": button, "has_errors": bool(form.errors)} | more
    return render(request, template, context, status=422 if form.errors else 200)


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None
