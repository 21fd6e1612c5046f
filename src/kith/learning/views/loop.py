"""The page from finding to practice, of one audit."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.access.vocabulary import Role
from kith.learning import presenters, selectors
from kith.shell.guards import for_roles


@for_roles(Role.AUDITOR, Role.AGENCY_CONTACT, Role.TEAM_MANAGER, Role.SCRUTINEER, Role.PANEL_CHAIR)
@require_safe
def loop(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Show what followed from each finding of an audit: done, taught, changed, audited again."""
    viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    found = selectors.loop_of(theme, viewer=viewer)
    if found is None:
        raise Http404
    return render(request, "learning/loop.html", presenters.loop_page(found, today=timezone.localdate()))
