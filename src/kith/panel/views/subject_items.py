"""Pages of one item about a subject while the meeting runs: its minutes, and what is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.vocabulary import Purpose
from kith.panel import presenters, selectors, services
from kith.panel.forms import DisruptionForm
from kith.panel.views.asking import PEOPLE, REFUSALS, ask, posted, viewer_of
from kith.panel.vocabulary import SUBJECT_MINUTES, SubjectField
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
    """Keep what was typed into one field; when somebody has written meanwhile, show both texts and lose neither."""
    field, seen, text = (request.POST.get(name, "") for name in ("field", "seen", "text"))
    if field not in set(SUBJECT_MINUTES) or not seen.isdigit():
        raise Http404
    viewer, now = viewer_of(request), timezone.now()
    try:
        services.write_subject_minute(
            item=item, field=SubjectField(field), text=text, seen=int(seen), by=viewer, now=now
        )
    except REFUSALS as refusal:
        page = selectors.open_subject_item(item, viewer=viewer, purpose=Purpose.PANEL)
        context = presenters.subject_item_page(page, viewer=viewer, today=timezone.localdate(now))
        refused = {"refusal": str(refusal), "typed": text, "typed_field": field}
        return render(request, "panel/subject_item.html", context | refused, status=422)
    messages.success(request, "Kept.")
    return redirect("panel:subject_item", item)


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
