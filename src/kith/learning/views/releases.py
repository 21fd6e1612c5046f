"""Pages of releases: the register, proposing figures of an audit or of the county, one release as it stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose, Refused, Role
from kith.audit.selectors import find_theme, findings_of, themes_for, words_of
from kith.audit.vocabulary import Question
from kith.learning import presenters, selectors, services
from kith.learning.forms import CountyReleaseForm, ReleaseForm, ReleaseReasonForm
from kith.learning.rules.county import county_book_on, period_words, periods_until
from kith.learning.views.asking import viewer_of
from kith.learning.vocabulary import ReleaseGone, ReleaseRefused
from kith.shell.asking import posted
from kith.shell.guards import for_roles

PROPOSERS = (Role.AUDITOR,)
DECIDERS = (Role.AUDITOR, Role.PUBLISHER)
_REFUSALS = (ReleaseRefused, Refused)
_PROPOSED = "Proposed. A second person reads and approves it; you cannot."


@for_roles(*DECIDERS)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Show every release, and the audits of which figures may be proposed."""
    viewer = viewer_of(request)
    counted = [one for one in themes_for(viewer) if one.drafted_at is not None]
    context = presenters.releases_page(selectors.releases_for(viewer), counted, viewer)
    return render(request, "learning/releases/releases.html", context)


@for_roles(*PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_release(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask which findings of an audit are told and how; propose them once nothing follows that must not."""
    viewer = viewer_of(request)
    found = find_theme(theme, viewer=viewer)
    if found is None:
        raise Http404
    words = words_of(found)
    form = ReleaseForm(
        posted(request),
        findings=[
            (asked, words[asked].asks, row.says)
            for row in findings_of(found)
            if isinstance(asked := row.asked, Question) and words[asked].of == "young people"
        ],
        has_parent=selectors.found_by_rule(found) is not None,
        initial={"title": found.title},
    )

    def do() -> UUID:
        return services.propose_release(
            new=form.new_release(theme), coarsen="coarsen" in request.POST, by=viewer, now=timezone.now()
        )

    return _proposed(request, form, do, of_what=found.title, is_closed=found.closed_at is not None)


@for_roles(*DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_county_release(request: HttpRequest) -> HttpResponse:
    """Ask which figures of the whole county are told, of which period; propose them once nothing follows."""
    today = timezone.localdate()
    book = county_book_on(today)
    periods = [(one, period_words(one)) for one in periods_until(today)]
    form = CountyReleaseForm(posted(request), questions=book.questions, periods=periods)

    def do() -> UUID:
        return services.propose_county_release(
            new=form.new_release(), coarsen="coarsen" in request.POST, by=viewer_of(request), now=timezone.now()
        )

    return _proposed(request, form, do, of_what="The whole county", is_county=True)


def _proposed(request: HttpRequest, form: Form, do: Callable[[], UUID], **context: Any) -> HttpResponse:
    """Propose what a form says once it is whole; where it is refused, the page says what to tell more coarsely."""
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            made = do()
        except _REFUSALS as refusal:
            form.add_error(None, str(refusal))
            faults = presenters.fault_words(getattr(refusal, "faults", ()))
        else:
            messages.success(request, _PROPOSED)
            return redirect("learning:release", made)
    page = context | {"form": form, "faults": faults}
    return render(request, "learning/releases/new.html", page, status=422 if form.errors else 200)


@for_roles(*DECIDERS)
@require_safe
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    """Show one release, and what the checker says of it by now."""
    return _page(request, release, None)


@for_roles(*DECIDERS)
@require_http_methods(["POST"])
def release_step(request: HttpRequest, release: UUID, step: str) -> HttpResponse:
    """Approve, decline or withdraw a release."""
    if step not in _SAID:
        raise Http404
    form, viewer, now = ReleaseReasonForm(request.POST), viewer_of(request), timezone.now()
    if step != "approve" and not form.is_valid():
        return _page(request, release, form)
    try:
        if step == "approve":
            services.approve_release(public_id=release, by=viewer, now=now)
        else:
            because = form.cleaned_data["because"]
            do = services.decline_release if step == "decline" else services.withdraw_release
            do(public_id=release, because=because, by=viewer, now=now)
    except ReleaseGone:
        raise Http404 from None
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _SAID[step])
    return redirect("learning:release", release)


_SAID = {
    "approve": "Approved. It is handed to the public site.",
    "decline": "Declined. Nothing of it was told.",
    "withdraw": "Withdrawn. The site takes it off; the register still counts it as known.",
}


def _page(request: HttpRequest, public_id: UUID, form: ReleaseReasonForm | None) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        found, statements, faults = selectors.open_release(public_id, viewer=viewer, purpose=Purpose.AUDIT)
    except ReleaseGone:
        raise Http404 from None
    context: dict[str, Any] = presenters.release_page(found, statements, faults, viewer=viewer)
    context["form"] = form or ReleaseReasonForm()
    return render(request, "learning/releases/release.html", context, status=422 if form else 200)
