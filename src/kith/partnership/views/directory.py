"""Pages of the directory: a list to search, one service, and what its provider says of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import Refused, Role, Viewer
from kith.partnership import presenters, selectors
from kith.partnership import services as write
from kith.partnership.forms import PlacesForm, ProviderForm, SearchForm, ServiceForm, StatusForm
from kith.partnership.models import Service
from kith.partnership.rules import book_on, may_edit_service
from kith.partnership.vocabulary import Search, ServiceGone, ServiceRefused, ServiceStale
from kith.shell.guards import for_roles

_KEEPERS = (Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show the services that fit what somebody looks for."""
    today = timezone.localdate()
    form = SearchForm(request.GET or None, book=book_on(today), areas=selectors.areas_known())
    form.is_valid()
    search = form.search(today) if form.is_bound else Search()
    rows = selectors.list_services(search, today)
    page = request.GET.get("page", "1")
    asked = request.GET.copy()
    asked.pop("page", None)
    context = presenters.list_page(rows, int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1)
    return render(request, "partnership/services.html", context | {"form": form, "asked": asked.urlencode()})


@require_safe
def service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service."""
    found = _found(public_id)
    changes = selectors.changes_of(found)
    context = presenters.service_page(found, changes, _viewer(request), timezone.localdate())
    return render(request, "partnership/service.html", context)


@for_roles(*_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask what a service says of itself."""
    found, book = _kept(request, public_id), book_on(timezone.localdate())
    words = "name description eligibility minimum_age maximum_age fees url email phone".split()
    initial = {word: getattr(found, word) for word in words} | {
        "seen": found.version,
        "areas": "\n".join(area.name for area in found.areas.all()),
        "needs": sorted(selectors.needs_of(found, book)),
    }
    form = ServiceForm(_posted(request), book=book, initial=initial)
    return _ask(
        request,
        form,
        lambda: write.edit_service(
            public_id=public_id,
            edit=form.edit(),
            seen=form.cleaned_data["seen"],
            by=_viewer(request),
            now=timezone.now(),
        ),
        found,
        "What does this service say of itself?",
    )


@for_roles(*_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask how a service stands, from which day, and why."""
    found = _kept(request, public_id)
    form = StatusForm(_posted(request), initial={"seen": found.version, "to": found.status})
    return _ask(
        request,
        form,
        lambda: write.change_status(
            public_id=public_id,
            to=form.status(),
            on=form.cleaned_data["on"],
            because=form.cleaned_data["because"],
            seen=form.cleaned_data["seen"],
            by=_viewer(request),
            now=timezone.now(),
        ),
        found,
        "Close this service, or open it again",
    )


@for_roles(*_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask how many places a service has."""
    found = _kept(request, public_id)
    form = PlacesForm(_posted(request))
    return _ask(
        request,
        form,
        lambda: write.tell_capacity(public_id=public_id, new=form.capacity(), by=_viewer(request), now=timezone.now()),
        found,
        "How many places does it have?",
    )


@for_roles(Role.PANEL_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask which agency of the partnership provides a service."""
    found = _kept(request, public_id)
    agencies = {agency.pk: agency.name for agency in list_agencies()}
    form = ProviderForm(_posted(request), agencies=agencies, initial={"agency": found.organisation.agency_id})
    return _ask(
        request,
        form,
        lambda: write.name_provider(
            public_id=public_id, agency_id=form.agency_id(), by=_viewer(request), now=timezone.now()
        ),
        found,
        "Which agency of the partnership provides it?",
    )


def _ask(request: HttpRequest, form: forms.Form, do: Callable[[], object], found: Service, title: str) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again when it was refused."""
    back = reverse("partnership:service", args=[found.public_id])
    if form.is_bound and form.is_valid():
        try:
            do()
        except (ServiceRefused, ServiceStale) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. The directory says so from now on.")
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "name": found.name, "has_errors": bool(form.errors)}
    return render(request, "partnership/ask.html", context, status=422 if form.errors else 200)


def _found(public_id: UUID) -> Service:
    try:
        return selectors.find_service(public_id)
    except ServiceGone:
        raise Http404 from None


def _kept(request: HttpRequest, public_id: UUID) -> Service:
    found = _found(public_id)
    if not may_edit_service(_viewer(request), found.organisation.agency_id):
        raise Refused(
            "Only the contact of the agency that provides this service, or the panel's coordinator, changes it."
        )
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
