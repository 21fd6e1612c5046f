"""What every page of subject access needs: who asks, a form that is drawn again with its errors, a button."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.subject_access.vocabulary import RequestRefused

REFUSALS = (RequestRefused, Refused)
LEADS = (Role.IG_LEAD,)
PURPOSE = Purpose.SUBJECT_ACCESS


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


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
    template: str = "subject_access/ask.html",
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
    context = {"form": form, "title": title, "back": back, "button": button} | more
    return render(request, template, context, status=422 if form.errors else 200)


def do_and_go(request: HttpRequest, do: Callable[[], object], *, back: str, said: str) -> HttpResponse:
    """Do what a button says, and go where it leads; a refusal is said there."""
    try:
        do()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back)
