"""Pages of the review: what is to be decided, the same words in all their places, a row before and after."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.shell.asking import posted
from kith.shell.guards import for_roles
from kith.subject_access import presenters, selectors, services
from kith.subject_access.forms import PieceForm, RowForm
from kith.subject_access.views.asking import LEADS, PURPOSE, ask, viewer_of


@for_roles(*LEADS)
@require_safe
def review(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Show what is to be decided, and every row."""
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isdigit() and len(asked) < 6 else 1
    found = selectors.open_review(
        person=public_id, request=number, viewer=viewer_of(request), purpose=PURPOSE, page=page
    )
    return render(request, "subject_access/review.html", presenters.review_page(found))


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def pieces(request: HttpRequest, public_id: UUID, number: UUID, piece: UUID) -> HttpResponse:
    """Ask what becomes of the same words in all their places."""
    viewer = viewer_of(request)
    page = selectors.open_pieces(person=public_id, request=number, piece=piece, viewer=viewer, purpose=PURPOSE)
    form = PieceForm(posted(request), pieces=page.pieces)

    def do() -> None:
        typed = form.cleaned_data
        services.decide_pieces(
            person=public_id,
            request=number,
            choices=form.choices(),
            says=typed["says"],
            ground=typed["ground"],
            by=viewer,
            now=timezone.now(),
        )

    return _ask(
        request,
        form,
        do,
        title="Words that may be somebody else",
        back=reverse("subject_access:review", args=[public_id, number]),
        name=page.name,
        pieces=page.pieces,
        template="subject_access/pieces.html",
    )


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, public_id: UUID, number: UUID, row: UUID, which: str) -> HttpResponse:
    """Ask whether a row, or every waiting row alike, is told; show each before and after."""
    viewer, alike = viewer_of(request), which == "alike"
    page = selectors.open_row(
        person=public_id, request=number, row=row, viewer=viewer, purpose=PURPOSE, whole_group=alike
    )
    form = RowForm(posted(request), initial={"ground": page.rows[0].ground, "because": page.rows[0].because})

    def do() -> None:
        typed = form.cleaned_data
        services.decide_row(
            person=public_id,
            request=number,
            row=row,
            ground=form.ground(),
            because=typed["because"],
            whole_group=alike,
            by=viewer,
            now=timezone.now(),
        )

    title = f"{len(page.rows)} rows alike" if len(page.rows) > 1 else "One row"
    back = reverse("subject_access:review", args=[public_id, number])
    context = presenters.rows_page(page)
    return _ask(request, form, do, title=title, back=back, template="subject_access/row.html", **context)


def _ask(request: HttpRequest, form: Any, do: Any, **words: Any) -> HttpResponse:
    return ask(request, form, do, said="Kept, with who decided it and when.", **words)
