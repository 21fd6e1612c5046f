"""Pages that add: an entry and a document, each a form whose errors name what to do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.access.vocabulary import Purpose
from kith.chronology import presenters, selectors, services
from kith.chronology.forms import DocumentForm, EntryForm
from kith.chronology.views.openings import opened, viewer_of
from kith.chronology.vocabulary import NotAdded


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def add_entry(request: HttpRequest, public_id: UUID, purpose: Purpose) -> HttpResponseBase:
    """Ask what happened, and record it."""
    viewer, now = viewer_of(request), timezone.now()
    header, kinds = selectors.open_for_adding(public_id, viewer=viewer, purpose=purpose, now=now)
    typed = request.POST if "kind" in request.POST else None
    form = EntryForm(typed, kinds=kinds, initial={"opened_for": purpose.value})
    if form.is_bound and form.is_valid():
        try:
            services.record_entry(public_id=public_id, entry=form.new_entry(), purpose=purpose, by=viewer, now=now)
            messages.success(request, "The entry is in the chronology.")
            return redirect("chronology:person", public_id)
        except NotAdded as error:
            form.add_error(None, str(error))
    context = {"person": presenters.identity(header), "form": form, "has_errors": bool(form.errors)}
    return render(request, "chronology/add_entry.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def add_document(request: HttpRequest, public_id: UUID, purpose: Purpose) -> HttpResponseBase:
    """Ask for a document, and keep it."""
    viewer, now = viewer_of(request), timezone.now()
    header, _ = selectors.open_for_adding(public_id, viewer=viewer, purpose=purpose, now=now)
    given = "title" in request.POST
    form = DocumentForm(
        request.POST if given else None, request.FILES if given else None, initial={"opened_for": purpose.value}
    )
    if form.is_bound and form.is_valid():
        try:
            services.record_document(
                public_id=public_id, document=form.new_document(), purpose=purpose, by=viewer, now=now
            )
            messages.success(request, "The document is with the chronology.")
            return redirect("chronology:person", public_id)
        except NotAdded as error:
            form.add_error(None, str(error))
    context = {"person": presenters.identity(header), "form": form, "has_errors": bool(form.errors)}
    return render(request, "chronology/add_document.html", context, status=422 if form.errors else 200)
