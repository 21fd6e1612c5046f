"""The page of one decision that somebody should read; its address says nothing of a child."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.access.vocabulary import NotShown, Purpose, Refused
from kith.panel import presenters, selectors, services
from kith.panel.views.asking import PEOPLE, viewer_of
from kith.shell.guards import for_roles


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, reading: UUID) -> HttpResponse:
    """Show what was decided, and take it as read; whoever no longer works with the child may only take it away."""
    viewer, now = viewer_of(request), timezone.now()
    if request.method == "POST":
        services.mark_read(reading=reading, by=viewer, now=now)
        messages.success(request, "Read. It no longer waits for you.")
        return redirect("my_work")
    if not selectors.is_asked_to_read(reading, viewer=viewer):
        raise NotShown
    try:
        context = presenters.decision_page(selectors.open_decision(reading, viewer=viewer, purpose=Purpose.PANEL))
    except (NotShown, Refused):
        context = {"is_gone": True}
    return render(request, "panel/decision.html", context)
