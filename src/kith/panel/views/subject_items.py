"""Pages of one item about a subject while the meeting runs: its minutes, and what is decided."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.vocabulary import Purpose
from kith.panel import presenters, selectors, services
from kith.panel.forms import DisruptionForm
from kith.panel.views.asking import PEOPLE, ask, viewer_of
from kith.panel.views.minutes import answer_minute, answer_settled
from kith.panel.vocabulary import SUBJECT_MINUTES, SubjectField
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*PEOPLE)
@require_safe
def subject_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show one item about a subject with its minutes."""
    viewer = viewer_of(request)
    page = selectors.open_subject_item(item, viewer=viewer, purpose=Purpose.PANEL)
    context = presenters.subject_item_page(page, viewer=viewer, today=timezone.localdate())
    return render(request, "panel/subject_item.html", context)


@for_roles(*PEOPLE)
@require_POST
def subject_minute(request: HttpRequest, item: UUID) -> HttpResponse:
    """Keep what was typed into one field of the minutes of a place, a group, a vehicle or a suspected exploiter."""
    field = request.POST.get("field", "")
    if field not in set(SUBJECT_MINUTES):
        raise Http404

    def write(text: str, seen: int) -> int:
        return services.write_subject_minute(
            item=item, field=SubjectField(field), text=text, seen=seen, by=viewer_of(request), now=timezone.now()
        )

    return answer_minute(request, write, back=reverse("panel:subject_item", args=[item]))


@for_roles(*PEOPLE)
@require_POST
def settle_subject(request: HttpRequest, item: UUID) -> HttpResponse:
    """Keep what a person chose from two texts about a subject."""

    def do(clash_id: int, text: str, seen: int) -> int:
        return services.settle_subject_clash(
            item=item, clash_id=clash_id, text=text, seen=seen, by=viewer_of(request), now=timezone.now()
        )

    return answer_settled(request, do, back=reverse("panel:subject_item", args=[item]))


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_subject(request: HttpRequest, item: UUID) -> HttpResponse:
    """Ask what the panel decides about a subject."""
    viewer = viewer_of(request)
    page = selectors.open_subject_item(item, viewer=viewer, purpose=Purpose.PANEL)
    form = DisruptionForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.decide_subject(
            item=item,
            disruption=form.chosen(),
            rationale=form.cleaned_data["rationale"],
            by=viewer,
            now=timezone.now(),
        ),
        title=f"What is done about {page.row.label}?",
        back=reverse("panel:subject_item", args=[item]),
        said="Decided.",
        button="Decide",
    )
