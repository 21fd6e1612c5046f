"""Pages on which the structure is kept: adding a part, changing one, its history, saying again what it said."""

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

from kith.access.vocabulary import Viewer
from kith.partnership import selectors
from kith.partnership import services as write
from kith.partnership.forms import PartForm, PutBackForm
from kith.partnership.forms.structure import WITHDRAWN
from kith.partnership.models import GroupMeeting, Part
from kith.partnership.rules import KEEPERS_OF_STRUCTURE, may_keep_structure
from kith.partnership.vocabulary import (
    POINTS,
    SPECS,
    NewPart,
    PartGone,
    PartKind,
    PartRefused,
    PartSeen,
    PartStale,
    Spec,
)
from kith.shell.guards import for_roles


@for_roles(*KEEPERS_OF_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, part: str, public_id: UUID | None = None) -> HttpResponse:
    """Ask what a new part says; `public_id` is that of the part to which it will belong."""
    spec = _spec(part)
    if (spec.owner is None) != (public_id is None):
        raise Http404
    owner = _found(spec.owner, public_id) if spec.owner and public_id else None
    form = PartForm(_posted(request), spec=spec, choices=_choices(spec), is_new=True)
    return _ask(
        request,
        form,
        lambda: write.add_part(
            new=NewPart(kind=spec.kind, said=form.said(), owner=public_id), by=_viewer(request), now=timezone.now()
        ),
        title=f"Add: {spec.called}",
        back=_home(spec.owner, owner) if spec.owner and owner else reverse("partnership:chart"),
    )


@for_roles(*KEEPERS_OF_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, part: str, public_id: UUID) -> HttpResponse:
    """Ask what a part should say instead, and why."""
    spec = _spec(part)
    row = _found(spec.kind, public_id)
    initial = selectors.what_it_says(spec.kind, row) | {"seen": row.version}
    form = PartForm(_posted(request), spec=spec, choices=_choices(spec), is_new=False, initial=initial)
    return _ask(
        request,
        form,
        lambda: write.change_part(
            part=PartSeen(kind=spec.kind, public_id=public_id, version=form.cleaned_data["seen"]),
            said=form.said(),
            because=form.cleaned_data["because"],
            by=_viewer(request),
            now=timezone.now(),
        ),
        title=f"Change: {spec.called}",
        back=_home(spec.kind, row),
    )


@require_safe
def history(request: HttpRequest, part: str, public_id: UUID) -> HttpResponse:
    """Show every version of a part, the newest first."""
    spec = _spec(part)
    row = _found(spec.kind, public_id)
    context = {
        "spec": spec,
        "row": row,
        "back": _home(spec.kind, row),
        "versions": selectors.versions_of(spec.kind, public_id),
        "may_keep": may_keep_structure(_viewer(request)),
    }
    return render(request, "partnership/history.html", context)


@for_roles(*KEEPERS_OF_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def put_back(request: HttpRequest, part: str, public_id: UUID) -> HttpResponse:
    """Ask which earlier version a part should say again, or whether it is withdrawn."""
    spec = _spec(part)
    row = _found(spec.kind, public_id)
    versions = selectors.versions_of(spec.kind, public_id)
    form = PutBackForm(_posted(request), versions=versions, initial={"seen": row.version})
    back = reverse("partnership:history", args=[part, public_id])

    def do() -> None:
        to, because = form.cleaned_data["to"], form.cleaned_data["because"]
        seen = PartSeen(kind=spec.kind, public_id=public_id, version=form.cleaned_data["seen"])
        by, now = _viewer(request), timezone.now()
        if to == WITHDRAWN:
            write.withdraw_part(part=seen, because=because, by=by, now=now)
        else:
            write.put_back_part(part=seen, version=int(to), because=because, by=by, now=now)

    return _ask(request, form, do, title=f"Undo a change: {spec.called}", back=back)


def _ask(request: HttpRequest, form: forms.Form, do: Callable[[], object], *, title: str, back: str) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again when it was refused."""
    if form.is_bound and form.is_valid():
        try:
            do()
        except (PartRefused, PartStale) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. The structure says so from now on.")
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "name": "Structure", "has_errors": bool(form.errors)}
    return render(request, "partnership/ask.html", context, status=422 if form.errors else 200)


def _home(kind: PartKind, row: Part) -> str:
    """Return the page on which a part is shown."""
    if isinstance(row, GroupMeeting) and not row.is_withdrawn:
        return reverse("partnership:meeting", args=[row.public_id])
    if SPECS[kind].owner is PartKind.MEETING:
        return _home(PartKind.MEETING, getattr(row, "meeting"))  # noqa: B009 -- papers and decisions have one
    group = selectors.group_around(kind, row)
    if group is None or group.is_withdrawn:
        return reverse("partnership:chart")
    return reverse("partnership:group", args=[group.public_id])


def _spec(part: str) -> Spec:
    try:
        return SPECS[PartKind(part)]
    except ValueError:
        raise Http404 from None


def _found(kind: PartKind, public_id: UUID) -> Part:
    try:
        return selectors.find_part(kind, public_id)
    except PartGone:
        raise Http404 from None


def _choices(spec: Spec) -> dict[str, Any]:
    return {said.shape: selectors.choices_for(said.shape) for said in spec.fields if said.shape in POINTS}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
