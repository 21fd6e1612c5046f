"""Pages of briefings for whoever reads and approves them; nobody stands in one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose
from kith.learning import presenters, selectors, services
from kith.learning.forms import ApproveForm, BecauseForm
from kith.learning.models import Briefing
from kith.learning.rules.briefings import APPROVERS
from kith.learning.views.asking import ask, done, viewer_of
from kith.learning.vocabulary.briefings import BriefingGone
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*APPROVERS)
@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    """Show the drafts about people whom the viewer may see, and every briefing that was checked."""
    viewer = viewer_of(request)
    drafts, checked = (
        selectors.list_reviews(viewer=viewer, purpose=Purpose.AUDIT),
        selectors.briefings_checked(viewer=viewer),
    )
    return render(request, "learning/briefings.html", presenters.briefings_page(drafts, checked, viewer=viewer))


@for_roles(*APPROVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Show a briefing as it would be read, with what it tells, and let a second person approve it."""
    row, viewer = _found(request, briefing), viewer_of(request)
    about = selectors.approvals_of(row), selectors.findings_answered(row), selectors.versions_of(row)
    page = presenters.briefing_page(row, *about, viewer=viewer)
    form = ApproveForm(posted(request), initial={"seen": row.fingerprint}, needs_reason=page["approvers_needed"] > 1)
    if form.is_bound and form.is_valid():
        given: list[bool] = []

        def do() -> None:
            given.append(
                services.approve_briefing(
                    public_id=briefing,
                    seen=form.cleaned_data["seen"],
                    because=form.cleaned_data.get("because", ""),
                    by=viewer,
                    now=timezone.now(),
                )
            )

        if done(form, do):
            on_its_way = "Approved. It goes to the public site within a minute."
            messages.success(request, on_its_way if given[0] else "Kept. It waits for one more colleague.")
            return redirect("learning:briefing", briefing)
    context = page | {"form": form, "has_errors": bool(form.errors)}
    return render(request, "learning/briefing.html", context, status=422 if form.errors else 200)


@for_roles(*APPROVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Ask what is wrong with a briefing, and send it back to its writer."""
    row = _found(request, briefing)
    form = BecauseForm(posted(request), initial={"seen": row.version}, hint="Its writer reads it. Name nobody")

    def do() -> None:
        services.send_briefing_back(
            public_id=briefing,
            seen=form.cleaned_data["seen"],
            because=form.cleaned_data["because"],
            by=viewer_of(request),
            now=timezone.now(),
        )

    back = reverse("learning:briefing", args=[briefing])
    said = "Sent back. Its writer mends it."
    return ask(request, form, do, title="Send it back", button="Send it back", back=back, said=said)


@for_roles(*APPROVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Ask why a briefing is withdrawn, and withdraw it at once."""
    row = _found(request, briefing)
    form = BecauseForm(
        posted(request),
        initial={"seen": row.version},
        hint="It goes off the public site at once, and for good. Name nobody",
    )

    def do() -> None:
        services.withdraw_briefing(
            public_id=briefing, because=form.cleaned_data["because"], by=viewer_of(request), now=timezone.now()
        )

    back = reverse("learning:briefing", args=[briefing])
    said = "Withdrawn. It goes off the site within a minute."
    return ask(request, form, do, title="Withdraw it", button="Withdraw it", back=back, said=said)


def _found(request: HttpRequest, public_id: UUID) -> Briefing:
    try:
        return selectors.find_briefing(public_id, viewer=viewer_of(request))
    except BriefingGone:
        raise Http404 from None
