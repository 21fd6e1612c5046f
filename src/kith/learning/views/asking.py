"""What every page of learning needs: who asks, a form that is drawn again with its errors."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.access.vocabulary import Refused, Viewer
from kith.common.disclosure import WordListDamaged
from kith.learning.vocabulary import RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingRefused

REFUSALS: Final = (BriefingRefused, RecordUnlinked, WordListDamaged, Refused)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, do: Callable[[], object]) -> bool:
    """Do something, and return whether it was done; where it is refused, the form says why."""
    try:
        do()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def ask(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    back: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again when it was refused."""
    if form.is_bound and form.is_valid() and done(form, do):
        messages.success(request, said)
        return redirect(back)
    context = {"form": form, "title": title, "back": back} | more
    return render(request, "learning/brief_ask.html", context, status=422 if form.errors else 200)
