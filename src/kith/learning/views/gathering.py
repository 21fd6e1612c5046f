"""The page on which several cases of an audit are gathered in one bulletin."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.access.vocabulary import Purpose
from kith.audit.selectors import find_theme, open_cases
from kith.learning import services
from kith.learning.forms import GatherForm
from kith.learning.rules.briefings import WRITERS
from kith.learning.views.asking import done, viewer_of
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask which cases one bulletin tells, and begin its draft."""
    viewer = viewer_of(request)
    found = find_theme(theme, viewer=viewer)
    if found is None:
        raise Http404
    cases = open_cases(found, viewer=viewer, purpose=Purpose.AUDIT)
    offered = [(page.public_id, f"{page.name}, {page.case.incident_on:%-d %B %Y}") for page in cases]
    form = GatherForm(posted(request), cases=offered)
    made: list[tuple[UUID, UUID]] = []

    def do() -> None:
        made.append(services.gather_cases(theme=theme, people=form.people(), by=viewer, now=timezone.now()))

    if form.is_bound and form.is_valid() and done(form, do):
        return redirect("learning:review", *made[0])
    context = {
        "form": form,
        "title": "Write a bulletin about several cases",
        "button": "Begin",
        "back": reverse("audit:theme", args=[theme]),
        "has_errors": bool(form.errors),
    }
    return render(request, "learning/gather.html", context, status=422 if form.errors else 200)
