"""Pages on which it is decided what the public site says of the partnership."""

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
from kith.partnership import presenters, selectors
from kith.partnership import services as write
from kith.partnership.forms.telling import AGREE, DecideForm, ProposeForm, TakeOffForm
from kith.partnership.rules import TELLERS, fingerprint
from kith.partnership.vocabulary import ITEMS, TOLD_TITLES, ProposalGone, ProposalRefused, ProposalState
from kith.publishing.vocabulary import HandedKind
from kith.shell.guards import for_roles


@for_roles(*TELLERS)
@require_safe
def telling(request: HttpRequest) -> HttpResponse:
    """Show what the site says of the partnership, what waits, and what became of each proposal."""
    viewer = _viewer(request)
    told = selectors.how_it_stands(viewer=viewer, today=timezone.localdate())
    context = presenters.telling_page(told, selectors.proposals_seen(viewer=viewer))
    return render(request, "partnership/telling.html", context)


@for_roles(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what would change on the site, whole, and propose it."""
    of = _kind(kind)
    text = selectors.text_to_tell(of, timezone.localdate())
    form = ProposeForm(_posted(request))
    if form.is_bound and form.is_valid():
        done = _done(
            form,
            lambda: write.propose(kind=of, seen=form.cleaned_data["seen"], by=_viewer(request), now=timezone.now()),
        )
        if done:
            messages.success(request, "Proposed. A colleague now reads it and approves it.")
            return redirect("partnership:telling")
    context = {
        "form": form,
        "seen": fingerprint(text),
        "title": TOLD_TITLES[of],
        "changes": presenters.changes(selectors.what_changes(of, text)),
        "may_decide": True,
    }
    return render(request, "partnership/proposal.html", context, status=422 if form.errors else 200)


@for_roles(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a proposal with what it would change on the site, and let a second person decide on it."""
    try:
        row = selectors.find_proposal(public_id)
    except ProposalGone:
        raise Http404 from None
    seen = selectors.seen_as(row, _viewer(request))
    form = DecideForm(_posted(request), state=seen.state)
    if form.is_bound and form.is_valid() and _done(form, lambda: _decide(request, public_id, seen.state, form)):
        messages.success(request, "Kept. Whatever is approved goes to the site within a minute.")
        return redirect("partnership:telling")
    context = {
        "form": form,
        "title": TOLD_TITLES[seen.kind],
        "proposal": presenters.proposal_row(seen),
        "changes": presenters.changes(selectors.what_changes(seen.kind, row.text)),
        "may_decide": seen.may_decide,
        "is_decided": seen.state not in (ProposalState.DRAWN, ProposalState.PROPOSED),
    }
    return render(request, "partnership/proposal.html", context, status=422 if form.errors else 200)


@for_roles(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask why something is taken off the site, and take it off."""
    of = _kind(kind)
    form = TakeOffForm(_posted(request))
    if form.is_bound and form.is_valid():
        because, by = form.cleaned_data["because"], _viewer(request)
        if _done(form, lambda: write.withdraw(kind=of, because=because, by=by, now=timezone.now())):
            messages.success(request, "Kept. It goes off the site within a minute.")
            return redirect("partnership:telling")
    context = {"form": form, "title": f"Take off the site: {TOLD_TITLES[of].lower()}", "name": "Public site"}
    context["back"] = reverse("partnership:telling")
    return render(request, "partnership/ask.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, public_id: UUID, state: ProposalState, form: forms.Form) -> None:
    by, now = _viewer(request), timezone.now()
    if form.cleaned_data["decision"] != AGREE:
        write.decline(public_id=public_id, because=form.cleaned_data["because"], by=by, now=now)
    elif state is ProposalState.DRAWN:
        write.put_forward(public_id=public_id, by=by, now=now)
    else:
        write.approve(public_id=public_id, by=by, now=now)


def _done(form: forms.Form, do: Callable[[], object]) -> bool:
    """Do something, and return whether it was done; where it is refused, the form says why."""
    try:
        do()
    except ProposalRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _kind(kind: str) -> HandedKind:
    found = next((one for one in ITEMS if one.value == kind), None)
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
