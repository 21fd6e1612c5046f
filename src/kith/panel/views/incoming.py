"""Pages of referrals to the panel: those that wait, and taking one in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose, Role
from kith.panel import presenters, services
from kith.panel.forms import StepForm
from kith.panel.views.asking import ask, viewer_of
from kith.referrals.selectors import list_for_panel, open_referral
from kith.shell.asking import posted
from kith.shell.guards import for_roles

_PANEL = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)


@for_roles(*_PANEL)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Show the referrals that wait for the panel, the longest waiting first."""
    rows = list_for_panel(viewer=viewer_of(request), purpose=Purpose.REFERRAL, now=timezone.now())
    return render(request, "panel/referrals.html", presenters.incoming_page(rows))


@for_roles(*_PANEL)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, public_id: UUID, referral: UUID) -> HttpResponse:
    """Ask why the panel takes a referral on, and put its child before the panel."""
    viewer, now = viewer_of(request), timezone.now()
    found = open_referral(public_id, referral, viewer=viewer, purpose=Purpose.REFERRAL, now=now)
    if not found.is_to_panel:
        raise Http404
    form = StepForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.take_in_referral(
            person=public_id, referral=referral, says=form.cleaned_data["says"], by=viewer, now=now
        ),
        title="Take the referral in",
        back=reverse("panel:case", args=[public_id]),
        said="Taken in. The sender has been told, and the panel's people can see the child.",
        button="Take in",
        name=found.person_name,
    )
