"""What every page with one form does: draw it again with its errors, do what it says, and go where it leads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

Refusals = tuple[type[Exception], ...]


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, do: Callable[[], object], *, refusals: Refusals) -> bool:
    """Do something, and return whether it was done; where it is refused, the form says why."""
    try:
        do()
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def ask(  # noqa: PLR0913 -- one page with one form: which, what it does, where it leads, what it says
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    refusals: Refusals,
    template: str,
    title: str,
    back: str,
    said: str,
    button: str = "Save",
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again with everything typed when it was refused."""
    if form.is_bound and form.is_valid() and done(form, do, refusals=refusals):
        messages.success(request, said)
        return redirect(back)
    context = {"form": form, "title": title, "back": back, "button": button, "has_errors": bool(form.errors)} | more
    return render(request, template, context, status=422 if form.errors else 200)


def do_and_go(
    request: HttpRequest, do: Callable[[], object], *, refusals: Refusals, back: str, said: str
) -> HttpResponse:
    """Do what a button says, and go where it leads; a refusal is said there."""
    try:
        do()
    except refusals as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back)
