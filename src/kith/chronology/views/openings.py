"""Asks why somebody looks before anything about the person is read, and remembers the answer for this opening."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kith.access.services import choose_purpose, opening_purpose
from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.forms import PurposeForm
from kith.chronology.rules import purposes_of

Page = Callable[Concatenate[HttpRequest, UUID, Purpose, ...], HttpResponseBase]


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def opened(page: Page) -> Callable[..., HttpResponseBase]:
    """Show a page of a person to those who have said why they look; ask the others first."""

    @wraps(page)
    def ask_first(request: HttpRequest, public_id: UUID, **rest: Any) -> HttpResponseBase:
        purpose = opening_purpose(request.session, public_id) or _purpose_of_form(request, public_id)
        if purpose is None:
            return _ask(request, public_id)
        return page(request, public_id, purpose, **rest)

    return ask_first


def _purpose_of_form(request: HttpRequest, public_id: UUID) -> Purpose | None:
    # A form that was open longer than its opening brings its purpose along, so that nothing typed is lost.
    given = request.POST.get("opened_for", "")
    allowed = {purpose.value for purpose in purposes_of(viewer_of(request).roles)}
    if given not in allowed:
        return None
    choose_purpose(
        session=request.session, public_id=public_id, purpose=Purpose(given), by=viewer_of(request), now=timezone.now()
    )
    return Purpose(given)


def _ask(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    form = PurposeForm(
        request.POST if "purpose" in request.POST or "ask" in request.POST else None,
        purposes=purposes_of(viewer_of(request).roles),
    )
    if form.is_bound and form.is_valid():
        choose_purpose(
            session=request.session,
            public_id=public_id,
            purpose=Purpose(form.cleaned_data["purpose"]),
            by=viewer_of(request),
            now=timezone.now(),
        )
        return redirect(request.path)
    context = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "chronology/purpose.html", context, status=422 if form.errors else 200)
